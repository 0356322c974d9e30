#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/types.h"

namespace lab {

/// Matrices of one size, one under the other: (h, rows, columns) as (h · rows, columns).
struct MatrixBlocks {
  attn::Matrix values;
  attn::Index blocks = 0;  ///< h; 0 where the array has no third dimension
};

/// Reads the bytes of a .npy file (versions 1 to 3, any real or boolean dtype, either order). A 0-d array is 1 × 1,
/// a 1-d array one row. Sizes are checked against `bytes` before memory is taken.
/// @param input its name in messages
/// @throws attn::InputError `npy_magic`, `npy_version`, `npy_header`, `dtype`, `dtype_object`,
///         `too_many_dimensions`, `empty_array`, `array_size`, `not_finite`, `float_range`.
/// Source: numpy/lib/format, NEP 1.
attn::Matrix parseNpy(std::string_view bytes, const std::string& input);

/// The same, and arrays of three dimensions too (`too_many_dimensions` from four on).
MatrixBlocks parseNpyBlocks(std::string_view bytes, const std::string& input);

struct NpyHeader;

/// What `parseNpy` would say of an array with this header, before its numbers are looked at.
/// @param bytes how many there are, header and numbers
/// @throws attn::InputError `dtype`, `dtype_object`, `too_many_dimensions`, `empty_array`, `array_size`.
void requireMatrix(const NpyHeader& header, std::uint64_t bytes, const std::string& input);

/// "float32" of "<f4", as NumPy's users call it; an unknown one as it is.
std::string npyTypeName(const std::string& descr);

/// The start of a version 1 .npy file for a float32 array in C order; the numbers follow, row by row.
std::string npyHeader(attn::Index rows, attn::Index columns);

/// The same for `blocks` matrices of this size, one after the other.
std::string npyHeader(attn::Index blocks, attn::Index rows, attn::Index columns);

}  // namespace lab
