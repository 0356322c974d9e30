#pragma once

#include "views/view_table.h"

namespace lab {

/// Values, range, colour map and fit; in a compact row they move into one menu.
std::optional<EditRequest> drawHeatmapTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row);

}  // namespace lab
