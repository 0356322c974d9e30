#pragma once

#include "pipeline/trace.h"

namespace attn {

/// The same computation from its present Q, K and V on, as matrices that can be edited one by one: same scores,
/// weights, context and labels. @param trace every head, with Q and K.
Experiment readyExperiment(const Trace& trace);

/// Whether the keys' vectors are the experiment's own numbers, so that one can be moved without touching others: ready
/// K, or vectors that are not projected; not turned by a position.
bool canMoveKeys(const Experiment& experiment);

/// The experiment with `by` added to key `key` of key/value head `group`. @param by (d_k)
Experiment withKeyMoved(const Experiment& experiment, Index key, Index group, const Vector& by);

}  // namespace attn
