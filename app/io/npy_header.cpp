#include "io/npy_header.h"

#include <charconv>
#include <optional>

#include "core/input_error.h"

namespace lab {
namespace {

constexpr std::string_view magic = "\x93NUMPY";

/// Reads the small part of Python's literals that a header is written in. Every function skips white space first
/// and says whether what it looks for was there.
class DictReader {
 public:
  explicit DictReader(std::string_view text) : rest_(text) {}

  bool take(char wanted) {
    skipSpace();
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool takeWord(std::string_view wanted) {
    skipSpace();
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(wanted.size());
    return true;
  }

  bool atEnd() {
    skipSpace();
    return rest_.empty();
  }

  bool sees(char wanted) {
    skipSpace();
    return !rest_.empty() && rest_.front() == wanted;
  }

  std::optional<std::string_view> takeString() {
    skipSpace();
    if (rest_.empty() || (rest_.front() != '\'' && rest_.front() != '"')) return std::nullopt;
    const std::size_t close = rest_.find(rest_.front(), 1);
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view text = rest_.substr(1, close - 1);
    rest_.remove_prefix(close + 1);
    return text;
  }

  std::optional<std::uint64_t> takeCount() {
    skipSpace();
    std::uint64_t count = 0;
    const auto [end, failed] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), count);
    if (failed != std::errc{}) return std::nullopt;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    take('L');  // written by Python 2
    return count;
  }

  std::optional<std::vector<std::uint64_t>> takeTuple() {
    if (!take('(')) return std::nullopt;
    std::vector<std::uint64_t> counts;
    while (!take(')')) {
      const auto count = takeCount();
      if (!count || !(take(',') || sees(')'))) return std::nullopt;
      counts.push_back(*count);
    }
    return counts;
  }

 private:
  void skipSpace() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t' || rest_.front() == '\n'))
      rest_.remove_prefix(1);
  }
  std::string_view rest_;
};

struct Members {
  std::optional<std::string> descr;
  std::optional<bool> fortranOrder;
  std::optional<std::vector<std::uint64_t>> shape;
};

/// One `'key': value`. A list as `descr` is a structured dtype: its fields are of no interest, and no more is read.
bool readMember(DictReader& reader, Members& members, bool& structured) {
  const auto key = reader.takeString();
  if (!key || !reader.take(':')) return false;
  if (*key == "descr") {
    structured = reader.sees('[');
    const auto text = reader.takeString();
    if (text) members.descr = std::string(*text);
    return text.has_value();
  }
  if (*key == "fortran_order") {
    if (reader.takeWord("True"))
      members.fortranOrder = true;
    else if (reader.takeWord("False"))
      members.fortranOrder = false;
    return members.fortranOrder.has_value();
  }
  if (*key == "shape") members.shape = reader.takeTuple();
  return *key == "shape" && members.shape.has_value();
}

[[noreturn]] void throwBroken(const std::string& input) {
  throw attn::InputError("npy_header", {{"input", input}, {"expected", "'descr', 'fortran_order', 'shape'"}});
}

NpyHeader parseDict(std::string_view text, const std::string& input) {
  DictReader reader(text);
  Members members;
  bool structured = false;
  if (!reader.take('{')) throwBroken(input);
  while (!reader.take('}')) {
    const bool read = readMember(reader, members, structured);
    if (structured) return {};
    if (!read || !(reader.take(',') || reader.sees('}'))) throwBroken(input);
  }
  if (!reader.atEnd() || !members.descr || !members.fortranOrder || !members.shape) throwBroken(input);
  return {std::move(*members.descr), *members.fortranOrder, std::move(*members.shape), 0};
}

}  // namespace

NpyHeader parseNpyHeader(std::string_view bytes, const std::string& input) {
  if (!bytes.starts_with(magic)) throw attn::InputError("npy_magic", {{"input", input}});
  if (bytes.size() < magic.size() + 2) throwBroken(input);
  const auto byteAt = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at])); };
  const std::size_t major = byteAt(magic.size()), minor = byteAt(magic.size() + 1);
  if (major < 1 || major > 3 || minor != 0)
    throw attn::InputError("npy_version",
                           {{"input", input}, {"got", std::to_string(major) + "." + std::to_string(minor)}});
  const std::size_t lengthAt = magic.size() + 2, lengthBytes = major == 1 ? 2 : 4;
  if (bytes.size() < lengthAt + lengthBytes) throwBroken(input);
  std::size_t length = 0;
  for (std::size_t i = 0; i < lengthBytes; ++i) length |= byteAt(lengthAt + i) << (8 * i);
  const std::size_t dictAt = lengthAt + lengthBytes;
  if (length > bytes.size() - dictAt) throwBroken(input);
  NpyHeader header = parseDict(bytes.substr(dictAt, length), input);
  header.dataAt = dictAt + length;
  return header;
}

}  // namespace lab
