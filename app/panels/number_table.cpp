#include "panels/number_table.h"

#include <algorithm>

namespace lab {
namespace {

std::string joined(const TableRow& row) {
  std::string text = row.name;
  for (const std::string& cell : row.cells) text += "\t" + cell;
  return text;
}

/// Right ends of the columns of numbers, from the left of the table.
std::vector<float> rightEnds(const TableColumns& columns, float width) {
  std::vector<float> ends;
  float at = columns.name;
  const float even =
      (width - columns.name - columns.bar - columns.last) / static_cast<float>(std::max(1, columns.numbers));
  for (int i = 0; i < columns.numbers; ++i)
    ends.push_back(at += columns.widths.empty() ? even : columns.widths[static_cast<std::size_t>(i)]);
  if (columns.last > 0) ends.push_back(width);
  return ends;
}

void drawRow(Ui& ui, ImDrawList* list, const TableColumns& columns, const TableRow& row, Rect area) {
  const Palette& p = *ui.palette;
  const float middle = area.centre().y;
  if (row.kind == TableRow::Kind::Selected) compat::fill(list, area, p.soft);
  if (row.kind == TableRow::Kind::Sum)
    list->AddLine({area.x, area.y}, {area.right(), area.y}, compat::colour(p.edge), ui.metrics.line);
  const Rgba ink = row.kind == TableRow::Kind::Header || row.dim ? p.dim : p.text;
  float x = area.x + ui.u(0.5F);
  float room = columns.name - ui.u();
  const std::vector<float> ends = rightEnds(columns, area.width);
  // A name may run over the columns that stand empty beside it.
  for (std::size_t i = 0; i < row.cells.size() && row.cells[i].empty(); ++i) room = ends[i] - ui.u(0.5F) - (x - area.x);
  if (!row.prefix.empty()) {
    textMiddle(ui, list, {x, middle}, row.prefix, TextSize::Small, p.dim);
    const float used = textSize(ui, row.prefix, TextSize::Small).width + ui.u(0.75F);
    x += used;
    room -= used;
  }
  textMiddle(ui, list, {x, middle}, elidedTo(ui, row.name, TextSize::Small, room), TextSize::Small, ink);
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const float right = area.x + ends[i];
    const bool accent = row.accentCell && static_cast<std::size_t>(*row.accentCell) == i;
    textMiddle(ui, list, {right, middle}, row.cells[i], TextSize::Small, accent ? p.accent : ink, Align::Right);
  }
  if (row.bar && columns.bar > 0) {
    const float left = area.right() - columns.bar + ui.u();
    const float length = std::max(ui.metrics.line, static_cast<float>(*row.bar) * (columns.bar - ui.u()));
    compat::fill(list, {left, middle - ui.u(0.6F), length, ui.u(1.25F)},
                 row.kind == TableRow::Kind::Selected ? p.accent : p.dim);
  }
}

}  // namespace

std::optional<int> drawTable(Ui& ui, const char* probeName, const TableColumns& columns,
                             const std::vector<TableRow>& rows) {
  std::optional<int> clicked;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float width = ImGui::GetContentRegionAvail().x, height = std::round(ui.u(ui.low ? 2.5F : 2.75F));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const Rect area{at.x, at.y, width, height};
    const bool selectable = rows[i].kind == TableRow::Kind::Plain || rows[i].kind == TableRow::Kind::Selected;
    ImGui::PushID(static_cast<int>(i));
    if (selectable && ImGui::InvisibleButton(probeName, {width, height})) clicked = static_cast<int>(i);
    if (!selectable) ImGui::Dummy({width, height});
    if (selectable && ImGui::IsItemHovered() && rows[i].kind == TableRow::Kind::Plain)
      compat::fill(list, area, ui.palette->hover);
    ImGui::PopID();
    drawRow(ui, list, columns, rows[i], area);
    if (ui.probe != nullptr && ui.probe->enabled())
      ui.probe->note(std::string(probeName) + "." + std::to_string(i), area, joined(rows[i]));
  }
  ImGui::PopStyleVar();
  return clicked;
}

}  // namespace lab
