#pragma once

#include <cstddef>

#include "kernels/progress.h"

namespace attn::kernels {

/// Attention of n queries over m keys, in h heads, from Q, K and V in one pass over blocks of queries:
/// scores = scale · q·k, weights = softmax(scores / τ) over the keys that may be attended, context = weights · V.
/// All matrices row by row, 32-bit, finite. Query head r uses key head ⌊r · keyHeads / heads⌋.
/// What is not wanted is null, and then it is never made.
struct AttentionProblem {
  std::size_t queries = 0;     ///< n
  std::size_t keys = 0;        ///< m
  std::size_t width = 0;       ///< d_k of one head
  std::size_t valueWidth = 0;  ///< d_v of one head
  std::size_t heads = 1;
  std::size_t keyHeads = 1;  ///< divides `heads`

  // `…Step` leads from row to row, `…Head` from head to head, in floats: heads may lie side by side in one
  // matrix (step h·d, head d) or one after the other (step d, head n·d).
  const float* q = nullptr;
  std::size_t queryStep = 0, queryHead = 0;
  const float* k = nullptr;
  std::size_t keyStep = 0, keyHead = 0;
  const float* v = nullptr;  ///< may be null without `context`
  std::size_t valueStep = 0, valueHead = 0;

  float scale = 1;
  double tau = 1;       ///< 1e-3 … 1e6
  bool causal = false;  ///< key j is seen by query i where i + m − n − j ≥ 0; what is masked is not computed
  const bool* visible = nullptr;  ///< (n, m), true where the key may be attended; null: all
  std::size_t visibleHead = 0;    ///< from head to head, in bools; 0: one mask for all

  float* scores = nullptr;     ///< (h, n, m): nothing masked
  float* weights = nullptr;    ///< (h, n, m): exactly 0 where masked; a row with no key left is 0
  float* rowMaxima = nullptr;  ///< (h, n): of the visible scores; −∞ in a row with no key left
  float* context = nullptr;
  std::size_t contextStep = 0, contextHead = 0;
};

/// Source: Vaswani et al. 2017, eq. 1; the row maximum is subtracted first. The same bits for any number of
/// threads, and the weights are `softmaxAtTemperature` of the scores to the bit. @throws what `progress` throws
void attend(const AttentionProblem& problem, const Progress& progress = {});

}  // namespace attn::kernels
