#pragma once

#include "views/view_table.h"

namespace lab {

/// Which normalizers are laid over, and the button that plays. What has no room stands in a menu.
std::optional<EditRequest> drawTemperatureTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row);

/// Temperatures will be swept, from `tau` and back to it.
void startPlaying(const Ui& ui, TemperatureState& state, double tau);

}  // namespace lab
