#include "attention/hidden_layer.h"

#include <cmath>
#include <utility>

namespace attn {
namespace {

double dot(const Matrix& weights, Index row, Index firstColumn, const VectorView& vector) {
  double sum = 0;
  for (Index i = 0; i < vector.size(); ++i)
    sum += static_cast<double>(weights(row, firstColumn + i)) * static_cast<double>(vector(i));
  return sum;
}

}  // namespace

const HiddenNames* hiddenNames(std::string_view score) {
  static constexpr std::pair<std::string_view, HiddenNames> known[] = {
      {"additive", {"W_q", "W_k", "b", "v"}}, {"concat", {"W", "W", "", "v"}}, {"mlp", {"W_1", "W_1", "b_1", "w_2"}}};
  for (const auto& [name, names] : known)
    if (name == score) return &names;
  return nullptr;
}

double hiddenFromQuery(const HiddenNames& names, const Parameters& parameters, const VectorView& query, Index unit) {
  return dot(*parameters.matrices.at(names.fromQuery), unit, 0, query);
}

double hiddenFromKey(const HiddenNames& names, const Parameters& parameters, const VectorView& key, Index unit) {
  const Matrix& weights = *parameters.matrices.at(names.fromKey);
  return dot(weights, unit, weights.cols() - key.size(), key);
}

double hiddenUnit(const HiddenNames& names, const Parameters& parameters, double fromQuery, double fromKey,
                  Index unit) {
  const auto bias = parameters.matrices.find(names.bias);
  const double added = bias == parameters.matrices.end() ? 0.0 : static_cast<double>((*bias->second)(0, unit));
  return std::tanh(fromQuery + fromKey + added);
}

}  // namespace attn
