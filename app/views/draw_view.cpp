#include "views/draw_view.h"

#include <algorithm>
#include <cmath>

#include "document/painted_weights.h"
#include "scene/number_text.h"
#include "ui/dialog.h"
#include "ui/drawing_on_imgui.h"
#include "ui/widgets.h"
#include "views/tooltip_rows.h"
#include "views/typed_steps.h"

namespace lab {
namespace {

constexpr double kStep = 0.05;  // of a weight, by + and −

void drawEmpty(Ui& ui, Rect area) {
  emptyState(ui, area, ui.tr("draw.empty"));
  if (ui.probe != nullptr) ui.probe->note("draw.empty", area, "empty");
}

std::vector<float> rowOf(const attn::Matrix& weights, attn::Index row) {
  const float* first = weights.data() + row * weights.cols();
  return {first, first + weights.cols()};
}

attn::PaintedRow paintedRow(const attn::Trace& trace, attn::Index head, Cell cell, std::span<const float> row,
                            double weight) {
  return {head, cell.row, repainted(trace, cell, row, weight)};
}

double weightAt(const attn::Trace& trace, Cell cell) {
  const auto weight = static_cast<double>((*trace.head().weights)(cell.row, cell.column));
  return std::isfinite(weight) ? std::clamp(weight, 0.0, 1.0) : 0.0;
}

/// The matrix and the numbers of this frame; made again only where something changed.
void remember(DrawState& state, const attn::Trace& trace, const ShownMatrixPtr& painted, attn::Index row) {
  const attn::HeadTrace& head = trace.head();
  if (state.computedOf != head.computed || !state.computed || state.computed->picture.visible != head.visible) {
    state.computed = head.computed == head.weights ? painted : computedWeights(trace);
    state.computedOf = head.computed;
  }
  if (state.effectOf == head.context && state.effectBefore == head.computed && state.effectRow == row &&
      head.context != nullptr)
    return;
  state.effect = attn::paintedEffect(trace, 0, row);
  state.effectOf = head.context;
  state.effectBefore = head.computed;
  state.effectRow = row;
}

// ---- pointer and keys ----

void beginDrag(const ViewInput& input, const DrawLayout& layout, const SceneStyle& style, const DrawHit& hit,
               ViewState& view) {
  view.selected = hit.cell;
  if (hit.part == DrawHit::Part::Computed || !canPaint(input.trace, hit.cell)) return;
  DrawState::Drag drag;
  drag.cell = hit.cell;
  drag.head = view.head;
  drag.row = rowOf(*input.trace.head().weights, hit.cell.row);
  drag.painted = input.document.experiment.painted;
  drag.from = ImGui::GetIO().MousePos.y;
  drag.travel = paintTravel(layout, hit.part, style);
  drag.weight = drag.start = weightAt(input.trace, hit.cell);
  view.draw.drag = std::move(drag);
}

std::optional<EditRequest> goOn(Ui& ui, const ViewInput& input, DrawState& state) {
  DrawState::Drag& drag = *state.drag;
  const bool held = ImGui::IsItemActive();
  const auto keys = static_cast<std::size_t>(input.trace.keys());
  if (drag.row.size() != keys || drag.cell.row >= input.trace.queries() || !canPaint(input.trace, drag.cell)) {
    state.drag.reset();  // something else is shown meanwhile
    return std::nullopt;
  }
  const float way = drag.from - ImGui::GetIO().MousePos.y;
  if (std::abs(way) >= ui.u(0.375F)) drag.moved = true;
  const double weight = std::clamp(drag.start + static_cast<double>(way / drag.travel), 0.0, 1.0);
  const bool changed = held && drag.moved && weight != drag.weight;
  if (changed) drag.weight = weight;
  std::optional<EditRequest> request;
  if (drag.moved && (changed || !held))
    request = EditRequest{PaintWeights{withPaintedRow(
                              drag.painted, paintedRow(input.trace, drag.head, drag.cell, drag.row, drag.weight))},
                          !held};
  if (!held) state.drag.reset();
  return request;
}

std::optional<EditRequest> readPointer(Ui& ui, const ViewInput& input, const DrawLayout& layout,
                                       const SceneStyle& style, const std::optional<DrawHit>& hit, ViewState& view) {
  if (ImGui::IsItemActivated() && hit) beginDrag(input, layout, style, *hit, view);
  if (view.draw.drag) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
    return goOn(ui, input, view.draw);
  }
  if (hit && hit->part != DrawHit::Part::Computed && canPaint(input.trace, hit->cell))
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
  return std::nullopt;
}

/// + and − change the selected weight. Keys belong to a field while it is edited.
std::optional<EditRequest> readKeys(const Ui& ui, const ViewInput& input, Cell cell, const ViewState& view) {
  if (!canPaint(input.trace, cell)) return std::nullopt;
  const double change = kStep * typedSteps(ui);
  const double before = weightAt(input.trace, cell), weight = std::clamp(before + change, 0.0, 1.0);
  if (change == 0 || weight == before) return std::nullopt;
  const std::vector<float> row = rowOf(*input.trace.head().weights, cell.row);
  return EditRequest{PaintWeights{withPaintedRow(input.document.experiment.painted,
                                                 paintedRow(input.trace, view.head, cell, row, weight))},
                     true};
}

// ---- what is hovered ----

void drawTip(Ui& ui, const DrawSubject& subject, const DrawHit& hit) {
  const Cell cell = hit.cell;
  const auto item = static_cast<unsigned>(cell.row * 4099 + cell.column) ^ 0x30000000U;
  if (!beginTooltip(ui, true, item)) return;
  const MatrixPicture& picture = subject.painted->picture;
  const std::string head = elided(picture.rowLabels[static_cast<std::size_t>(cell.row)], 24) + " → " +
                           elided(picture.columnLabels[static_cast<std::size_t>(cell.column)], 24);
  ImGui::TextUnformatted(head.c_str());
  const auto before = static_cast<double>((*subject.trace.head().computed)(cell.row, cell.column)),
             after = static_cast<double>((*subject.trace.head().weights)(cell.row, cell.column));
  drawTooltipLine(ui, ui.tr("draw.computed"), headlineText(before));
  if (attn::isPainted(subject.trace, 0, cell.row)) {
    drawTooltipLine(ui, ui.tr("draw.painted"), headlineText(after));
    drawTooltipLine(ui, ui.tr("draw.change"), (after > before ? "+" : "") + headlineText(after - before));
  }
  const char* what = !canPaint(subject.trace, cell)        ? "draw.masked"
                     : hit.part == DrawHit::Part::Computed ? "draw.select.tip"
                                                           : "draw.drag.tip";
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui.palette->dim));
  ImGui::TextUnformatted(ui.tr(what).c_str());
  ImGui::PopStyleColor();
  endTooltip();
}

void noteForTests(const Ui& ui, const DrawLayout& layout, const DrawSubject& subject) {
  if (ui.probe == nullptr || !ui.probe->enabled()) return;
  const attn::Matrix& weights = *subject.trace.head().weights;
  const HeatmapLayout& map = layout.painted.layout;
  ui.probe->note("draw.map", map.clip, std::to_string(subject.trace.head().painted.size()));
  if (layout.computed) ui.probe->note("draw.computed", layout.computed->layout.clip);
  for (attn::Index row = map.firstRow; row < std::min<attn::Index>(map.endRow, map.firstRow + 16); ++row)
    for (attn::Index key = map.firstColumn; key < std::min<attn::Index>(map.endColumn, map.firstColumn + 16); ++key)
      ui.probe->note("draw.cell." + std::to_string(row) + "." + std::to_string(key), map.cellRect({row, key}),
                     copyText(static_cast<double>(weights(row, key))));
  for (std::size_t at = 0; at < std::min<std::size_t>(layout.keys.size(), 32); ++at)
    ui.probe->note("draw.bar." + std::to_string(layout.keys[at]), layout.slotRect(at),
                   copyText(static_cast<double>(weights(subject.selected.row, layout.keys[at]))));
  ui.probe->note("draw.words", layout.words, drawHint(subject, sceneStyle(ui)));
  ui.probe->note("draw.entropy", layout.table, fixedText(subject.effect.painted.entropy, 3));
  ui.probe->note("draw.distance", layout.table, fixedText(subject.effect.distance, 3));
}

}  // namespace

std::optional<EditRequest> drawDrawView(Ui& ui, const ViewInput& input, ViewState& view) {
  const ImVec2 at = ImGui::GetCursorScreenPos(), size = ImGui::GetContentRegionAvail();
  if (size.x < ui.u(24) || size.y < ui.u(24)) return std::nullopt;
  const Rect area{at.x, at.y, size.x, size.y};
  const ShownMatrixPtr painted = input.shown(MatrixStage::Weights);
  if (!painted || !input.trace.head().measures || input.trace.queries() == 0) {
    drawEmpty(ui, area);
    return std::nullopt;
  }
  Cell selected = view.selected.value_or(Cell{0, 0});
  selected = {std::min(selected.row, input.trace.queries() - 1), std::min(selected.column, input.trace.keys() - 1)};
  remember(view.draw, input.trace, painted, selected.row);
  const DrawSubject subject{input.trace, view.draw.computed, painted, view.draw.effect, selected, input.stale};
  ImGui::InvisibleButton("draw-view", size);
  const SceneStyle style = sceneStyle(ui);
  std::optional<Cell> lit = cellOf(view.pointed);
  DrawLayout layout = layoutDraw(subject, style, area, std::nullopt);

  const bool hovered = (ImGui::IsItemHovered() || ImGui::IsItemActive()) && !ui.still;
  std::optional<DrawHit> hit;
  if (hovered) hit = hitDraw(layout, subject, compat::point(ImGui::GetIO().MousePos));
  std::optional<EditRequest> request = readPointer(ui, input, layout, style, hit, view);
  if (!request && !view.draw.drag) request = readKeys(ui, input, selected, view);
  if (view.draw.drag)
    lit = view.draw.drag->cell;
  else if (hit)
    lit = hit->cell;
  if (lit && (hit || view.draw.drag)) view.pointed = {lit->row, lit->column};
  if (lit) layout = layoutDraw(subject, style, area, lit);
  drawOnImGui(ui, ImGui::GetWindowDrawList(), drawDrawing(layout, subject, style, lit));
  if (hit && !ImGui::IsMouseDown(0)) drawTip(ui, subject, *hit);
  noteForTests(ui, layout, subject);
  return request;
}

std::optional<EditRequest> drawDrawTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row) {
  const std::vector<attn::PaintedRow>& painted = input.document.experiment.painted;
  std::optional<EditRequest> request;
  const bool any = !painted.empty();
  row.fromRight(buttonWidth(ui, ui.tr("draw.reset-all")));
  if (button(ui, "draw.reset-all", ui.tr("draw.reset-all"), Look::Plain,
             ui.tr(any ? "draw.reset-all.tip" : "draw.reset.nothing"), any))
    request = EditRequest{ResetWeights{}, true};
  const attn::Index query = view.selected ? view.selected->row : 0;
  const bool here = std::any_of(painted.begin(), painted.end(), [&](const attn::PaintedRow& each) {
    return each.head == view.head && each.query == query;
  });
  row.fromRight(buttonWidth(ui, ui.tr("draw.reset-row")));
  if (button(ui, "draw.reset-row", ui.tr("draw.reset-row"), Look::Plain,
             ui.tr(here ? "draw.reset-row.tip" : "draw.reset.nothing"), here))
    request = EditRequest{ResetWeights{withoutPaintedRow(painted, view.head, query)}, true};
  if (row.compact() && row.room() > buttonWidth(ui, ui.tr("tools.export"))) {
    row.fromRight(buttonWidth(ui, ui.tr("tools.export")));
    if (button(ui, "export", ui.tr("tools.export"), Look::Plain, ui.tr("tools.export.tip"))) view.wantsExport = true;
  }
  if (!row.compact() && !row.hasControls()) row.label(ui.tr("draw.tools"), ui.palette->text);
  return request;
}

}  // namespace lab
