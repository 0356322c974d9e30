#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "attention/weight_rows.h"

namespace attn {
namespace {

bool seen(std::span<const bool> visible, std::size_t key) { return visible.empty() || visible[key]; }

// −∞ where no key may be attended.
double highestOf(std::span<const float> scores, std::span<const bool> visible) {
  float highest = -std::numeric_limits<float>::infinity();
  for (std::size_t key = 0; key < scores.size(); ++key)
    if (seen(visible, key)) highest = std::max(highest, scores[key]);
  return static_cast<double>(highest);
}

// Shifted scores (s − max) / scale above −1, largest first. No other can have a weight: a key at −1 or less lies a
// whole unit below the largest, and the threshold is never lower than that. So few are sorted.
std::vector<double> candidates(std::span<const float> scores, std::span<const bool> visible, double highest,
                               double scale) {
  std::vector<double> shifted;
  for (std::size_t key = 0; key < scores.size(); ++key) {
    if (!seen(visible, key)) continue;
    const double z = (static_cast<double>(scores[key]) - highest) / scale;
    if (z > -1) shifted.push_back(z);
  }
  std::sort(shifted.begin(), shifted.end(), std::greater<>());
  return shifted;
}

// The support is the longest prefix whose last member lies above its own threshold.
double sparsemaxThresholdOf(const std::vector<double>& shifted) {
  double sum = 0, threshold = 0;
  for (std::size_t at = 0; at < shifted.size(); ++at) {
    sum += shifted[at];
    const double count = static_cast<double>(at + 1);
    if (1 + count * shifted[at] <= sum) break;
    threshold = (sum - 1) / count;
  }
  return threshold;
}

// Mean and spread of the prefix are updated as it grows (Welford): no difference of large sums.
double entmaxThresholdOf(const std::vector<double>& shifted) {
  double mean = 0, spread = 0, threshold = 0;
  for (std::size_t at = 0; at < shifted.size(); ++at) {
    const double count = static_cast<double>(at + 1), from = shifted[at] - mean;
    mean += from / count;
    spread += from * (shifted[at] - mean);
    if (spread > 1) break;
    const double own = mean - std::sqrt((1 - spread) / count);
    if (own > shifted[at]) break;
    threshold = own;
  }
  return threshold;
}

template <class Weigh>
void weighRow(std::span<const float> scores, std::span<const bool> visible, double scale, const Threshold& threshold,
              std::span<float> weights, Weigh&& weigh) {
  for (std::size_t key = 0; key < scores.size(); ++key) {
    const double above = (static_cast<double>(scores[key]) - threshold.highest) / scale - threshold.value;
    weights[key] = !threshold.empty && seen(visible, key) && above > 0 ? static_cast<float>(weigh(above)) : 0.0F;
  }
}

Threshold thresholdOf(std::span<const float> scores, std::span<const bool> visible, double scale,
                      double (*find)(const std::vector<double>&)) {
  const double highest = highestOf(scores, visible);
  if (std::isinf(highest)) return {};
  return {highest, find(candidates(scores, visible, highest, scale)), false};
}

}  // namespace

Threshold sparsemaxThreshold(std::span<const float> scores, std::span<const bool> visible, double tau) {
  return thresholdOf(scores, visible, tau, sparsemaxThresholdOf);
}

Threshold entmax15Threshold(std::span<const float> scores, std::span<const bool> visible, double tau) {
  return thresholdOf(scores, visible, 2 * tau, entmaxThresholdOf);
}

void sparsemaxRow(std::span<const float> scores, std::span<const bool> visible, double tau, std::span<float> weights) {
  weighRow(scores, visible, tau, sparsemaxThreshold(scores, visible, tau), weights, [](double above) { return above; });
}

void entmax15Row(std::span<const float> scores, std::span<const bool> visible, double tau, std::span<float> weights) {
  weighRow(scores, visible, 2 * tau, entmax15Threshold(scores, visible, tau), weights,
           [](double above) { return above * above; });
}

void hardmaxRow(std::span<const float> scores, std::span<const bool> visible, std::span<float> weights) {
  const double highest = highestOf(scores, visible);
  std::size_t ties = 0;
  for (std::size_t key = 0; key < scores.size(); ++key)
    if (seen(visible, key) && static_cast<double>(scores[key]) == highest) ++ties;
  const float share = ties == 0 ? 0.0F : static_cast<float>(1.0 / static_cast<double>(ties));
  for (std::size_t key = 0; key < scores.size(); ++key)
    weights[key] = seen(visible, key) && static_cast<double>(scores[key]) == highest ? share : 0.0F;
}

void sigmoidRow(std::span<const float> scores, std::span<const bool> visible, double tau, std::span<float> weights) {
  for (std::size_t key = 0; key < scores.size(); ++key)
    weights[key] =
        seen(visible, key) ? static_cast<float>(1.0 / (1.0 + std::exp(-static_cast<double>(scores[key]) / tau))) : 0.0F;
}

}  // namespace attn
