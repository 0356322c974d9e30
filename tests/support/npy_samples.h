#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace lab::test {

/// The bytes of a .npy file with this header, whatever it says, and these numbers.
inline std::string npyFile(const std::string& dict, const std::string& numbers, char version = 1) {
  std::string header = dict + '\n';
  std::string file = std::string("\x93NUMPY") + version + '\0';
  for (int byte = 0; byte < (version == 1 ? 2 : 4); ++byte) file += static_cast<char>(header.size() >> (8 * byte));
  return file + header + numbers;
}

inline std::string npyDict(const std::string& descr, const std::string& shape, bool fortran = false) {
  return "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape + ", }";
}

template <class Number>
std::string bytesOf(const std::vector<Number>& numbers) {
  std::string bytes(numbers.size() * sizeof(Number), '\0');
  std::memcpy(bytes.data(), numbers.data(), bytes.size());
  return bytes;
}

}  // namespace lab::test
