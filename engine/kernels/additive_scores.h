#pragma once

#include <cstddef>

#include "kernels/progress.h"

namespace attn::kernels {

/// scores = vᵀ tanh(W_q q + W_k k + b) + constant for every query and key, projections included. `additive`,
/// `concat` (W_q and W_k are columns of one matrix) and `mlp` are this. All matrices row by row, 32-bit, finite;
/// `…Step` leads from row to row.
struct AdditiveProblem {
  std::size_t queries = 0, keys = 0, hidden = 0;  ///< n, m, d_a
  std::size_t queryWidth = 0, keyWidth = 0;       ///< d_q, d_k
  const float* q = nullptr;                       ///< (n, d_q)
  std::size_t queryStep = 0;
  const float* k = nullptr;  ///< (m, d_k)
  std::size_t keyStep = 0;
  const float* queryWeights = nullptr;  ///< W_q (d_a, d_q)
  std::size_t queryWeightStep = 0;
  const float* keyWeights = nullptr;  ///< W_k (d_a, d_k)
  std::size_t keyWeightStep = 0;
  const float* v = nullptr;     ///< (d_a)
  const float* bias = nullptr;  ///< (d_a) or null
  double constant = 0;
  float* scores = nullptr;  ///< (n, m)
};

/// The same bits for any number of threads. Source: Bahdanau, Cho & Bengio 2015. @throws what `progress` throws
void additiveScores(const AdditiveProblem& problem, const Progress& progress = {});

}  // namespace attn::kernels
