#pragma once

#include <string>

#include "ui/soft_wrap.h"
#include "ui/ui.h"

namespace lab {

/// What a text area keeps between frames.
struct TextAreaState {
  WrappedText text;
  std::string buffer;  ///< `text.shown` as ImGui holds it
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

/// ImGui's field of one line, for text that may hold any character: see field_text.h. The hint may be "".
bool textLine(const char* label, const char* hint, std::string& text, ImGuiInputTextFlags flags = 0);

}  // namespace lab
