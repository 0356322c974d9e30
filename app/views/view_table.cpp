#include "views/view_table.h"

#include <algorithm>

#include "views/compare_tools.h"
#include "views/compare_view.h"
#include "views/draw_view.h"
#include "views/heads_view.h"
#include "views/heatmap_tools.h"
#include "views/heatmap_view.h"
#include "views/links_tools.h"
#include "views/links_view.h"
#include "views/position_view.h"
#include "views/space_tools.h"
#include "views/space_view.h"
#include "views/steps_view.h"
#include "views/temperature_tools.h"
#include "views/temperature_view.h"

namespace lab {

const std::vector<ViewPanel>& viewTable() {
  static const std::vector<ViewPanel> rows = {
      {.name = "heatmap", .draw = drawHeatmapView, .tools = drawHeatmapTools},
      {.name = "links", .draw = drawLinksView, .tools = drawLinksTools},
      {.name = "steps", .draw = drawStepsView, .tools = drawStepsTools, .foldExperiment = true, .foldInspector = true},
      {.name = "compare",
       .draw = drawCompareView,
       .tools = drawCompareTools,
       .variants = compareVariants,
       .foldInspector = true},
      {.name = "temperature", .draw = drawTemperatureView, .tools = drawTemperatureTools, .foldInspector = true},
      {.name = "space", .draw = drawSpaceView, .tools = drawSpaceTools, .foldInspector = true},
      {.name = "heads",
       .draw = drawHeadsView,
       .tools = drawHeadsTools,
       .move = moveHead,
       .perHead = false,
       .foldInspector = true},
      {.name = "position",
       .draw = drawPositionView,
       .tools = drawPositionTools,
       .variants = positionVariants,
       .foldInspector = true},
      {.name = "draw", .draw = drawDrawView, .tools = drawDrawTools, .foldInspector = true},
  };
  return rows;
}

const ViewPanel& viewPanelOf(std::string_view view) {
  const auto& rows = viewTable();
  return *std::find_if(rows.begin(), rows.end(), [&](const ViewPanel& row) { return row.name == view; });
}

}  // namespace lab
