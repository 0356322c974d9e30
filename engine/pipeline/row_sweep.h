#pragma once

#include <string>
#include <vector>

#include "measures/temperature_sweep.h"
#include "pipeline/trace.h"

namespace attn {

/// The weights of query `query` of head `head` at each of `temperatures`, by the catalogue's `normalizer`: at the
/// experiment's own temperature and normalizer the weights of the trace, to the bit. The head has scores.
/// @throws InputError `unknown_name`.
TemperatureSweep sweepRow(const Trace& trace, Index head, Index query, const std::string& normalizer,
                          std::vector<double> temperatures);

/// The scores of a row at the experiment's own temperature: s / τ, in double, of every key.
std::vector<double> scaledScores(const Trace& trace, Index head, Index query);

}  // namespace attn
