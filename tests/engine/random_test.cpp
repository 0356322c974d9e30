#include "core/random.h"

#include <gtest/gtest.h>

#include "support/golden.h"

namespace attn::test {
namespace {

const std::uint64_t goldenSeed = 7;

TEST(Generator, HashesPurposesToTheBit) {
  EXPECT_EQ(fnv1a64("W_Q"), golden("generator.npz", "fnv_W_Q").words.at(0));
  EXPECT_EQ(fnv1a64(""), golden("generator.npz", "fnv_empty").words.at(0));
  EXPECT_EQ(fnv1a64(""), 0xCBF29CE484222325U);
}

TEST(Generator, HashesBytesBeyondAsciiAsUnsigned) {
  // One step of the definition by hand, on the byte 0xE5.
  EXPECT_EQ(fnv1a64("\xE5"), (0xCBF29CE484222325U ^ 0xE5U) * 0x100000001B3U);
}

TEST(Generator, DrawsTheGoldenNormalsInDouble) {
  const GoldenArray expected = golden("generator.npz", "normals_W_Q_10");
  ASSERT_EQ(golden("generator.npz", "seed").number(), static_cast<double>(goldenSeed));
  NormalGenerator normals(goldenSeed, "W_Q");
  // Logarithm, sine and cosine of two libraries may differ by a few units of the last digit: 2e-16 times 4.
  for (const double value : expected.values) EXPECT_NEAR(normals.next(), value, 1e-12);
}

TEST(Generator, FillsMatricesRowByRowAndScalesBeforeRounding) {
  const Matrix got = normalMatrix(goldenSeed, "W_Q", 4, 3, 1.0 / 4);
  // Half a unit in the last place of a float near 2 is 1.2e-7.
  EXPECT_MATRIX_NEAR(got, golden("generator.npz", "W_Q_4x3").matrix(), 1.2e-7);
}

TEST(Generator, GivesEveryPurposeAndSeedItsOwnNumbers) {
  EXPECT_NE(NormalGenerator(1, "a").next(), NormalGenerator(1, "b").next());
  EXPECT_NE(NormalGenerator(1, "a").next(), NormalGenerator(2, "a").next());
  EXPECT_EQ(NormalGenerator(1, "a").next(), NormalGenerator(1, "a").next());
}

TEST(Generator, HasTheMomentsOfAStandardNormal) {
  NormalGenerator normals(3, "moments");
  const int draws = 20000;
  double sum = 0, squares = 0;
  for (int i = 0; i < draws; ++i) {
    const double x = normals.next();
    sum += x;
    squares += x * x;
  }
  // Five standard errors: 1/√n for the mean, √(2/n) for the variance.
  EXPECT_NEAR(sum / draws, 0.0, 5 / std::sqrt(draws));
  EXPECT_NEAR(squares / draws, 1.0, 5 * std::sqrt(2.0 / draws));
}

}  // namespace
}  // namespace attn::test
