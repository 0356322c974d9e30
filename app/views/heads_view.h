#pragma once

#include "views/view_table.h"

namespace lab {

/// Draws every head as a thumbnail with its measures, their mean and maximum, and opens the head that is clicked.
std::optional<EditRequest> drawHeadsView(Ui& ui, const ViewInput& input, ViewState& view);

/// What the heads are sorted by, and in which direction.
std::optional<EditRequest> drawHeadsTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row);

/// Looks at the head that stands so many rows and columns away.
void moveHead(const attn::Trace& all, ViewState& view, int rows, int columns);

}  // namespace lab
