#include <algorithm>
#include <cmath>

#include "scene/number_text.h"
#include "ui/utf8.h"
#include "ui/widgets.h"

namespace lab {
namespace {

/// A slider's scale: where a value stands between 0 and 1, and back.
struct Scale {
  double low, high;
  bool logarithmic;
  double share(double value) const {
    const double clamped = std::clamp(value, low, high);
    return logarithmic ? std::log(clamped / low) / std::log(high / low) : (clamped - low) / (high - low);
  }
  double value(double share) const {
    const double s = std::clamp(share, 0.0, 1.0);
    return logarithmic ? low * std::pow(high / low, s) : low + s * (high - low);
  }
};

void drawTicks(Ui& ui, ImDrawList* list, const Scale& scale, Rect track, float y) {
  const Palette& p = *ui.palette;
  for (double tick = scale.low; tick <= scale.high * 1.0001; tick *= 10) {
    const float x = track.x + static_cast<float>(scale.share(tick)) * track.width;
    list->AddLine({x, y}, {x, y + ui.u(0.5F)}, compat::colour(p.dim), ui.metrics.line);
    const bool first = tick <= scale.low * 1.0001, last = tick >= scale.high * 0.9999;
    char text[16];
    std::snprintf(text, sizeof text, "%g", tick);
    const float inset = ui.u();
    textAt(ui, list,
           {first  ? x - inset
            : last ? x + inset
                   : x,
            y + ui.u(0.75F)},
           text, TextSize::Small, p.dim,
           first  ? Align::Left
           : last ? Align::Right
                  : Align::Middle);
  }
}

SliderResult slider(Ui& ui, const char* name, double value, const Scale& scale, double neutral, float width, bool ticks,
                    bool enabled) {
  SliderResult result;
  const Palette& p = *ui.palette;
  const float height = ticks ? ui.u(5.5F) : ui.u(3.5F);
  ImGui::BeginDisabled(!enabled);
  ImGui::InvisibleButton(name, {width, height});
  ImGui::EndDisabled();
  const Rect item = compat::itemRect();
  const float middle = item.y + (ticks ? ui.u(1.5F) : height / 2);
  const Rect track{item.x + ui.u(), middle, item.width - ui.u(2), 0};

  const auto moveTo = [&](double v) {
    const double next = std::clamp(threeDigits(v), scale.low, scale.high);
    if (next != value) result.value = next;
  };
  if (enabled && ImGui::IsItemActive() && ImGui::IsMouseDown(0))
    moveTo(scale.value((ImGui::GetIO().MousePos.x - track.x) / track.width));
  if (enabled && ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0)) result.value = neutral;
  result.released = enabled && ImGui::IsItemDeactivated();
  // Left and right move the slider while the keyboard is on it: each press is a step of its own.
  if (enabled && ImGui::IsItemFocused() && compat::keyboardFocusVisible() && !ImGui::IsItemActive()) {
    const int direction = (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_RightArrow)) ? 1 : 0) -
                          (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_LeftArrow)) ? 1 : 0);
    if (direction != 0) {
      moveTo(scale.value(scale.share(value) + 0.02 * direction));
      result.released = true;
    }
  }

  const double shown = result.value.value_or(value);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float line = 2 * ui.metrics.line + 1;
  const auto xOf = [&](double v) { return track.x + static_cast<float>(scale.share(v)) * track.width; };
  list->AddLine({track.x, middle}, {track.right(), middle}, compat::colour(enabled ? p.edge : p.border), line);
  if (enabled) list->AddLine({xOf(neutral), middle}, {xOf(shown), middle}, compat::colour(p.accent), line + 1);
  if (!ticks)
    list->AddLine({xOf(neutral), middle - ui.u()}, {xOf(neutral), middle + ui.u()}, compat::colour(p.edge),
                  2 * ui.metrics.line);
  if (ticks) drawTicks(ui, list, scale, track, middle + ui.u());
  const bool held = ImGui::IsItemActive() || (ImGui::IsItemHovered() && enabled);
  const float radius = ui.u(held ? 1.0F : 0.9F);
  list->AddCircleFilled({xOf(shown), middle}, radius + 2 * ui.metrics.line, compat::colour(p.panel));
  list->AddCircleFilled({xOf(shown), middle}, radius, compat::colour(enabled ? p.accent : p.off));
  if (ImGui::IsItemFocused() && compat::keyboardFocusVisible())
    compat::outline(list, item, p.accent, ImGui::GetStyle().FrameRounding, 2 * ui.metrics.line);
  if (ui.probe != nullptr)
    ui.probe->note(name, {track.x, middle - ui.u(), track.width, ui.u(2)}, std::to_string(shown));
  return result;
}

}  // namespace

SliderResult logSlider(Ui& ui, const char* name, double value, double low, double high, double neutral, float width,
                       bool ticks, bool enabled) {
  return slider(ui, name, value, {low, high, true}, neutral, width, ticks, enabled);
}

SliderResult linearSlider(Ui& ui, const char* name, double value, double low, double high, double neutral, float width,
                          bool enabled) {
  return slider(ui, name, value, {low, high, false}, neutral, width, false, enabled);
}

}  // namespace lab
