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

/// The right-hand side of a formula such as "s(q, k) = …".
std::string_view rightHandSide(std::string_view formula);

}  // namespace lab
