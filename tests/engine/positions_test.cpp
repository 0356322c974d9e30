#include "attention/positions.h"

#include <gtest/gtest.h>

#include "pipeline/pipeline.h"
#include "support/errors.h"
#include "support/experiments.h"
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

TEST(SinusoidalHalves, HaveTheSameNumbersInAnotherOrder) {
  for (const Index width : {8, 7}) {
    const Matrix pairs = sinusoidalPositions(6, width), halves = sinusoidalHalvesPositions(6, width);
    const Index sines = (width + 1) / 2;
    for (Index column = 0; column < width; ++column)
      EXPECT_EQ(halves.col(column % 2 == 0 ? column / 2 : sines + column / 2), pairs.col(column)) << column;
  }
}

TEST(Rope, AgreesWithTheGoldenRotation) {
  const Matrix x = golden("positions.npz", "X").floats();
  // Turned in double and rounded once: numbers up to 4.
  EXPECT_MATRIX_NEAR(turnedByPosition("Q", x, 1), golden("positions.npz", "rope").matrix(), 5e-7);
  EXPECT_MATRIX_NEAR(turnedByPosition("Q", x, 1, 3), golden("positions.npz", "rope_start3").matrix(), 5e-7);
}

TEST(Rope, TurnsEveryHeadAlike) {
  const Matrix left = seededNormal(5, 4, "left"), right = seededNormal(5, 4, "right");
  Matrix both(5, 8);
  both << left, right;
  const Matrix turned = turnedByPosition("Q", both, 2);
  EXPECT_EQ(turned.leftCols(4), turnedByPosition("Q", left, 1));
  EXPECT_EQ(turned.rightCols(4), turnedByPosition("Q", right, 1));
}

TEST(Rope, NeedsAnEvenWidth) {
  const CaughtError error = errorOf([] { turnedByPosition("Q", Matrix::Ones(2, 6), 2); });
  EXPECT_EQ(error.id, "rope_width");
  EXPECT_EQ(error.argument("got"), "3");
}

TEST(Rope, TurnsReadyQueriesAndKeysButNotValues) {
  Experiment experiment = readyExperiment(seededNormal(4, 6, "q"), seededNormal(5, 6, "k"));
  experiment.v = shared(seededNormal(5, 2, "v"));
  experiment.position = "rope";
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_EQ(*trace.q, turnedByPosition("Q", *experiment.q, 1));
  EXPECT_EQ(*trace.k, turnedByPosition("K", *experiment.k, 1));
  EXPECT_EQ(trace.v, experiment.v);
}

TEST(LearnedPositions, AreDrawnOnceForBothSidesOrGiven) {
  Experiment experiment = textExperiment("a b");
  experiment.crossText = true;
  experiment.keyText = "a b c";
  const Trace plain = Pipeline().evaluate(experiment);
  experiment.position = "learned";
  const Trace trace = Pipeline().evaluate(experiment);
  const Matrix table = drawnPositions(3, 4, 1);
  EXPECT_EQ(*trace.xQuery, Matrix(*plain.xQuery + table.topRows(2)));
  EXPECT_EQ(*trace.xKey, Matrix(*plain.xKey + table));
  EXPECT_EQ(*trace.parameters.matrices.at("position"), table);
  experiment.parameters.matrices["position"] = shared(Matrix::Ones(9, 4));  // longer than needed
  EXPECT_EQ(*Pipeline().evaluate(experiment).xKey, Matrix(plain.xKey->array() + 1));
  experiment.parameters.matrices["position"] = shared(Matrix::Ones(2, 4));
  EXPECT_EQ(errorOf([&] { Pipeline().evaluate(experiment); }).message, "position is 2 × 4; expected ≥ 3 × 4");
}

TEST(AddedPositions, AreRefusedWhereThereAreNoVectors) {
  for (const char* position : {"sinusoidal", "sinusoidal_halves", "learned"}) {
    Experiment experiment = readyExperiment(seededNormal(2, 4, "q"), seededNormal(3, 4, "k"));
    experiment.position = position;
    EXPECT_EQ(errorOf([&] { Pipeline().evaluate(experiment); }).id, "position_ready") << position;
  }
}

}  // namespace
}  // namespace attn::test
