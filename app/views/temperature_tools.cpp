#include "views/temperature_tools.h"

#include <algorithm>

#include "attention/catalogue.h"
#include "scene/temperature_scene.h"
#include "ui/dialog.h"
#include "ui/widgets.h"

namespace lab {
namespace {

const attn::NormalizerRow& overlayRow(std::size_t i) {
  return attn::findRow(attn::normalizerCatalogue(), overlayNormalizers[i], "normalizer");
}

float playWidth(const Ui& ui) {
  return std::max(buttonWidth(ui, ui.tr("temperature.play")), buttonWidth(ui, ui.tr("temperature.stop")));
}

/// Whether the bar has room for a button a normalizer.
bool overlaysFit(const Ui& ui, const ToolRow& row) {
  if (row.compact()) return false;
  float width = playWidth(ui) + ui.u(ToolRow::gap) + ui.u(row.hasControls() ? ToolRow::easyControls : 0);
  for (std::size_t i = 0; i < overlayNormalizers.size(); ++i)
    width += buttonWidth(ui, ui.title(overlayRow(i).title)) + ui.u(ToolRow::gap);
  return width <= row.room();
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

void drawMenu(Ui& ui, const std::string& own, ViewState& view, bool withExport) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(1.5F), ui.u(1.5F)});
  if (beginMenu(ui, "view-menu")) {
    note(ui, ui.tr("temperature.overlay"), ui.palette->dim);
    for (std::size_t i = 0; i < overlayNormalizers.size(); ++i) {
      const std::string name = std::string("temperature.overlay.") + overlayNormalizers[i];
      bool on = view.temperature.options.overlay[i] || own == overlayNormalizers[i];
      ImGui::BeginDisabled(own == overlayNormalizers[i]);
      if (checkbox(ui, name.c_str(), ui.title(overlayRow(i).title), on)) view.temperature.options.overlay[i] = on;
      ImGui::EndDisabled();
      tooltip(ui, ui.tr(own == overlayNormalizers[i] ? "temperature.overlay.own" : "temperature.overlay.tip"));
    }
    if (withExport && button(ui, "export", ui.tr("tools.export"))) {
      ImGui::CloseCurrentPopup();
      view.wantsExport = true;
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
}

}  // namespace

void startPlaying(const Ui& ui, TemperatureState& state, double tau) { state.play = {{tau, ui.now, ui.now}}; }

std::optional<EditRequest> drawTemperatureTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row) {
  TemperatureState& state = view.temperature;
  const attn::Experiment& experiment = input.document.experiment;
  std::optional<EditRequest> request;
  const bool spread = overlaysFit(ui, row);
  if (!spread) {
    row.fromRight(buttonWidth(ui, ui.tr("tools.view")));
    if (button(ui, "view-menu", ui.tr("tools.view"))) openMenu(ui, "view-menu");
    drawMenu(ui, experiment.normalizer, view, row.compact());
  }
  const bool usable = input.trace.head().biased &&
                      attn::findRow(attn::normalizerCatalogue(), experiment.normalizer, "normalizer").usesTemperature;
  const float width = playWidth(ui);
  row.fromRight(width);
  if (button(ui, "temperature.play", ui.tr(state.play ? "temperature.stop" : "temperature.play"),
             state.play ? Look::On : Look::Plain, ui.tr(usable ? "temperature.play.tip" : "temperature.play.unused"),
             usable, width)) {
    if (state.play) {
      request = EditRequest{SetTemperature{experiment.temperature}, true};
      state.play.reset();
    } else {
      startPlaying(ui, state, experiment.temperature);
    }
  }
  if (spread) drawOverlays(ui, experiment.normalizer, state.options, row);
  if (!row.hasControls()) row.label(ui.tr("experiment.temperature"), ui.palette->text);
  return request;
}

}  // namespace lab
