#include "kernels/matrix_product.h"

#include <algorithm>

#include "kernels/isa.h"
#include "kernels/product_block.h"
#include "kernels/scratch.h"
#include "kernels/sizes.h"
#include "kernels/thread_pool.h"

namespace attn::kernels {
namespace {

void packRight(const MatrixProduct& p, const ProductKernels& kernels, bool manyThreads, float* to) {
  const std::size_t together = 8, panels = ceilDivide(p.columns, kernels.panelWidth);
  forBlocksIf(manyThreads, ceilDivide(panels, together), {}, [&](std::size_t block) {
    for (std::size_t panel = block * together; panel < std::min((block + 1) * together, panels); ++panel) {
      const std::size_t column = panel * kernels.panelWidth;
      kernels.packPanel(p.right + column * (p.rightTransposed ? p.rightStep : 1), p.rightStep, p.rightTransposed,
                        std::min(kernels.panelWidth, p.columns - column), p.depth, to + column * p.depth);
    }
  });
}

}  // namespace

void multiply(const MatrixProduct& p, const Progress& progress) {
  if (p.rows == 0 || p.columns == 0) return;
  applyRequestedIsa();
  const ProductKernels kernels = productKernels();
  const double workOfRow = static_cast<double>(p.columns) * static_cast<double>(p.depth);
  const bool manyThreads = workOfRow * static_cast<double>(p.rows) > smallWork;
  const Scratch packed(ceilDivide(p.columns, kernels.panelWidth) * kernels.panelWidth * p.depth);
  packRight(p, kernels, manyThreads, packed.data());

  // Enough rows a block to be worth handing out, in whole tiles.
  const double enough = smallWork / 8 / std::max(workOfRow, 1.0) / static_cast<double>(blockRows);
  const std::size_t together = blockRows * static_cast<std::size_t>(std::clamp(enough, 1.0, 1e6));
  forBlocksIf(manyThreads, ceilDivide(p.rows, together), progress, [&](std::size_t part) {
    const Scratch room(blockRows * p.depth);
    const std::size_t end = std::min((part + 1) * together, p.rows);
    for (std::size_t row = part * together; row < end; row += blockRows) {
      ProductBlock b;
      b.left = p.left + row * (p.leftTransposed ? 1 : p.leftStep);
      b.leftStep = p.leftStep;
      b.leftTransposed = p.leftTransposed;
      b.rows = std::min(blockRows, end - row);
      b.depth = p.depth;
      b.columns = p.columns;
      b.packedRight = packed.data();
      b.out = p.out + row * p.outStep;
      b.outStep = p.outStep;
      b.accumulate = p.accumulate;
      b.room = room.data();
      kernels.block(b);
    }
  });
}

}  // namespace attn::kernels
