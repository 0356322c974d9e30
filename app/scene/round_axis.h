#pragma once

#include <algorithm>
#include <cmath>

namespace lab {

/// The upper end of an axis from 0 that holds `value`: a multiple of 0.2 or more, whose half is round too.
inline double roundTop(double value) {
  const double unit = value > 4 ? 2 : value > 2 ? 1 : 0.2;
  return std::max(unit, std::ceil(value / unit - 1e-9) * unit);
}

/// The smallest of 1, 0.5, 0.2, 0.1, 0.05 … that holds a weight: the end of an axis from 0; 1 of none.
inline double roundEnd(double weight) {
  if (weight <= 0) return 1;
  double unit = 1;
  while (unit > 1e-6 && weight <= unit * 0.10001) unit /= 10;
  for (const double end : {0.2, 0.5})
    if (weight <= unit * end * 1.0001) return unit * end;
  return unit;
}

}  // namespace lab
