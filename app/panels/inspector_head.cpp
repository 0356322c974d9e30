#include "panels/inspector_head.h"

#include <algorithm>

#include "panels/derivation_panel.h"
#include "pipeline/painted_rows.h"
#include "scene/number_text.h"

namespace lab {
namespace {

/// A token's name, which lights the token up in every view, and is lit by them. @return whether it is pointed at
bool drawName(Ui& ui, const char* probeName, Point at, const std::string& token, float room, bool lit) {
  const std::string text = elidedTo(ui, token, TextSize::Large, room);
  const Size size = textSize(ui, text, TextSize::Large);
  const Rect area{at.x, at.y, size.width, size.height};
  ImGui::SetCursorScreenPos({at.x, at.y});
  ImGui::Dummy({area.width, area.height});
  const bool hovered = ImGui::IsItemHovered() && !ui.still;
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (lit || hovered) compat::fill(list, area.inset(-ui.u(0.25F)), ui.palette->hover, ui.u(0.5F));
  textAt(ui, list, at, text, TextSize::Large, ui.palette->accent);
  if (ui.probe != nullptr) ui.probe->note(probeName, area, lit ? "lit" : "");
  if (text != token) tooltip(ui, token);
  return hovered;
}

/// "hopped → rabbit"; each name has half of the room, or what the other one leaves.
void drawPair(Ui& ui, const attn::Trace& trace, ViewState& view, Cell cell, Point at, float room) {
  const std::string query = queryLabel(trace, cell.row), key = keyLabel(trace, cell.column), arrow = " → ";
  const auto widthOf = [&](const std::string& text) { return textSize(ui, text, TextSize::Large).width; };
  const float arrowWidth = widthOf(arrow), names = room - arrowWidth;
  const float keyRoom = std::min(widthOf(key), std::max(names / 2, names - widthOf(query)));
  const float queryWidth = std::min(widthOf(query), names - keyRoom);
  if (drawName(ui, "inspector.query", at, query, queryWidth, view.pointed.query == cell.row))
    view.pointedByPanels.query = cell.row;
  const float shown = textSize(ui, elidedTo(ui, query, TextSize::Large, queryWidth), TextSize::Large).width;
  textAt(ui, ImGui::GetWindowDrawList(), {at.x + shown, at.y}, arrow, TextSize::Large, ui.palette->dim);
  if (drawName(ui, "inspector.key", {at.x + shown + arrowWidth, at.y}, key, keyRoom, view.pointed.key == cell.column))
    view.pointedByPanels.key = cell.column;
}

void drawHeadline(Ui& ui, const attn::Trace& trace, ViewState& view, Cell cell) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const std::string weight = headlineText((*trace.head().weights)(cell.row, cell.column));
  const float weightWidth = textSize(ui, weight, TextSize::Large).width;
  const float top = at.y + ui.u();
  drawPair(ui, trace, view, cell, {at.x, top}, width - weightWidth - ui.u(2));
  textAt(ui, list, {at.x + width, top}, weight, TextSize::Large, ui.palette->text, Align::Right);
  const float second = top + ui.fonts->pixelSize(TextSize::Large) + ui.u(0.5F);
  std::string place =
      ui.tr("inspector.place", {{"query", std::to_string(cell.row + 1)}, {"key", std::to_string(cell.column + 1)}});
  place = elidedTo(ui, place, TextSize::Small,
                   width - textSize(ui, ui.tr("inspector.weight"), TextSize::Small).width - ui.u());
  textAt(ui, list, {at.x, second}, place, TextSize::Small, ui.palette->dim);
  textAt(ui, list, {at.x + width, second}, ui.tr("inspector.weight"), TextSize::Small, ui.palette->dim, Align::Right);
  // In a low window, too, the arithmetic is one click away.
  ImGui::SetCursorScreenPos({at.x + width - weightWidth, top});
  if (ImGui::InvisibleButton("open-headline", {weightWidth, ui.fonts->pixelSize(TextSize::Large)}))
    openNumber(view, {attn::NumberKind::Weight, cell.row, cell.column});
  probe(ui, "open-headline");
  tooltip(ui, ui.tr("derive.open.tip"));
  focusRing(ui);
  ImGui::SetCursorScreenPos(at);
  if (ui.probe != nullptr)
    ui.probe->note("inspector.head", {at.x, at.y, width, ui.u(6)},
                   queryLabel(trace, cell.row) + " → " + keyLabel(trace, cell.column) + "\t" + weight);
  ImGui::Dummy({width, second + ui.fonts->pixelSize(TextSize::Small) - at.y});
}

/// Of a row that was painted: that its weights are not those of the scores above.
void drawPainted(Ui& ui, const attn::Trace& trace, Cell cell) {
  if (!attn::isPainted(trace, 0, cell.row)) return;
  space(ui.u());
  const std::string computed = headlineText((*trace.head().computed)(cell.row, cell.column));
  const std::string text = ui.tr("inspector.painted", {{"computed", computed}});
  if (ui.probe != nullptr) ui.probe->note("inspector.painted", {}, text);
  fieldMessage(ui, "✎", text, ui.palette->text);
}

}  // namespace

void drawInspectorHead(Ui& ui, const attn::Trace& trace, ViewState& view, Cell cell) {
  drawHeadline(ui, trace, view, cell);
  if (!(*trace.head().visible)(cell.row, cell.column)) {
    space(ui.u());
    fieldMessage(ui, "!", ui.tr("inspector.masked"), ui.palette->warn);
  }
  drawPainted(ui, trace, cell);
}

}  // namespace lab
