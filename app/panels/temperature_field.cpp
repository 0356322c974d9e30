#include "panels/temperature_field.h"

#include <fmt/format.h>

#include <charconv>

#include "attention/catalogue.h"
#include "core/checks.h"

namespace lab {
namespace {

constexpr double kLow = 0.01, kHigh = 100.0;

std::optional<double> number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<EditRequest> slide(Ui& ui, const char* name, double tau, float width, bool ticks, bool enabled) {
  const SliderResult moved = logSlider(ui, name, tau, kLow, kHigh, 1.0, width, ticks, enabled);
  if (moved.value) return EditRequest{SetTemperature{*moved.value}, moved.released};
  if (moved.released) return EditRequest{SetTemperature{tau}, true};
  return std::nullopt;
}

void typed(Ui& ui, const char* name, FieldDraft& draft, double tau, float width, std::optional<EditRequest>& request) {
  numberField(ui, name, draft, temperatureText(tau), width, [&](const std::string& text) -> std::string {
    const auto value = number(text);
    if (!value || !(*value >= attn::leastTemperature && *value <= attn::greatestTemperature))
      return ui.tr(value && *value <= 0 ? "temperature.error.positive" : "temperature.error",
                   {{"value", temperatureText(tau)}});
    request = EditRequest{SetTemperature{*value}, true};
    return {};
  });
}

/// Why the last number was refused: there is no line under a field of the tools, so it floats below until the next
/// number, or Escape.
void showError(Ui& ui, FieldDraft& draft) {
  if (draft.error.empty()) return;
  if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false)) {
    draft = {};
    return;
  }
  const Rect item = compat::itemRect();
  if (!beginTooltip(ui, true, ImGui::GetID("temperature-error"), 0,
                    TooltipPlace{{item.x, item.bottom() + ui.u(0.5F)}, {0, 0}}))
    return;
  fieldMessage(ui, "✗", draft.error, ui.palette->bad);
  endTooltip();
}

}  // namespace

std::string temperatureText(double tau) {
  std::string text = fmt::format("{:.9g}", tau);
  if (text.find('e') != std::string::npos || tau >= 100) return text;
  const std::size_t point = text.find('.');
  const std::size_t decimals = point == std::string::npos ? 0 : text.size() - point - 1;
  return decimals >= 2 ? text : fmt::format("{:.2f}", tau);
}

std::optional<EditRequest> drawTemperatureField(Ui& ui, const attn::Experiment& experiment, FieldDraft& draft) {
  const bool used = attn::findRow(attn::normalizerCatalogue(), experiment.normalizer, "normalizer").usesTemperature;
  std::optional<EditRequest> request;
  const float width = field(ui, ui.tr("experiment.temperature") + " τ", ui.tr("experiment.temperature.tip"));
  ImGui::BeginDisabled(!used);
  typed(ui, "temperature", draft, experiment.temperature, width, request);
  ImGui::EndDisabled();
  if (!used) tooltip(ui, ui.tr("temperature.unused"));
  if (!draft.error.empty()) fieldMessage(ui, "✗", draft.error, ui.palette->bad);
  const auto slid =
      slide(ui, "temperature-slider", experiment.temperature, ImGui::GetContentRegionAvail().x, true, used);
  tooltip(ui, ui.tr(used ? "temperature.slider.tip" : "temperature.unused"));
  if (slid) {
    draft.error.clear();
    request = slid;
  }
  return request;
}

std::optional<EditRequest> drawCompactTemperature(Ui& ui, const attn::Experiment& experiment, FieldDraft& draft,
                                                  float width) {
  const bool used = attn::findRow(attn::normalizerCatalogue(), experiment.normalizer, "normalizer").usesTemperature;
  std::optional<EditRequest> request;
  ImGui::AlignTextToFramePadding();
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui.palette->dim));
  ImGui::TextUnformatted("τ");
  ImGui::PopStyleColor();
  ImGui::SameLine();
  const float numberWidth = ui.u(9);
  if (const auto slid =
          slide(ui, "temperature-tool-slider", experiment.temperature, width - numberWidth - ui.u(3), false, used)) {
    draft.error.clear();
    request = slid;
  }
  tooltip(ui, draft.error.empty() ? ui.tr(used ? "temperature.slider.tip" : "temperature.unused") : draft.error);
  ImGui::SameLine();
  ImGui::BeginDisabled(!used);
  typed(ui, "temperature-tool", draft, experiment.temperature, numberWidth, request);
  ImGui::EndDisabled();
  showError(ui, draft);
  return request;
}

}  // namespace lab
