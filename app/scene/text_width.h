#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scene/text_style.h"

namespace lab {

/// One character of a label with the marks that combine with it, and its width in columns: 2 for Chinese, Japanese,
/// Korean and emoji, else 1.
struct LabelCharacter {
  std::string_view bytes;
  int columns = 1;
};

/// The characters of UTF-8 text; a broken byte counts as one character.
std::vector<LabelCharacter> labelCharacters(std::string_view text);

/// The sum of the characters' columns.
int columnsOf(std::string_view text);

/// `text`, or its beginning and … where it is wider than `width` points.
std::string elidedTo(const MeasureText& measure, std::string_view text, TextSize size, float width);

}  // namespace lab
