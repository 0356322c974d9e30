#include "io/decimal.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/input_error.h"

namespace lab {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t";
  const std::size_t first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

/// `text` is a number whose size a double does not hold: 0 or ±∞, by the power of ten of its first digit.
double beyondDouble(std::string_view text) {
  const double sign = text.front() == '-' ? -1 : 1;
  const std::size_t mark = std::min(text.find_first_of("eE"), text.size());
  const std::string_view digits = text.substr(0, mark);
  std::string_view power = text.substr(std::min(mark + 1, text.size()));
  if (power.starts_with('+')) power.remove_prefix(1);
  long long exponent = 0;
  const auto [end, failed] = std::from_chars(power.data(), power.data() + power.size(), exponent);
  if (failed == std::errc::result_out_of_range) return power.front() == '-' ? 0 : sign * HUGE_VAL;
  const auto point = static_cast<double>(std::min(digits.find('.'), digits.size()));
  const auto first = static_cast<double>(digits.find_first_of("123456789"));
  return static_cast<double>(exponent) + point - first > 0 ? sign * HUGE_VAL : 0;
}

template <class Number>
std::string shortest(Number value) {
  char buffer[64];
  const auto [end, failed] = std::to_chars(buffer, buffer + sizeof buffer, value);
  return failed == std::errc{} ? std::string(buffer, end) : std::string();
}

}  // namespace

std::optional<double> numberFromText(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+') && text.size() > 1 && text[1] != '-' && text[1] != '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed == std::errc::invalid_argument || end != text.data() + text.size()) return std::nullopt;
  if (failed == std::errc::result_out_of_range) return beyondDouble(text);
  return value;
}

std::string shortestText(float value) {
  // Most readers go through double and so round twice. Of all floats (each was tried) one, with its negative, then
  // comes out as its neighbour: its shortest decimal lies next to the middle of the two. It is written as a double.
  constexpr float roundedTwice = 0x1.5c87fap-84F;
  if (std::abs(value) == roundedTwice) return shortest(static_cast<double>(value));
  return shortest(value);
}

std::string shortestText(double value) { return shortest(value); }

float finiteFloat(double value, const std::string& input, attn::Index row, attn::Index column,
                  std::optional<attn::Index> block) {
  const float rounded = static_cast<float>(value);
  if (std::isfinite(rounded)) [[likely]]
    return rounded;
  std::string place = block ? "[" + std::to_string(*block) + ", " : "[";
  place.append(std::to_string(row)).append(", ").append(std::to_string(column)).append("]");
  if (std::isfinite(value))
    throw attn::InputError("float_range", {{"input", input}, {"place", place}, {"got", shortestText(value)}});
  const char* got = std::isnan(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  throw attn::InputError("not_finite", {{"input", input}, {"place", place}, {"got", got}});
}

}  // namespace lab
