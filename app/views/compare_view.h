#pragma once

#include "views/view_table.h"

namespace lab {

/// Columns of maps, bars and numbers. A click selects query and key, a double click on a map makes what it shows the
/// experiment's own, a click on a title makes it the reference.
std::optional<EditRequest> drawCompareView(Ui& ui, const ViewInput& input, ViewState& view);

/// The experiments that are compared.
std::vector<attn::Experiment> compareVariants(const Document& document, const ViewState& view);

}  // namespace lab
