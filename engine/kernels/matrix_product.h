#pragma once

#include <cstddef>

#include "kernels/progress.h"

namespace attn::kernels {

/// out (rows, columns) = left · right, or added to it. All matrices row by row, 32-bit; `…Step` leads from row to row
/// as they lie in memory, in floats. For projections and training: the right side is packed once a call.
struct MatrixProduct {
  std::size_t rows = 0, columns = 0, depth = 0;
  const float* left = nullptr;  ///< (rows, depth), or (depth, rows) where `leftTransposed`
  std::size_t leftStep = 0;
  bool leftTransposed = false;
  const float* right = nullptr;  ///< (depth, columns), or (columns, depth) where `rightTransposed`
  std::size_t rightStep = 0;
  bool rightTransposed = false;
  float* out = nullptr;
  std::size_t outStep = 0;
  bool accumulate = false;  ///< out += instead of out =
};

/// The same bits for any number of threads. @throws what `progress` throws
void multiply(const MatrixProduct& product, const Progress& progress = {});

}  // namespace attn::kernels
