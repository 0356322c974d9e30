#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ui/action_item.h"
#include "ui/ui.h"

namespace lab {

/// Every command with its shortcut, by menu, and what the pointer does on the map.
void drawShortcutHelp(Ui& ui, bool& open, const std::vector<ActionItem>& actions);

/// The score functions, normalizers, masks and positions: formula, what it does, source.
void drawFormulaHelp(Ui& ui, bool& open);

/// Name, version, licence.
void drawAbout(Ui& ui, bool& open, const char* version);

enum class SaveChoice { Save, Discard, Cancel };
/// "Save changes to …?" before the document is left.
std::optional<SaveChoice> drawSaveQuestion(Ui& ui, bool& open, const std::string& name);

}  // namespace lab
