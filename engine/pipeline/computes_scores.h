#pragma once

#include "pipeline/trace.h"

namespace attn {

/// Whether scores are made of queries and keys, not given. @param trace of at least one head
inline bool computesScores(const Trace& trace) { return trace.head().k != nullptr && trace.head().scores != nullptr; }

}  // namespace attn
