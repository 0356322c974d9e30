#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace lab {

/// What a reader calls a file in messages, and how large it may be.
struct ReadLimits {
  std::uint64_t bytes = 1ULL << 32;
  std::string input;  ///< "--x points.npy"; empty: the path
};

/// The whole file, or all that comes out of a pipe, at most 1 GiB. @param limit in bytes; a larger file is an error
/// before any memory is taken. @throws attn::InputError `file_missing`, `is_folder`, `not_a_file`, `no_permission`,
/// `cannot_read`, `file_too_large`.
std::string readFile(const std::filesystem::path& path, std::uint64_t limit = 1ULL << 32);
std::string readFile(const std::filesystem::path& path, const ReadLimits& limits);

/// Writes an `OutputFile`: whole or not at all. @throws attn::InputError as that does.
void writeFile(const std::filesystem::path& path, std::string_view bytes);

/// ".png" of "Figure.PNG".
std::string lowerExtension(const std::filesystem::path& path);

}  // namespace lab
