#include "measures/head_summary.h"

#include <cassert>
#include <cmath>
#include <limits>

namespace attn {

HeadMeasures meanMeasures(const std::vector<RowMeasures>& rows) {
  const auto mean = [&](double RowMeasures::*number) {
    double sum = 0, count = 0;
    for (const RowMeasures& row : rows) {
      if (row.empty || std::isnan(row.*number)) continue;
      sum += row.*number;
      count += 1;
    }
    return count == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / count;
  };
  return {mean(&RowMeasures::entropy), mean(&RowMeasures::effectiveKeys), mean(&RowMeasures::diagonalMass),
          mean(&RowMeasures::meanDistance)};
}

Matrix meanOverHeads(const std::vector<MatrixPtr>& weights) {
  assert(!weights.empty());
  if (weights.size() == 1) return *weights.front();
  // Row by row, so that the sums in double stay in the cache.
  Matrix mean(weights.front()->rows(), weights.front()->cols());
  Eigen::RowVectorXd sum(mean.cols());
  for (Index row = 0; row < mean.rows(); ++row) {
    sum.setZero();
    for (const MatrixPtr& head : weights) sum += head->row(row).cast<double>();
    mean.row(row) = (sum / static_cast<double>(weights.size())).cast<float>();
  }
  return mean;
}

Matrix maximumOverHeads(const std::vector<MatrixPtr>& weights) {
  assert(!weights.empty());
  Matrix maximum = *weights.front();
  for (std::size_t r = 1; r < weights.size(); ++r)
    maximum = maximum.binaryExpr(*weights[r], [](float a, float b) { return std::isnan(a) || a > b ? a : b; });
  return maximum;
}

Mask visibleToAny(const std::vector<MaskPtr>& visible) {
  assert(!visible.empty());
  Mask any = *visible.front();
  for (std::size_t r = 1; r < visible.size(); ++r)
    if (visible[r] != visible.front()) any = any || *visible[r];
  return any;
}

}  // namespace attn
