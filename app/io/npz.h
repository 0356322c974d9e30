#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/types.h"
#include "io/byte_sink.h"
#include "io/npy.h"

namespace lab {

/// One array of the bytes of an .npz file (a zip of .npy files). What a member says of its size is only believed up
/// to 4 GiB, and memory is taken as its bytes arrive.
/// @param name null: the file holds one array, and that is meant
/// @throws attn::InputError `zip_broken`, `npz_no_arrays`, `npz_several`, `npz_unknown_array`, `file_too_large`, and
///         those of `parseNpy`.
attn::Matrix parseNpz(std::string_view bytes, const std::optional<std::string>& name, const std::string& input);

/// The same, and arrays of three dimensions too.
MatrixBlocks parseNpzBlocks(std::string_view bytes, const std::optional<std::string>& name, const std::string& input);

/// An array of an .npz before it is read: its name and the first bytes of it, enough for a .npy header.
struct NpzMember {
  std::string name;
  std::string head;
  std::uint64_t bytes = 0;  ///< of all of it, as the archive says
};

/// Every array of the bytes of an .npz file.
/// @throws attn::InputError `file_empty`, `zip_broken`, `npz_no_arrays`, `file_too_large`.
std::vector<NpzMember> listNpz(std::string_view bytes, const std::string& input);

/// An array to write: one matrix (rows, columns), or one for each of several heads (h, rows, columns).
struct NamedArray {
  NamedArray(const char* itsName, attn::MatrixPtr values) : name(itsName), blocks{std::move(values)} {}
  NamedArray(const char* itsName, std::vector<attn::MatrixPtr> ofHeads) : name(itsName), blocks(std::move(ofHeads)) {}
  const char* name;
  std::vector<attn::MatrixPtr> blocks;  ///< of one size; null ones are left out
};

/// An .npz of float32 arrays, at least one, stored without compression and with fixed dates: the same arrays give the
/// same bytes.
void writeNpz(const std::vector<NamedArray>& arrays, ByteSink& sink);

}  // namespace lab
