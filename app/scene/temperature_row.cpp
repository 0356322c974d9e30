#include "scene/temperature_row.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "scene/label_text.h"

namespace lab {
namespace {

constexpr attn::Index kSteps = 161, kFewSteps = 81;  // fewer where there are thousands of keys
constexpr attn::Index kManyKeys = 1000;
constexpr std::size_t kMostCurves = 40, kMostColoured = 12;

}  // namespace

std::vector<double> sweptTemperatures(attn::Index keys) {
  return attn::logSpacedTemperatures(sweepLow, sweepHigh, keys > kManyKeys ? kFewSteps : kSteps);
}

std::size_t TemperatureRow::drawn() const { return std::min(keys.size(), kMostCurves); }

std::size_t TemperatureRow::coloured() const { return std::min(keys.size(), kMostColoured); }

std::string TemperatureRow::name(attn::Index key, int characters) const {
  return labelWithIndex(*names, key, characters);
}

std::vector<std::size_t> heaviestFirst(const std::vector<float>& weights, const std::vector<float>& scores) {
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), 0);
  const auto rank = [&](std::size_t i) {
    return std::isnan(weights[i]) ? -std::numeric_limits<float>::infinity() : weights[i];
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return rank(a) != rank(b) ? rank(a) > rank(b) : scores[a] > scores[b];
  });
  return order;
}

}  // namespace lab
