#pragma once

#include <zip.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/matrices.h"

namespace attn::test {

/// One array of a golden .npz, in double precision (or 64-bit words), row by row.
struct GoldenArray {
  std::vector<Index> shape;
  std::vector<double> values;
  std::vector<std::uint64_t> words;  ///< of uint64 arrays, whose bits a double cannot hold

  double number() const { return values.at(0); }
  /// A vector is one row.
  WideMatrix matrix() const {
    const Index rows = shape.size() == 2 ? shape[0] : 1;
    return Eigen::Map<const WideMatrix>(values.data(), rows, static_cast<Index>(values.size()) / rows);
  }
  Matrix floats() const { return matrix().cast<float>(); }
};

namespace golden_detail {

inline std::string archiveMember(const std::string& file, const std::string& member) {
  const std::string path = std::string(ATTENTION_GOLDEN_DIR) + "/" + file;
  int status = 0;
  const std::unique_ptr<zip_t, decltype(&zip_discard)> archive(zip_open(path.c_str(), ZIP_RDONLY, &status),
                                                               &zip_discard);
  if (!archive) throw std::runtime_error("cannot open " + path);
  zip_stat_t entry;
  if (zip_stat(archive.get(), member.c_str(), 0, &entry) != 0) throw std::runtime_error("no " + member + " in " + path);
  std::string bytes(entry.size, '\0');
  const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> stream(zip_fopen(archive.get(), member.c_str(), 0),
                                                                  &zip_fclose);
  if (!stream || zip_fread(stream.get(), bytes.data(), bytes.size()) != static_cast<zip_int64_t>(bytes.size()))
    throw std::runtime_error("cannot read " + member + " in " + path);
  return bytes;
}

// "(5, 8)" -> 5, 8
inline std::vector<Index> shapeOf(const std::string& header) {
  const std::size_t open = header.find('(', header.find("'shape'"));
  std::vector<Index> shape;
  for (std::size_t at = open + 1; header.at(at) != ')';) {
    std::size_t used = 0;
    if (header[at] >= '0' && header[at] <= '9') {
      shape.push_back(std::stol(header.substr(at), &used));
      at += used;
    } else {
      ++at;
    }
  }
  return shape;
}

template <class Item, class Out>
void append(const std::string& bytes, std::size_t start, std::vector<Out>& out) {
  for (std::size_t at = start; at + sizeof(Item) <= bytes.size(); at += sizeof(Item)) {
    Item item;
    std::memcpy(&item, bytes.data() + at, sizeof(Item));
    out.push_back(static_cast<Out>(item));
  }
}

}  // namespace golden_detail

/// Reads `name` of `file` in tests/golden: float64, int64, uint64 and bool, little-endian, C order.
inline GoldenArray golden(const std::string& file, const std::string& name) {
  const std::string bytes = golden_detail::archiveMember(file, name + ".npy");
  const std::size_t headerLength =
      static_cast<unsigned char>(bytes.at(8)) + 256U * static_cast<unsigned char>(bytes.at(9));
  const std::string header = bytes.substr(10, headerLength);
  const std::size_t start = 10 + headerLength;
  const auto holds = [&](const char* text) { return header.find(text) != std::string::npos; };
  if (!holds("'fortran_order': False")) throw std::runtime_error(name + " is not in C order");
  GoldenArray array;
  array.shape = golden_detail::shapeOf(header);
  if (holds("'<f8'"))
    golden_detail::append<double>(bytes, start, array.values);
  else if (holds("'<i8'"))
    golden_detail::append<std::int64_t>(bytes, start, array.values);
  else if (holds("'<u8'"))
    golden_detail::append<std::uint64_t>(bytes, start, array.words);
  else if (holds("'|b1'"))
    golden_detail::append<std::uint8_t>(bytes, start, array.values);
  else
    throw std::runtime_error(name + " has an unexpected dtype: " + header);
  return array;
}

inline Mask goldenMask(const std::string& file, const std::string& name) {
  return golden(file, name).matrix().array() != 0.0;
}

}  // namespace attn::test
