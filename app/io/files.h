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

/// The whole file. @param limit in bytes; a larger file is an error before any memory is taken.
/// @throws attn::InputError `file_missing`, `is_folder`, `no_permission`, `cannot_read`, `file_too_large`.
std::string readFile(const std::filesystem::path& path, std::uint64_t limit = 1ULL << 32);
std::string readFile(const std::filesystem::path& path, const ReadLimits& limits);

/// Writes whole or not at all: beside the target, then renamed; mode and links of an existing file stay. What is
/// not a plain file (a pipe, a terminal) is written to directly.
/// @throws attn::InputError `folder_missing`, `is_folder`, `no_permission`, `disk_full`, `cannot_write`.
void writeFile(const std::filesystem::path& path, std::string_view bytes);

}  // namespace lab
