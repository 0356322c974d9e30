#include "scene/key_order.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace lab {

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
