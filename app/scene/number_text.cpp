#include "scene/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lab {

namespace {

constexpr const char* minusSign = "−";  // U+2212

std::string notFiniteText(double value) {
  if (std::isnan(value)) return "NaN";
  return value > 0 ? "∞" : "−∞";
}

/// "1.2e−5": no leading zero in the exponent.
std::string exponentText(double value, int decimals, bool trailingZeros) {
  const std::string digits = fmt::format("{:.{}e}", std::abs(value), decimals);  // "1.2e-05"
  const std::size_t e = digits.find('e');
  const int exponent = std::stoi(digits.substr(e + 1));
  std::string mantissa = digits.substr(0, e);
  if (!trailingZeros && mantissa.find('.') != std::string::npos) {
    mantissa.erase(mantissa.find_last_not_of('0') + 1);
    if (mantissa.back() == '.') mantissa.pop_back();
  }
  return fmt::format("{}{}e{}{}", value < 0 ? minusSign : "", mantissa, exponent < 0 ? minusSign : "",
                     std::abs(exponent));
}

}  // namespace

std::string fixedText(double value, int decimals) {
  if (!std::isfinite(value)) return notFiniteText(value);
  std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
  const bool roundsToZero = digits.find_first_not_of("0.") == std::string::npos;
  return value < 0 && !roundsToZero ? minusSign + digits : digits;
}

int tableDecimals(double largest, int decimals) {
  const double size = std::abs(largest);
  if (!std::isfinite(size) || size == 0) return decimals;
  const int leading = -static_cast<int>(std::floor(std::log10(size)));  // 1 of 0.1 … 0.99
  return std::clamp(leading + 1, decimals, std::max(decimals, 6));
}

std::string cellText(double value, int decimals) { return value == 0 ? "0" : fixedText(value, decimals); }

std::string headlineText(double value) {
  if (!std::isfinite(value)) return notFiniteText(value);
  if (value == 0) return "0";
  const double size = std::abs(value);
  if (size < 0.00005 || size >= 9999.99995) return exponentText(value, 1, true);  // 9999.99995 is written as 10,000
  return fixedText(value, 4);
}

std::string shortExponentText(double value) {
  if (!std::isfinite(value)) return notFiniteText(value);
  return value == 0 ? "0" : exponentText(value, 2, false);
}

std::string countText(std::size_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string copyText(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value == 0 ? "0" : fmt::format("{:.9g}", value);
}

double threeDigits(double value) {
  if (value == 0 || !std::isfinite(value)) return value;
  const int digits = 2 - static_cast<int>(std::floor(std::log10(std::abs(value))));
  // Powers of ten from 0 on are exact, so that the quotient is the nearest double.
  const double unit = std::pow(10.0, std::abs(digits));
  return digits >= 0 ? std::round(value * unit) / unit : std::round(value / unit) * unit;
}

}  // namespace lab
