#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/types.h"

namespace lab {

// Numbers in files, whatever the locale.

/// A decimal number, or nan, inf, infinity in any case, with spaces around it; null for anything else. Numbers too
/// large for a double are ±∞, those too small are 0.
std::optional<double> numberFromText(std::string_view text);

/// The shortest decimal that reads back as the same number, floats also by way of double; `nan`, `inf`, `-inf`.
std::string shortestText(float value);
std::string shortestText(double value);

/// `value` rounded to a float. @throws attn::InputError `not_finite`, `float_range` naming `input[row, column]`, or
/// `input[block, row, column]`.
float finiteFloat(double value, const std::string& input, attn::Index row, attn::Index column,
                  std::optional<attn::Index> block = std::nullopt);

}  // namespace lab
