#include "measures/row_measures.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

#include "attention/mask_rows.h"
#include "attention/weight_rows.h"
#include "core/row_blocks.h"

namespace attn {
namespace {

const double undefinedNumber = std::numeric_limits<double>::quiet_NaN();

using Row = Eigen::Map<const Eigen::ArrayXf>;

Row rowOf(const Matrix& values, Index row) { return {values.data() + row * values.cols(), values.cols()}; }

double entropyOf(const Row& weights) {
  double sum = 0;
  for (const float weight : weights)
    if (weight != 0.0F) sum -= static_cast<double>(weight) * std::log(static_cast<double>(weight));
  return sum;
}

// A measured entropy may be a hair below 0, or −0: one key has all the weight; NaN stays.
void setEntropy(double measured, RowMeasures& out) {
  out.entropy = measured <= 0 ? 0.0 : measured;
  out.effectiveKeys = std::exp(out.entropy);
}

double diagonalOf(const Row& weights, Index i) { return i < weights.size() ? static_cast<double>(weights(i)) : 0.0; }

// @param places 0, 1, 2, …
RowMeasures measureRow(const Row& weights, Index i, bool empty, const Eigen::ArrayXf& places) {
  RowMeasures out;
  out.empty = empty;
  if (empty) return out;
  out.meanDistance = wideSum(weights * (places - static_cast<float>(i)).abs());
  if (std::isnan(out.meanDistance)) {
    out = {undefinedNumber, undefinedNumber, undefinedNumber, -1, undefinedNumber, undefinedNumber, false, true};
    return out;
  }
  const float highest = weights.maxCoeff();
  out.maximum = static_cast<double>(highest);
  out.maximumAt = std::find(weights.begin(), weights.end(), highest) - weights.begin();
  out.diagonalMass = diagonalOf(weights, i);
  setEntropy(entropyOf(weights), out);
  return out;
}

// The first weight that is not below `bound`; there is one. In runs without a branch a key, which are vectorised.
Index firstFrom(const Row& weights, float bound) {
  const Index run = 256;
  for (Index from = 0; from < weights.size(); from += run) {
    const Index end = std::min(from + run, weights.size());
    int found = 0;
    for (Index key = from; key < end; ++key) found |= weights[key] >= bound ? 1 : 0;
    if (found == 0) continue;
    while (weights[from] < bound) ++from;
    return from;
  }
  assert(false);
  return -1;
}

RowMeasures measureSoftmaxRow(const Row& weights, Index i, const SoftmaxStatistics& statistics) {
  const auto at = static_cast<std::size_t>(i);
  RowMeasures out;
  out.empty = statistics.maximum[at] == 0;
  if (out.empty) return out;
  const float highest = static_cast<float>(statistics.maximum[at]);
  out.maximum = static_cast<double>(highest);
  out.maximumAt = firstFrom(weights, highest);
  out.meanDistance = statistics.meanDistance[at];
  out.diagonalMass = diagonalOf(weights, i);
  setEntropy(statistics.entropy[at], out);
  return out;
}

// `of(i)` for every row.
template <class Of>
std::vector<RowMeasures> measure(const Matrix& weights, double nanosecondsPerKey, const WorkShare& work, Of&& of) {
  std::vector<RowMeasures> out(static_cast<std::size_t>(weights.rows()));
  forRowBlocksOnThreads(weights.rows(), nanosecondsPerKey * static_cast<double>(weights.cols()), work,
                        [&](Index first, Index count) {
                          for (Index i = first; i < first + count; ++i) out[static_cast<std::size_t>(i)] = of(i);
                        });
  return out;
}

}  // namespace

std::vector<RowMeasures> measureRows(const Matrix& weights, const Mask& visible, const WorkShare& work) {
  assert(weights.rows() == visible.rows() && weights.cols() == visible.cols());
  const Eigen::ArrayXf places = Eigen::ArrayXf::LinSpaced(weights.cols(), 0, static_cast<float>(weights.cols() - 1));
  return measure(weights, 15, work,
                 [&](Index i) { return measureRow(rowOf(weights, i), i, isEmptyRow(visible, i), places); });
}

RowMeasures measureRow(const Matrix& weights, const Mask& visible, Index row) {
  assert(weights.rows() == visible.rows() && weights.cols() == visible.cols());
  const Eigen::ArrayXf places = Eigen::ArrayXf::LinSpaced(weights.cols(), 0, static_cast<float>(weights.cols() - 1));
  return measureRow(rowOf(weights, row), row, isEmptyRow(visible, row), places);
}

std::vector<RowMeasures> measureSoftmaxRows(const Matrix& weights, const SoftmaxStatistics& statistics,
                                            const WorkShare& work) {
  return measure(weights, 0.2, work, [&](Index i) { return measureSoftmaxRow(rowOf(weights, i), i, statistics); });
}

double gini(std::span<const float> weights) {
  std::vector<double> sorted(weights.begin(), weights.end());
  if (std::any_of(sorted.begin(), sorted.end(), [](double x) { return std::isnan(x); })) return undefinedNumber;
  std::sort(sorted.begin(), sorted.end());
  const double count = static_cast<double>(sorted.size());
  double sum = 0, tilted = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    sum += sorted[i];
    tilted += (2.0 * static_cast<double>(i + 1) - count - 1.0) * sorted[i];
  }
  return sum == 0 ? 0.0 : tilted / (count * sum);
}

double jensenShannon(const Vector& p, const Vector& r) {
  assert(p.size() == r.size());
  if ((p.array() < 0).any() || (r.array() < 0).any()) return undefinedNumber;
  const double sumOfP = p.cast<double>().sum(), sumOfR = r.cast<double>().sum();
  if (sumOfP == 0 && sumOfR == 0) return 0;
  if (sumOfP == 0 || sumOfR == 0) return undefinedNumber;
  const auto part = [](double x, double mean) { return x > 0 ? x * std::log(x / mean) : 0.0; };
  double sum = 0;
  for (Index key = 0; key < p.size(); ++key) {
    const double a = static_cast<double>(p(key)) / sumOfP, b = static_cast<double>(r(key)) / sumOfR;
    sum += part(a, (a + b) / 2) + part(b, (a + b) / 2);
  }
  return std::clamp(sum / 2, 0.0, std::numbers::ln2);  // rounding may leave it by a hair
}

}  // namespace attn
