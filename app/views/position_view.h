#pragma once

#include "views/view_table.h"

namespace lab {

/// How positions are told: tables, products, arrows, biases, and what a shift of the sequence changes.
std::optional<EditRequest> drawPositionView(Ui& ui, const ViewInput& input, ViewState& view);

/// Which scheme is looked at, how far the sequence is shifted, and a button that puts the scheme to use.
std::optional<EditRequest> drawPositionTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row);

/// The experiment with the scheme that is looked at, unshifted and shifted.
std::vector<attn::Experiment> positionVariants(const Document& document, const ViewState& view);

}  // namespace lab
