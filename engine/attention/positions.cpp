#include "attention/positions.h"

#include <cmath>

namespace attn {

Matrix sinusoidalPositions(Index count, Index width) {
  Matrix table(count, width);
  for (Index column = 0; column < width; ++column) {
    const double pair = static_cast<double>(column - column % 2);
    const double frequency = std::pow(10000.0, -pair / static_cast<double>(width));
    for (Index position = 0; position < count; ++position) {
      const double angle = static_cast<double>(position) * frequency;
      table(position, column) = static_cast<float>(column % 2 == 0 ? std::sin(angle) : std::cos(angle));
    }
  }
  return table;
}

}  // namespace attn
