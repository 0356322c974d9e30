#include "io/npy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "core/checks.h"
#include "core/input_error.h"
#include "io/decimal.h"
#include "io/npy_header.h"

namespace lab {
namespace {

using attn::Index;
using attn::InputError;

/// One of the dtypes that are read: 'f', 'i', 'u' or 'b', and its bytes.
struct Dtype {
  char kind = 0;
  std::size_t bytes = 0;
  bool swapped = false;  ///< its byte order is not this machine's
};

Dtype parseDtype(const std::string& descr, const std::string& input) {
  if (descr == "O" || descr == "|O") throw InputError("dtype_object", {{"input", input}});
  std::string_view text = descr;
  Dtype dtype;
  if (!text.empty() && (text[0] == '<' || text[0] == '>' || text[0] == '=' || text[0] == '|')) {
    constexpr char foreign = std::endian::native == std::endian::little ? '>' : '<';
    dtype.swapped = text[0] == foreign;
    text.remove_prefix(1);
  }
  static constexpr std::array<std::string_view, 12> kinds = {"f2", "f4", "f8", "i1", "i2", "i4",
                                                             "i8", "u1", "u2", "u4", "u8", "b1"};
  for (const std::string_view known : kinds) {
    if (text != known) continue;
    dtype.kind = known[0];
    dtype.bytes = static_cast<std::size_t>(known[1] - '0');
    return dtype;
  }
  std::string expected;
  for (const std::string_view known : kinds) expected.append(expected.empty() ? "" : ", ").append(known);
  throw InputError("dtype", {{"input", input}, {"got", descr.empty() ? "[…]" : descr}, {"expected", expected}});
}

struct Extent {
  std::uint64_t blocks = 1, rows = 1, columns = 1;
};

std::string shapeOf(const std::vector<std::uint64_t>& shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
  return text + (shape.size() == 1 ? ",)" : ")");
}

Extent extentOf(const std::vector<std::uint64_t>& shape, std::size_t mostDimensions, const std::string& input) {
  if (shape.size() > mostDimensions)
    throw InputError("too_many_dimensions", {{"input", input},
                                             {"got", std::to_string(shape.size())},
                                             {"shape", shapeOf(shape)},
                                             {"expected", std::to_string(mostDimensions)}});
  Extent extent;
  if (shape.size() == 3) extent.blocks = shape[0];
  if (shape.size() >= 2) extent.rows = shape[shape.size() - 2];
  if (!shape.empty()) extent.columns = shape.back();
  if (extent.blocks == 0 || extent.rows == 0 || extent.columns == 0)
    throw InputError("empty_array", {{"input", input}, {"got", shapeOf(shape)}});
  return extent;
}

/// The header's word against the bytes that are there; nothing overflows, nothing is taken before.
void requireSize(const Extent& extent, std::size_t itemBytes, std::uint64_t have, const std::string& input) {
  std::uint64_t wanted = 0;
  const bool overflows = __builtin_mul_overflow(extent.rows, extent.columns, &wanted) ||
                         __builtin_mul_overflow(wanted, extent.blocks, &wanted) ||
                         __builtin_mul_overflow(wanted, std::uint64_t{itemBytes}, &wanted);
  if (!overflows && wanted == have) return;
  const std::string expected = (extent.blocks > 1 ? std::to_string(extent.blocks) + " × " : "") +
                               std::to_string(extent.rows) + " × " + std::to_string(extent.columns) + " × " +
                               std::to_string(itemBytes);
  throw InputError("array_size", {{"input", input}, {"expected", expected}, {"got", std::to_string(have)}});
}

/// IEEE 754 binary16.
double halfValue(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 31;
  const int fraction = bits & 1023;
  const double sign = (bits & 0x8000) != 0 ? -1 : 1;
  if (exponent == 31) return fraction != 0 ? std::numeric_limits<double>::quiet_NaN() : sign * HUGE_VAL;
  if (exponent == 0) return sign * std::ldexp(fraction, -24);
  return sign * std::ldexp(fraction + 1024, exponent - 25);
}

template <class Bits>
Bits loadBits(const char* at, bool swapped) {
  Bits bits;
  std::memcpy(&bits, at, sizeof bits);
  if (!swapped) return bits;
  if constexpr (sizeof bits == 2) return static_cast<Bits>(__builtin_bswap16(bits));
  if constexpr (sizeof bits == 4) return static_cast<Bits>(__builtin_bswap32(bits));
  if constexpr (sizeof bits == 8) return static_cast<Bits>(__builtin_bswap64(bits));
  return bits;
}

struct Half {
  std::uint16_t bits;
  explicit operator double() const { return halfValue(bits); }
};

struct Bool {
  std::uint8_t byte;
  explicit operator double() const { return byte != 0 ? 1 : 0; }
};

/// (blocks · rows, columns) of items of type `Item`, stored as `Bits`.
template <class Item, class Bits>
attn::Matrix decode(std::string_view data, const Dtype& type, const NpyHeader& header, const Extent& extent,
                    const std::string& input) {
  const Index blocks = static_cast<Index>(extent.blocks), rows = static_cast<Index>(extent.rows),
              columns = static_cast<Index>(extent.columns);
  attn::Matrix values(blocks * rows, columns);
  const bool stacked = header.shape.size() == 3;
  for (Index r = 0; r < blocks * rows; ++r) {
    const std::optional<Index> block = stacked ? std::optional(r / rows) : std::nullopt;
    for (Index c = 0; c < columns; ++c) {
      const Index item = header.fortranOrder ? (c * rows + r % rows) * blocks + r / rows : r * columns + c;
      const Bits bits = loadBits<Bits>(data.data() + static_cast<std::size_t>(item) * sizeof(Bits), type.swapped);
      values(r, c) = finiteFloat(static_cast<double>(std::bit_cast<Item>(bits)), input, r % rows, c, block);
    }
  }
  return values;
}

attn::Matrix parseItems(std::string_view data, const Dtype& type, const NpyHeader& header, const Extent& extent,
                        const std::string& input) {
  const auto as = [&]<class Item, class Bits>() { return decode<Item, Bits>(data, type, header, extent, input); };
  switch (type.kind) {
    case 'f':
      if (type.bytes == 2) return as.template operator()<Half, std::uint16_t>();
      if (type.bytes == 4) return as.template operator()<float, std::uint32_t>();
      return as.template operator()<double, std::uint64_t>();
    case 'i':
      if (type.bytes == 1) return as.template operator()<std::int8_t, std::uint8_t>();
      if (type.bytes == 2) return as.template operator()<std::int16_t, std::uint16_t>();
      if (type.bytes == 4) return as.template operator()<std::int32_t, std::uint32_t>();
      return as.template operator()<std::int64_t, std::uint64_t>();
    case 'u':
      if (type.bytes == 1) return as.template operator()<std::uint8_t, std::uint8_t>();
      if (type.bytes == 2) return as.template operator()<std::uint16_t, std::uint16_t>();
      if (type.bytes == 4) return as.template operator()<std::uint32_t, std::uint32_t>();
      return as.template operator()<std::uint64_t, std::uint64_t>();
    default:
      return as.template operator()<Bool, std::uint8_t>();
  }
}

MatrixBlocks parseArray(std::string_view bytes, std::size_t mostDimensions, const std::string& input) {
  if (bytes.empty()) throw InputError("file_empty", {{"input", input}});
  const NpyHeader header = parseNpyHeader(bytes, input);
  const Dtype type = parseDtype(header.descr, input);
  const Extent extent = extentOf(header.shape, mostDimensions, input);
  const std::string_view data = bytes.substr(header.dataAt);
  requireSize(extent, type.bytes, data.size(), input);
  const bool stacked = header.shape.size() == 3;
  return {parseItems(data, type, header, extent, input), stacked ? static_cast<Index>(extent.blocks) : 0};
}

}  // namespace

void requireMatrix(const NpyHeader& header, std::uint64_t bytes, const std::string& input) {
  const Dtype type = parseDtype(header.descr, input);
  const Extent extent = extentOf(header.shape, 2, input);
  requireSize(extent, type.bytes, bytes - std::min<std::uint64_t>(bytes, header.dataAt), input);
}

std::string npyTypeName(const std::string& descr) {
  if (descr == "O" || descr == "|O") return "object";
  const std::size_t at = descr.find_first_not_of("<>=|");
  const std::string code = at == std::string::npos ? std::string() : descr.substr(at);
  if (code == "b1") return "bool";
  const char* kind = code.starts_with('f')   ? "float"
                     : code.starts_with('i') ? "int"
                     : code.starts_with('u') ? "uint"
                                             : nullptr;
  if (kind == nullptr || code.size() != 2 || code[1] < '1' || code[1] > '8') return descr;
  return kind + std::to_string(8 * (code[1] - '0'));
}

namespace {

/// @param shape "2, 3"
std::string headerOf(const std::string& shape) {
  static_assert(std::endian::native == std::endian::little,
                "the numbers that follow are written as they lie in memory");
  std::string dict = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
  constexpr std::size_t before = 10, alignment = 64;  // as the format asks, so that the numbers can be mapped
  while ((before + dict.size() + 1) % alignment != 0) dict += ' ';
  dict += '\n';
  std::string header = "\x93NUMPY\x01";
  header += '\0';
  header += static_cast<char>(dict.size() & 0xff);
  header += static_cast<char>(dict.size() >> 8);
  return header + dict;
}

}  // namespace

attn::Matrix parseNpy(std::string_view bytes, const std::string& input) { return parseArray(bytes, 2, input).values; }

MatrixBlocks parseNpyBlocks(std::string_view bytes, const std::string& input) { return parseArray(bytes, 3, input); }

std::string npyHeader(Index rows, Index columns) {
  return headerOf(std::to_string(rows) + ", " + std::to_string(columns));
}

std::string npyHeader(Index blocks, Index rows, Index columns) {
  return headerOf(std::to_string(blocks) + ", " + std::to_string(rows) + ", " + std::to_string(columns));
}

}  // namespace lab
