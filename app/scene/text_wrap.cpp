#include "scene/text_wrap.h"

#include "scene/text_width.h"

namespace lab {
namespace {

/// No line begins with such a sign.
bool closes(std::string_view character) {
  for (const std::string_view sign : {"，", "。", "：", "；", "、", "！", "？", "）", "》", "」", "』"})
    if (character == sign) return true;
  return false;
}

}  // namespace

std::vector<std::string> wrappedText(const MeasureText& measure, std::string_view text, TextSize size, float width,
                                     std::size_t most) {
  // Pieces that stay together: a word with the space behind it, or one wide character.
  std::vector<std::string> pieces;
  bool open = false;
  for (const LabelCharacter& character : labelCharacters(text)) {
    const bool stays = closes(character.bytes) && !pieces.empty();
    if ((character.columns == 2 || !open) && !stays) pieces.emplace_back();
    pieces.back() += character.bytes;
    open = character.columns == 1 && character.bytes != " ";
  }
  std::vector<std::string> lines;
  for (const std::string& piece : pieces) {
    const bool fits = !lines.empty() && measure(lines.back() + piece, size).width <= width;
    if (fits) {
      lines.back() += piece;
    } else if (lines.size() < most) {
      lines.push_back(piece);
    } else {
      lines.back() += piece + "…";
      break;
    }
  }
  for (std::string& line : lines) line = elidedTo(measure, line, size, width);
  return lines;
}

}  // namespace lab
