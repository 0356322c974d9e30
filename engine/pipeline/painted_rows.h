#pragma once

#include <optional>
#include <vector>

#include "pipeline/trace.h"

namespace attn {

/// The weights of every head with the rows that were painted by hand.
struct PaintedWeights {
  std::vector<MatrixPtr> heads;          ///< the computed ones where nothing was painted
  std::vector<std::vector<Index>> rows;  ///< of each head: the queries whose row was painted, ascending
};

/// Puts the painted rows of the experiment in the place of computed ones. One of another length, of a head or query
/// that is not there, or of which the mask leaves nothing, is passed over. @param trace up to the weights
PaintedWeights paintedOf(const Trace& trace);

/// Whether the row of `query` was painted. @param head 0 in a trace of one head
bool isPainted(const Trace& trace, Index head, Index query);

/// A row as it was computed and as it is painted.
struct PaintedEffect {
  RowMeasures computed, painted;
  std::vector<double> contextComputed, contextPainted, difference;  ///< (d_v), painted − computed; empty without values
  double distance = 0;                                              ///< the length of `difference`
};

/// What painting the row of `query` does, both sides the same where it is not painted. @param trace complete
PaintedEffect paintedEffect(const Trace& trace, Index head, Index query);

}  // namespace attn
