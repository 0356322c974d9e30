#include "core/checks.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cmath>

#include "core/row_blocks.h"

namespace attn {
namespace {

template <class Number>
std::string shortest(Number value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "∞" : "−∞";
  std::array<char, 40> text;
  const Number size = std::abs(value);
  const bool plain = size == 0 || (size >= Number(1e-4) && size < Number(1e9));  // 1000000 rather than 1e+06
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, format).ptr;
  return {text.data(), end};
}

// Optimal string alignment: insertions, deletions, changes and swaps of neighbours, by bytes.
std::size_t editsBetween(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        current[j] = std::min(current[j], before[j - 2] + 1);
    }
    before.swap(previous);
    previous.swap(current);
  }
  return previous[b.size()];
}

}  // namespace

std::string shapeText(Index rows, Index columns) { return std::to_string(rows) + " × " + std::to_string(columns); }
std::string shapeText(const Matrix& values) { return shapeText(values.rows(), values.cols()); }
std::string numberText(double value) { return shortest(value); }
std::string numberText(float value) { return shortest(value); }
std::string rangeText(double low, double high) { return numberText(low) + " … " + numberText(high); }

void requireNotEmpty(std::string_view name, const Matrix& values) {
  if (values.size() == 0)
    throw InputError("shape", {{"input", std::string(name)}, {"got", shapeText(values)}, {"expected", "≥ 1 × ≥ 1"}});
}

bool isFiniteRow(const Matrix& values, Index row) {
  // 0 times NaN or ∞ is NaN and stays NaN in a sum: one vectorised pass without a branch an element.
  return (values.row(row).array() * 0.0F).sum() == 0.0F;
}

void requireFiniteRow(std::string_view name, const Matrix& values, Index row) {
  if (isFiniteRow(values, row)) return;
  for (Index column = 0; column < values.cols(); ++column)
    if (!std::isfinite(values(row, column)))
      throw InputError("not_finite", {{"input", std::string(name)},
                                      {"place", "[" + std::to_string(row) + ", " + std::to_string(column) + "]"},
                                      {"got", numberText(values(row, column))}});
}

void requireFinite(std::string_view name, const Matrix& values) {
  std::atomic<bool> finite = true;
  const double nanosecondsPerNumber = 0.3;
  forRowBlocksOnThreads(values.rows(), nanosecondsPerNumber * static_cast<double>(values.cols()), WorkShare::none(),
                        [&](Index first, Index count) {
                          for (Index row = first; row < first + count; ++row)
                            if (!isFiniteRow(values, row)) finite = false;
                        });
  // Only now in order, so that the first one is named.
  for (Index row = 0; !finite && row < values.rows(); ++row) requireFiniteRow(name, values, row);
}

void requireShape(std::string_view name, const Matrix& values, Index rows, Index columns) {
  if (values.rows() != rows || values.cols() != columns)
    throw InputError(
        "shape", {{"input", std::string(name)}, {"got", shapeText(values)}, {"expected", shapeText(rows, columns)}});
}

void requireSameWidth(std::string_view name, const Matrix& values, std::string_view otherName, const Matrix& other) {
  if (values.cols() != other.cols())
    throw InputError("width", {{"input", std::string(name)},
                               {"got", std::to_string(values.cols())},
                               {"expected", std::to_string(other.cols())},
                               {"other", std::string(otherName)}});
}

void requireSameRows(std::string_view name, const Matrix& values, std::string_view otherName, const Matrix& other) {
  if (values.rows() != other.rows())
    throw InputError("rows", {{"input", std::string(name)},
                              {"got", std::to_string(values.rows())},
                              {"expected", std::to_string(other.rows())},
                              {"other", std::string(otherName)}});
}

void requireProduct(std::string_view leftName, const Matrix& left, std::string_view rightName, const Matrix& right) {
  if (left.cols() != right.rows())
    throw InputError("product", {{"left", std::string(leftName)},
                                 {"expected", shapeText(left)},
                                 {"input", std::string(rightName)},
                                 {"got", shapeText(right)}});
}

void requireRange(std::string_view name, double value, double low, double high) {
  if (!(value >= low && value <= high))
    throw InputError("out_of_range",
                     {{"input", std::string(name)}, {"got", numberText(value)}, {"expected", rangeText(low, high)}});
}

void requireTemperature(double tau) { requireRange("temperature", tau, leastTemperature, greatestTemperature); }

std::string nearestName(std::string_view name, const std::vector<std::string>& valid) {
  const auto nearest = std::min_element(valid.begin(), valid.end(), [&](const auto& a, const auto& b) {
    return editsBetween(name, a) < editsBetween(name, b);
  });
  return nearest == valid.end() ? std::string() : *nearest;
}

}  // namespace attn
