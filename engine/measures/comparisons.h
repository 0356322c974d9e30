#pragma once

#include <span>
#include <vector>

#include "core/types.h"

namespace attn {

/// Half the sum of absolute differences of two weight rows of one length: 0 … 1 for distributions.
double totalVariation(std::span<const float> p, std::span<const float> r);

/// Kendall's τ_b of two weight rows of one length: 1 for the same order of keys, −1 for the opposite one; ties count
/// for neither. NaN where one row has a single value, or a NaN. In O(m log m). Source: Kendall 1945; Knight 1966.
double kendallTau(std::span<const float> p, std::span<const float> r);

/// Pairs of keys: those in the same and in the opposite order in both rows, and those that differ in each row.
struct KendallPairs {
  double concordant = 0, discordant = 0, untiedFirst = 0, untiedSecond = 0;
};
/// τ_b is (concordant − discordant) / √(untiedFirst · untiedSecond). Neither row has a NaN. In O(m log m).
KendallPairs kendallPairs(std::span<const float> p, std::span<const float> r);

/// Entropies in nats of two rows, each scaled to sum to 1, and of their mean: the Jensen–Shannon divergence is
/// H(mean) − (H(first) + H(second)) / 2. No weight is negative; a row of zeros has the entropy 0.
struct SharedEntropies {
  double first = 0, second = 0, mean = 0;
};
SharedEntropies sharedEntropies(std::span<const float> p, std::span<const float> r);

/// How two rows of weights differ. Every number is NaN where one of the rows is.
struct RowComparison {
  double jensenShannon = 0;   ///< nats, 0 … ln 2; NaN also where a weight is negative
  double totalVariation = 0;  ///< 0 … 1
  double kendallTau = 0;      ///< −1 … 1; NaN also where a row has a single value
};

/// Of one row of two (n, m) weight matrices.
RowComparison compareRow(const Matrix& a, const Matrix& b, Index row);

/// weights − reference, cell by cell, of two (n, m) weight matrices -> (n, m).
Matrix weightDifferences(const Matrix& weights, const Matrix& reference);

}  // namespace attn
