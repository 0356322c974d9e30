#include "panels/help_dialogs.h"

#include "attention/catalogue.h"
#include "pipeline/projections.h"
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

/// "σ: width (0, ∞)": what a number may be; of a matrix its name.
std::string parameterText(const Ui& ui, const attn::ParameterSpec& spec) {
  const std::string title = ui.title(spec.title);
  return spec.kind == attn::ParameterKind::Number ? title + " " + spec.acceptedText() : title;
}

/// "W: keys to each side ≥ 0".
std::string argumentText(const Ui& ui, const attn::MaskArgument& argument) {
  return std::string(argument.name) + ": " + ui.title(argument.title) + " ≥ " + std::to_string(argument.low);
}

template <class Row>
std::string parameterList(const Ui& ui, const Row& row) {
  std::string list;
  const auto add = [&](const std::string& text) { list += (list.empty() ? "" : "; ") + text; };
  if constexpr (requires { row.arguments; })
    for (const attn::MaskArgument& argument : row.arguments) add(argumentText(ui, argument));
  if constexpr (requires { row.parameters; })
    for (const attn::ParameterSpec& spec : row.parameters) add(parameterText(ui, spec));
  return list;
}

/// @param kind tests read a row as `help.KIND.NAME`, its source as `help.KIND.NAME.source`
template <class Row>
void formulaRows(Ui& ui, const char* heading, const char* kind, const std::vector<Row>& rows) {
  section(ui, ui.tr(heading));
  for (const Row& row : rows) {
    const std::string name = std::string("help.") + kind + "." + row.name;
    space(ui.u());
    ImGui::TextUnformatted(ui.title(row.title));
    note(ui, ui.title(row.summary), ui.palette->dim);
    if (*row.formula != '\0') formulaBox(ui, name.c_str(), row.formula);
    if (const std::string list = parameterList(ui, row); !list.empty()) {
      note(ui, ui.tr("help.parameters", {{"list", list}}), ui.palette->dim);
      probe(ui, name + ".parameters", list);
    }
    note(ui, row.source, ui.palette->dim);
    probe(ui, name + ".source", row.source);
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
  for (const char* line : {"select", "zoom", "pan", "fit", "move", "paint", "slider"})
    helpLine(ui, ui.tr(std::string("help.map.") + line), ui.tr(std::string("help.map.") + line + ".keys"));
  ImGui::EndChild();
  closeButton(ui, "shortcuts.close", open);
  endDialog();
}

void drawFormulaHelp(Ui& ui, bool& open) {
  if (!open || !beginDialog(ui, "formulas", ui.tr("help.formulas"), ui.u(80), open)) return;
  ImGui::BeginChild("rows", {0, std::min(ui.u(70), ImGui::GetIO().DisplaySize.y - ui.u(22))});
  formulaRows(ui, "experiment.scores", "score", attn::scoreCatalogue());
  formulaRows(ui, "experiment.normalizer", "normalizer", attn::normalizerCatalogue());
  formulaRows(ui, "experiment.mask", "mask", attn::maskCatalogue());
  formulaRows(ui, "experiment.bias", "bias", attn::biasCatalogue());
  formulaRows(ui, "experiment.position", "position", attn::positionCatalogue());
  formulaRows(ui, "experiment.heads", "heads", attn::headSchemeCatalogue());
  formulaRows(ui, "experiment.projection", "projection", attn::projectionCatalogue());
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
