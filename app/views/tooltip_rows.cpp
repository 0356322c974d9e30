#include "views/tooltip_rows.h"

#include <algorithm>
#include <cmath>

#include "scene/number_text.h"
#include "ui/widgets.h"

namespace lab {
namespace {

attn::Index rankInRow(const attn::Matrix& values, Cell cell) {
  attn::Index rank = 1;
  for (attn::Index j = 0; j < values.cols(); ++j)
    if (values(cell.row, j) > values(cell.row, cell.column)) ++rank;
  return rank;
}

}  // namespace

void drawTooltipRows(Ui& ui, const TooltipRows& rows) {
  float names = 0, values = 0;
  for (const auto& [name, value] : rows) {
    names = std::max(names, textSize(ui, name, TextSize::Small).width);
    values = std::max(values, textSize(ui, value, TextSize::Small).width);
  }
  const float left = ImGui::GetCursorPosX();
  for (const auto& [name, value] : rows) {
    ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui.palette->dim));
    ImGui::TextUnformatted(name.c_str());
    ImGui::PopStyleColor();
    ImGui::SameLine();
    ImGui::SetCursorPosX(left + names + ui.u(2) + values - textSize(ui, value, TextSize::Small).width);
    ImGui::TextUnformatted(value.c_str());
  }
}

void drawTooltipLine(const Ui& ui, const std::string& name, const std::string& value) {
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui.palette->dim));
  ImGui::TextUnformatted(name.c_str());
  ImGui::PopStyleColor();
  ImGui::SameLine();
  ImGui::TextUnformatted(value.c_str());
}

TooltipRows pairRows(const Ui& ui, const attn::HeadTrace& head, Cell cell) {
  TooltipRows rows;
  const bool visible = (*head.visible)(cell.row, cell.column);
  const auto at = [&](const attn::Matrix& values) { return static_cast<double>(values(cell.row, cell.column)); };
  if (head.weights) rows.emplace_back(ui.tr("tip.weight"), headlineText(at(*head.weights)));
  if (head.scores) rows.emplace_back(ui.tr("tip.score"), headlineText(at(*head.scores)));
  if (!visible) rows.emplace_back(ui.tr("tip.masked"), "−∞");
  if (head.computed && std::binary_search(head.painted.begin(), head.painted.end(), cell.row))
    rows.emplace_back(ui.tr("tip.painted"), headlineText(at(*head.computed)));
  if (head.weights && visible && std::isfinite(at(*head.weights)))
    rows.emplace_back(ui.tr("tip.rank"), ui.tr("tip.rank-of", {{"rank", std::to_string(rankInRow(*head.weights, cell))},
                                                               {"count", std::to_string(head.weights->cols())}}));
  return rows;
}

}  // namespace lab
