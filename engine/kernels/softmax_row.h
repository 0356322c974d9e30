#pragma once

#include <cstddef>

namespace attn::kernels {

// What the part of softmax that is compiled for each vector width gets: one row.

/// Exponentials of a row that are not written yet.
struct PendingRow {
  float factor = 0;          ///< 1 / Z
  float* weights = nullptr;  ///< or null
  float* pool = nullptr;     ///< (keys): raised to the weights where they are larger, or null
};

struct SoftmaxRow {
  const float* scores = nullptr;           ///< null: only the pending row is written
  const unsigned char* visible = nullptr;  ///< 0 = masked, or null
  std::size_t keys = 0;
  float highest = 0;     ///< the largest visible score; −∞ where none is, and then the exponentials are 0
  double perTau = 1;     ///< 1/τ
  float place = 0;       ///< of the query among the keys, from which distances are counted
  bool moments = false;  ///< whether `moment` and `distance` are wanted
  bool stream = false;   ///< weights are written past the caches
  /// (keys + 16), aligned to 64 bytes: the pending row's exponentials, which go to their weights while this row's
  /// take their place: the one waits for the memory, the other for the arithmetic.
  float* room = nullptr;
  PendingRow pending;
};

struct SoftmaxSums {
  double sum = 0;       ///< Z = Σ exp((s − s_max) / τ)
  double moment = 0;    ///< Σ exp((s − s_max) / τ) (s − s_max)
  double distance = 0;  ///< Σ exp((s − s_max) / τ) |key − place|
};

struct SoftmaxKernels {
  SoftmaxSums (*row)(const SoftmaxRow& row);
  /// Once after many rows: what was streamed is there for other threads.
  void (*flush)();
  /// The largest visible score, −∞ where none is.
  float (*highest)(const float* scores, const unsigned char* visible, std::size_t keys);
  /// The largest of each of `columns` runs of `pool`; then pool = 0.
  void (*poolColumns)(float* pool, std::size_t keys, float* picture, std::size_t columns);
};

/// Of the vector width in use.
SoftmaxKernels softmaxKernels();

}  // namespace attn::kernels
