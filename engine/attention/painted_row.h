#pragma once

#include <span>
#include <vector>

#include "core/types.h"

namespace attn {

/// One row of weights that was set by hand and stands in the place of the computed one.
struct PaintedRow {
  Index head = 0, query = 0;
  std::vector<float> weights;  ///< one a key

  bool operator==(const PaintedRow&) const = default;
};

/// A row of weights after that of `key` is set to `p`: the others keep their proportions and the row sums to 1. Where
/// all others are 0 they share what is left evenly; where there are no others the key keeps all. Weights below 0 and
/// NaN count as 0, keys that may not be attended have 0.
/// @param row (m)  @param visible (m); true at `key`  @param p 0 … 1
std::vector<float> withWeight(std::span<const float> row, std::span<const bool> visible, Index key, double p);

/// A painted row under a mask: 0 where a key may not be attended, the others scaled to sum to 1. Empty where nothing
/// is left of it, or where it has not one weight a key.
std::vector<float> maskedRow(std::span<const float> row, std::span<const bool> visible);

}  // namespace attn
