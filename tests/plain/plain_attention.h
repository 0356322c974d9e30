#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "attention/parameters.h"
#include "support/matrices.h"

// The same mathematics as the engine's kernels, cell by cell in double precision: slow, and easy to compare with the
// definitions. They judge what is made fast.

namespace attn::plain {

using test::WideMatrix;

inline double number(const Parameters& p, const char* name) { return p.numbers.at(name); }
inline WideMatrix matrix(const Parameters& p, const char* name) { return p.matrices.at(name)->cast<double>(); }

inline double additive(const Eigen::VectorXd& q, const Eigen::VectorXd& k, const Parameters& p) {
  Eigen::VectorXd inner = matrix(p, "W_q") * q + matrix(p, "W_k") * k;
  if (p.matrices.contains("b")) inner += matrix(p, "b").row(0).transpose();
  const WideMatrix v = matrix(p, "v");
  double sum = 0;
  for (Index a = 0; a < inner.size(); ++a) sum += v(0, a) * std::tanh(inner(a));
  return sum;
}

/// w · tanh(W [q; k] + b), with W and w by their names; b is 0 where `biasName` is not there.
inline double joined(const Eigen::VectorXd& q, const Eigen::VectorXd& k, const Parameters& p, const char* weightName,
                     const char* biasName, const char* vectorName) {
  Eigen::VectorXd both(q.size() + k.size());
  both << q, k;
  Eigen::VectorXd inner = matrix(p, weightName) * both;
  if (p.matrices.contains(biasName)) inner += matrix(p, biasName).row(0).transpose();
  return matrix(p, vectorName).row(0).dot(inner.array().tanh().matrix());
}

/// Of key `j`, whose content is not read.
inline double location(const Eigen::VectorXd& q, Index j, const Parameters& p) { return matrix(p, "W").row(j).dot(q); }

/// Row `r`, whatever the queries are.
inline double keyLinear(Index r, const Eigen::VectorXd& k, const Parameters& p) {
  const double bias = p.matrices.contains("b") ? matrix(p, "b")(0, r) : 0;
  const double sum = matrix(p, "W").row(r).dot(k) + bias;
  return number(p, "tanh") != 0 ? std::tanh(sum) : sum;
}

inline double score(const std::string& name, const Eigen::VectorXd& q, const Eigen::VectorXd& k, const Parameters& p) {
  if (name == "dot") return q.dot(k);
  if (name == "scaled_dot") return q.dot(k) / std::sqrt(static_cast<double>(q.size()));
  if (name == "general") return q.dot(matrix(p, "W") * k);
  if (name == "additive") return additive(q, k, p);
  if (name == "concat") return joined(q, k, p, "W", "", "v");
  if (name == "mlp") return joined(q, k, p, "W_1", "b_1", "w_2") + number(p, "b_2");
  if (name == "cosine") return number(p, "beta") * q.dot(k) / (std::max(q.norm(), 1e-8) * std::max(k.norm(), 1e-8));
  if (name == "gaussian") return -(q - k).squaredNorm() / (2 * number(p, "sigma") * number(p, "sigma"));
  return std::numeric_limits<double>::quiet_NaN();  // a score without a judge fails every comparison
}

inline WideMatrix scores(const std::string& name, const Matrix& queries, const Matrix& keys, const Parameters& p) {
  const bool ofRows = name == "key_linear";
  WideMatrix out(ofRows ? p.matrices.at("W")->rows() : queries.rows(), keys.rows());
  for (Index i = 0; i < out.rows(); ++i)
    for (Index j = 0; j < out.cols(); ++j) {
      const Eigen::VectorXd k = keys.row(j).transpose().cast<double>();
      if (ofRows) {
        out(i, j) = keyLinear(i, k, p);
        continue;
      }
      const Eigen::VectorXd q = queries.row(i).transpose().cast<double>();
      out(i, j) = name == "location" ? location(q, j, p) : score(name, q, k, p);
    }
  return out;
}

/// Of scores in any precision.
template <class Scores>
WideMatrix softmax(const Scores& scores, const Mask& visible, double tau) {
  WideMatrix out = WideMatrix::Zero(scores.rows(), scores.cols());
  for (Index i = 0; i < out.rows(); ++i) {
    double highest = -std::numeric_limits<double>::infinity(), sum = 0;
    for (Index j = 0; j < out.cols(); ++j)
      if (visible(i, j)) highest = std::max(highest, static_cast<double>(scores(i, j)));
    for (Index j = 0; j < out.cols(); ++j) {
      if (visible(i, j)) out(i, j) = std::exp((static_cast<double>(scores(i, j)) - highest) / tau);
      sum += out(i, j);
    }
    if (sum > 0) out.row(i) /= sum;
  }
  return out;
}

/// −Σ p ln p of row `i`.
template <class Weights>
double entropy(const Weights& weights, Index i) {
  double sum = 0;
  for (Index j = 0; j < weights.cols(); ++j) {
    const double p = static_cast<double>(weights(i, j));
    if (p > 0) sum -= p * std::log(p);
  }
  return sum;
}

/// Mean absolute difference of all pairs over twice the mean: the definition of Gini's coefficient.
inline double gini(const std::vector<float>& weights) {
  double differences = 0, sum = 0;
  for (const float a : weights) {
    sum += static_cast<double>(a);
    for (const float b : weights) differences += std::abs(static_cast<double>(a) - static_cast<double>(b));
  }
  return differences / (2 * static_cast<double>(weights.size()) * sum);
}

}  // namespace attn::plain
