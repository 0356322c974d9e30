#include "scene/derivation_text.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <vector>

#include "scene/formula.h"
#include "scene/number_text.h"

namespace lab {
namespace {

std::map<std::string, double> rounded(const std::map<std::string, double>& numbers, int decimals) {
  std::map<std::string, double> out;
  for (const auto& [name, value] : numbers) out[name] = roundedTo(value, decimals);
  return out;
}

}  // namespace

std::string slotText(double value, int decimals) {
  const bool whole = value == std::round(value) && std::abs(value) < 1e6;
  return fixedText(value, whole ? 0 : decimals);
}

double roundedTo(double value, int decimals) {
  // As it is printed, so that a tie falls to the same side: −0.0625 is "−0.062".
  return std::strtod(fmt::format("{:.{}f}", value, decimals).c_str(), nullptr);
}

std::string_view rightHandSide(std::string_view formula) {
  const std::size_t sign = formula.find(" = ");
  return sign == std::string_view::npos ? formula : formula.substr(sign + 3);
}

NumericScore numericScore(const attn::ScoreRow& row, const attn::ScoreDerivation& derivation) {
  constexpr int kDecimals = 4, kMost = 7;
  const double score = derivation.numbers.at("s");
  NumericScore line;
  line.result = fixedText(score, kDecimals);
  int decimals = kDecimals;
  while (decimals < kMost && fixedText(row.evaluate(rounded(derivation.numbers, decimals)), kDecimals) != line.result)
    ++decimals;
  line.exact = fixedText(row.evaluate(rounded(derivation.numbers, decimals)), kDecimals) == line.result;
  std::vector<std::pair<std::string, std::string>> slots;
  for (const auto& [name, value] : derivation.numbers) slots.emplace_back(name, slotText(value, decimals));
  line.tex = fillFormula(derivation.formula.empty() ? row.numericFormula : derivation.formula, slots);
  return line;
}

std::string scoreLine(const attn::ScoreRow& row, const attn::ScoreDerivation& derivation) {
  const NumericScore numeric = numericScore(row, derivation);
  std::string line = "s = ";
  line += rightHandSide(row.formula);
  // Where the formula is nothing but the sum above it, the sum is the score: it is not written twice.
  if (numeric.tex != numeric.result) line += " = " + numeric.tex;
  line += numeric.exact ? " = " : " \\approx ";
  line += "\\accent{" + numeric.result + "}";
  return line;
}

}  // namespace lab
