#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "ui/ui.h"

namespace lab {

/// What a text area keeps between frames.
struct TextAreaState {
  std::string buffer;  ///< the text with soft line breaks
  bool editing = false;
  bool takeFocus = false;  ///< set it to put the cursor here in the next frame
};

struct TextAreaResult {
  bool changed = false;  ///< the text is different from the last frame's
  bool left = false;     ///< editing is over: one undo step
  std::string text;      ///< without soft breaks
};

/// A field for a sentence that wraps at its width while it is typed; between `minLines` and `maxLines` high.
TextAreaResult textArea(Ui& ui, const char* name, TextAreaState& state, const std::string& text, float width,
                        int minLines, int maxLines);

/// `text` with a soft break (U+200B and a line feed) wherever a line would be wider than `width` by `measure`;
/// after a space where there is one. `withoutSoftBreaks` is its reverse.
std::string withSoftBreaks(const std::string& text, float width, const std::function<float(std::string_view)>& measure);
std::string withoutSoftBreaks(std::string_view text);

}  // namespace lab
