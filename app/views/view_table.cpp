#include "views/view_table.h"

#include <algorithm>

#include "views/draw_view.h"
#include "views/heatmap_tools.h"
#include "views/heatmap_view.h"
#include "views/position_view.h"

namespace lab {

const std::vector<ViewPanel>& viewTable() {
  static const std::vector<ViewPanel> rows = {
      {.name = "heatmap", .draw = drawHeatmapView, .tools = drawHeatmapTools},
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
