#pragma once

#include <vector>

#include "core/types.h"

namespace lab {

/// The axis of temperatures.
inline constexpr double sweepLow = 0.01, sweepHigh = 100;

/// The temperatures of a curve of a row with so many keys.
std::vector<double> sweptTemperatures(attn::Index keys);

}  // namespace lab
