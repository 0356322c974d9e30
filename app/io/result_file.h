#pragma once

#include "io/byte_sink.h"
#include "pipeline/trace.h"

namespace lab {

/// `compute -o out.npz`: float32 arrays X_query X_key Q K V scores weights context output, those that exist.
/// Of several heads scores and weights are (h, n, m), context (h, n, d_v); Q, K and V hold the heads side by side.
/// The same trace gives the same bytes (fixed dates).
void traceToNpz(const attn::Trace& trace, ByteSink& sink);

/// `compute -o out.json`: `format`, tokens, `settings`, arrays as nested lists (the shortest decimal that reads back
/// as the same float; not finite = null), `measures` (a list per head of one object a query).
void traceToJson(const attn::Trace& trace, ByteSink& sink);

}  // namespace lab
