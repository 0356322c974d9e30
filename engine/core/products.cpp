#include "core/products.h"

#include <algorithm>
#include <cassert>

namespace attn {
namespace {

struct Tile {
  Index rows, columns;
};

// At most some 10 ms of multiply-adds. Rows are kept together as long as there are enough of them for the
// product to reuse what it packs; only then are columns split too.
Tile tileOf(Index rows, Index columns, Index depth) {
  const double multiplyAdds = 4e7;
  const double perRow = static_cast<double>(columns) * static_cast<double>(depth);
  const Index fitting = static_cast<Index>(std::min(multiplyAdds / std::max(perRow, 1.0), 1e9));
  const Index enough = 64;
  if (fitting >= std::min(rows, enough)) return {fitting, columns};
  const double perCell = static_cast<double>(enough) * static_cast<double>(depth);
  return {enough, std::max<Index>(16, static_cast<Index>(multiplyAdds / perCell))};
}

template <class Multiply>
Matrix tiled(Index rows, Index columns, Index depth, const WorkShare& work, Multiply&& multiply) {
  Matrix out(rows, columns);
  const Tile tile = tileOf(rows, columns, depth);
  for (Index row = 0; row < rows; row += tile.rows) {
    const Index height = std::min(tile.rows, rows - row);
    for (Index column = 0; column < columns; column += tile.columns) {
      const Index width = std::min(tile.columns, columns - column);
      const double done =
          static_cast<double>(row) + static_cast<double>(height * column) / static_cast<double>(columns);
      work.progress(done / static_cast<double>(rows));
      multiply(out.block(row, column, height, width), row, column);
    }
  }
  return out;
}

}  // namespace

Matrix product(const Matrix& left, const Matrix& right, const WorkShare& work) {
  assert(left.cols() == right.rows());
  return tiled(left.rows(), right.cols(), left.cols(), work, [&](auto out, Index row, Index column) {
    out.noalias() = left.middleRows(row, out.rows()) * right.middleCols(column, out.cols());
  });
}

Matrix productTransposed(const Matrix& left, const Matrix& right, const WorkShare& work) {
  assert(left.cols() == right.cols());
  return tiled(left.rows(), right.rows(), left.cols(), work, [&](auto out, Index row, Index column) {
    out.noalias() = left.middleRows(row, out.rows()) * right.middleRows(column, out.cols()).transpose();
  });
}

}  // namespace attn
