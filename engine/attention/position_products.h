#pragma once

#include <vector>

#include "attention/biases.h"
#include "attention/parameters.h"
#include "core/types.h"

// What a scheme of positions knows of distance: what the Position view shows.

namespace attn {

/// Every position times every other -> (count, count), in double, then rounded. @param table (count, width)
Matrix positionProducts(const Matrix& table);

/// Products of positions that are `r` apart, for r = 0 … count − 1.
struct DistanceProducts {
  std::vector<double> mean, low, high;  ///< over all pairs of that distance
};
/// @param products (count, count) from `positionProducts`
DistanceProducts productsByDistance(const Matrix& products);

/// By how much rope turns each pair of columns at `position`: position · 10000^(−2c/width), in radians, not reduced to
/// one turn -> (width / 2). Source: Su et al. 2021, eq. 15. @param width even
std::vector<double> rotaryAngles(Index position, Index width);

/// What each head's bias adds to a key `r` places after its query, r = −reach … reach -> (heads, 2 · reach + 1).
/// @param parameters with the table of `relative` (see `relativeTable`)
Matrix biasByDistance(const BiasSpec& bias, Index heads, Index reach, const Parameters& parameters);

/// Where two matrices of one shape are farthest apart.
struct LargestDifference {
  double value = 0;  ///< largest |a − b|; NaN where one of them is
  Index row = 0, column = 0;
  double magnitude = 0;  ///< largest |a|
};
LargestDifference largestDifference(const Matrix& a, const Matrix& b);

/// Whether two results of the same arithmetic in another order of rounding may differ that much: 32-bit numbers of this
/// magnitude are 1.2e-7 of it apart, and a score sums some hundred of them.
bool withinRounding(const LargestDifference& difference);

}  // namespace attn
