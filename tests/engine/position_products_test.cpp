#include "attention/position_products.h"

#include <gtest/gtest.h>

#include <cmath>

#include "attention/catalogue.h"
#include "attention/positions.h"
#include "pipeline/experiment_parameters.h"
#include "pipeline/pipeline.h"
#include "support/errors.h"
#include "support/experiments.h"
#include "support/golden.h"

namespace attn::test {
namespace {

TEST(PositionProducts, AreThoseOfTheGoldenTable) {
  const WideMatrix table = golden("positions.npz", "sinusoidal_50x64").matrix();
  const WideMatrix expected = table * table.transpose();
  // Products of numbers rounded to 6e-8, 64 of them: sums up to 32.
  EXPECT_MATRIX_NEAR(positionProducts(sinusoidalPositions(50, 64)), expected, 6e-6);
}

TEST(ProductsByDistance, OfSinusoidsDependOnTheDistanceOnly) {
  const Index count = 40, width = 16;
  const DistanceProducts all = productsByDistance(positionProducts(sinusoidalPositions(count, width)));
  ASSERT_EQ(all.mean.size(), static_cast<std::size_t>(count));
  for (Index apart = 0; apart < count; ++apart) {
    double expected = 0;
    for (Index pair = 0; pair < width / 2; ++pair)
      expected += std::cos(static_cast<double>(apart) *
                           std::pow(10000.0, -2.0 * static_cast<double>(pair) / static_cast<double>(width)));
    const auto at = static_cast<std::size_t>(apart);
    // Tables and products rounded to 32 bits: numbers up to 8.
    EXPECT_NEAR(all.mean[at], expected, 2e-6);
    EXPECT_NEAR(all.low[at], all.high[at], 4e-6);
  }
}

TEST(ProductsByDistance, KeepTheSpreadOfALearnedTable) {
  const DistanceProducts all = productsByDistance(matrixOf({{1, 5, 7}, {5, 2, 6}, {7, 6, 4}}));
  EXPECT_EQ(all.mean, (std::vector<double>{7.0 / 3, 5.5, 7}));
  EXPECT_EQ(all.low, (std::vector<double>{1, 5, 7}));
  EXPECT_EQ(all.high, (std::vector<double>{4, 6, 7}));
}

TEST(RotaryAngles, AreThoseByWhichRopeTurns) {
  Matrix x = Matrix::Zero(7, 6);
  for (Index pair = 0; pair < 3; ++pair) x.col(2 * pair).setOnes();
  const Matrix turned = turnedByPosition("Q", x, 1);
  const std::vector<double> angles = rotaryAngles(6, 6);
  ASSERT_EQ(angles.size(), 3U);
  for (Index pair = 0; pair < 3; ++pair) {
    const double angle = angles[static_cast<std::size_t>(pair)];
    // Sines and cosines rounded to 32 bits.
    EXPECT_NEAR(static_cast<double>(turned(6, 2 * pair)), std::cos(angle), 6e-8);
    EXPECT_NEAR(static_cast<double>(turned(6, 2 * pair + 1)), std::sin(angle), 6e-8);
  }
}

TEST(BiasByDistance, OfAlibiFallsWithTheSlopeOfEachHead) {
  const Matrix all = biasByDistance(BiasSpec("alibi"), 8, 3, {});
  ASSERT_EQ(all.cols(), 7);
  for (Index head = 0; head < 8; ++head)
    for (Index r = -3; r <= 3; ++r)
      // Slopes are powers of two.
      EXPECT_EQ(static_cast<double>(all(head, r + 3)),
                -std::pow(2.0, -static_cast<double>(head + 1)) * static_cast<double>(std::abs(r)));
}

TEST(BiasByDistance, OfARelativeTableLooksUpItsBuckets) {
  BiasSpec bias("relative");
  Parameters parameters;
  parameters.matrices["relative"] = relativeTable({}, 2, bias, 1);
  const Matrix all = biasByDistance(bias, 2, 200, parameters);
  for (const Index r : {-200, -17, -1, 0, 1, 5, 130})
    for (const Index head : {0, 1})
      EXPECT_EQ(all(head, r + 200), (*parameters.matrices["relative"])(head, relativeBucket(r, 32, 128, false))) << r;
}

TEST(LargestDifferenceOf, NamesItsCell) {
  const LargestDifference found = largestDifference(matrixOf({{1, -3}, {2, 0}}), matrixOf({{1, -3.5}, {2.25, 0}}));
  EXPECT_EQ(found.value, 0.5);
  EXPECT_EQ(found.row, 0);
  EXPECT_EQ(found.column, 1);
  EXPECT_EQ(found.magnitude, 3);
  EXPECT_FALSE(withinRounding(found));
}

// The scores of an experiment whose positions count from `first`.
Matrix scoresFrom(Experiment experiment, Index first) {
  experiment.firstPosition = first;
  return *Pipeline().evaluate(experiment).head().biased;
}

Experiment positioned(const char* position, const char* bias = "none") {
  Experiment experiment = wordsExperiment(9);
  experiment.dim = 8;
  experiment.position = position;
  experiment.bias = BiasSpec(bias);
  return experiment;
}

TEST(AShiftedSequence, KeepsItsScoresWithRope) {
  const Experiment experiment = positioned("rope");
  for (const Index shift : {1, 64}) {
    const LargestDifference found = largestDifference(scoresFrom(experiment, 0), scoresFrom(experiment, shift));
    EXPECT_TRUE(withinRounding(found)) << found.value;
  }
}

TEST(AShiftedSequence, KeepsItsScoresWithBiasesOfDistance) {
  for (const char* bias : {"alibi", "relative"})
    EXPECT_EQ(scoresFrom(positioned("none", bias), 0), scoresFrom(positioned("none", bias), 17)) << bias;
}

TEST(AShiftedSequence, ChangesItsScoresWithAddedSinusoids) {
  const Experiment experiment = positioned("sinusoidal");
  EXPECT_FALSE(withinRounding(largestDifference(scoresFrom(experiment, 0), scoresFrom(experiment, 3))));
}

TEST(AShiftedSequence, HasThePositionsFromThereOn) {
  const Experiment plain = vectorsExperiment(Matrix::Zero(4, 8));
  Experiment shifted = plain;
  shifted.position = "sinusoidal";
  shifted.firstPosition = 5;
  EXPECT_EQ(*Pipeline().evaluate(shifted).xQuery, sinusoidalPositions(9, 8).bottomRows(4));
}

TEST(AShiftedSequence, LeavesALearnedTable) {
  const Experiment experiment = positioned("learned");
  const CaughtError drawn = errorOf([&] { scoresFrom(experiment, 2); });
  EXPECT_EQ(drawn.id, "shape");
  EXPECT_EQ(drawn.argument("got"), "9 × 8");
  EXPECT_EQ(drawn.argument("expected"), "≥ 11 × 8");
  Experiment given = experiment;
  given.parameters.matrices["position"] = shared(seededNormal(10, 8, "table"));
  EXPECT_EQ(errorOf([&] { scoresFrom(given, 2); }).id, "shape");
  EXPECT_NO_THROW(scoresFrom(given, 1));
}

TEST(AShiftedSequence, RunsNothingWithoutPositions) {
  Pipeline pipeline;
  Experiment experiment = positioned("none");
  pipeline.evaluate(experiment);
  experiment.firstPosition = 3;
  pipeline.evaluate(experiment);
  EXPECT_EQ(pipeline.runs(StageId::Vectors), 1);
  experiment.position = "rope";
  pipeline.evaluate(experiment);
  experiment.firstPosition = 4;
  pipeline.evaluate(experiment);
  EXPECT_EQ(pipeline.runs(StageId::Vectors), 1);
  EXPECT_EQ(pipeline.runs(StageId::Scores), 3);
}

}  // namespace
}  // namespace attn::test
