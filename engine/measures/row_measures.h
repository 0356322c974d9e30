#pragma once

#include <span>
#include <vector>

#include "attention/softmax.h"
#include "core/types.h"
#include "core/work.h"

namespace attn {

/// What is measured of one row of weights p over m keys; statistics in double. An empty row has zeros.
struct RowMeasures {
  double entropy = 0;        ///< −Σ p ln p, in nats; NaN where a weight is negative (`ratio`)
  double effectiveKeys = 0;  ///< exp(entropy), 1 … m
  double maximum = 0;
  Index maximumAt = -1;     ///< the first key with the largest weight; −1 in an empty or NaN row
  double meanDistance = 0;  ///< Σ p |i − j|
  double diagonalMass = 0;  ///< p at j = i; 0 where there is no such key
  bool empty = false;       ///< no key may be attended
  bool undefined = false;   ///< the row is NaN: every number above is NaN, null in files
};

/// One entry a row. @param weights (n, m)  @param visible (n, m)
std::vector<RowMeasures> measureRows(const Matrix& weights, const Mask& visible,
                                     const WorkShare& work = WorkShare::none());

/// One of them: of row `row`.
RowMeasures measureRow(const Matrix& weights, const Mask& visible, Index row);

/// The same of softmax weights, from what their sums said: no logarithm a key, and no sum over them again.
std::vector<RowMeasures> measureSoftmaxRows(const Matrix& weights, const SoftmaxStatistics& statistics,
                                            const WorkShare& work = WorkShare::none());

/// How unevenly a row is spread: 0 even, towards 1 on one key; 0 for a row of zeros, NaN for a NaN row. Sorts, so it
/// is computed where it is read and not with the rest.
double gini(std::span<const float> weights);

/// Jensen–Shannon divergence of two rows, each over its sum: nats, 0 … ln 2; NaN for negative ones or one of zeros.
double jensenShannon(const Vector& p, const Vector& r);

}  // namespace attn
