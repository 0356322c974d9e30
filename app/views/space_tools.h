#pragma once

#include "views/view_table.h"

namespace lab {

/// Colour, plane, fit, and what makes keys movable. What has no room beside score function and temperature stands in a
/// menu.
std::optional<EditRequest> drawSpaceTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row);

}  // namespace lab
