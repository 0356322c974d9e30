#pragma once

#include <cstddef>

namespace attn::kernels {

// What the part of fused attention that is compiled for each vector width gets: raw pointers and sizes.

/// Queries of one block: their scores stay in the second-level cache.
constexpr std::size_t blockQueries = 24;

struct AttentionBlock {
  const float* queries = nullptr;  ///< the block's first row
  std::size_t queryStep = 0;       ///< from row to row, in floats; so for every `…Step`
  std::size_t rows = 0;            ///< 1 … blockQueries
  std::size_t keys = 0;            ///< m
  std::ptrdiff_t firstLimit = 0;   ///< causal: keys the first row sees (none below 0); each next row one more
  bool causal = false;
  std::size_t width = 0;  ///< d_k
  std::size_t valueWidth = 0;
  const float* packedKeys = nullptr;  ///< panels of AttentionKernels::panelWidth keys
  const float* values = nullptr;      ///< readable for whole vectors: valueStep ≥ valueWidth rounded up to lanes
  std::size_t valueStep = 0;
  float scale = 1;                         ///< of q · k
  double perTau = 1;                       ///< 1/τ
  const unsigned char* visible = nullptr;  ///< (rows, m), 0 = masked, or null
  std::size_t visibleStep = 0;
  float* scores = nullptr;  ///< (rows, m) or null: scale · q · k, nothing masked
  float* weights = nullptr;
  std::size_t matrixStep = 0;  ///< of scores and weights
  bool stream = false;         ///< write them past the caches
  float* rowMaxima = nullptr;  ///< of the visible scores, −∞ where there are none; or null
  float* context = nullptr;
  std::size_t contextStep = 0;
  float* room = nullptr;  ///< AttentionKernels::roomFor(keys, width, valueWidth) floats, aligned to 64 bytes
};

struct AttentionKernels {
  std::size_t lanes;
  std::size_t panelWidth;
  std::size_t (*roomFor)(std::size_t keys, std::size_t width, std::size_t valueWidth);
  /// Keys [0, count) with count ≤ panelWidth, as one panel: (width, panelWidth).
  void (*packPanel)(const float* keys, std::size_t keyStep, std::size_t count, std::size_t width, float* panel);
  void (*block)(const AttentionBlock& block);
};

/// Of the vector width in use.
AttentionKernels attentionKernels();

}  // namespace attn::kernels
