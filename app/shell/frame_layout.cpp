#include "shell/frame_layout.h"

#include <algorithm>
#include <cmath>

namespace lab {

FrameLayout layoutFrame(const FrameRequest& request) {
  const float u = request.metrics.unit(), percent = request.metrics.base / 16;
  const float width = request.window.width, height = request.window.height;
  constexpr float kLeastView = 0.45F, kWidestInspector = 0.37F;
  FrameLayout layout;
  const bool narrow = width < 1360 * percent;
  layout.low = height < 780 * percent;
  layout.experimentOpen = !request.empty && request.experimentOpen.value_or(!narrow && !request.foldExperiment);
  layout.inspectorOpen = !request.empty && request.inspectorOpen.value_or(!request.foldInspector);
  // Its name is turned, so a rail need not grow with the large type of a projector.
  const float rail = std::round((request.metrics.projector ? 4.5F : 6.0F) * u);
  const auto leftWidth = [&] {
    return layout.experimentOpen
               ? std::floor(std::min(request.experimentWidth * percent, (1 - kLeastView) * width - rail))
               : rail;
  };
  const auto rightWidth = [&] {
    if (!layout.inspectorOpen) return rail;
    return std::round(std::min(request.inspectorWidth * percent, width * kWidestInspector));
  };
  const auto tooNarrow = [&] { return width - leftWidth() - rightWidth() < kLeastView * width; };
  // What the reader opened last resort stays: the panel that nobody asked for folds first.
  if (tooNarrow() && layout.experimentOpen && layout.inspectorOpen) {
    if (request.experimentOpen.value_or(false))
      layout.inspectorOpen = false;
    else
      layout.experimentOpen = false;
  }
  if (tooNarrow() && layout.inspectorOpen) layout.inspectorOpen = false;
  if (tooNarrow() && layout.experimentOpen) layout.experimentOpen = false;

  const float left = leftWidth(), right = rightWidth(), top = std::round(5 * u);
  layout.top = {0, 0, width, top};
  layout.experiment = {0, top, left, height - top};
  layout.inspector = {width - right, top, right, height - top};
  const float stripHeight = std::round(layout.low ? 5 * u : 10 * u), toolsHeight = std::round(6 * u);
  const float tabsHeight = std::round(5 * u);
  const float middle = width - left - right;
  layout.tabs = {left, top, middle, tabsHeight};
  layout.tools = {left, layout.tabs.bottom(), middle, toolsHeight};
  layout.strip = {left, height - stripHeight, middle, stripHeight};
  layout.view = {left, layout.tools.bottom(), middle, layout.strip.y - layout.tools.bottom()};
  layout.toolsHaveControls = !layout.experimentOpen;
  layout.compactTools = middle < (layout.toolsHaveControls ? 1000 : 640) * percent;
  return layout;
}

}  // namespace lab
