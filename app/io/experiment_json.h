#pragma once

#include "io/json_writer.h"
#include "pipeline/experiment.h"

namespace lab {

// Members of an experiment that a session and the settings of a result have in common.

/// `x`, `memory`, `w_q` … `w_o`, `q`, `k`, `v`, `scores`, `weights`, `query_tokens`, `key_tokens`: those that were
/// given.
/// @param otherwise stands for w_q, w_k or w_v where only others of them are given; null: nothing does
void writeMatrices(JsonWriter& json, const attn::Experiment& experiment, const char* otherwise);

/// `seed` … `temperature`; `kv_heads` where they were given. A mask is what `--mask` takes, a custom one
/// `{"custom": [[1, 0], …]}`, 1 = may attend. The heads' own parameters, named in `param_per_head`, lie one under the
/// other. @param parameters those that were given, or all
void writeComputation(JsonWriter& json, const attn::Experiment& experiment, const attn::Parameters& parameters);

}  // namespace lab
