#pragma once

#include "views/view_table.h"

namespace lab {

/// The selected query's weights at every temperature. The marker is the temperature: dragging it is a live edit. Space
/// plays a sweep, a click on a curve selects its key.
std::optional<EditRequest> drawTemperatureView(Ui& ui, const ViewInput& input, ViewState& view);

}  // namespace lab
