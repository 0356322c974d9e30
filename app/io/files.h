#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace lab {

/// The whole file. @param limit in bytes; a larger file is an error before any memory is taken.
/// @throws attn::InputError `cannot_read`, `file_too_large`.
std::string readFile(const std::filesystem::path& path, std::uint64_t limit = 1ULL << 32);

/// Writes whole or not at all: beside the target, then renamed; mode and links of an existing file stay.
/// @throws attn::InputError `cannot_write`.
void writeFile(const std::filesystem::path& path, std::string_view bytes);

}  // namespace lab
