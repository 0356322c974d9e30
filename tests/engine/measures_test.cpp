#include "measures/row_measures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "attention/masks.h"
#include "attention/normalizers.h"
#include "attention/softmax.h"
#include "plain/plain_attention.h"
#include "support/golden.h"

namespace attn::test {
namespace {

// Softmax weights with what their sums say.
struct Softmax {
  Softmax(const Matrix& scores, const Mask& visible, double tau)
      : weights(softmaxWeights(scores, visible, visibleMaxima(scores, visible, WorkShare::none()), tau, {&statistics},
                               WorkShare::none())) {}
  SoftmaxStatistics statistics;
  Matrix weights;
  std::vector<RowMeasures> measured() const { return measureSoftmaxRows(weights, statistics); }
};

TEST(RowMeasures, AgreeWithTheGoldenEntropy) {
  const Matrix scores = golden("attention.npz", "scores_scaled_dot").floats();
  const Softmax softmax(scores, allVisible(5, 7), 1);
  const WideMatrix expected = golden("attention.npz", "entropy_scaled_dot").matrix();
  const std::vector<RowMeasures> fromWeights = measureRows(softmax.weights, allVisible(5, 7));
  const std::vector<RowMeasures> fromScores = softmax.measured();
  for (Index i = 0; i < 5; ++i) {
    const auto at = static_cast<std::size_t>(i);
    EXPECT_NEAR(fromWeights[at].entropy, expected(0, i), 1e-6);
    EXPECT_NEAR(fromScores[at].entropy, expected(0, i), 1e-6);
    EXPECT_NEAR(fromScores[at].effectiveKeys, std::exp(expected(0, i)), 7e-6);  // up to 7 keys times 1e-6
  }
}

// Within 1e-6 of the exact one, whatever the temperature, the mask and the length of a row.
TEST(RowMeasures, HaveTheEntropyOfTheExactWeights) {
  const Matrix scores = seededNormal(64, 4096, "scores") * 3.0F;
  const Mask causal = causalMask(64, 4096) && paddingMask(64, 4096, 4040);
  for (const double tau : {1e-3, 0.1, 1.0, 7.0, 1e6}) {
    const Softmax softmax(scores, causal, tau);
    const std::vector<RowMeasures> measured = softmax.measured();
    const WideMatrix exact = plain::softmax(scores, causal, tau);
    for (Index i = 0; i < 64; ++i)
      EXPECT_NEAR(measured[static_cast<std::size_t>(i)].entropy, plain::entropy(exact, i), 1e-6) << tau << " " << i;
  }
}

TEST(RowMeasures, AreTheSameFromTheSumsOfSoftmaxAsFromItsWeights) {
  const Matrix scores = seededNormal(40, 70, "scores");
  Mask visible = causalMask(40, 70);
  visible.row(7).setConstant(false);
  for (const double tau : {1e-3, 0.3, 1.0, 50.0, 1e6}) {
    const Softmax softmax(scores, visible, tau);
    const std::vector<RowMeasures> sums = softmax.measured(), rows = measureRows(softmax.weights, visible);
    for (std::size_t i = 0; i < 40; ++i) {
      EXPECT_EQ(sums[i].maximum, rows[i].maximum);
      EXPECT_EQ(sums[i].maximumAt, rows[i].maximumAt);
      EXPECT_EQ(sums[i].diagonalMass, rows[i].diagonalMass);
      EXPECT_EQ(sums[i].empty, rows[i].empty);
      EXPECT_EQ(sums[i].empty, i == 7);
      // Weights are rounded to floats, all of a row by the same factor too: 1.2e-7 of sums up to ln 70, with 1e-6 as
      // above.
      EXPECT_NEAR(sums[i].entropy, rows[i].entropy, 2e-6);
      EXPECT_NEAR(sums[i].effectiveKeys, rows[i].effectiveKeys, 70 * 2e-6);
      // Weights that sum to 1 within 1e-6, times distances below 70.
      EXPECT_NEAR(sums[i].meanDistance, rows[i].meanDistance, 70 * 1e-6);
    }
  }
}

TEST(RowMeasures, StayFiniteForHugeScores) {
  const Matrix scores = matrixOf({{3.4e38, -3.4e38, 0}, {1, 2, 3.4e38}});
  Mask visible = allVisible(2, 3);
  visible(1, 2) = false;
  for (const RowMeasures& row : Softmax(scores, visible, 1e-3).measured()) EXPECT_NEAR(row.entropy, 0, 1e-6);
}

TEST(RowMeasures, KnowTheEvenAndTheSingleRow) {
  const Matrix weights = matrixOf({{0.25, 0.25, 0.25, 0.25}, {0, 0, 1, 0}});
  const std::vector<RowMeasures> measured = measureRows(weights, allVisible(2, 4));
  EXPECT_NEAR(measured[0].entropy, std::log(4.0), 1e-12);
  EXPECT_NEAR(measured[0].effectiveKeys, 4, 1e-12);
  EXPECT_EQ(measured[0].maximumAt, 0);
  EXPECT_EQ(measured[0].meanDistance, (0 + 1 + 2 + 3) / 4.0);
  EXPECT_EQ(measured[0].diagonalMass, 0.25);
  EXPECT_EQ(measured[1].entropy, 0.0);
  EXPECT_EQ(measured[1].effectiveKeys, 1.0);
  EXPECT_EQ(measured[1].maximum, 1.0);
  EXPECT_EQ(measured[1].maximumAt, 2);
  EXPECT_EQ(measured[1].meanDistance, 1.0);
  EXPECT_EQ(measured[1].diagonalMass, 0.0);
}

TEST(RowMeasures, HaveNoDiagonalBeyondTheLastKey) {
  const std::vector<RowMeasures> measured = measureRows(Matrix::Constant(3, 2, 0.5F), allVisible(3, 2));
  EXPECT_EQ(measured[1].diagonalMass, 0.5);
  EXPECT_EQ(measured[2].diagonalMass, 0.0);
}

TEST(RowMeasures, HaveNoEntropyWhereAWeightIsNegative) {
  const std::vector<RowMeasures> measured = measureRows(matrixOf({{1, 0.5, -0.5}}), allVisible(1, 3));
  EXPECT_TRUE(std::isnan(measured[0].entropy));
  EXPECT_FALSE(measured[0].undefined);
  EXPECT_EQ(measured[0].maximum, 1.0);
}

TEST(MeasureRows, GiveOneKeyAnEntropyOfZeroWithoutASign) {
  const Matrix one = Matrix::Ones(1, 1);
  for (const RowMeasures& row :
       {measureRows(one, allVisible(1, 1), WorkShare::none())[0], Softmax(one, allVisible(1, 1), 1).measured()[0]}) {
    EXPECT_EQ(row.entropy, 0.0);
    EXPECT_FALSE(std::signbit(row.entropy));
  }
}

TEST(Gini, IsTheMeanDifferenceOfAllPairs) {
  const Matrix weights = softmaxRows(seededNormal(1, 50, "scores"), allVisible(1, 50), 0.5, WorkShare::none());
  const std::vector<float> row(weights.data(), weights.data() + 50);
  EXPECT_NEAR(gini(row), plain::gini(row), 1e-12);
  EXPECT_NEAR(gini(std::vector<float>{0.25F, 0.25F, 0.25F, 0.25F}), 0.0, 1e-15);
  EXPECT_DOUBLE_EQ(gini(std::vector<float>{0, 0, 0, 1}), 0.75);
  EXPECT_EQ(gini(std::vector<float>{0, 0}), 0.0);
  EXPECT_TRUE(std::isnan(gini(std::vector<float>{0, std::numeric_limits<float>::quiet_NaN()})));
}

TEST(JensenShannon, AgreesWithTheGoldenDivergence) {
  const Matrix dot = golden("attention.npz", "weights_dot").floats();
  const Matrix scaled = golden("attention.npz", "weights_scaled_dot").floats();
  const WideMatrix expected = golden("attention.npz", "js_dot_vs_scaled").matrix();
  for (Index i = 0; i < 5; ++i) EXPECT_NEAR(jensenShannon(dot.row(i), scaled.row(i)), expected(0, i), 1e-6);
}

TEST(JensenShannon, IsZeroForEqualRowsAndLnTwoForDisjointOnes) {
  const Vector p = matrixOf({{0.5, 0.5, 0}}).row(0), r = matrixOf({{0, 0, 1}}).row(0);
  EXPECT_EQ(jensenShannon(p, p), 0.0);
  EXPECT_DOUBLE_EQ(jensenShannon(p, r), std::numbers::ln2);
}

TEST(JensenShannon, IsThatOfTheDistributionsOfRowsThatAreNone) {
  const Vector p = matrixOf({{0.5, 0.25, 0.25}}).row(0), r = matrixOf({{0.125, 0.75, 0.125}}).row(0);
  const double expected = jensenShannon(p, r);
  EXPECT_GT(expected, 0.05);
  // Powers of two scale without rounding.
  EXPECT_DOUBLE_EQ(jensenShannon(4 * p, 0.5F * r), expected);
  EXPECT_EQ(jensenShannon(p, 2 * p), 0.0);
}

TEST(JensenShannon, IsUndefinedWhereARowHasNoDistribution) {
  const Vector p = matrixOf({{0.5, 0.5, 0}}).row(0), negative = matrixOf({{1.5, -0.5, 0}}).row(0);
  const Vector zeros = Vector::Zero(3);
  EXPECT_TRUE(std::isnan(jensenShannon(p, negative)));
  EXPECT_TRUE(std::isnan(jensenShannon(negative, p)));
  EXPECT_TRUE(std::isnan(jensenShannon(negative, negative)));
  EXPECT_TRUE(std::isnan(jensenShannon(p, zeros)));
  EXPECT_EQ(jensenShannon(zeros, zeros), 0.0);
}

TEST(JensenShannon, NeverLeavesItsRange) {
  for (const char* name : {"a", "b", "c", "d"}) {
    const Vector p = seededNormal(1, 300, name).row(0).array().abs();
    Vector hair = p;
    hair(7) = std::nextafter(hair(7), 2.0F);
    EXPECT_GE(jensenShannon(p, hair), 0.0);
    Vector left = Vector::Zero(600), right = Vector::Zero(600);
    left.head(300) = p, right.tail(300) = p;
    EXPECT_LE(jensenShannon(left, right), std::numbers::ln2);
  }
}

}  // namespace
}  // namespace attn::test
