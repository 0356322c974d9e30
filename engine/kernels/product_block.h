#pragma once

#include <cstddef>

namespace attn::kernels {

// What the part of the matrix product that is compiled for each vector width gets.

/// Rows of one block; a multiple of every register tile.
constexpr std::size_t blockRows = 24;

struct ProductBlock {
  const float* left = nullptr;  ///< the block's first row, or column where `leftTransposed`
  std::size_t leftStep = 0;
  bool leftTransposed = false;
  std::size_t rows = 0;  ///< 1 … blockRows
  std::size_t depth = 0;
  std::size_t columns = 0;
  const float* packedRight = nullptr;  ///< panels of ProductKernels::panelWidth columns
  float* out = nullptr;
  std::size_t outStep = 0;
  bool accumulate = false;
  float* room = nullptr;  ///< blockRows · depth floats, aligned to 64 bytes
};

struct ProductKernels {
  std::size_t panelWidth;
  /// `count` ≤ panelWidth columns of the right side as one panel, (depth, panelWidth).
  /// @param right its first column, or row where `transposed`
  void (*packPanel)(const float* right, std::size_t step, bool transposed, std::size_t count, std::size_t depth,
                    float* panel);
  void (*block)(const ProductBlock& block);
};

/// Of the vector width in use.
ProductKernels productKernels();

}  // namespace attn::kernels
