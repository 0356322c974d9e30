#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ui/action_item.h"
#include "ui/ui.h"

namespace lab {

struct TopBar {
  const std::vector<ActionItem>& actions;
  std::string title;  ///< of the document, with • while it has unsaved changes
  Theme theme;
  int zoomPercent;
};

/// Menus, the document's name, and the switches for language, theme and size.
/// @return the id of the action that was chosen.
std::optional<std::string> drawTopBar(Ui& ui, const TopBar& bar);

}  // namespace lab
