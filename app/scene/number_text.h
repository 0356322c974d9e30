#pragma once

#include <cstddef>
#include <string>

namespace lab {

// How numbers are written, everywhere (assets/docs/numbers.md). Minus is U+2212; there is no −0.00; the leading
// zero stays. NaN is "NaN", infinities "∞" and "−∞".

/// A fixed count of decimals: cells 2 or 3, tables 3.
std::string fixedText(double value, int decimals);

/// The decimals of a table, or as many more as leave the largest of its numbers two digits that tell: of weights up to
/// 0.0025, which three decimals would all write alike, four. At most 6.
int tableDecimals(double largest, int decimals = 3);

/// In a cell: "0" for exactly zero, otherwise `fixedText`; "0.00" thus means rounded.
std::string cellText(double value, int decimals);

/// Headlines and tooltips: 4 decimals, 1.2e−5 below 0.00005 and from 10,000 on; exactly zero is "0".
std::string headlineText(double value);

/// On a colour bar whose numbers are tiny or huge: "2e−7", "1.25e6", at most three digits.
std::string shortExponentText(double value);

/// A count with its thousands apart: "16,777,216".
std::string countText(std::size_t count);

/// 9 significant digits with an ASCII hyphen, '.' as decimal point: what copying gives and files hold; "inf", "-inf".
std::string copyText(double value);

/// A number to three significant digits, as near as a double comes: 19.2, never 19.200000000000003.
double threeDigits(double value);

}  // namespace lab
