#pragma once

#include <cstddef>

#include "kernels/progress.h"

namespace attn::kernels {

/// Softmax of scores that are there already, at some temperature: one pass over the scores.
/// What is not wanted is null, and then it is never made. All matrices row by row, 32-bit.
struct TemperatureProblem {
  std::size_t queries = 0;        ///< n
  std::size_t keys = 0;           ///< m
  const float* scores = nullptr;  ///< (n, m) finite; where masked by −∞ instead of `visible`, −∞
  /// (n) of the visible scores, from `highestScores` or `attend`: they do not depend on the temperature. −∞ in a row
  /// with no key left, whose weights are 0.
  const float* rowMaxima = nullptr;
  double tau = 1;                 ///< 1e-3 … 1e6
  const bool* visible = nullptr;  ///< (n, m), true where the key may be attended; null: all

  float* weights = nullptr;  ///< (n, m)
  double* entropy = nullptr;  ///< (n) −Σ p ln p in nats, as ln Z − Σ p (s − s_max) / τ; effective keys are its exp
  double* meanDistance = nullptr;  ///< (n) Σ p |i − j|
  double* maximum = nullptr;       ///< (n) the largest weight, 1 / Z; 0 in a row with no key left

  /// The picture of the weights at the screen's resolution, (pictureRows, pictureColumns): each texel the largest
  /// of the cells from ⌊i · cells / texels⌋ on. 1 … n and 1 … m texels.
  float* picture = nullptr;
  std::size_t pictureRows = 0, pictureColumns = 0;
};

/// The same bits for any number of threads. @throws what `progress` throws
void softmaxAtTemperature(const TemperatureProblem& problem, const Progress& progress = {});

/// The largest visible score of each row, −∞ where none is. @param visible (n, m) or null  @param maxima (n)
void highestScores(const float* scores, const bool* visible, std::size_t queries, std::size_t keys, float* maxima,
                   const Progress& progress = {});

}  // namespace attn::kernels
