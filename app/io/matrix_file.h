#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/types.h"

namespace lab {

/// A matrix from a file, with what labelled its rows and columns (csv, tsv).
struct LoadedMatrix {
  attn::MatrixPtr values;
  std::vector<std::string> rowLabels, columnLabels;  ///< empty: none
  attn::Index blocks = 0;  ///< h of an array (h, rows, columns), whose matrices lie one under the other; else 0
};

/// Reads `.npy` (any real or boolean dtype, C or Fortran order, either byte order), `.npz` or `.npz:NAME`, `.csv`,
/// `.tsv`. A 1-d array is one row. Sizes are checked against the file before memory is taken; values must be finite.
/// @param spec  the path as given on the command line, with `:NAME` after an .npz
/// @param option  its option in messages ("--x")
/// @throws attn::InputError naming the file, the place, what was expected and found.
LoadedMatrix readMatrix(const std::string& spec, const std::string& option);

/// The same, and arrays of three dimensions too: a matrix for each head.
LoadedMatrix readMatrixStack(const std::string& spec, const std::string& option);

/// Whether a text is meant as the name of a matrix's file: one of the endings above, or a file that is there.
bool namesMatrixFile(const std::string& spec);

/// One token a line, UTF-8, no empty lines but the last. @throws attn::InputError.
std::vector<std::string> readTokens(const std::filesystem::path& path, const std::string& option);

/// The same of a text that was read already. @param input its name in messages
/// @throws attn::InputError `invalid_utf8`, `empty_line`, `no_token`.
std::vector<std::string> parseTokens(std::string_view text, const std::string& input);

}  // namespace lab
