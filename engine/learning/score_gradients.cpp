#include "learning/score_gradients.h"

#include <cassert>
#include <cmath>
#include <cstdlib>

#include "learning/hidden_layer_gradients.h"

namespace attn {
namespace {

template <class S>
MatrixOf<S> dot(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>&) {
  return q * k.transpose();
}

template <class S>
ScoreGradients<S> dotGradients(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>&,
                               const MatrixOf<S>& d) {
  return {d * k, d.transpose() * q, {}};
}

template <class S>
S perRoot(const MatrixOf<S>& q) {
  return S(1) / std::sqrt(static_cast<S>(q.cols()));
}

template <class S>
MatrixOf<S> scaledDot(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>&) {
  return q * k.transpose() * perRoot(q);
}

template <class S>
ScoreGradients<S> scaledDotGradients(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p,
                                     const MatrixOf<S>& d) {
  const MatrixOf<S> scaled = d * perRoot(q);
  return dotGradients(q, k, p, scaled);
}

template <class S>
MatrixOf<S> general(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p) {
  return q * p.matrices.at("W") * k.transpose();
}

template <class S>
ScoreGradients<S> generalGradients(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p,
                                   const MatrixOf<S>& d) {
  const MatrixOf<S>& w = p.matrices.at("W");
  ScoreGradients<S> out{d * k * w.transpose(), d.transpose() * q * w, {}};
  out.parameters.matrices["W"] = q.transpose() * d * k;
  return out;
}

template <class S>
MatrixOf<S> location(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p) {
  return q * p.matrices.at("W").topRows(k.rows()).transpose();
}

template <class S>
ScoreGradients<S> locationGradients(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p,
                                    const MatrixOf<S>& d) {
  const MatrixOf<S>& w = p.matrices.at("W");
  ScoreGradients<S> out{d * w.topRows(k.rows()), MatrixOf<S>::Zero(k.rows(), k.cols()), {}};
  MatrixOf<S> dW = MatrixOf<S>::Zero(w.rows(), w.cols());
  dW.topRows(k.rows()) = d.transpose() * q;  // places beyond the last key have no score
  out.parameters.matrices["W"] = dW;
  return out;
}

template <class S>
MatrixOf<S> keyLinear(const MatrixOf<S>&, const MatrixOf<S>& k, const ParametersOf<S>& p) {
  MatrixOf<S> scores = p.matrices.at("W") * k.transpose();
  if (p.matrices.contains("b")) scores.colwise() += p.matrices.at("b").row(0).transpose();
  if (p.numbers.at("tanh") != 0) scores = scores.array().tanh().matrix().eval();
  return scores;
}

template <class S>
ScoreGradients<S> keyLinearGradients(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p,
                                     const MatrixOf<S>& d) {
  MatrixOf<S> inner = d;
  if (p.numbers.at("tanh") != 0) inner = d.array() * (1 - keyLinear(q, k, p).array().square());
  ScoreGradients<S> out{{}, inner.transpose() * p.matrices.at("W"), {}};
  out.parameters.matrices["W"] = inner * k;
  if (p.matrices.contains("b")) out.parameters.matrices["b"] = inner.rowwise().sum().transpose();
  return out;
}

template <class S>
const S smallestNorm = S(1e-8);

// Rows over their norms, and the norms, which are at least ε.
template <class S>
struct UnitRows {
  MatrixOf<S> unit;
  Eigen::Matrix<S, Eigen::Dynamic, 1> norms;

  explicit UnitRows(const MatrixOf<S>& rows) : unit(rows), norms(rows.rowwise().norm().cwiseMax(smallestNorm<S>)) {
    for (Index row = 0; row < rows.rows(); ++row) unit.row(row) /= norms(row);
  }

  // From the gradient of the unit rows to that of the rows. Below ε the norm is a constant.
  MatrixOf<S> back(const MatrixOf<S>& dUnit) const {
    MatrixOf<S> d(dUnit.rows(), dUnit.cols());
    for (Index row = 0; row < d.rows(); ++row) {
      const S along = norms(row) > smallestNorm<S> ? unit.row(row).dot(dUnit.row(row)) : S(0);
      d.row(row) = (dUnit.row(row) - along * unit.row(row)) / norms(row);
    }
    return d;
  }
};

template <class S>
MatrixOf<S> cosine(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p) {
  return UnitRows<S>(q).unit * UnitRows<S>(k).unit.transpose() * p.numbers.at("beta");
}

template <class S>
ScoreGradients<S> cosineGradients(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p,
                                  const MatrixOf<S>& d) {
  const S beta = p.numbers.at("beta");
  const UnitRows<S> queries(q), keys(k);
  ScoreGradients<S> out{queries.back(d * keys.unit * beta), keys.back(d.transpose() * queries.unit * beta), {}};
  out.parameters.numbers["beta"] = d.cwiseProduct(queries.unit * keys.unit.transpose()).sum();
  return out;
}

template <class S>
MatrixOf<S> gaussian(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p) {
  const S sigma = p.numbers.at("sigma");
  MatrixOf<S> scores(q.rows(), k.rows());
  for (Index i = 0; i < q.rows(); ++i)
    for (Index j = 0; j < k.rows(); ++j) scores(i, j) = -(q.row(i) - k.row(j)).squaredNorm() / (2 * sigma * sigma);
  return scores;
}

template <class S>
ScoreGradients<S> gaussianGradients(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p,
                                    const MatrixOf<S>& d) {
  const S sigma = p.numbers.at("sigma");
  ScoreGradients<S> out{MatrixOf<S>::Zero(q.rows(), q.cols()), MatrixOf<S>::Zero(k.rows(), k.cols()), {}};
  for (Index i = 0; i < q.rows(); ++i)
    for (Index j = 0; j < k.rows(); ++j) {
      const auto pull = ((k.row(j) - q.row(i)) * (d(i, j) / (sigma * sigma))).eval();
      out.queries.row(i) += pull;
      out.keys.row(j) -= pull;
    }
  // s = −r / (2σ²), so that ∂s/∂σ = −2 s / σ.
  out.parameters.numbers["sigma"] = -2 * d.cwiseProduct(gaussian(q, k, p)).sum() / sigma;
  return out;
}

}  // namespace

template <class Scalar>
const std::vector<ScoreDerivative<Scalar>>& scoreDerivatives() {
  using S = Scalar;
  static const std::vector<ScoreDerivative<S>> rows = {
      {"dot", dot<S>, dotGradients<S>},
      {"scaled_dot", scaledDot<S>, scaledDotGradients<S>},
      {"general", general<S>, generalGradients<S>},
      {"additive", additiveValues<S>, additiveGradients<S>},
      {"concat", concatValues<S>, concatGradients<S>},
      {"mlp", mlpValues<S>, mlpGradients<S>},
      {"location", location<S>, locationGradients<S>},
      {"cosine", cosine<S>, cosineGradients<S>},
      {"gaussian", gaussian<S>, gaussianGradients<S>},
      {"key_linear", keyLinear<S>, keyLinearGradients<S>},
  };
  return rows;
}

template <class Scalar>
const ScoreDerivative<Scalar>& scoreDerivative(std::string_view name) {
  for (const auto& row : scoreDerivatives<Scalar>())
    if (row.name == name) return row;
  assert(false && "every score has a derivative");
  std::abort();
}

template const std::vector<ScoreDerivative<float>>& scoreDerivatives();
template const std::vector<ScoreDerivative<double>>& scoreDerivatives();
template const ScoreDerivative<float>& scoreDerivative(std::string_view);
template const ScoreDerivative<double>& scoreDerivative(std::string_view);

}  // namespace attn
