#pragma once

#include <string_view>

#include "ui/widgets.h"

namespace lab {

/// A modal dialog in the middle of the window, at most `width` wide; Escape closes it (`open` turns false). Call
/// `endDialog` if it returns true.
bool beginDialog(Ui& ui, const char* name, std::string_view heading, float width, bool& open);
void endDialog();

/// A row of buttons at the right end of the current line: call before drawing `width` of them.
void alignRight(float width);
float buttonWidth(const Ui& ui, std::string_view label);

}  // namespace lab
