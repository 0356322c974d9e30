#include "learning/normalizer_gradients.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <numeric>

namespace attn {
namespace {

template <class S>
using Row = Eigen::VectorX<S>;

template <class S>
Row<S> softmax(const Row<S>& z) {
  const Row<S> exponentials = (z.array() - z.maxCoeff()).exp();
  return exponentials / exponentials.sum();
}

template <class S>
Row<S> softmaxBack(const Row<S>&, const Row<S>& p, const Row<S>& d) {
  return p.cwiseProduct((d.array() - p.dot(d)).matrix());
}

template <class S>
std::vector<S> descending(const Row<S>& z) {
  std::vector<S> sorted(z.begin(), z.end());
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  return sorted;
}

template <class S>
Row<S> sparsemax(const Row<S>& z) {
  S sum = 0, threshold = 0, count = 0;
  for (const S each : descending(z)) {
    sum += each;
    count += 1;
    if (1 + count * each <= sum) break;
    threshold = (sum - 1) / count;
  }
  return (z.array() - threshold).cwiseMax(S(0)).matrix();
}

// Within the support the projection takes the mean away; outside of it nothing moves.
template <class S>
Row<S> sparsemaxBack(const Row<S>&, const Row<S>& p, const Row<S>& d) {
  const Row<S> support = (p.array() > 0).template cast<S>();
  return support.cwiseProduct((d.array() - support.dot(d) / support.sum()).matrix());
}

template <class S>
Row<S> entmax15(const Row<S>& z) {
  const Row<S> half = (z.array() - z.maxCoeff()) / 2;
  S mean = 0, spread = 0, count = 0, threshold = 0;
  for (const S each : descending<S>(half)) {
    count += 1;
    const S from = each - mean;
    mean += from / count;
    spread += from * (each - mean);
    if (spread > 1) break;
    const S own = mean - std::sqrt((1 - spread) / count);
    if (own > each) break;
    threshold = own;
  }
  return (half.array() - threshold).cwiseMax(S(0)).square().matrix();
}

// p = u² with u = z/2 − t above 0, and Σ p = 1 fixes t: dz = u ⊙ (d − (u · d) / Σ u).
template <class S>
Row<S> entmax15Back(const Row<S>&, const Row<S>& p, const Row<S>& d) {
  const Row<S> root = p.cwiseSqrt();
  return root.cwiseProduct((d.array() - root.dot(d) / root.sum()).matrix());
}

template <class S>
Row<S> hardmax(const Row<S>& z) {
  const Row<S> largest = (z.array() == z.maxCoeff()).template cast<S>();
  return largest / largest.sum();
}

template <class S>
Row<S> uniform(const Row<S>& z) {
  return Row<S>::Constant(z.size(), S(1) / static_cast<S>(z.size()));
}

template <class S>
Row<S> noBack(const Row<S>& z, const Row<S>&, const Row<S>&) {
  return Row<S>::Zero(z.size());
}

template <class S>
Row<S> sigmoid(const Row<S>& z) {
  return (1 / (1 + (-z.array()).exp())).matrix();
}

template <class S>
Row<S> sigmoidBack(const Row<S>&, const Row<S>& p, const Row<S>& d) {
  return (d.array() * p.array() * (1 - p.array())).matrix();
}

template <class S>
Row<S> ratio(const Row<S>& z) {
  return z / z.sum();
}

template <class S>
Row<S> ratioBack(const Row<S>& z, const Row<S>& p, const Row<S>& d) {
  return ((d.array() - p.dot(d)) / z.sum()).matrix();
}

}  // namespace

template <class Scalar>
const std::vector<NormalizerDerivative<Scalar>>& normalizerDerivatives() {
  using S = Scalar;
  static const std::vector<NormalizerDerivative<S>> rows = {
      {"softmax", true, softmax<S>, softmaxBack<S>},    {"sparsemax", true, sparsemax<S>, sparsemaxBack<S>},
      {"entmax15", true, entmax15<S>, entmax15Back<S>}, {"hardmax", false, hardmax<S>, noBack<S>},
      {"sigmoid", true, sigmoid<S>, sigmoidBack<S>},    {"ratio", true, ratio<S>, ratioBack<S>},
      {"uniform", false, uniform<S>, noBack<S>},
  };
  return rows;
}

template <class Scalar>
const NormalizerDerivative<Scalar>& normalizerDerivative(std::string_view name) {
  for (const auto& row : normalizerDerivatives<Scalar>())
    if (row.name == name) return row;
  assert(false && "every normalizer has a derivative");
  std::abort();
}

template const std::vector<NormalizerDerivative<float>>& normalizerDerivatives();
template const std::vector<NormalizerDerivative<double>>& normalizerDerivatives();
template const NormalizerDerivative<float>& normalizerDerivative(std::string_view);
template const NormalizerDerivative<double>& normalizerDerivative(std::string_view);

Eigen::MatrixXd softmaxSensitivity(const Eigen::VectorXd& weights, double tau) {
  Eigen::MatrixXd out = -weights * weights.transpose();
  out.diagonal() += weights;
  return out / tau;
}

}  // namespace attn
