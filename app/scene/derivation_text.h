#pragma once

#include <map>
#include <string>
#include <string_view>

#include "attention/catalogue.h"

namespace lab {

/// "s = \frac{q \cdot k}{\sqrt{d}} = \frac{2.3950}{\sqrt{4}} = \accent{1.1975}", as TeX for the formula layout.
/// Numbers get 4 decimals or more, until evaluating the printed line gives the printed score; if 7 do not, the
/// last sign is ≈. A whole number stands without decimals.
std::string scoreLine(const attn::ScoreRow& row, const attn::ScoreDerivation& derivation);

/// The same without the formula in letters: "\frac{2.3950}{\sqrt{4}}", "1.1975", and whether evaluating the one gives
/// the other.
struct NumericScore {
  std::string tex, result;
  bool exact = true;
};
NumericScore numericScore(const attn::ScoreRow& row, const attn::ScoreDerivation& derivation);

/// A number within a formula: `decimals`, but a whole number stands without.
std::string slotText(double value, int decimals);
double roundedTo(double value, int decimals);

/// The right-hand side of a formula such as "s(q, k) = …".
std::string_view rightHandSide(std::string_view formula);

}  // namespace lab
