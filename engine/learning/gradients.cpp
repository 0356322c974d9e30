#include "learning/gradients.h"

#include <vector>

namespace attn {
namespace {

std::vector<Index> visibleKeys(const Mask& visible, Index query) {
  std::vector<Index> keys;
  for (Index key = 0; key < visible.cols(); ++key)
    if (visible(query, key)) keys.push_back(key);
  return keys;
}

}  // namespace

template <class Scalar>
Forward<Scalar> forward(const Differentiable<Scalar>& attention) {
  const auto& normalizer = normalizerDerivative<Scalar>(attention.normalizer);
  Forward<Scalar> out;
  out.scores = scoreDerivative<Scalar>(attention.score).scores(attention.q, attention.k, attention.parameters);
  out.weights = MatrixOf<Scalar>::Zero(out.scores.rows(), out.scores.cols());
  for (Index i = 0; i < out.scores.rows(); ++i) {
    const std::vector<Index> keys = visibleKeys(attention.visible, i);
    if (keys.empty()) continue;
    const Eigen::VectorX<Scalar> scaled = out.scores.row(i)(keys).transpose() / attention.tau;
    out.weights.row(i)(keys) = normalizer.weights(scaled).transpose();
  }
  out.context = out.weights * attention.v;
  return out;
}

template <class Scalar>
AttentionGradients<Scalar> gradients(const Differentiable<Scalar>& attention, const MatrixOf<Scalar>& dContext) {
  const auto& normalizer = normalizerDerivative<Scalar>(attention.normalizer);
  const Forward<Scalar> made = forward(attention);
  const MatrixOf<Scalar> dWeights = dContext * attention.v.transpose();
  AttentionGradients<Scalar> out;
  out.values = made.weights.transpose() * dContext;
  out.scores = MatrixOf<Scalar>::Zero(made.scores.rows(), made.scores.cols());
  for (Index i = 0; i < made.scores.rows(); ++i) {
    const std::vector<Index> keys = visibleKeys(attention.visible, i);
    if (keys.empty()) continue;
    const Eigen::VectorX<Scalar> scaled = made.scores.row(i)(keys).transpose() / attention.tau;
    const Eigen::VectorX<Scalar> weights = made.weights.row(i)(keys).transpose();
    const Eigen::VectorX<Scalar> d = dWeights.row(i)(keys).transpose();
    const Eigen::VectorX<Scalar> dScaled = normalizer.back(scaled, weights, d);
    out.scores.row(i)(keys) = dScaled.transpose() / attention.tau;
    out.temperature -= dScaled.dot(scaled) / attention.tau;
  }
  ScoreGradients<Scalar> inputs =
      scoreDerivative<Scalar>(attention.score).gradients(attention.q, attention.k, attention.parameters, out.scores);
  out.queries = std::move(inputs.queries);
  out.keys = std::move(inputs.keys);
  out.parameters = std::move(inputs.parameters);
  return out;
}

template Forward<float> forward(const Differentiable<float>&);
template Forward<double> forward(const Differentiable<double>&);
template AttentionGradients<float> gradients(const Differentiable<float>&, const MatrixOf<float>&);
template AttentionGradients<double> gradients(const Differentiable<double>&, const MatrixOf<double>&);

}  // namespace attn
