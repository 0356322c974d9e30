#pragma once

#include "views/view_table.h"

namespace lab {

/// Draws a plane of queries through the selected one, and reads drags of the query, of keys, of the temperature and of
/// the plane itself.
std::optional<EditRequest> drawSpaceView(Ui& ui, const ViewInput& input, ViewState& view);

}  // namespace lab
