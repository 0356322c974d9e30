#include "scene/compare_arithmetic.h"

#include <cmath>

#include "scene/arithmetic.h"

namespace lab {
namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

constexpr int kDecimals = 3;  // as in the table

/// @param symbols the same with letters
template <class Evaluate, class Print>
std::string written(const std::string& symbols, const Numbers& numbers, double result, Evaluate&& evaluate,
                    Print&& print) {
  const ArithmeticLine line =
      equation(numbers, result, kDecimals, evaluate, [&](const Texts& n) { return Texts{print(n)}; });
  // Two lines, so that none is broken within a number.
  return symbols + "\n= " + line.terms.front() + (line.exact ? " = " : " ≈ ") + line.result;
}

std::span<const float> rowOf(const CompareColumn& column, attn::Index row) {
  const attn::Matrix& values = *column.weights->picture.values;
  return {values.data() + row * values.cols(), static_cast<std::size_t>(values.cols())};
}

}  // namespace

std::string comparisonArithmetic(const CompareSubject& subject, std::size_t at, CompareNumber number) {
  const CompareColumn& column = subject.columns[at];
  if (!column.row || column.row->empty) return {};
  if (number == CompareNumber::EffectiveKeys && std::isfinite(column.row->effectiveKeys))
    return written(
        "e^H", {column.row->entropy}, column.row->effectiveKeys, [](const Numbers& n) { return std::exp(n[0]); },
        [](const Texts& n) { return "e^" + n[0]; });
  const CompareColumn& reference = subject.columns[subject.reference];
  if (!column.comparison || !column.weights || !reference.weights || !subject.selected) return {};
  const auto p = rowOf(column, subject.selected->row), r = rowOf(reference, subject.selected->row);
  if (number == CompareNumber::JensenShannon && std::isfinite(column.comparison->jensenShannon)) {
    const attn::SharedEntropies h = attn::sharedEntropies(p, r);
    return written(
        "H((p + r) / 2) − (H(p) + H(r)) / 2", {h.mean, h.first, h.second}, column.comparison->jensenShannon,
        [](const Numbers& n) { return n[0] - (n[1] + n[2]) / 2; },
        [](const Texts& n) { return n[0] + " − (" + n[1] + " + " + n[2] + ") / 2"; });
  }
  if (number == CompareNumber::Kendall && std::isfinite(column.comparison->kendallTau)) {
    const attn::KendallPairs pairs = attn::kendallPairs(p, r);
    return written(
        "(C − D) / √(P · R)", {pairs.concordant, pairs.discordant, pairs.untiedFirst, pairs.untiedSecond},
        column.comparison->kendallTau, [](const Numbers& n) { return (n[0] - n[1]) / std::sqrt(n[2] * n[3]); },
        [](const Texts& n) { return "(" + n[0] + " − " + n[1] + ") / √(" + n[2] + " · " + n[3] + ")"; });
  }
  return {};
}

}  // namespace lab
