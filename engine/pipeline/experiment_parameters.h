#pragma once

#include <vector>

#include "attention/parameters.h"
#include "pipeline/experiment.h"

namespace attn {

/// All parameters that the experiment's score, masks, bias and position read: what `--param` may name.
/// @throws InputError `unknown_name` of any of them.
std::vector<ParameterSpec> parameterSpecs(const Experiment& experiment);

}  // namespace attn
