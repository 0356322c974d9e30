#pragma once

#include <optional>

#include "scene/geometry.h"
#include "scene/text_style.h"

namespace lab {

/// What decides where the parts of the window stand.
struct FrameRequest {
  Size window;  ///< pixels
  Metrics metrics;
  std::optional<bool> experimentOpen, inspectorOpen;   ///< the reader's own choice
  bool foldExperiment = false, foldInspector = false;  ///< what the view starts with
  float experimentWidth = 272, inspectorWidth = 384;   ///< at 100 %
  bool empty = false;                                  ///< nothing to look at yet: both panels are rails
};

/// Where the parts of the window stand, in pixels.
struct FrameLayout {
  Rect top, experiment, tabs, tools, view, strip, inspector;
  bool experimentOpen = true, inspectorOpen = true;
  bool toolsHaveControls = false;  ///< the Experiment panel is folded: its main controls stand in the tools
  bool compactTools = false;       ///< range and colour map move into the view's menu
  bool low = false;                ///< the strip shows names only, the inspector its main lines
};

/// Below 1360·B/16 pixels of width the Experiment panel folds unless the reader opened it; the view never gets less
/// than 45 % of the width.
FrameLayout layoutFrame(const FrameRequest& request);

}  // namespace lab
