#pragma once

#include "views/view_table.h"

namespace lab {

/// Which links: threshold, top-k, one head or all; layout and fit. What there is no room for is in a menu.
std::optional<EditRequest> drawLinksTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row);

}  // namespace lab
