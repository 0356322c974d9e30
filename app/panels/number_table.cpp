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

/// A name as formulas write it: "W_q q" has a subscript.
void drawName(const Ui& ui, ImDrawList* list, Point at, std::string_view name, Rgba ink) {
  const std::size_t mark = name.find('_');
  if (mark == std::string_view::npos || mark + 1 >= name.size() || mark == 0) {
    textMiddle(ui, list, at, name, TextSize::Small, ink);
    return;
  }
  const std::string_view base = name.substr(0, mark), index = name.substr(mark + 1, 1);
  textMiddle(ui, list, at, base, TextSize::Small, ink);
  const float small = ui.fonts->pixelSize(TextSize::Small), size = std::round(small * 0.75F);
  const float x = at.x + textSize(ui, base, TextSize::Small).width;
  ImFont* font = ui.fonts->at(TextSize::Small);
  compat::drawText(list, font, size, {x, std::round(at.y - small / 2 + small * 0.4F)}, ink, index);
  const float after = x + compat::textSize(font, size, index).width;
  drawName(ui, list, {after, at.y}, name.substr(mark + 2), ink);
}

/// A number's part of its row.
Rect cellRect(const TableColumns& columns, Rect row, std::size_t cell) {
  const std::vector<float> ends = rightEnds(columns, row.width);
  const float left = cell == 0 ? columns.name : ends[cell - 1];
  return {row.x + left, row.y, ends[cell] - left, row.height};
}

std::optional<int> cellUnder(const TableColumns& columns, const TableRow& row, Rect area, Point pointer) {
  for (std::size_t i = 0; i < row.cells.size(); ++i)
    if (!row.cells[i].empty() && cellRect(columns, area, i).contains(pointer)) return static_cast<int>(i);
  return std::nullopt;
}

/// @param pointed the cell under the pointer
void drawRow(Ui& ui, ImDrawList* list, const TableColumns& columns, const TableRow& row, Rect area,
             std::optional<int> pointed) {
  const Palette& p = *ui.palette;
  const float middle = area.centre().y;
  if (row.kind == TableRow::Kind::Selected) compat::fill(list, area, p.soft);
  if (row.lit) {
    if (row.kind != TableRow::Kind::Selected) compat::fill(list, area, p.hover);
    compat::fill(list, {area.x, area.y, ui.u(0.25F), area.height}, p.accent);
  }
  if (row.kind == TableRow::Kind::Sum)
    list->AddLine({area.x, area.y}, {area.right(), area.y}, compat::colour(p.edge), ui.metrics.line);
  if (pointed) {
    const Rect cell = cellRect(columns, area, static_cast<std::size_t>(*pointed));
    const float left = std::max(
        cell.x,
        cell.right() - textSize(ui, row.cells[static_cast<std::size_t>(*pointed)], TextSize::Small).width - ui.u(0.5F));
    const Rect box{left, cell.y, cell.right() + ui.u(0.25F) - left, cell.height};
    compat::fill(list, box, p.hover, ui.u(0.5F));
    compat::outline(list, box, p.accent, ui.u(0.5F), ui.metrics.line);
  }
  const Rgba ink = row.kind == TableRow::Kind::Header || (row.dim && !row.lit) ? p.dim : p.text;
  float x = area.x + ui.u(0.5F);
  float room = columns.name - ui.u();
  const std::vector<float> ends = rightEnds(columns, area.width);
  // A name may run over the columns that stand empty beside it.
  for (std::size_t i = 0; i < row.cells.size() && row.cells[i].empty(); ++i) room = ends[i] - ui.u(0.5F) - (x - area.x);
  if (!row.prefix.empty()) {
    drawName(ui, list, {x, middle}, row.prefix, p.dim);
    const float used = textSize(ui, row.prefix, TextSize::Small).width + ui.u(0.75F);
    x += used;
    room -= used;
  }
  drawName(ui, list, {x, middle}, elidedTo(ui, row.name, TextSize::Small, room), ink);
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

TableResult drawTable(Ui& ui, const char* probeName, const TableColumns& columns, const std::vector<TableRow>& rows,
                      bool selectable) {
  TableResult result;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float width = ImGui::GetContentRegionAvail().x, height = std::round(ui.u(ui.low ? 2.5F : 2.75F));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const Rect area{at.x, at.y, width, height};
    const bool choosable =
        rows[i].opens ||
        (selectable && (rows[i].kind == TableRow::Kind::Plain || rows[i].kind == TableRow::Kind::Selected));
    ImGui::PushID(static_cast<int>(i));
    if (choosable && ImGui::InvisibleButton(probeName, {width, height})) result.clicked = static_cast<int>(i);
    if (!choosable) ImGui::Dummy({width, height});
    const bool hovered = ImGui::IsItemHovered() && !ui.still;
    if (hovered) result.hovered = static_cast<int>(i);
    std::optional<int> cell;
    if (hovered && rows[i].opens) cell = cellUnder(columns, rows[i], area, compat::point(ImGui::GetIO().MousePos));
    if (rows[i].opens && result.clicked == static_cast<int>(i)) {
      result.cell = cell.value_or(0);  // by the keyboard the first one
      // Beside its numbers there is nothing to open.
      if (hovered && !cell) result.clicked.reset();
    }
    if (choosable && !rows[i].opens && hovered && rows[i].kind == TableRow::Kind::Plain)
      compat::fill(list, area, ui.palette->hover);
    ImGui::PopID();
    // A number's own frame says that it can be clicked; a tip would hide the numbers below it.
    if (cell)
      ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    else
      tooltip(ui, rows[i].tip);
    const bool focused = choosable && ImGui::IsItemFocused() && compat::keyboardFocusVisible();
    drawRow(ui, list, columns, rows[i], area, cell);
    if (focused) compat::outline(list, area, ui.palette->accent, 0, 2 * ui.metrics.line);
    if (ui.probe != nullptr && ui.probe->enabled()) {
      ui.probe->note(std::string(probeName) + "." + std::to_string(i), area, joined(rows[i]));
      for (std::size_t c = 0; rows[i].opens && c < rows[i].cells.size(); ++c)
        ui.probe->note(std::string(probeName) + "." + std::to_string(i) + ".cell." + std::to_string(c),
                       cellRect(columns, area, c), rows[i].cells[c]);
      if (rows[i].lit) ui.probe->note(std::string(probeName) + "." + std::to_string(i) + ".lit", area);
    }
  }
  ImGui::PopStyleVar();
  return result;
}

}  // namespace lab
