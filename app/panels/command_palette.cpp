#include "panels/command_palette.h"

#include <algorithm>
#include <cctype>
#include <sstream>

#include "ui/dialog.h"
#include "ui/text_area.h"

namespace lab {
namespace {

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

void drawEntry(Ui& ui, const ActionItem& action, bool marked, Rect row) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& p = *ui.palette;
  if (marked)
    compat::fill(list, row, p.soft, ImGui::GetStyle().FrameRounding);
  else if (ImGui::IsItemHovered())
    compat::fill(list, row, p.hover, ImGui::GetStyle().FrameRounding);
  const Rgba ink = action.enabled ? p.text : p.off;
  const std::string menu = ui.tr(action.menu);
  textMiddle(ui, list, {row.x + ui.u(), row.centre().y}, menu, TextSize::Small, action.enabled ? p.dim : p.off);
  const float left = row.x + ui.u(9);
  const std::string check = action.checked.value_or(false) ? "✓ " : "";
  textMiddle(ui, list, {left, row.centre().y}, elidedTo(ui, check + action.title, TextSize::Base, row.width - ui.u(26)),
             TextSize::Base, ink);
  textMiddle(ui, list, {row.right() - ui.u(), row.centre().y}, action.shortcut, TextSize::Small,
             action.enabled ? p.dim : p.off, Align::Right);
}

}  // namespace

bool matchesCommand(const std::string& query, const ActionItem& action) {
  const std::string haystack = lowered(action.title + " " + action.id);
  std::istringstream words(lowered(query));
  std::string word;
  while (words >> word)
    if (haystack.find(word) == std::string::npos) return false;
  return true;
}

std::optional<std::string> drawCommandPalette(Ui& ui, CommandPalette& palette, const std::vector<ActionItem>& actions) {
  std::optional<std::string> chosen;
  if (!palette.open ||
      !beginDialog(ui, "palette", ui.tr("palette.heading"), ui.u(72), palette.open, EscapeInField::ClosesDialog, true))
    return chosen;
  if (palette.justOpened) ImGui::SetKeyboardFocusHere();
  palette.justOpened = false;
  const std::string before = palette.query;
  ImGui::SetNextItemWidth(-1);
  const bool entered =
      textLine("###palette.query", ui.tr("palette.hint").c_str(), palette.query, ImGuiInputTextFlags_EnterReturnsTrue);
  focusRing(ui);
  probe(ui, "palette.query", palette.query);
  if (palette.query != before) palette.marked = 0;
  std::vector<const ActionItem*> matches;
  for (const ActionItem& action : actions)
    if (action.id != "command-palette" && matchesCommand(palette.query, action)) matches.push_back(&action);
  const int count = static_cast<int>(matches.size());
  const int markedBefore = palette.marked;
  if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_DownArrow))) ++palette.marked;
  if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_UpArrow))) --palette.marked;
  palette.marked = count == 0 ? 0 : (palette.marked + count) % count;
  space(ui.u(0.5F));
  ImGui::BeginChild("commands", {0, ui.u(44)}, false, ImGuiWindowFlags_NoNavInputs);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  for (int i = 0; i < count; ++i) {
    const ActionItem& action = *matches[static_cast<std::size_t>(i)];
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const Rect row{at.x, at.y, ImGui::GetContentRegionAvail().x, ui.u(3.5F)};
    const bool clicked = ImGui::InvisibleButton(("command." + action.id).c_str(), {row.width, row.height});
    drawEntry(ui, action, i == palette.marked, row);
    probe(ui, "command." + action.id, action.title);
    if (i == palette.marked && (palette.query != before || palette.marked != markedBefore)) ImGui::SetScrollHereY(0.5F);
    if ((clicked || (entered && i == palette.marked)) && action.enabled) chosen = action.id;
  }
  ImGui::PopStyleVar();
  if (count == 0) note(ui, ui.tr("palette.none"), ui.palette->dim);
  ImGui::EndChild();
  if (chosen) {
    palette.open = false;
    ImGui::CloseCurrentPopup();
  }
  endDialog();
  return chosen;
}

}  // namespace lab
