#include "measures/comparisons.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

#include "core/row_blocks.h"
#include "measures/row_measures.h"

namespace attn {
namespace {

const double undefinedNumber = std::numeric_limits<double>::quiet_NaN();

bool hasNan(std::span<const float> row) {
  return std::any_of(row.begin(), row.end(), [](float x) { return std::isnan(x); });
}

double pairsOf(std::size_t count) { return 0.5 * static_cast<double>(count) * (static_cast<double>(count) - 1.0); }

// Pairs within runs of equal neighbours.
template <class Same>
double tiedPairs(std::size_t count, Same&& same) {
  double pairs = 0;
  for (std::size_t from = 0; from < count;) {
    std::size_t to = from + 1;
    while (to < count && same(from, to)) ++to;
    pairs += pairsOf(to - from);
    from = to;
  }
  return pairs;
}

// Sorts `values` and counts the pairs that stood in the wrong order, by merging.
double sortCountingInversions(std::vector<float>& values) {
  std::vector<float> merged(values.size());
  double inversions = 0;
  for (std::size_t width = 1; width < values.size(); width *= 2) {
    for (std::size_t from = 0; from < values.size(); from += 2 * width) {
      const std::size_t middle = std::min(from + width, values.size()), to = std::min(from + 2 * width, values.size());
      std::size_t left = from, right = middle;
      for (std::size_t out = from; out < to; ++out) {
        const bool takeRight = left == middle || (right < to && values[right] < values[left]);
        if (takeRight) inversions += static_cast<double>(middle - left);
        merged[out] = takeRight ? values[right++] : values[left++];
      }
    }
    values.swap(merged);
  }
  return inversions;
}

std::span<const float> rowOf(const Matrix& values, Index row) {
  return {values.data() + row * values.cols(), static_cast<std::size_t>(values.cols())};
}

}  // namespace

double totalVariation(std::span<const float> p, std::span<const float> r) {
  assert(p.size() == r.size());
  double sum = 0;
  for (std::size_t key = 0; key < p.size(); ++key)
    sum += std::abs(static_cast<double>(p[key]) - static_cast<double>(r[key]));
  return sum / 2;
}

KendallPairs kendallPairs(std::span<const float> p, std::span<const float> r) {
  assert(p.size() == r.size());
  const std::size_t count = p.size();
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return p[a] != p[b] ? p[a] < p[b] : r[a] < r[b]; });
  std::vector<float> second(count);
  for (std::size_t at = 0; at < count; ++at) second[at] = r[order[at]];
  const auto sameFirst = [&](std::size_t a, std::size_t b) { return p[order[a]] == p[order[b]]; };
  const double all = pairsOf(count), tiedFirst = tiedPairs(count, sameFirst);
  const double tiedBoth =
      tiedPairs(count, [&](std::size_t a, std::size_t b) { return sameFirst(a, b) && second[a] == second[b]; });
  KendallPairs pairs;
  pairs.discordant = sortCountingInversions(second);
  const double tiedSecond = tiedPairs(count, [&](std::size_t a, std::size_t b) { return second[a] == second[b]; });
  pairs.concordant = all - tiedFirst - tiedSecond + tiedBoth - pairs.discordant;
  pairs.untiedFirst = all - tiedFirst;
  pairs.untiedSecond = all - tiedSecond;
  return pairs;
}

double kendallTau(std::span<const float> p, std::span<const float> r) {
  if (hasNan(p) || hasNan(r)) return undefinedNumber;
  const KendallPairs pairs = kendallPairs(p, r);
  if (pairs.untiedFirst == 0 || pairs.untiedSecond == 0) return undefinedNumber;
  return (pairs.concordant - pairs.discordant) / std::sqrt(pairs.untiedFirst * pairs.untiedSecond);
}

SharedEntropies sharedEntropies(std::span<const float> p, std::span<const float> r) {
  assert(p.size() == r.size());
  const double sumOfP = std::accumulate(p.begin(), p.end(), 0.0), sumOfR = std::accumulate(r.begin(), r.end(), 0.0);
  const auto part = [](double share) { return share > 0 ? -share * std::log(share) : 0.0; };
  SharedEntropies out;
  for (std::size_t key = 0; key < p.size(); ++key) {
    const double a = sumOfP > 0 ? static_cast<double>(p[key]) / sumOfP : 0;
    const double b = sumOfR > 0 ? static_cast<double>(r[key]) / sumOfR : 0;
    out.first += part(a);
    out.second += part(b);
    out.mean += part((a + b) / 2);
  }
  return out;
}

RowComparison compareRow(const Matrix& a, const Matrix& b, Index row) {
  assert(a.rows() == b.rows() && a.cols() == b.cols());
  const std::span<const float> p = rowOf(a, row), r = rowOf(b, row);
  if (hasNan(p) || hasNan(r)) return {undefinedNumber, undefinedNumber, undefinedNumber};
  return {jensenShannon(a.row(row).transpose(), b.row(row).transpose()), totalVariation(p, r), kendallTau(p, r)};
}

Matrix weightDifferences(const Matrix& weights, const Matrix& reference) {
  assert(weights.rows() == reference.rows() && weights.cols() == reference.cols());
  return weights - reference;
}

}  // namespace attn
