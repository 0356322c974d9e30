#pragma once

#include "views/view_table.h"

namespace lab {

/// The weights as the reader paints them, beside the computed ones.
std::optional<EditRequest> drawDrawView(Ui& ui, const ViewInput& input, ViewState& view);

/// Buttons that give painted rows back to the computation.
std::optional<EditRequest> drawDrawTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row);

}  // namespace lab
