#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace lab {

// ImGui 1.86 does not wrap what is edited, so soft breaks (kSoftBreak and a line feed) are put into what a field shows
// and taken out again. Nothing here knows ImGui; texts are code points and all offsets count them.

/// Where the cursor is and where the selection started; equal if nothing is selected.
struct Caret {
  std::size_t cursor = 0, anchor = 0;
  bool operator==(const Caret&) const = default;
};

/// A text, what the field shows of it, and the caret in what is shown: never inside a soft break.
struct WrappedText {
  std::u32string plain, shown;
  Caret caret;
};

/// A key that moved the cursor along the line.
enum class Step { None, Left, Right, WordLeft, WordRight };

using Wrap = std::function<std::u32string(std::u32string_view plain)>;

/// `text` with a soft break wherever a line would be wider than `width`: after a space where there is one, beside any
/// Chinese character, else in the word. A space may hang over the edge.
std::u32string withSoftBreaks(std::u32string_view text, float width, const std::function<float(char32_t)>& widthOf);
std::u32string withoutSoftBreaks(std::u32string_view shown);

/// The field has done its part with one key or mouse event: `shown` and `caret` are what it has now. Its soft breaks
/// are only shown, so what it did to half a break happens to the character beside it, and a step over one goes on.
WrappedText afterEvent(const WrappedText& before, std::u32string_view shown, Caret caret, Step step, const Wrap& wrap);

}  // namespace lab
