#pragma once

#include "views/view_table.h"

namespace lab {

/// What is compared, the list of it, the reference and the differences.
std::optional<EditRequest> drawCompareTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row);

}  // namespace lab
