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

}  // namespace

ScoreDerivation explainDot(const Vector& query, const Vector& key, const Parameters&, float score) {
  return dotDerivation(query, key, score);
}

ScoreDerivation explainScaledDot(const Vector& query, const Vector& key, const Parameters&, float score) {
  ScoreDerivation out = dotDerivation(query, key, score);
  out.numbers["d"] = static_cast<double>(query.size());
  return out;
}

ScoreDerivation explainGeneral(const Vector& query, const Vector& key, const Parameters& parameters, float score) {
  const Wide q = query.cast<double>(), k = key.cast<double>();
  const Wide mapped = wide(parameters, "W") * k;
  ScoreDerivation out = derivation({row("q", q, Role::Query), row("k", k, Role::Key), row("W k", mapped, Role::Step),
                                    row("q · W k", q.cwiseProduct(mapped), Role::Products)},
                                   score);
  out.numbers["dot"] = out.sum;
  return out;
}

ScoreDerivation explainAdditive(const Vector& query, const Vector& key, const Parameters& parameters, float score) {
  const Wide fromQuery = wide(parameters, "W_q") * query.cast<double>();
  const Wide fromKey = wide(parameters, "W_k") * key.cast<double>();
  const Wide v = wide(parameters, "v").row(0).transpose();
  std::vector<DerivationRow> rows = {row("W_q q", fromQuery, Role::Query), row("W_k k", fromKey, Role::Key)};
  Wide inner = fromQuery + fromKey;
  if (parameters.matrices.contains("b")) {
    const Wide bias = wide(parameters, "b").row(0).transpose();
    rows.push_back(row("b", bias, Role::Step));
    inner += bias;
  }
  const Wide bent = inner.array().tanh().matrix();
  rows.push_back(row("tanh(…)", bent, Role::Step));
  rows.push_back(row("v", v, Role::Step));
  rows.push_back(row("v · tanh(…)", v.cwiseProduct(bent), Role::Products));
  ScoreDerivation out = derivation(std::move(rows), score);
  out.numbers["sum"] = out.sum;
  return out;
}

ScoreDerivation explainCosine(const Vector& query, const Vector& key, const Parameters& parameters, float score) {
  const double smallestNorm = 1e-8;
  ScoreDerivation out = dotDerivation(query, key, score);
  out.numbers["norm_q"] = std::max(query.cast<double>().norm(), smallestNorm);
  out.numbers["norm_k"] = std::max(key.cast<double>().norm(), smallestNorm);
  out.numbers["beta"] = parameters.numbers.at("beta");
  return out;
}

ScoreDerivation explainGaussian(const Vector& query, const Vector& key, const Parameters& parameters, float score) {
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
