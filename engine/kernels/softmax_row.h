#pragma once

#include <cstddef>

namespace attn::kernels {

// What the part of softmax that is compiled for each vector width gets: one row.

struct SoftmaxRow {
  const float* scores = nullptr;
  const unsigned char* visible = nullptr;  ///< 0 = masked, or null
  std::size_t keys = 0;
  float highest = 0;         ///< the largest visible score; −∞ where none is
  double perTau = 1;         ///< 1/τ
  float* weights = nullptr;  ///< or null
  bool stream = false;       ///< write them past the caches
  float* pool = nullptr;     ///< (keys): raised to the weights where they are larger, or null
  bool moments = false;      ///< whether `moment` is wanted
  float* room = nullptr;     ///< (keys + 16), aligned to 64 bytes
};

struct SoftmaxSums {
  double sum = 0;     ///< Z = Σ exp((s − s_max) / τ)
  double moment = 0;  ///< Σ exp((s − s_max) / τ) (s − s_max) / τ
};

struct SoftmaxKernels {
  SoftmaxSums (*row)(const SoftmaxRow& row);
  /// The largest visible score, −∞ where none is.
  float (*highest)(const float* scores, const unsigned char* visible, std::size_t keys);
  /// The largest of each of `columns` runs of `pool`; then pool = 0.
  void (*poolColumns)(float* pool, std::size_t keys, float* picture, std::size_t columns);
};

/// Of the vector width in use.
SoftmaxKernels softmaxKernels();

}  // namespace attn::kernels
