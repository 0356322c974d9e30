#include "measures/row_measures.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>

#include "attention/weight_rows.h"
#include "core/row_blocks.h"

namespace attn {
namespace {

const double undefinedNumber = std::numeric_limits<double>::quiet_NaN();
const float largestFloat = std::numeric_limits<float>::max();

using Row = Eigen::Map<const Eigen::ArrayXf>;

Row rowOf(const Matrix& values, Index row) { return {values.data() + row * values.cols(), values.cols()}; }

bool isEmpty(const Mask& visible, Index row) {
  return std::memchr(visible.data() + row * visible.cols(), 1, static_cast<std::size_t>(visible.cols())) == nullptr;
}

double entropyOf(const Row& weights) {
  double sum = 0;
  for (const float weight : weights)
    if (weight != 0.0F) sum -= static_cast<double>(weight) * std::log(static_cast<double>(weight));
  return sum;
}

// Differences are kept finite so that 0 · ∞ cannot arise from the largest floats.
double softmaxEntropyOf(const Row& weights, const Row& scores, double tau, Index maximumAt) {
  const float highest = scores(maximumAt);
  const double tilted = wideSum(weights * (scores - highest).max(-largestFloat).min(largestFloat));
  return -std::log(static_cast<double>(weights(maximumAt))) - tilted / tau;
}

// All but the entropy of row `i`, which `entropy(row, maximumAt)` gives. `places` is 0, 1, 2, …
template <class Entropy>
RowMeasures measureRow(const Row& weights, Index i, bool empty, const Eigen::ArrayXf& places, Entropy&& entropy) {
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
  out.diagonalMass = i < weights.size() ? static_cast<double>(weights(i)) : 0.0;
  const double measured = entropy(weights, out.maximumAt);
  out.entropy = measured <= 0 ? 0.0 : measured;  // a hair below 0, or −0: one key has all the weight; NaN stays
  out.effectiveKeys = std::exp(out.entropy);
  return out;
}

template <class Entropy>
std::vector<RowMeasures> measure(const Matrix& weights, const Mask& visible, double nanosecondsPerKey,
                                 const WorkShare& work, Entropy&& entropy) {
  assert(weights.rows() == visible.rows() && weights.cols() == visible.cols());
  const Eigen::ArrayXf places = Eigen::ArrayXf::LinSpaced(weights.cols(), 0, static_cast<float>(weights.cols() - 1));
  std::vector<RowMeasures> out(static_cast<std::size_t>(weights.rows()));
  forRowBlocks(weights.rows(), nanosecondsPerKey * static_cast<double>(weights.cols()), work,
               [&](Index first, Index count) {
                 for (Index i = first; i < first + count; ++i)
                   out[static_cast<std::size_t>(i)] =
                       measureRow(rowOf(weights, i), i, isEmpty(visible, i), places,
                                  [&](const Row& row, Index maximumAt) { return entropy(row, i, maximumAt); });
               });
  return out;
}

}  // namespace

std::vector<RowMeasures> measureRows(const Matrix& weights, const Mask& visible, const WorkShare& work) {
  return measure(weights, visible, 15, work, [](const Row& row, Index, Index) { return entropyOf(row); });
}

std::vector<RowMeasures> measureSoftmaxRows(const Matrix& weights, const Matrix& scores, const Mask& visible,
                                            double tau, const WorkShare& work) {
  return measure(weights, visible, 3, work, [&](const Row& row, Index i, Index maximumAt) {
    return softmaxEntropyOf(row, rowOf(scores, i), tau, maximumAt);
  });
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
  const auto part = [](double x, double mean) { return x > 0 ? x * std::log(x / mean) : 0.0; };
  double sum = 0;
  for (Index key = 0; key < p.size(); ++key) {
    const double a = static_cast<double>(p(key)), b = static_cast<double>(r(key));
    sum += part(a, (a + b) / 2) + part(b, (a + b) / 2);
  }
  return sum / 2;
}

}  // namespace attn
