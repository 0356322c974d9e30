#include "views/temperature_view.h"

#include <algorithm>
#include <cmath>

#include "attention/catalogue.h"
#include "scene/compare_choices.h"
#include "scene/number_text.h"
#include "scene/temperature_scene.h"
#include "ui/dialog.h"
#include "ui/drawing_on_imgui.h"
#include "ui/widgets.h"
#include "views/tooltip_rows.h"

namespace lab {
namespace {

constexpr std::size_t kTipKeys = 8;

void drawEmpty(Ui& ui, Rect area, const char* key) {
  emptyState(ui, area, ui.tr(key));
  if (ui.probe != nullptr) ui.probe->note("temperature.empty", area, key);
}

// ---- the sweep that plays ----

void startPlaying(const Ui& ui, TemperatureState& state, double tau) { state.play = {{tau, ui.now, ui.now}}; }

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

std::optional<EditRequest> readPointer(const TemperatureLayout& layout, const TemperatureSubject& subject,
                                       const std::optional<TemperatureHit>& hit, ViewState& view) {
  TemperatureState& state = view.temperature;
  const float x = ImGui::GetIO().MousePos.x;
  const bool usable = subject.usesTemperature();
  // A press on a curve or a row is for its key; anywhere else in the plots the marker comes to the pointer.
  if (ImGui::IsItemActivated()) state.dragging = usable && hit && !hit->key;
  if (hit && hit->part == TemperatureHit::Part::Marker && usable) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (hit && hit->key) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (state.dragging) {
    state.play.reset();
    const bool over = !ImGui::IsItemActive();
    const double tau = over ? subject.tau : layout.tauAt(x);
    if (over) state.dragging = false;
    if (over || tau != subject.tau) return EditRequest{SetTemperature{tau}, over};
    return std::nullopt;
  }
  if (ImGui::IsItemDeactivated() && hit && hit->key) view.selected = Cell{subject.query, *hit->key};
  return std::nullopt;
}

void tipLine(const Ui& ui, const std::string& name, const std::string& value, Rgba ink) {
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ink));
  ImGui::TextUnformatted(value.c_str());
  ImGui::PopStyleColor();
  ImGui::SameLine();
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui.palette->dim));
  ImGui::TextUnformatted(name.c_str());
  ImGui::PopStyleColor();
}

std::string weightText(const SweepMemory::Curve& curve, attn::Index step, attn::Index key) {
  return headlineText(static_cast<double>(curve.sweep.weights(step, key)));
}

/// The values of the curves where the pointer is: of the pointed key by every normalizer, else of all keys by one.
void drawTip(Ui& ui, const TemperatureSubject& subject, const TemperatureHit& hit) {
  const auto item = static_cast<unsigned>(hit.step + 1000 * hit.key.value_or(-1)) | 0x20000000U;
  // What follows the pointer must not wait at each step.
  if (!beginTooltip(ui, true, item, 0)) return;
  const SweepMemory::Curve& own = subject.curves.front();
  const auto step = static_cast<std::size_t>(hit.step);
  ImGui::TextUnformatted(("τ = " + fixedText(own.sweep.temperatures[step], 3)).c_str());
  const auto label = [&](attn::Index key) { return labelWithIndex(subject.weights.columnLabels, key); };
  if (hit.key) {
    ImGui::TextUnformatted(label(*hit.key).c_str());
    for (const SweepMemory::Curve& curve : subject.curves)
      tipLine(ui, ui.title(attn::findRow(attn::normalizerCatalogue(), curve.normalizer, "normalizer").title),
              weightText(curve, hit.step, *hit.key), ui.palette->text);
    tipLine(ui, ui.tr("temperature.curve.tip"), "", ui.palette->dim);
  } else {
    const std::size_t shown = std::min(kTipKeys, subject.order().size());
    for (std::size_t rank = 0; rank < shown; ++rank) {
      const attn::Index key = subject.order()[rank];
      tipLine(ui, label(key), weightText(own, hit.step, key), sweepColour(*ui.palette, rank));
    }
    const std::size_t more = subject.order().size() - shown;
    if (more > 0) tipLine(ui, "", ui.tr("temperature.more-keys", {{"count", std::to_string(more)}}), ui.palette->dim);
    tipLine(ui, ui.tr("compare.entropy"), headlineText(own.sweep.entropy[step]), ui.palette->text);
  }
  endTooltip();
}

void drawMarkerTip(Ui& ui, const TemperatureSubject& subject) {
  if (!beginTooltip(ui, true, 0x20000001U)) return;
  ImGui::TextUnformatted(ui.tr(subject.usesTemperature() ? "temperature.marker.tip" : "temperature.unused").c_str());
  endTooltip();
}

void noteForTests(const Ui& ui, const TemperatureLayout& layout, const TemperatureSubject& subject) {
  if (ui.probe == nullptr || !ui.probe->enabled()) return;
  ui.probe->note("temperature.plot", layout.weights, std::to_string(subject.curves.size()));
  ui.probe->note("temperature.entropy", layout.entropy);
  ui.probe->note("temperature.marker", {layout.markerX - 4, layout.entropy.bottom() - 4, 8, 8},
                 temperatureKey(subject.tau));
  const attn::Matrix& weights = *subject.trace.head().weights;
  for (std::size_t rank = 0; rank < std::min<std::size_t>(subject.drawn(), 12); ++rank) {
    const attn::Index key = subject.order()[rank];
    const double weight = static_cast<double>(weights(subject.query, key));
    ui.probe->note("temperature.key." + std::to_string(key), {layout.markerX + 20, layout.weightY(weight) - 1, 2, 2},
                   copyText(weight));
    if (rank < layout.tableRows)
      ui.probe->note("temperature.row." + std::to_string(key),
                     {layout.table.x, layout.table.y + static_cast<float>(rank + 1) * layout.rowHeight,
                      layout.table.width, layout.rowHeight},
                     fixedText(weight, 3));
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
  const auto& curves = state.memory.curves(input.trace, query, state.options);
  TemperatureSubject subject{
      input.trace, weights->picture, state.memory, curves, query, std::nullopt, input.document.experiment.temperature,
      input.stale};
  if (subject.order().empty()) {
    drawEmpty(ui, area, "temperature.empty.row");
    return std::nullopt;
  }
  if (view.selected) subject.selectedKey = view.selected->column;
  ImGui::InvisibleButton("temperature-view", size);
  const SceneStyle style = sceneStyle(ui);
  const TemperatureLayout layout = layoutTemperature(subject, style, area);

  const bool hovered = (ImGui::IsItemHovered() || ImGui::IsItemActive()) && !ui.still;
  std::optional<TemperatureHit> hit;
  if (hovered) hit = hitTemperature(layout, subject, compat::point(ImGui::GetIO().MousePos));
  std::optional<EditRequest> request = readPointer(layout, subject, hit, view);
  if (!request) request = readKeys(ui, state, subject.tau, subject.usesTemperature());
  if (!request) request = playOn(ui, state);

  TemperatureHover hover;
  if (hit && hit->key) view.pointed = {query, hit->key};
  hover.key = view.pointed.key;
  const bool inPlot = hit && hit->part == TemperatureHit::Part::Plot && !ImGui::IsMouseDown(0);
  if (inPlot) hover.step = hit->step;
  drawOnImGui(ui, ImGui::GetWindowDrawList(), temperatureDrawing(layout, subject, style, hover));
  if (inPlot) drawTip(ui, subject, *hit);
  if (hit && hit->part == TemperatureHit::Part::Marker && !ImGui::IsMouseDown(0)) drawMarkerTip(ui, subject);
  noteForTests(ui, layout, subject);
  return request;
}

// ---- tools ----

namespace {

const attn::NormalizerRow& overlayRow(std::size_t i) {
  return attn::findRow(attn::normalizerCatalogue(), overlayNormalizers[i], "normalizer");
}

void drawOverlays(Ui& ui, const std::string& own, TemperatureOptions& options, ToolRow& row) {
  for (std::size_t i = overlayNormalizers.size(); i-- > 0;) {
    const bool inUse = own == overlayNormalizers[i];
    const std::string name = std::string("temperature.overlay.") + overlayNormalizers[i];
    const std::string title = ui.title(overlayRow(i).title);
    row.fromRight(buttonWidth(ui, title));
    if (button(ui, name.c_str(), title, inUse || options.overlay[i] ? Look::On : Look::Plain,
               ui.tr(inUse ? "temperature.overlay.own" : "temperature.overlay.tip"), !inUse))
      options.overlay[i] = !options.overlay[i];
    if (ui.probe != nullptr) ui.probe->note(name, compat::itemRect(), inUse || options.overlay[i] ? "on" : "off");
  }
}

void drawMenu(Ui& ui, const std::string& own, ViewState& view) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(1.5F), ui.u(1.5F)});
  if (ImGui::BeginPopup("view-menu")) {
    note(ui, ui.tr("temperature.overlay"), ui.palette->dim);
    for (std::size_t i = 0; i < overlayNormalizers.size(); ++i) {
      const std::string name = std::string("temperature.overlay.") + overlayNormalizers[i];
      bool on = view.temperature.options.overlay[i] || own == overlayNormalizers[i];
      ImGui::BeginDisabled(own == overlayNormalizers[i]);
      if (checkbox(ui, name.c_str(), ui.title(overlayRow(i).title), on)) view.temperature.options.overlay[i] = on;
      ImGui::EndDisabled();
      tooltip(ui, ui.tr(own == overlayNormalizers[i] ? "temperature.overlay.own" : "temperature.overlay.tip"));
    }
    if (button(ui, "export", ui.tr("tools.export"))) {
      ImGui::CloseCurrentPopup();
      view.wantsExport = true;
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
}

}  // namespace

std::optional<EditRequest> drawTemperatureTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row) {
  TemperatureState& state = view.temperature;
  const attn::Experiment& experiment = input.document.experiment;
  std::optional<EditRequest> request;
  if (row.compact()) {
    row.fromRight(buttonWidth(ui, ui.tr("tools.view")));
    if (button(ui, "view-menu", ui.tr("tools.view"))) ImGui::OpenPopup("view-menu");
    drawMenu(ui, experiment.normalizer, view);
  }
  const bool usable = input.trace.head().biased &&
                      attn::findRow(attn::normalizerCatalogue(), experiment.normalizer, "normalizer").usesTemperature;
  const float width = std::max(buttonWidth(ui, ui.tr("temperature.play")), buttonWidth(ui, ui.tr("temperature.stop")));
  row.fromRight(width);
  if (button(ui, "temperature.play", ui.tr(state.play ? "temperature.stop" : "temperature.play"),
             state.play ? Look::On : Look::Plain, ui.tr(usable ? "temperature.play.tip" : "temperature.play.unused"),
             usable, width)) {
    if (state.play) {
      state.play.reset();
      request = EditRequest{SetTemperature{experiment.temperature}, true};
    } else {
      startPlaying(ui, state, experiment.temperature);
    }
  }
  if (!row.compact()) {
    drawOverlays(ui, experiment.normalizer, state.options, row);
    if (!row.hasControls()) row.label(ui.tr("experiment.temperature"), ui.palette->text);
  }
  return request;
}

}  // namespace lab
