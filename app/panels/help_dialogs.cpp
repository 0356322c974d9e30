#include "panels/help_dialogs.h"

#include "attention/catalogue.h"
#include "ui/dialog.h"

namespace lab {
namespace {

void helpLine(Ui& ui, const std::string& name, const std::string& keys) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = ui.u(2.75F);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float keysWidth = textSize(ui, keys, TextSize::Base).width;
  textMiddle(ui, list, {at.x, at.y + height / 2}, elidedTo(ui, name, TextSize::Base, width - keysWidth - ui.u(2)),
             TextSize::Base, ui.palette->text);
  textMiddle(ui, list, {at.x + width - ui.u(), at.y + height / 2}, keys, TextSize::Base, ui.palette->dim, Align::Right);
  ImGui::Dummy({width, height});
}

void closeButton(Ui& ui, const char* name, bool& open) {
  space(ui.u(1.5F));
  alignRight(buttonWidth(ui, ui.tr("dialog.close")));
  if (button(ui, name, ui.tr("dialog.close"), Look::Main)) open = false;
  if (ImGui::IsWindowAppearing()) ImGui::SetItemDefaultFocus();
  if (!open) ImGui::CloseCurrentPopup();
}

template <class Row>
void formulaRows(Ui& ui, const char* heading, const std::vector<Row>& rows) {
  section(ui, ui.tr(heading));
  for (const Row& row : rows) {
    space(ui.u());
    ImGui::TextUnformatted(ui.title(row.title));
    note(ui, ui.title(row.summary), ui.palette->dim);
    if (row.formula != nullptr && *row.formula != '\0')
      formulaBox(ui, (std::string("help.") + row.name).c_str(), row.formula);
    if (row.source != nullptr && *row.source != '\0') note(ui, row.source, ui.palette->dim);
  }
}

}  // namespace

void drawShortcutHelp(Ui& ui, bool& open, const std::vector<ActionItem>& actions) {
  if (!open || !beginDialog(ui, "shortcuts", ui.tr("help.shortcuts"), ui.u(64), open)) return;
  ImGui::BeginChild("lines", {0, std::min(ui.u(62), ImGui::GetIO().DisplaySize.y - ui.u(22))});
  for (const char* menu : {"menu.file", "menu.edit", "menu.view", "menu.help"}) {
    section(ui, ui.tr(menu));
    for (const ActionItem& action : actions)
      if (action.menu == menu && !action.shortcut.empty()) helpLine(ui, action.title, action.shortcut);
  }
  section(ui, ui.tr("help.map"));
  for (const char* line : {"select", "zoom", "pan", "fit", "move", "slider"})
    helpLine(ui, ui.tr(std::string("help.map.") + line), ui.tr(std::string("help.map.") + line + ".keys"));
  ImGui::EndChild();
  closeButton(ui, "shortcuts.close", open);
  endDialog();
}

void drawFormulaHelp(Ui& ui, bool& open) {
  if (!open || !beginDialog(ui, "formulas", ui.tr("help.formulas"), ui.u(80), open)) return;
  ImGui::BeginChild("rows", {0, std::min(ui.u(70), ImGui::GetIO().DisplaySize.y - ui.u(22))});
  formulaRows(ui, "experiment.scores", attn::scoreCatalogue());
  formulaRows(ui, "experiment.normalizer", attn::normalizerCatalogue());
  formulaRows(ui, "experiment.mask", attn::maskCatalogue());
  formulaRows(ui, "experiment.position", attn::positionCatalogue());
  ImGui::EndChild();
  closeButton(ui, "formulas.close", open);
  endDialog();
}

void drawAbout(Ui& ui, bool& open, const char* version) {
  if (!open || !beginDialog(ui, "about", "Attention Lab", ui.u(52), open)) return;
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(ui.tr("about.what").c_str());
  ImGui::PopTextWrapPos();
  space(ui.u());
  note(ui, ui.tr("about.version", {{"version", version}}), ui.palette->dim);
  closeButton(ui, "about.close", open);
  endDialog();
}

std::optional<SaveChoice> drawSaveQuestion(Ui& ui, bool& open, const std::string& name) {
  std::optional<SaveChoice> choice;
  if (!open || !beginDialog(ui, "save-question", ui.tr("unsaved.heading", {{"name", name}}), ui.u(60), open))
    return choice;
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(ui.tr("unsaved.text").c_str());
  ImGui::PopTextWrapPos();
  space(ui.u(2));
  const float width = buttonWidth(ui, ui.tr("unsaved.discard")) + buttonWidth(ui, ui.tr("dialog.cancel")) +
                      buttonWidth(ui, ui.tr("unsaved.save")) + ui.u(2);
  alignRight(width);
  if (button(ui, "unsaved.discard", ui.tr("unsaved.discard"))) choice = SaveChoice::Discard;
  ImGui::SameLine();
  if (button(ui, "unsaved.cancel", ui.tr("dialog.cancel"))) choice = SaveChoice::Cancel;
  ImGui::SameLine();
  if (button(ui, "unsaved.save", ui.tr("unsaved.save"), Look::Main)) choice = SaveChoice::Save;
  if (ImGui::IsWindowAppearing()) ImGui::SetItemDefaultFocus();
  if (choice) {
    open = false;
    ImGui::CloseCurrentPopup();
  } else if (!open) {
    choice = SaveChoice::Cancel;
  }
  endDialog();
  return choice;
}

}  // namespace lab
