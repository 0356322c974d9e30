#include "attention/positions.h"

#include <gtest/gtest.h>

#include "support/golden.h"

namespace attn::test {
namespace {

TEST(SinusoidalPositions, AgreeWithTheGoldenTables) {
  // Computed in double and rounded once: half a unit in the last place of 1.
  EXPECT_MATRIX_NEAR(sinusoidalPositions(9, 8), golden("positions.npz", "sinusoidal_9x8").matrix(), 6e-8);
  EXPECT_MATRIX_NEAR(sinusoidalPositions(50, 64), golden("positions.npz", "sinusoidal_50x64").matrix(), 6e-8);
}

TEST(SinusoidalPositions, EndInASineForAnOddWidth) {
  const Matrix table = sinusoidalPositions(4, 3);
  for (Index position = 0; position < 4; ++position)
    EXPECT_NEAR(table(position, 2), std::sin(static_cast<double>(position) * std::pow(10000.0, -2.0 / 3)), 6e-8);
}

TEST(SinusoidalPositions, TurnByAFixedAngleWhenShifted) {
  // The dot product of two codes depends on their distance only.
  const Matrix table = sinusoidalPositions(20, 16);
  const auto dot = [&](Index a, Index b) { return table.row(a).cast<double>().dot(table.row(b).cast<double>()); };
  EXPECT_NEAR(dot(2, 5), dot(14, 17), 1e-6);
}

}  // namespace
}  // namespace attn::test
