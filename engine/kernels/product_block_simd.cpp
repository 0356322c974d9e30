// Compiled once for each vector width: no Eigen header, and only Highway's functions and those of this file.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/product_block_simd.cpp"
#include <hwy/foreach_target.h>
// foreach_target comes first
#include <hwy/highway.h>

#include "kernels/product_block.h"
#include "kernels/vector_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace attn::kernels::HWY_NAMESPACE {
namespace {

// Terms that are summed in one go: a panel's part stays in the first-level cache, and long sums are made of
// shorter ones.
constexpr std::size_t sliceDepth = 256;
constexpr std::size_t tileStep = static_cast<std::size_t>(tileRows);
static_assert(blockRows % tileStep == 0);

// to[k · width + column] = from[k · step + column]; 0 in the columns that are not there.
HWY_INLINE void packStraight(const float* from, std::size_t step, std::size_t count, std::size_t depth, float* to,
                             std::size_t width) {
  for (std::size_t k = 0; k < depth; ++k, from += step, to += width) {
    std::size_t column = 0;
    for (; column < count; ++column) to[column] = from[column];
    for (; column < width; ++column) to[column] = 0;
  }
}

// The same for a whole panel, whose width is known.
HWY_INLINE void packWholePanel(const float* from, std::size_t step, std::size_t depth, float* to) {
  const Tag tag;
  for (std::size_t k = 0; k < depth; ++k, from += step, to += panelWidth) {
    hn::Store(hn::LoadU(tag, from), tag, to);
    hn::Store(hn::LoadU(tag, from + lanes), tag, to + lanes);
  }
}

void packPanel(const float* right, std::size_t step, bool transposed, std::size_t count, std::size_t depth,
               float* panel) {
  if (transposed)
    packTransposed(right, step, count, depth, panel, panelWidth);
  else if (count == panelWidth)
    packWholePanel(right, step, depth, panel);
  else
    packStraight(right, step, count, depth, panel, panelWidth);
}

HWY_INLINE void storeVector(Floats values, float* to, std::size_t count, bool add) {
  const Tag tag;
  if (count >= lanes)
    hn::StoreU(add ? hn::Add(hn::LoadU(tag, to), values) : values, tag, to);
  else if (count > 0)
    storePart(add ? hn::Add(loadPart(to, count, 0), values) : values, to, count);
}

HWY_INLINE void storeTile(const Tile<tileRows>& tile, std::size_t rows, std::size_t columns, bool add, float* to,
                          std::size_t step) {
#pragma GCC unroll 16
  for (int r = 0; r < tileRows; ++r) {
    if (static_cast<std::size_t>(r) >= rows) break;
    float* at = to + static_cast<std::size_t>(r) * step;
    storeVector(tile.at[r][0], at, columns, add);
    if (columns > lanes) storeVector(tile.at[r][1], at + lanes, columns - lanes, add);
  }
}

void packLeft(const ProductBlock& b) {
  for (std::size_t row = 0; row < b.rows; row += tileStep) {
    const std::size_t count = b.rows - row < tileStep ? b.rows - row : tileStep;
    float* to = b.room + row * b.depth;
    if (b.leftTransposed)
      packStraight(b.left + row, b.leftStep, count, b.depth, to, tileStep);
    else
      packTransposed(b.left + row * b.leftStep, b.leftStep, count, b.depth, to, tileStep);
  }
}

void block(const ProductBlock& b) {
  packLeft(b);
  std::size_t k = 0;
  do {  // once where the depth is 0: the product is 0
    const std::size_t depth = b.depth - k < sliceDepth ? b.depth - k : sliceDepth;
    for (std::size_t column = 0; column < b.columns; column += panelWidth) {
      const float* panel = b.packedRight + column * b.depth + k * panelWidth;
      for (std::size_t row = 0; row < b.rows; row += tileStep) {
        Tile<tileRows> tile;
        multiplyTile<tileRows>(b.room + row * b.depth + k * tileStep, 1, tileStep, panel, depth, tile);
        storeTile(tile, b.rows - row, b.columns - column, b.accumulate || k > 0, b.out + row * b.outStep + column,
                  b.outStep);
      }
    }
    k += sliceDepth;
  } while (k < b.depth);
}

}  // namespace

ProductKernels kernelsOfProduct() { return {panelWidth, packPanel, block}; }

}  // namespace attn::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attn::kernels {
HWY_EXPORT(kernelsOfProduct);
ProductKernels productKernels() { return HWY_DYNAMIC_DISPATCH(kernelsOfProduct)(); }
}  // namespace attn::kernels
#endif
