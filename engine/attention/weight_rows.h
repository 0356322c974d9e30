#pragma once

#include <span>

#include "core/types.h"

namespace attn {

// One row each, shared by the normalizers and by their explanations, so that both give the same bits.
// `visible` is empty where every key may be attended. Every function fills all of `weights`.

/// The threshold t of a row's shifted scores z = (s − max) / τ, and what is left of the simplex above it.
struct Threshold {
  double highest = 0;  ///< the largest visible score
  double value = 0;    ///< t, in the shifted and scaled scores
  bool empty = true;   ///< no key may be attended
};

/// Sparsemax: Σ max(z − t, 0) = 1.
Threshold sparsemaxThreshold(std::span<const float> scores, std::span<const bool> visible, double tau);
void sparsemaxRow(std::span<const float> scores, std::span<const bool> visible, double tau, std::span<float> weights);

/// Entmax of α = 1.5: Σ max(z / 2 − t, 0)² = 1.
Threshold entmax15Threshold(std::span<const float> scores, std::span<const bool> visible, double tau);
void entmax15Row(std::span<const float> scores, std::span<const bool> visible, double tau, std::span<float> weights);

void hardmaxRow(std::span<const float> scores, std::span<const bool> visible, std::span<float> weights);
void sigmoidRow(std::span<const float> scores, std::span<const bool> visible, double tau, std::span<float> weights);
void ratioRow(std::span<const float> scores, std::span<const bool> visible, std::span<float> weights);
void uniformRow(std::span<const bool> visible, std::span<float> weights);

/// Σ in double of float partial sums over short runs: vectorised, and as exact as needed.
template <class Array>
double wideSum(const Array& values) {
  const Index run = 64;
  double sum = 0;
  for (Index at = 0; at < values.size(); at += run)
    sum += static_cast<double>(values.segment(at, std::min(run, values.size() - at)).sum());
  return sum;
}

}  // namespace attn
