#pragma once

#include "views/view_table.h"

namespace lab {

std::optional<EditRequest> drawStepsView(Ui& ui, const ViewInput& input, ViewState& view);
std::optional<EditRequest> drawStepsTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row);

/// Starts walking through the row's computation, from the beginning where it is at its end, or stops.
void playSteps(ViewState& view);

/// One step on or back; beyond the last everything is shown again.
void moveStep(ViewState& view, int direction);

}  // namespace lab
