#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ui/action_item.h"
#include "ui/ui.h"

namespace lab {

struct CommandPalette {
  bool open = false;
  std::string query;
  int marked = 0;
  bool justOpened = false;
};

/// Every command by its name: type a part of it, Enter runs the marked one. @return its id.
std::optional<std::string> drawCommandPalette(Ui& ui, CommandPalette& palette, const std::vector<ActionItem>& actions);

/// Whether every word of `query` is in `title` or `id`, whatever the case.
bool matchesCommand(const std::string& query, const ActionItem& action);

}  // namespace lab
