#include "attention/local.h"

#include <cmath>
#include <cstdlib>

namespace attn {

std::vector<double> predictedCentres(const Matrix& queries, const Matrix& wP, const Matrix& vP, Index keys) {
  const Eigen::MatrixXd weight = wP.cast<double>();
  const Eigen::VectorXd v = vP.row(0).transpose().cast<double>();
  std::vector<double> centres;
  for (Index i = 0; i < queries.rows(); ++i) {
    const Eigen::VectorXd hidden = (weight * queries.row(i).transpose().cast<double>()).array().tanh().matrix();
    centres.push_back(static_cast<double>(keys) / (1.0 + std::exp(-v.dot(hidden))));
  }
  return centres;
}

Mask predictiveMask(const std::vector<double>& centres, Index keys, Index reach) {
  Mask visible(static_cast<Index>(centres.size()), keys);
  for (Index i = 0; i < visible.rows(); ++i)
    for (Index j = 0; j < keys; ++j)
      visible(i, j) =
          std::abs(static_cast<double>(j) - centres[static_cast<std::size_t>(i)]) <= static_cast<double>(reach);
  return visible;
}

double predictiveFactor(double centre, Index key, Index reach) {
  const double sigma = static_cast<double>(reach) / 2;
  const double distance = static_cast<double>(key) - centre;
  return std::exp(-distance * distance / (2 * sigma * sigma));
}

void applyPredictiveFactors(const std::vector<double>& centres, Index reach, Matrix& weights) {
  for (Index i = 0; i < weights.rows(); ++i)
    for (Index j = 0; j < weights.cols(); ++j)
      if (weights(i, j) != 0.0F)
        weights(i, j) = static_cast<float>(static_cast<double>(weights(i, j)) *
                                           predictiveFactor(centres[static_cast<std::size_t>(i)], j, reach));
}

}  // namespace attn
