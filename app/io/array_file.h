#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/input_error.h"
#include "io/matrix_file.h"

namespace lab {

/// One array of a file, as its header describes it: its numbers are read later.
struct FileArray {
  std::string name;   ///< in an .npz its own, else the file's without its extension
  std::string file;   ///< the file's name, for messages
  std::string dtype;  ///< "float32", "bool", …; of a csv "text"
  std::vector<std::uint64_t> shape;
  std::optional<attn::InputError> problem;  ///< why it cannot be a matrix
  std::shared_ptr<const std::string> bytes;
  std::optional<LoadedMatrix> text;  ///< of a csv, which is read to know its shape

  /// As a matrix: one row where there is one dimension. Only without a problem.
  attn::Index rows() const;
  attn::Index columns() const;
};

/// Every array of an `.npy`, `.npz`, `.csv` or `.tsv` file.
/// @throws attn::InputError where the file is none of these, cannot be read or holds no array.
std::vector<FileArray> describeArrays(const std::filesystem::path& file);

/// Its numbers. @throws attn::InputError of the reader: cut short, not finite, ….
LoadedMatrix loadArray(const FileArray& array);

/// The extensions that `describeArrays` reads.
const std::vector<std::string>& matrixExtensions();

}  // namespace lab
