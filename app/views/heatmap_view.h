#pragma once

#include "views/view_table.h"

namespace lab {

/// Draws the chosen stage's matrix into the rest of the window and reads hover, selection, zoom and pan from the
/// pointer and keyboard into `view`.
std::optional<EditRequest> drawHeatmapView(Ui& ui, const ViewInput& input, ViewState& view);

/// Moves the selection by rows and columns, within the matrix; selects the first cell if there was none.
void moveSelection(const attn::Trace& trace, ViewState& view, int rows, int columns);

}  // namespace lab
