#pragma once

#include <functional>
#include <string_view>

#include "scene/geometry.h"

namespace lab {

/// The three sizes of type, in multiples of the base font B: 0.875, 1, 1.375. Never a fourth.
enum class TextSize { Small, Base, Large };

/// How wide and high a run of text is; the screen and the figure each bring their own.
using MeasureText = std::function<Size(std::string_view text, TextSize size)>;

/// What a scene is measured in: B in points (16 at 100 %), u = B/2.
struct Metrics {
  float base = 16;
  float line = 1;          ///< thickness of a rule; 2 in the projector theme
  bool projector = false;  ///< values in cells only where they fit large
  /// The grid; a little tighter in the projector theme, whose large type needs the room.
  float unit() const { return projector ? base / 2.2F : base / 2; }
  float fontSize(TextSize size) const {
    return size == TextSize::Small ? base * 0.875F : size == TextSize::Large ? base * 1.375F : base;
  }
};

}  // namespace lab
