#include "scene/text_width.h"

#include <cstdint>

namespace lab {

namespace {

struct Decoded {
  std::uint32_t code;
  std::size_t bytes;
};

Decoded decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(at);
  const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (length == 1 || at + length > text.size()) return {lead, 1};
  std::uint32_t code = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {lead, 1};
    code = (code << 6) | (byte(at + i) & 0x3FU);
  }
  return {code, length};
}

bool isWide(std::uint32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
         (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

bool combines(std::uint32_t c) {
  return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x20D0 && c <= 0x20FF) || c == 0x200D ||
         (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x1F3FB && c <= 0x1F3FF);
}

}  // namespace

std::vector<LabelCharacter> labelCharacters(std::string_view text) {
  std::vector<LabelCharacter> characters;
  bool joined = false;  // after a zero-width joiner the next character belongs to the same picture
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode(text, at);
    if (!characters.empty() && (combines(next.code) || joined))
      characters.back().bytes = {characters.back().bytes.data(), characters.back().bytes.size() + next.bytes};
    else
      characters.push_back({text.substr(at, next.bytes), isWide(next.code) ? 2 : 1});
    joined = next.code == 0x200D;
    at += next.bytes;
  }
  return characters;
}

int columnsOf(std::string_view text) {
  int columns = 0;
  for (const LabelCharacter& character : labelCharacters(text)) columns += character.columns;
  return columns;
}

std::string elidedTo(const MeasureText& measure, std::string_view text, TextSize size, float width) {
  if (measure(text, size).width <= width) return std::string(text);
  std::string best = "…";
  std::string prefix;
  for (const LabelCharacter& character : labelCharacters(text)) {
    prefix += character.bytes;
    if (measure(prefix + "…", size).width > width) break;
    best = prefix + "…";
  }
  return best;
}

}  // namespace lab
