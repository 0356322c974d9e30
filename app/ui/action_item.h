#pragma once

#include <optional>
#include <string>
#include <vector>

namespace lab {

/// A command as menus, the palette and the help window show it: made each frame from the one table of actions.
struct ActionItem {
  std::string id;        ///< stable: "open", "undo"
  std::string menu;      ///< i18n key of its menu: "menu.file"
  std::string title;     ///< in the reader's language
  std::string shortcut;  ///< "Ctrl+O"; empty: none
  bool enabled = true;
  std::optional<bool> checked;
  bool inMenu = true;        ///< else in the palette and the help window only
  bool startsGroup = false;  ///< a rule above it in the menu
};

}  // namespace lab
