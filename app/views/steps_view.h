#pragma once

#include "views/view_table.h"

namespace lab {

std::optional<EditRequest> drawStepsView(Ui& ui, const ViewInput& input, ViewState& view);
std::optional<EditRequest> drawStepsTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row);

// Label, buttons and keys mean the same step: see `currentStep`.

/// Starts walking through the row's computation, from the current step or, without one or at the last, from the first;
/// or stops.
void playSteps(ViewState& view);

/// One step on or back from the current one; without one to the first or to the last. Stops at both ends.
void moveStep(ViewState& view, int direction);

/// To a step from 0; −1 shows everything.
void goToStep(ViewState& view, int step);

}  // namespace lab
