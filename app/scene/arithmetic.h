#pragma once

#include <functional>
#include <string>
#include <vector>

#include "pipeline/numbers.h"

namespace lab {

/// A number written out: "1.195 · 1.017 + 0.416 · 0.395 = 1.778", as TeX for the formula layout, in parts, so that a
/// narrow place can break or shorten it.
struct ArithmeticLine {
  std::vector<std::string> terms;  ///< what is computed; one part unless it is a sum
  std::string result;              ///< the number, without its sign
  bool exact = true;               ///< evaluating the printed terms gives the printed result: "=", else "≈"

  bool empty() const { return terms.empty(); }
};

/// Terms joined by " + " with their sign and result. @param shown at most so many terms; "…" stands for the rest.
std::string arithmeticTex(const ArithmeticLine& line, std::size_t shown = static_cast<std::size_t>(-1));

/// Writes an equation: numbers get `decimals` or more, up to 7, until evaluating what is printed gives the printed
/// result, which has `decimals`; if 7 do not, the sign is ≈. A whole number stands without decimals.
/// @param evaluate what `print` writes, in double
ArithmeticLine equation(const std::vector<double>& numbers, double result, int decimals,
                        const std::function<double(const std::vector<double>&)>& evaluate,
                        const std::function<std::vector<std::string>(const std::vector<std::string>&)>& print);

/// The arithmetic of one number of the trace, from the numbers it comes from; no terms where it was drawn, given or
/// embedded, or where a mask hides it. Of a score other than scaled dot: `scoreLine` says it in its own symbols.
/// @param all every head
ArithmeticLine arithmeticOf(const attn::Trace& all, attn::Index head, const attn::NumberPlace& place, int decimals);

/// −Σ p ln p of a row of weights that is a distribution: what the engine measured as its entropy.
ArithmeticLine entropyArithmetic(const attn::Trace& all, attn::Index head, attn::Index query, int decimals);

/// exp(entropy): the effective keys of a row.
ArithmeticLine effectiveKeysArithmetic(const attn::Trace& all, attn::Index head, attn::Index query, int decimals);

/// In parentheses where it is negative, for a factor or summand after the first.
std::string inParentheses(const std::string& number);

}  // namespace lab
