#pragma once

#include <vector>

#include "attention/softmax.h"
#include "core/work.h"
#include "pipeline/trace.h"

// What the stages from the scores on compute, head by head.

namespace attn {

/// Each head's part of Q, K, V and its scores.
struct Scores {
  Parameters parameters;  ///< of the score, complete, of all heads
  std::vector<HeadTrace> heads;
  std::shared_ptr<const std::vector<std::string>> rowTokens;  ///< where rows are no queries; else null
};

/// Splits Q, K, V of the trace and computes every head's scores, or takes the given ones.
/// @throws InputError of `completeParameters`, `computeScores`, `splitHeads`; `not_finite`.
Scores scoresOf(const Trace& trace, const WorkShare& work);

/// Scores with their bias, a matrix a head.
struct Biased {
  std::vector<MatrixPtr> bias, sums;
  Parameters parameters;  ///< the table of `relative`
};

/// @throws InputError of `relativeTable` and `requireBias`; `not_finite` where floats overflow.
Biased biasedOf(const Trace& trace, const WorkShare& work);

using Centres = std::shared_ptr<const std::vector<double>>;

/// Which keys each head may attend: one mask, and with `local_p` one a head.
struct Masks {
  std::vector<MaskPtr> visible;
  std::vector<Centres> centres;  ///< of `local_p`, one a head; else empty
  Parameters parameters;         ///< of `local_p`
};

/// @throws InputError of `combineMasks`; `missing_input` where `local_p` has no queries.
Masks masksOf(const Trace& trace);

/// Every `local_p` among the experiment's masks: how far it reaches.
std::vector<Index> predictiveReaches(const Experiment& experiment);

/// What softmax keeps from one temperature to the next, of every head; nothing for other normalizers.
std::vector<VisibleMaxima> maximaOf(const Trace& trace, const WorkShare& work);

struct Weights {
  std::vector<MatrixPtr> heads;
  std::vector<MatrixPtr> pictures;            ///< of the same heads as `statistics`; null where none was asked for
  std::vector<SoftmaxStatistics> statistics;  ///< of softmax without the factors of `local_p`, one a head; else empty
};

/// Normalized, and multiplied by the factors of `local_p`. @param maxima from `maximaOf`
Weights weightsOf(const Trace& trace, const std::vector<VisibleMaxima>& maxima, const PictureSize& picture,
                  const WorkShare& work);

struct Context {
  std::vector<MatrixPtr> heads;
  MatrixPtr joined, wO, output;  ///< `wO` is null for the identity
};

/// Nothing without values. @throws InputError `not_finite`, `product`.
Context contextOf(const Trace& trace, const WorkShare& work);

using Measures = std::shared_ptr<const std::vector<RowMeasures>>;
std::vector<Measures> measuresOf(const Trace& trace, const Weights& weights, const WorkShare& work);

}  // namespace attn
