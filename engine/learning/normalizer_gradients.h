#pragma once

#include <string_view>
#include <vector>

#include "learning/scalar.h"

namespace attn {

/// One normalizer and its derivative, row by row: a row for every row of `normalizerCatalogue`.
template <class Scalar>
struct NormalizerDerivative {
  const char* name;
  bool differentiable;  ///< false: piecewise constant, so that its gradient is 0 (`hardmax`, `uniform`)
  /// Scores over τ of the visible keys of one row, not empty -> their weights.
  Eigen::VectorX<Scalar> (*weights)(const Eigen::VectorX<Scalar>& scaled);
  /// From the gradient of the weights to that of the scaled scores.
  Eigen::VectorX<Scalar> (*back)(const Eigen::VectorX<Scalar>& scaled, const Eigen::VectorX<Scalar>& weights,
                                 const Eigen::VectorX<Scalar>& dWeights);
};

/// For float and double.
template <class Scalar>
const std::vector<NormalizerDerivative<Scalar>>& normalizerDerivatives();

/// The row of `name`, which must be a normalizer's name: anything else is a bug.
template <class Scalar>
const NormalizerDerivative<Scalar>& normalizerDerivative(std::string_view name);

/// ∂p/∂s of one row of softmax weights p (m): (diag p − p pᵀ) / τ -> (m, m). Each row and column sums to 0.
Eigen::MatrixXd softmaxSensitivity(const Eigen::VectorXd& weights, double tau);

}  // namespace attn
