#include <algorithm>
#include <cmath>
#include <utility>

#include "attention/hidden_layer.h"
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

// From the parts of the hidden layer to the score: the same for every scorer that has one.
ScoreDerivation hiddenDerivation(const HiddenNames& names, const Vector& query, const Vector& key,
                                 const Parameters& parameters, float score) {
  const Wide v = wideVector(parameters, names.factors);
  Wide fromQuery(v.size()), fromKey(v.size()), bent(v.size());
  for (Index unit = 0; unit < v.size(); ++unit) {
    fromQuery(unit) = hiddenFromQuery(names, parameters, query, unit);
    fromKey(unit) = hiddenFromKey(names, parameters, key, unit);
    bent(unit) = hiddenUnit(names, parameters, fromQuery(unit), fromKey(unit), unit);
  }
  std::vector<DerivationRow> rows;
  if (names.joined()) {
    rows.push_back(row("q", query.cast<double>(), Role::Query));
    rows.push_back(row("k", key.cast<double>(), Role::Key));
    rows.push_back(row((std::string(names.fromQuery) + " [q; k]").c_str(), fromQuery + fromKey, Role::Step));
  } else {
    rows.push_back(row((std::string(names.fromQuery) + " q").c_str(), fromQuery, Role::Query));
    rows.push_back(row((std::string(names.fromKey) + " k").c_str(), fromKey, Role::Key));
  }
  if (parameters.matrices.contains(names.bias))
    rows.push_back(row(names.bias, wideVector(parameters, names.bias), Role::Step));
  rows.push_back(row("tanh(…)", bent, Role::Step));
  rows.push_back(row(names.factors, v, Role::Step));
  rows.push_back(row((std::string(names.factors) + " · tanh(…)").c_str(), v.cwiseProduct(bent), Role::Products));
  ScoreDerivation out = derivation(std::move(rows), score);
  out.numbers["sum"] = out.sum;
  return out;
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
  return hiddenDerivation(*hiddenNames("additive"), query, key, parameters, score);
}

ScoreDerivation explainConcat(const Vector& query, const Vector& key, const Parameters& parameters, float score,
                              ScorePlace) {
  return hiddenDerivation(*hiddenNames("concat"), query, key, parameters, score);
}

ScoreDerivation explainMlp(const Vector& query, const Vector& key, const Parameters& parameters, float score,
                           ScorePlace) {
  ScoreDerivation out = hiddenDerivation(*hiddenNames("mlp"), query, key, parameters, score);
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
