#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scene/text_style.h"

namespace lab {

/// `text` in lines of at most `width` points, broken at spaces and between Chinese characters; a longer word has a line
/// of its own. At most `most` lines, the last one elided.
std::vector<std::string> wrappedText(const MeasureText& measure, std::string_view text, TextSize size, float width,
                                     std::size_t most);

}  // namespace lab
