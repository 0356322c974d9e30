#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shell/app.h"

namespace lab {

/// What a command does while a text field has the keyboard: nothing; its work at once; or its work once the field has
/// handed over what was typed, so that nothing typed is lost.
enum class WhileTyping { Never, AtOnce, AfterField };

/// One command of the program: menus, palette, shortcuts and the help window all come from this table.
struct Action {
  std::string id;
  const char* menu;  ///< i18n key; its title is `action.<id>` unless it has one
  Shortcut shortcut = {};
  std::function<void(App&)> run;
  bool (*enabled)(const App&) = [](const App&) { return true; };
  std::function<std::optional<bool>(App&)> checked = {};
  WhileTyping whileTyping = WhileTyping::Never;
  bool startsGroup = false;
  bool inMenu = true;  ///< else in the palette and the help window only
  const attn::Title* title = nullptr;
};

const std::vector<Action>& actionTable();

/// The table in the reader's language, with the present states.
std::vector<ActionItem> actionItems(App& app, const Words& words);

/// Runs the action if it is enabled. @return whether it ran.
bool runAction(App& app, std::string_view id);

/// The action with this shortcut, if it may run now.
const Action* actionFor(const Shortcut& shortcut);

}  // namespace lab
