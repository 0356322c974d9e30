#pragma once

#include <optional>
#include <string>

#include "ui/ui.h"

namespace lab {

/// While the mask is painted: what the pointer does, and what can be done to the whole mask. At the cursor, as wide
/// as the window. @return the action (actions.cpp) whose button was clicked.
std::optional<std::string> drawMaskBar(Ui& ui);

}  // namespace lab
