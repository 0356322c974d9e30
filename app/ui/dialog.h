#pragma once

#include <string_view>

#include "ui/widgets.h"

namespace lab {

/// What Escape does while a field of the dialog is edited: leave the field, or close the dialog at once.
enum class EscapeInField { LeavesField, ClosesDialog };

/// A modal dialog in the middle of the window, at most `width` wide; Escape closes it (`open` turns false). Call
/// `endDialog` if it returns true. @param ownKeys the dialog reads arrow keys and Enter itself.
bool beginDialog(Ui& ui, const char* name, std::string_view heading, float width, bool& open,
                 EscapeInField escape = EscapeInField::LeavesField, bool ownKeys = false);
void endDialog();

/// A row of buttons at the right end of the current line: call before drawing `width` of them.
void alignRight(float width);
float buttonWidth(const Ui& ui, std::string_view label);

}  // namespace lab
