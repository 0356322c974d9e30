#pragma once

#include <optional>

#include "panels/edit_request.h"
#include "panels/experiment_panel.h"

namespace lab {

/// Which masks apply, their numbers each with its own name and limits, and what can be done to one of the reader's
/// own. @param queries,keys of the scores; 0 while they are not known
std::optional<EditRequest> drawMaskFields(Ui& ui, const attn::Experiment& experiment, attn::Index queries,
                                          attn::Index keys, ExperimentPanelState& state);

}  // namespace lab
