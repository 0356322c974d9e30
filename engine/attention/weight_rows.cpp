#include "attention/weight_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace attn {
void ratioRow(std::span<const float> scores, std::span<const bool> visible, std::span<float> weights) {
  const auto seen = [&](std::size_t key) { return visible.empty() || visible[key]; };
  double sum = 0, largest = 0;
  for (std::size_t key = 0; key < scores.size(); ++key) {
    const double score = seen(key) ? static_cast<double>(scores[key]) : 0.0;
    sum += score;
    largest = std::max(largest, std::abs(score));
  }
  const bool defined = sum != 0 && largest / std::abs(sum) <= static_cast<double>(std::numeric_limits<float>::max());
  for (std::size_t key = 0; key < scores.size(); ++key) {
    const double quotient = defined ? static_cast<double>(scores[key]) / sum : std::numeric_limits<double>::quiet_NaN();
    weights[key] = seen(key) ? static_cast<float>(quotient) : 0.0F;
  }
}

void uniformRow(std::span<const bool> visible, std::span<float> weights) {
  const auto count =
      visible.empty() ? static_cast<std::ptrdiff_t>(weights.size()) : std::count(visible.begin(), visible.end(), true);
  const float share = count == 0 ? 0.0F : static_cast<float>(1.0 / static_cast<double>(count));
  for (std::size_t key = 0; key < weights.size(); ++key) weights[key] = visible.empty() || visible[key] ? share : 0.0F;
}

}  // namespace attn
