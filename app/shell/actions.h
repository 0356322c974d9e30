#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "shell/app.h"

namespace lab {

/// One command of the program: menus, palette, shortcuts and the help window all come from this table.
struct Action {
  const char* id;
  const char* menu;  ///< i18n key; its title is `action.<id>`
  Shortcut shortcut;
  bool (*enabled)(const App&);
  void (*run)(App&);
  std::optional<bool> (*checked)(App&) = nullptr;
  bool startsGroup = false;
  bool whileTyping = false;  ///< works while a text field has the keyboard
};

const std::vector<Action>& actionTable();

/// The table in the reader's language, with the present states.
std::vector<ActionItem> actionItems(App& app, const Words& words);

/// Runs the action if it is enabled. @return whether it ran.
bool runAction(App& app, std::string_view id);

/// The action with this shortcut, if it may run now.
const Action* actionFor(const Shortcut& shortcut);

}  // namespace lab
