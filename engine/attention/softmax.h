#pragma once

#include <span>
#include <vector>

#include "core/types.h"
#include "core/work.h"

namespace attn {

// Softmax in two steps, so that a new temperature repeats only the second one.

/// What softmax needs to know of the scores at any temperature.
struct VisibleMaxima {
  std::vector<float> highest;  ///< (n) the largest score that may be attended; −∞ where there is none
  bool masked = false;         ///< whether some key may not be attended
};

/// @param scores (n, m)  @param visible (n, m)
VisibleMaxima visibleMaxima(const Matrix& scores, const Mask& visible, const WorkShare& work);

/// What the sums of softmax say about each row of weights, in double; 0 where no key is left.
struct SoftmaxStatistics {
  std::vector<double> entropy;       ///< ln Z − Σ p (s − s_max) / τ, in nats
  std::vector<double> maximum;       ///< 1 / Z
  std::vector<double> meanDistance;  ///< Σ p |i − j|
};

/// What is made in the same pass as the weights, where it is not null.
struct SoftmaxExtras {
  SoftmaxStatistics* statistics = nullptr;
  /// As large as it is, 1 … n and 1 … m: each number the largest of the weights from ⌊i · cells / numbers⌋ on.
  Matrix* picture = nullptr;
};

/// exp(s/τ) / Σ exp(s/τ) over the visible keys, as `softmaxRows` in normalizers.h says. @return (n, m)
/// @param maxima of the same scores and mask
Matrix softmaxWeights(const Matrix& scores, const Mask& visible, const VisibleMaxima& maxima, double tau,
                      const SoftmaxExtras& extras, const WorkShare& work);

/// One row of it, to the same bits.
void softmaxRow(std::span<const float> scores, std::span<const bool> visible, double tau, std::span<float> weights);

}  // namespace attn
