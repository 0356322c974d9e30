#pragma once

#include "learning/score_gradients.h"

// The scorers with one hidden layer: v · tanh(A q + B k + b).

namespace attn {

template <class S>
struct HiddenLayer {
  MatrixOf<S> fromQueries, fromKeys;  ///< (n, d_a), (m, d_a): A q (+ b), B k
};

/// What flows back through v · tanh(…).
template <class S>
struct HiddenGradients {
  MatrixOf<S> queries, keys;  ///< of A q and of B k
  MatrixOf<S> v;              ///< (1, d_a)
};

template <class S>
MatrixOf<S> hiddenValues(const HiddenLayer<S>& hidden, const MatrixOf<S>& v) {
  MatrixOf<S> scores(hidden.fromQueries.rows(), hidden.fromKeys.rows());
  for (Index i = 0; i < scores.rows(); ++i)
    for (Index j = 0; j < scores.cols(); ++j)
      scores(i, j) = v.row(0).dot((hidden.fromQueries.row(i) + hidden.fromKeys.row(j)).array().tanh().matrix());
  return scores;
}

template <class S>
HiddenGradients<S> hiddenGradients(const HiddenLayer<S>& hidden, const MatrixOf<S>& v, const MatrixOf<S>& dScores) {
  HiddenGradients<S> out{MatrixOf<S>::Zero(hidden.fromQueries.rows(), v.cols()),
                         MatrixOf<S>::Zero(hidden.fromKeys.rows(), v.cols()), MatrixOf<S>::Zero(1, v.cols())};
  for (Index i = 0; i < dScores.rows(); ++i)
    for (Index j = 0; j < dScores.cols(); ++j) {
      const auto bent = (hidden.fromQueries.row(i) + hidden.fromKeys.row(j)).array().tanh().eval();
      out.v.array() += dScores(i, j) * bent;
      const auto inner = (dScores(i, j) * v.row(0).array() * (1 - bent.square())).eval();
      out.queries.row(i).array() += inner;
      out.keys.row(j).array() += inner;
    }
  return out;
}

template <class S>
void addBias(HiddenLayer<S>& hidden, const ParametersOf<S>& p, const char* name) {
  if (p.matrices.contains(name)) hidden.fromQueries.rowwise() += p.matrices.at(name).row(0);
}

template <class S>
HiddenLayer<S> additiveLayer(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p) {
  HiddenLayer<S> hidden{q * p.matrices.at("W_q").transpose(), k * p.matrices.at("W_k").transpose()};
  addBias(hidden, p, "b");
  return hidden;
}

template <class S>
MatrixOf<S> additiveValues(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p) {
  return hiddenValues(additiveLayer(q, k, p), p.matrices.at("v"));
}

template <class S>
ScoreGradients<S> additiveGradients(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p,
                                    const MatrixOf<S>& d) {
  const HiddenGradients<S> back = hiddenGradients(additiveLayer(q, k, p), p.matrices.at("v"), d);
  ScoreGradients<S> out{back.queries * p.matrices.at("W_q"), back.keys * p.matrices.at("W_k"), {}};
  out.parameters.matrices["W_q"] = back.queries.transpose() * q;
  out.parameters.matrices["W_k"] = back.keys.transpose() * k;
  out.parameters.matrices["v"] = back.v;
  if (p.matrices.contains("b")) out.parameters.matrices["b"] = back.queries.colwise().sum();
  return out;
}

/// One matrix over [q; k].
template <class S>
HiddenLayer<S> joinedLayer(const MatrixOf<S>& q, const MatrixOf<S>& k, const MatrixOf<S>& w) {
  return {q * w.leftCols(q.cols()).transpose(), k * w.rightCols(k.cols()).transpose()};
}

template <class S>
ScoreGradients<S> joinedGradients(const MatrixOf<S>& q, const MatrixOf<S>& k, const MatrixOf<S>& w,
                                  const HiddenGradients<S>& back, const char* weightName, const char* vectorName) {
  ScoreGradients<S> out{back.queries * w.leftCols(q.cols()), back.keys * w.rightCols(k.cols()), {}};
  MatrixOf<S> dW(w.rows(), w.cols());
  dW << back.queries.transpose() * q, back.keys.transpose() * k;
  out.parameters.matrices[weightName] = dW;
  out.parameters.matrices[vectorName] = back.v;
  return out;
}

template <class S>
MatrixOf<S> concatValues(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p) {
  return hiddenValues(joinedLayer(q, k, p.matrices.at("W")), p.matrices.at("v"));
}

template <class S>
ScoreGradients<S> concatGradients(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p,
                                  const MatrixOf<S>& d) {
  const MatrixOf<S>& w = p.matrices.at("W");
  return joinedGradients(q, k, w, hiddenGradients(joinedLayer(q, k, w), p.matrices.at("v"), d), "W", "v");
}

template <class S>
HiddenLayer<S> mlpLayer(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p) {
  HiddenLayer<S> hidden = joinedLayer(q, k, p.matrices.at("W_1"));
  addBias(hidden, p, "b_1");
  return hidden;
}

template <class S>
MatrixOf<S> mlpValues(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p) {
  return (hiddenValues(mlpLayer(q, k, p), p.matrices.at("w_2")).array() + p.numbers.at("b_2")).matrix();
}

template <class S>
ScoreGradients<S> mlpGradients(const MatrixOf<S>& q, const MatrixOf<S>& k, const ParametersOf<S>& p,
                               const MatrixOf<S>& d) {
  const HiddenGradients<S> back = hiddenGradients(mlpLayer(q, k, p), p.matrices.at("w_2"), d);
  ScoreGradients<S> out = joinedGradients(q, k, p.matrices.at("W_1"), back, "W_1", "w_2");
  if (p.matrices.contains("b_1")) out.parameters.matrices["b_1"] = back.queries.colwise().sum();
  out.parameters.numbers["b_2"] = d.sum();
  return out;
}

}  // namespace attn
