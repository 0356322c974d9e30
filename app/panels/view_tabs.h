#pragma once

#include <optional>
#include <string>

#include "ui/ui.h"

namespace lab {

/// A tab for each view; those that do not fit stand in a list under "More ▾". @return the view that was chosen.
std::optional<std::string> drawViewTabs(Ui& ui, Rect area, const std::string& current);

}  // namespace lab
