#include "attention/painted_row.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace attn {
namespace {

double kept(float weight, bool seen) { return seen && weight > 0.0F ? static_cast<double>(weight) : 0.0; }

}  // namespace

std::vector<float> withWeight(std::span<const float> row, std::span<const bool> visible, Index key, double p) {
  assert(row.size() == visible.size() && p >= 0 && p <= 1);
  const auto at = static_cast<std::size_t>(key);
  assert(at < row.size() && visible[at]);
  double others = 0;
  std::size_t count = 0;
  for (std::size_t j = 0; j < row.size(); ++j) {
    if (j == at || !visible[j]) continue;
    others += kept(row[j], true);
    ++count;
  }
  if (count == 0) p = 1;
  std::vector<float> out(row.size(), 0.0F);
  for (std::size_t j = 0; j < row.size(); ++j) {
    if (!visible[j]) continue;
    const double share =
        others > 0 ? kept(row[j], true) / others : 1.0 / static_cast<double>(std::max<std::size_t>(count, 1));
    out[j] = static_cast<float>(j == at ? p : (1 - p) * share);
  }
  return out;
}

std::vector<float> maskedRow(std::span<const float> row, std::span<const bool> visible) {
  if (row.size() != visible.size()) return {};
  double sum = 0;
  for (std::size_t j = 0; j < row.size(); ++j) sum += kept(row[j], visible[j]);
  if (!(sum > 0)) return {};
  // A row that sums to 1 but for rounding is left as it is, so that what was painted is what is shown.
  const double scale = std::abs(sum - 1) < 1e-5 ? 1.0 : 1 / sum;
  std::vector<float> out(row.size());
  for (std::size_t j = 0; j < row.size(); ++j) out[j] = static_cast<float>(kept(row[j], visible[j]) * scale);
  return out;
}

}  // namespace attn
