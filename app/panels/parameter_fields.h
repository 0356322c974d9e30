#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attention/catalogue.h"
#include "panels/edit_request.h"
#include "panels/experiment_panel.h"
#include "pipeline/trace.h"

namespace lab {

/// The parameters of a score function, a mask, a bias or a position: numbers with slider and field, matrices and
/// vectors as sheets that unfold, with what fills them at once: the seed, the identity, a file.
std::optional<EditRequest> drawParameters(Ui& ui, const std::vector<attn::ParameterSpec>& specs,
                                          const attn::Experiment& experiment, const attn::Trace* trace,
                                          ExperimentPanelState& state);

}  // namespace lab
