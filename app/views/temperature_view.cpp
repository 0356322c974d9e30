#include "views/temperature_view.h"

#include <algorithm>
#include <cmath>

#include "attention/catalogue.h"
#include "scene/number_text.h"
#include "scene/temperature_scene.h"
#include "ui/dialog.h"
#include "ui/drawing_on_imgui.h"
#include "ui/widgets.h"
#include "views/temperature_tip.h"
#include "views/temperature_tools.h"

namespace lab {
namespace {

void drawEmpty(Ui& ui, Rect area, const char* key) {
  emptyState(ui, area, ui.tr(key));
  if (ui.probe != nullptr) ui.probe->note("temperature.empty", area, key);
}

// ---- the sweep that plays ----

/// Space starts and stops it where it is, Escape takes it back. Keys belong to a field while it is edited.
std::optional<EditRequest> readKeys(const Ui& ui, TemperatureState& state, double tau, bool usable) {
  const std::string focus = compat::focusedWindow();
  const bool here = focus == "###view" || (focus == "###tools" && !compat::keyboardFocusVisible());
  if (!here || ImGui::GetIO().WantTextInput || ui.popupsBefore > 0) return std::nullopt;
  if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Space), false) && usable) {
    if (!state.play) {
      startPlaying(ui, state, tau);
      return std::nullopt;
    }
    state.play.reset();
    return EditRequest{SetTemperature{tau}, true};
  }
  if (state.play && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false)) {
    const double start = state.play->start;
    state.play.reset();
    return EditRequest{SetTemperature{start}, true};
  }
  return std::nullopt;
}

std::optional<EditRequest> playOn(Ui& ui, TemperatureState& state) {
  if (!state.play) return std::nullopt;
  TemperatureState::Play& play = *state.play;
  const std::optional<double> tau = sweptTemperature(play.start, ui.now - play.since);
  if (!tau) {
    const double start = play.start;
    state.play.reset();
    return EditRequest{SetTemperature{start}, true};
  }
  play.frame = ui.now;
  ui.wakeAt = ui.now;
  return EditRequest{SetTemperature{*tau}, false};
}

// ---- pointer ----

std::optional<EditRequest> readPointer(const TemperatureLayout& layout, const TemperatureRow& row, attn::Index query,
                                       const std::optional<TemperatureHit>& hit, ViewState& view) {
  TemperatureState& state = view.temperature;
  const float x = ImGui::GetIO().MousePos.x;
  const bool usable = row.usesTemperature();
  // A press on a curve or a row is for its key; anywhere else in the plots the marker comes to the pointer.
  if (ImGui::IsItemActivated()) state.dragging = usable && hit && !hit->key;
  if (hit && hit->part == TemperatureHit::Part::Marker && usable) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (hit && hit->key) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (state.dragging) {
    state.play.reset();
    const bool over = !ImGui::IsItemActive();
    // Where the hand lets go is where it was last seen.
    const double tau = over ? row.tau : layout.chart.tauAt(x);
    if (over) state.dragging = false;
    if (over || tau != row.tau) return EditRequest{SetTemperature{tau}, over};
    return std::nullopt;
  }
  if (ImGui::IsItemDeactivated() && hit && hit->key) view.selected = Cell{query, *hit->key};
  return std::nullopt;
}

void noteForTests(const Ui& ui, const TemperatureLayout& layout, const TemperatureRow& row) {
  if (ui.probe == nullptr || !ui.probe->enabled()) return;
  const TemperatureChart& chart = layout.chart;
  ui.probe->note("temperature.plot", chart.weights, std::to_string(row.sweeps.size()));
  ui.probe->note("temperature.entropy", chart.entropy);
  ui.probe->note("temperature.marker", {chart.markerX - 4, chart.bottom() - 4, 8, 8}, copyText(row.tau));
  for (std::size_t place = 0; place < row.coloured(); ++place) {
    const TemperatureRow::Key& key = row.keys[place];
    ui.probe->note("temperature.key." + std::to_string(key.key),
                   {chart.markerX + 20, chart.weightY(key.weight) - 1, 2, 2}, copyText(key.weight));
    if (place < layout.table.rows)
      ui.probe->note("temperature.row." + std::to_string(key.key), layout.table.rowRect(place),
                     fixedText(key.weight, 3));
  }
}

}  // namespace

std::optional<EditRequest> drawTemperatureView(Ui& ui, const ViewInput& input, ViewState& view) {
  const ImVec2 at = ImGui::GetCursorScreenPos(), size = ImGui::GetContentRegionAvail();
  if (size.x < ui.u(24) || size.y < ui.u(20)) return std::nullopt;
  const Rect area{at.x, at.y, size.x, size.y};
  const ShownMatrixPtr weights = input.shown(MatrixStage::Weights);
  TemperatureState& state = view.temperature;
  if (!input.trace.head().biased || !weights) {
    drawEmpty(ui, area, "temperature.empty.weights");
    return std::nullopt;
  }
  const attn::Index query = view.selected ? std::min(view.selected->row, input.trace.queries() - 1) : 0;
  const SceneStyle style = sceneStyle(ui);
  TemperatureRow row = temperatureRow(state.memory, input.trace, query, state.options, weights->picture,
                                      input.document.experiment.temperature, style);
  if (row.keys.empty()) {
    drawEmpty(ui, area, "temperature.empty.row");
    return std::nullopt;
  }
  row.stale = input.stale;
  if (view.selected) row.selectedKey = view.selected->column;
  ImGui::InvisibleButton("temperature-view", size);
  const TemperatureLayout layout = layoutTemperature(row, style, area);

  const bool hovered = (ImGui::IsItemHovered() || ImGui::IsItemActive()) && !ui.still;
  std::optional<TemperatureHit> hit;
  if (hovered) hit = hitTemperature(layout, row, compat::point(ImGui::GetIO().MousePos));
  std::optional<EditRequest> request = readPointer(layout, row, query, hit, view);
  if (!request) request = readKeys(ui, state, row.tau, row.usesTemperature());
  if (!request) request = playOn(ui, state);

  TemperatureHover hover;
  if (hit && hit->key) view.pointed = {query, hit->key};
  hover.key = view.pointed.key;
  const bool inPlot = hit && hit->part == TemperatureHit::Part::Plot && !ImGui::IsMouseDown(0);
  if (inPlot) hover.step = hit->step;
  drawOnImGui(ui, ImGui::GetWindowDrawList(), temperatureDrawing(layout, row, style, hover));
  if (hit && hit->part != TemperatureHit::Part::Table && !ImGui::IsMouseDown(0))
    drawChartTip(ui, row, {hit->part == TemperatureHit::Part::Marker, hit->key, hit->step});
  noteForTests(ui, layout, row);
  return request;
}

}  // namespace lab
