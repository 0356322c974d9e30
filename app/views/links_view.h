#pragma once

#include "views/view_table.h"

namespace lab {

/// Draws the links into the rest of the window. The pointer isolates a token's links and selects; the wheel scrolls,
/// with Ctrl it zooms.
std::optional<EditRequest> drawLinksView(Ui& ui, const ViewInput& input, ViewState& view);

}  // namespace lab
