#pragma once

#include <algorithm>
#include <cmath>

#include "ui/ui.h"
#include "ui/widgets.h"

namespace lab {

/// How wide the experiment's main controls stand in what a view leaves free of its bar; 0 where one has no room.
struct MainControls {
  float score = 0, temperature = 0;
};

/// The bar above a view: controls are placed from its two ends inwards, as long as there is room.
class ToolRow {
 public:
  // In units.
  static constexpr float gap = 1.5F;                       ///< between two controls
  static constexpr float leastScore = 13, mostScore = 20;  ///< widths of the list of score functions
  static constexpr float leastTemperature = 16;            ///< what its slider and its number need
  static constexpr float easyTemperature = 23;             ///< with a slider that is set with ease
  static constexpr float mostTemperature = 52;
  static constexpr float easyControls = mostScore + easyTemperature + gap;  ///< both, as a lesson wants them

  /// @param compact little room: what can moves into menus. @param hasControls the Experiment panel is folded, and
  /// its main controls will stand at the left end.
  ToolRow(const Ui& ui, Rect area, bool compact, bool hasControls)
      : ui_(ui),
        area_(area),
        left_(area.x + ui.u(2)),
        right_(area.right() - ui.u(2)),
        compact_(compact),
        hasControls_(hasControls) {}

  bool compact() const { return compact_; }
  bool hasControls() const { return hasControls_; }

  /// Room left between the two ends.
  float room() const { return right_ - left_; }

  /// The experiment's main controls, which the frame puts at the left end once the view's own stand.
  MainControls mainControls() const {
    MainControls shown;
    if (!hasControls_) return shown;
    constexpr float rounding = 0.5F;  // of a pixel: widths are sums of floats
    float free = room() + rounding;
    const float score = std::clamp(room() * 0.36F, ui_.u(leastScore), ui_.u(mostScore));
    if (score <= free) {
      shown.score = score;
      free -= score + ui_.u(gap);
    }
    if (free >= ui_.u(leastTemperature)) shown.temperature = std::min(free - rounding, ui_.u(mostTemperature));
    return shown;
  }

  /// Puts the cursor where a control of this width stands, at the right end of what is free.
  void fromRight(float width) {
    right_ -= width;
    place(right_);
    right_ -= ui_.u(gap);
  }
  /// The same at the left end.
  void fromLeft(float width) {
    place(left_);
    left_ += width + ui_.u(gap);
  }
  /// A word at the left end, elided to what is free.
  void label(std::string_view text, Rgba ink) {
    const std::string shown = elidedTo(ui_, text, TextSize::Base, room());
    textMiddle(ui_, ImGui::GetWindowDrawList(), {left_, area_.centre().y}, shown, TextSize::Base, ink);
    left_ += textSize(ui_, shown, TextSize::Base).width + ui_.u(gap);
  }

 private:
  void place(float x) const {
    ImGui::SetCursorScreenPos({std::round(x), std::round(area_.y + (area_.height - ui_.u(3.5F)) / 2)});
  }

  const Ui& ui_;
  Rect area_;
  float left_, right_;
  bool compact_, hasControls_;
};

}  // namespace lab
