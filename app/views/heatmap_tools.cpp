#include "views/heatmap_tools.h"

#include <algorithm>

#include "panels/catalogue_choices.h"
#include "scene/number_text.h"
#include "ui/dialog.h"
#include "ui/heatmap_cells.h"

namespace lab {
namespace {

void drawMapList(Ui& ui, ViewState& view, float width) {
  const auto& maps = colourMapCatalogue();
  if (const auto chosen = combo(ui, "colour-map", choicesOf(ui, maps), indexOf(maps, view.colourMap), width))
    view.colourMap = maps[static_cast<std::size_t>(*chosen)].name;
}

void drawMenu(Ui& ui, ViewState& view) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(1.5F), ui.u(1.5F)});
  if (beginMenu(ui, "view-menu")) {
    drawMapList(ui, view, ui.u(24));
    checkbox(ui, "whole-range", ui.tr("tools.whole-range"), view.wholeRange);
    checkbox(ui, "values", ui.tr("tools.values"), view.showValues);
    if (button(ui, "export", ui.tr("tools.export"))) {
      ImGui::CloseCurrentPopup();
      view.wantsExport = true;
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
}

std::string stageTitle(const Ui& ui, MatrixStage stage) {
  std::string key = std::string("stage.title.") + matrixStageName(stage);
  std::replace(key.begin(), key.end(), '_', '-');
  return ui.tr(key);
}

void drawMapTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row) {
  const std::string values = ui.tr("tools.values") + (view.showValues ? " ✓" : "");
  const float width = buttonWidth(ui, ui.tr("tools.values") + " ✓");
  row.fromRight(width);
  if (button(ui, "values", values, Look::Plain, ui.tr("tools.values.tip"), true, width))
    view.showValues = !view.showValues;
  const ShownMatrixPtr matrix = input.shown(view.stage);
  if (!matrix) return;
  if (view.stage == MatrixStage::Weights) {
    const ValueRange drawn = rangeFor(mapOf(matrix->picture, view.colourMap), matrix->range);
    const int decimals = tableDecimals(drawn.high, 2);
    const std::vector<Choice> ranges = {
        {cellText(drawn.low, decimals) + " – " + fixedText(drawn.high, decimals), ui.tr("tools.range.max.tip")},
        {"0 – 1", ui.tr("tools.range.whole.tip")}};
    row.fromRight(ui.u(13));
    if (const auto chosen = combo(ui, "range", ranges, view.wholeRange ? 1 : 0, ui.u(13)))
      view.wholeRange = *chosen == 1;
  }
  if (!matrix->picture.diverging) {
    row.fromRight(ui.u(14));
    drawMapList(ui, view, ui.u(14));
  }
}

/// That weights of this head were painted, and which: the way back to where they were.
void drawPaintedNote(Ui& ui, const attn::Trace& trace, ViewState& view, ToolRow& row) {
  const std::vector<attn::Index>& painted = trace.head().painted;
  if (painted.empty()) return;
  const std::string count = std::to_string(painted.size());
  std::string label =
      "✎ " + (painted.size() == 1 ? ui.tr("tools.painted.one") : ui.tr("tools.painted.many", {{"count", count}}));
  if (row.room() < buttonWidth(ui, label) + ui.u(12)) label = "✎ " + count;
  row.fromRight(buttonWidth(ui, label));
  std::string names;
  for (std::size_t i = 0; i < std::min<std::size_t>(painted.size(), 8); ++i)
    names += (i > 0 ? ", " : "") + visibleText(attn::queryLabel(trace, painted[i]));
  if (painted.size() > 8) names += ", …";
  if (button(ui, "painted-rows", label, Look::Flat, ui.tr("tools.painted.tip", {{"names", names}})))
    view.wantsView = "draw";
}

}  // namespace

std::optional<EditRequest> drawHeatmapTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row) {
  if (row.compact()) {
    row.fromRight(buttonWidth(ui, ui.tr("tools.view")));
    if (button(ui, "view-menu", ui.tr("tools.view"))) openMenu(ui, "view-menu");
    drawMenu(ui, view);
  }
  row.fromRight(buttonWidth(ui, ui.tr("tools.fit")));
  if (button(ui, "fit", ui.tr("tools.fit"), Look::Plain, ui.tr("tools.fit.tip"))) view.camera = {};
  if (!row.compact()) drawMapTools(ui, input, view, row);
  if (view.stage == MatrixStage::Weights) drawPaintedNote(ui, input.trace, view, row);
  if (!row.hasControls()) row.label(stageTitle(ui, view.stage), ui.palette->text);
  return std::nullopt;
}

}  // namespace lab
