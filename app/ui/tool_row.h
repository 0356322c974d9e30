#pragma once

#include <cmath>

#include "ui/ui.h"
#include "ui/widgets.h"

namespace lab {

/// The bar above a view: controls are placed from its two ends inwards, as long as there is room.
class ToolRow {
 public:
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

  /// Puts the cursor where a control of this width stands, at the right end of what is free.
  void fromRight(float width) {
    right_ -= width;
    place(right_);
    right_ -= ui_.u(1.5F);
  }
  /// The same at the left end.
  void fromLeft(float width) {
    place(left_);
    left_ += width + ui_.u(1.5F);
  }
  /// A word at the left end, elided to what is free.
  void label(std::string_view text, Rgba ink) {
    const std::string shown = elidedTo(ui_, text, TextSize::Base, room());
    textMiddle(ui_, ImGui::GetWindowDrawList(), {left_, area_.centre().y}, shown, TextSize::Base, ink);
    left_ += textSize(ui_, shown, TextSize::Base).width + ui_.u(1.5F);
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
