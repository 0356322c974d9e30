#pragma once

#include <vector>

#include "core/types.h"
#include "measures/row_measures.h"

namespace attn {

/// What is measured of a whole weight matrix: the means, over its queries, of the measures of their rows
/// (`RowMeasures`). Empty rows do not count, nor does a row for a measure that it does not have (NaN).
/// NaN where no row has it.
struct HeadMeasures {
  double entropy = 0;        ///< nats
  double effectiveKeys = 0;  ///< the mean of exp(entropy), not exp of the mean
  double diagonalMass = 0;   ///< the weight that goes from place i to place i
  double meanDistance = 0;   ///< in places
};

HeadMeasures meanMeasures(const std::vector<RowMeasures>& rows);

/// The mean and the maximum over heads, pair by pair: (n, m) of at least one head's (n, m). NaN where one of them is.
Matrix meanOverHeads(const std::vector<MatrixPtr>& weights);
Matrix maximumOverHeads(const std::vector<MatrixPtr>& weights);

/// True where any head may attend. @param visible one a head, (n, m)
Mask visibleToAny(const std::vector<MaskPtr>& visible);

}  // namespace attn
