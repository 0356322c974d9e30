#pragma once

#include <vector>

#include "core/types.h"

namespace attn {

/// What is measured of one row of weights p over m keys; statistics in double.
struct RowMeasures {
  double entropy = 0;         ///< −Σ p ln p, in nats
  double effectiveKeys = 0;   ///< exp(entropy), 1 … m
  double maximum = 0;
  Index maximumAt = -1;       ///< the first key with the largest weight; −1 in an empty or NaN row
  double gini = 0;            ///< 0 even, towards 1 on one key
  double meanDistance = 0;    ///< Σ p |i − j|
  double diagonalMass = 0;    ///< p at j = i
  bool empty = false;         ///< no key may be attended
  bool undefined = false;     ///< the row is NaN: every number above is NaN, null in files
};

/// One entry a row. @param weights (n, m)  @param visible (n, m)
std::vector<RowMeasures> measureRows(const Matrix& weights, const Mask& visible);

/// Jensen–Shannon divergence of two weight rows, in nats, 0 … ln 2.
double jensenShannon(const Vector& p, const Vector& r);

}  // namespace attn
