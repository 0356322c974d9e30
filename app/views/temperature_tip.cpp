#include "views/temperature_tip.h"

#include <algorithm>
#include <string>
#include <vector>

#include "scene/category_colours.h"
#include "scene/number_text.h"
#include "ui/compat.h"
#include "ui/widgets.h"

namespace lab {
namespace {

constexpr std::size_t kTipKeys = 8;

struct TipLine {
  std::string name, value;
  std::optional<attn::Index> key;  ///< whose colour stands before it
};

/// Names at the left, dim, values in a column of their own.
void drawLines(const Ui& ui, const std::vector<TipLine>& lines) {
  float names = 0, values = 0;
  for (const TipLine& line : lines) {
    names = std::max(names, textSize(ui, line.name, TextSize::Base).width);
    values = std::max(values, textSize(ui, line.value, TextSize::Base).width);
  }
  const float left = ImGui::GetCursorPosX(), indent = lines.front().key ? ui.u(2) : 0;
  for (const TipLine& line : lines) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (line.key)
      ImGui::GetWindowDrawList()->AddCircleFilled({at.x + ui.u(0.6F), at.y + ImGui::GetTextLineHeight() / 2},
                                                  ui.u(0.6F), compat::colour(categoryColour(*ui.palette, *line.key)));
    ImGui::SetCursorPosX(left + indent);
    ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui.palette->dim));
    ImGui::TextUnformatted(line.name.c_str());
    ImGui::PopStyleColor();
    ImGui::SameLine();
    const float end = left + indent + names + ui.u(2) + values;
    ImGui::SetCursorPosX(end - textSize(ui, line.value, TextSize::Base).width);
    ImGui::TextUnformatted(line.value.c_str());
  }
}

std::string weightText(const TemperatureRow::Sweep& sweep, attn::Index step, attn::Index column) {
  return headlineText(static_cast<double>(sweep.curves->weights(step, column)));
}

void pointedKey(Ui& ui, const TemperatureRow& row, attn::Index step, const TemperatureRow::Key& key) {
  ImGui::TextUnformatted(row.name(key.key).c_str());
  std::vector<TipLine> lines;
  for (const TemperatureRow::Sweep& sweep : row.sweeps)
    lines.push_back({ui.title(sweep.normalizer->title), weightText(sweep, step, key.column), std::nullopt});
  drawLines(ui, lines);
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui.palette->dim));
  ImGui::TextUnformatted(ui.tr("temperature.curve.tip").c_str());
  ImGui::PopStyleColor();
}

void allKeys(Ui& ui, const TemperatureRow& row, attn::Index step) {
  // One key more takes no more room than the line that would stand for it.
  const std::size_t shown = row.keys.size() <= kTipKeys + 1 ? row.keys.size() : kTipKeys;
  std::vector<TipLine> lines;
  for (std::size_t place = 0; place < shown; ++place) {
    const TemperatureRow::Key& key = row.keys[place];
    lines.push_back({row.name(key.key), weightText(row.sweeps.front(), step, key.column), key.key});
  }
  if (const std::size_t more = row.keys.size() - shown; more > 0)
    lines.push_back({ui.tr("temperature.more-keys", {{"count", countText(more)}}), "", std::nullopt});
  const double entropy = row.own().entropy[static_cast<std::size_t>(step)];
  lines.push_back({ui.tr("compare.entropy"), headlineText(entropy), std::nullopt});
  drawLines(ui, lines);
}

}  // namespace

void drawChartTip(Ui& ui, const TemperatureRow& row, const ChartHit& hit) {
  if (hit.marker) {
    if (!beginTooltip(ui, true, 0x20000001U)) return;
    ImGui::TextUnformatted(ui.tr(row.usesTemperature() ? "temperature.marker.tip" : "temperature.unused").c_str());
    endTooltip();
    return;
  }
  const auto item = static_cast<unsigned>(hit.step + 1000 * hit.key.value_or(-1)) | 0x20000000U;
  // What follows the pointer must not wait at each step.
  if (!beginTooltip(ui, true, item, 0)) return;
  ImGui::TextUnformatted(("τ = " + fixedText(row.own().temperatures[static_cast<std::size_t>(hit.step)], 3)).c_str());
  const auto key = std::find_if(row.keys.begin(), row.keys.end(),
                                [&](const TemperatureRow::Key& each) { return each.key == hit.key; });
  if (key != row.keys.end())
    pointedKey(ui, row, hit.step, *key);
  else
    allKeys(ui, row, hit.step);
  endTooltip();
}

}  // namespace lab
