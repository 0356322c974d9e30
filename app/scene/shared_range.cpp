#include "scene/shared_range.h"

#include <algorithm>
#include <cmath>

namespace lab {
namespace {

/// Whether a cell that is seen has a number other than 0: mostly one of the first.
bool hasNumbers(const MatrixPicture& picture) {
  const attn::Matrix& values = *picture.values;
  for (attn::Index row = 0; row < values.rows(); ++row)
    for (attn::Index column = 0; column < values.cols(); ++column) {
      if (picture.visible && !(*picture.visible)(row, column)) continue;
      if (values(row, column) != 0 && std::isfinite(values(row, column))) return true;
    }
  return false;
}

/// Joins ranges, leaving out those that `rangeOf` made up.
class Joined {
 public:
  explicit Joined(bool diverging) : madeUp_(rangeOf(attn::Matrix(), nullptr, diverging)) {}

  void add(const MatrixPicture& picture, ValueRange own) {
    if (own == madeUp_ && !hasNumbers(picture)) return;
    low_ = std::min(low_, own.low);
    high_ = std::max(high_, own.high);
  }
  ValueRange range() const { return high_ > low_ ? ValueRange{low_, high_} : madeUp_; }

 private:
  ValueRange madeUp_;
  double low_ = 0, high_ = 0;
};

}  // namespace

ValueRange sharedRange(const std::vector<MatrixPicture>& pictures, bool diverging) {
  Joined joined(diverging);
  for (const MatrixPicture& picture : pictures)
    joined.add(picture, rangeOf(*picture.values, picture.visible.get(), diverging));
  return joined.range();
}

ValueRange sharedRange(const std::vector<ShownMatrixPtr>& matrices) {
  Joined joined(matrices.front()->picture.diverging);
  for (const ShownMatrixPtr& matrix : matrices) joined.add(matrix->picture, matrix->range);
  return joined.range();
}

}  // namespace lab
