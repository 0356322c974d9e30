#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lab {

/// What stands before the numbers of a .npy file.
struct NpyHeader {
  std::string descr;  ///< "<f4"; empty where it is a list (a structured dtype)
  bool fortranOrder = false;
  std::vector<std::uint64_t> shape;
  std::size_t dataAt = 0;  ///< where the numbers start
};

/// @throws attn::InputError `npy_magic`, `npy_version`, `npy_header`.
NpyHeader parseNpyHeader(std::string_view bytes, const std::string& input);

}  // namespace lab
