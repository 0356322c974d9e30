#pragma once

#include <algorithm>
#include <cmath>

namespace lab {

/// The upper end of an axis from 0 that holds `value`: a multiple of 0.2 or more, whose half is round too.
inline double roundTop(double value) {
  const double unit = value > 4 ? 2 : value > 2 ? 1 : 0.2;
  return std::max(unit, std::ceil(value / unit - 1e-9) * unit);
}

}  // namespace lab
