#include <algorithm>
#include <cmath>
#include <utility>

#include "attention/scores.h"

namespace attn {
namespace {

using Wide = Eigen::VectorXd;
using Role = DerivationRow::Role;

DerivationRow row(const char* label, const Wide& values, Role role) {
  return {label, {values.begin(), values.end()}, role};
}

ScoreDerivation derivation(std::vector<DerivationRow> rows, float score) {
  ScoreDerivation out;
  out.rows = std::move(rows);
  for (const double value : out.rows.back().values) out.sum += value;
  out.numbers["s"] = static_cast<double>(score);
  return out;
}

// q, k and their products: what every form of the dot product starts with.
ScoreDerivation dotDerivation(const Vector& query, const Vector& key, float score) {
  const Wide q = query.cast<double>(), k = key.cast<double>();
  ScoreDerivation out = derivation(
      {row("q", q, Role::Query), row("k", k, Role::Key), row("q · k", q.cwiseProduct(k), Role::Products)}, score);
  out.numbers["dot"] = out.sum;
  return out;
}

Eigen::MatrixXd wide(const Parameters& parameters, const char* name) {
  return parameters.matrices.at(name)->cast<double>();
}

Wide wideVector(const Parameters& parameters, const char* name) { return wide(parameters, name).row(0).transpose(); }

// From what enters the tanh to the score: the same for every scorer with a hidden layer.
ScoreDerivation hiddenDerivation(std::vector<DerivationRow> rows, Wide inner, const Parameters& parameters,
                                 const char* biasName, const char* vectorName, float score) {
  if (parameters.matrices.contains(biasName)) {
    const Wide bias = wideVector(parameters, biasName);
    rows.push_back(row(biasName, bias, Role::Step));
    inner += bias;
  }
  const Wide bent = inner.array().tanh().matrix();
  const Wide v = wideVector(parameters, vectorName);
  rows.push_back(row("tanh(…)", bent, Role::Step));
  rows.push_back(row(vectorName, v, Role::Step));
  rows.push_back(row((std::string(vectorName) + " · tanh(…)").c_str(), v.cwiseProduct(bent), Role::Products));
  ScoreDerivation out = derivation(std::move(rows), score);
  out.numbers["sum"] = out.sum;
  return out;
}

// One layer over query and key, one after the other.
ScoreDerivation joinedDerivation(const Vector& query, const Vector& key, const Parameters& parameters,
                                 const char* weightName, const char* biasName, const char* vectorName, float score) {
  Wide both(query.size() + key.size());
  both << query.cast<double>(), key.cast<double>();
  const Wide mapped = wide(parameters, weightName) * both;
  return hiddenDerivation({row("q", query.cast<double>(), Role::Query), row("k", key.cast<double>(), Role::Key),
                           row((std::string(weightName) + " [q; k]").c_str(), mapped, Role::Step)},
                          mapped, parameters, biasName, vectorName, score);
}

}  // namespace

ScoreDerivation explainDot(const Vector& query, const Vector& key, const Parameters&, float score, ScorePlace) {
  return dotDerivation(query, key, score);
}

ScoreDerivation explainScaledDot(const Vector& query, const Vector& key, const Parameters&, float score, ScorePlace) {
  ScoreDerivation out = dotDerivation(query, key, score);
  out.numbers["d"] = static_cast<double>(query.size());
  return out;
}

ScoreDerivation explainGeneral(const Vector& query, const Vector& key, const Parameters& parameters, float score,
                               ScorePlace) {
  const Wide q = query.cast<double>(), k = key.cast<double>();
  const Wide mapped = wide(parameters, "W") * k;
  ScoreDerivation out = derivation({row("q", q, Role::Query), row("k", k, Role::Key), row("W k", mapped, Role::Step),
                                    row("q · W k", q.cwiseProduct(mapped), Role::Products)},
                                   score);
  out.numbers["dot"] = out.sum;
  return out;
}

ScoreDerivation explainAdditive(const Vector& query, const Vector& key, const Parameters& parameters, float score,
                                ScorePlace) {
  const Wide fromQuery = wide(parameters, "W_q") * query.cast<double>();
  const Wide fromKey = wide(parameters, "W_k") * key.cast<double>();
  return hiddenDerivation({row("W_q q", fromQuery, Role::Query), row("W_k k", fromKey, Role::Key)}, fromQuery + fromKey,
                          parameters, "b", "v", score);
}

ScoreDerivation explainConcat(const Vector& query, const Vector& key, const Parameters& parameters, float score,
                              ScorePlace) {
  return joinedDerivation(query, key, parameters, "W", "", "v", score);
}

ScoreDerivation explainMlp(const Vector& query, const Vector& key, const Parameters& parameters, float score,
                           ScorePlace) {
  ScoreDerivation out = joinedDerivation(query, key, parameters, "W_1", "b_1", "w_2", score);
  out.numbers["b_2"] = parameters.numbers.at("b_2");
  return out;
}

ScoreDerivation explainLocation(const Vector& query, const Vector&, const Parameters& parameters, float score,
                                ScorePlace place) {
  const Wide q = query.cast<double>();
  const Wide weight = wide(parameters, "W").row(place.key).transpose();
  ScoreDerivation out = derivation({row("q", q, Role::Query), row("W_j", weight, Role::Step),
                                    row("W_j · q", weight.cwiseProduct(q), Role::Products)},
                                   score);
  out.numbers["dot"] = out.sum;
  return out;
}

ScoreDerivation explainKeyLinear(const Vector&, const Vector& key, const Parameters& parameters, float score,
                                 ScorePlace place) {
  const Wide k = key.cast<double>();
  const Wide weight = wide(parameters, "W").row(place.query).transpose();
  ScoreDerivation out = derivation(
      {row("W_r", weight, Role::Step), row("k", k, Role::Key), row("W_r · k", weight.cwiseProduct(k), Role::Products)},
      score);
  out.numbers["dot"] = out.sum;
  out.numbers["b"] = parameters.matrices.contains("b") ? wideVector(parameters, "b")(place.query) : 0.0;
  out.numbers["tanh"] = parameters.numbers.at("tanh");
  if (out.numbers["tanh"] != 0) out.formula = "\\tanh(@dot + @b)";
  return out;
}

ScoreDerivation explainCosine(const Vector& query, const Vector& key, const Parameters& parameters, float score,
                              ScorePlace) {
  const double smallestNorm = 1e-8;
  ScoreDerivation out = dotDerivation(query, key, score);
  out.numbers["norm_q"] = std::max(query.cast<double>().norm(), smallestNorm);
  out.numbers["norm_k"] = std::max(key.cast<double>().norm(), smallestNorm);
  out.numbers["beta"] = parameters.numbers.at("beta");
  return out;
}

ScoreDerivation explainGaussian(const Vector& query, const Vector& key, const Parameters& parameters, float score,
                                ScorePlace) {
  const Wide q = query.cast<double>(), k = key.cast<double>();
  const Wide difference = q - k;
  ScoreDerivation out =
      derivation({row("q", q, Role::Query), row("k", k, Role::Key), row("q − k", difference, Role::Step),
                  row("(q − k)²", difference.cwiseAbs2(), Role::Products)},
                 score);
  out.numbers["square_distance"] = out.sum;
  out.numbers["sigma"] = parameters.numbers.at("sigma");
  return out;
}

}  // namespace attn
