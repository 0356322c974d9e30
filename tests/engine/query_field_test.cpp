#include "pipeline/query_field.h"

#include <gtest/gtest.h>

#include <cmath>

#include "pipeline/pipeline.h"
#include "pipeline/plane_scores.h"
#include "pipeline/ready_experiment.h"
#include "support/experiments.h"
#include "support/names.h"

namespace {

using namespace attn;

Experiment sixWords(const std::string& score) {
  Experiment e = test::wordsExperiment(6);
  e.score = score;
  e.temperature = 0.7;
  return e;
}

Trace evaluated(const Experiment& experiment) { return Pipeline().evaluate(experiment); }

std::vector<std::string> allScores() {
  std::vector<std::string> names;
  for (const ScoreRow& row : scoreCatalogue()) names.emplace_back(row.name);
  return names;
}

// The row of all keys that a field's weights are of: 0 where the key is masked.
Matrix spread(const QueryField& field, const Matrix& weights, Index keys) {
  Matrix row = Matrix::Zero(1, keys);
  for (std::size_t i = 0; i < field.keys.size(); ++i) row(0, field.keys[i]) = weights(0, static_cast<Index>(i));
  return row;
}

class FieldOfScore : public testing::TestWithParam<std::string> {};

TEST_P(FieldOfScore, GivesTheExperimentsOwnWeightsAtItsOwnQueries) {
  Experiment e = sixWords(GetParam());
  const bool square = GetParam() != "key_linear";  // whose rows are not queries
  if (square) {
    e.masks = {parseMask("causal"), parseMask("local_p:2")};
    e.bias = parseBias("alibi");
  }
  const Trace trace = oneHead(evaluated(e), 0);
  ASSERT_TRUE(hasQueryField(trace));
  for (Index row = 0; row < trace.queries(); ++row) {
    const QueryField field = queryField(trace, row);
    const FieldReading reading = readField(field, trace.q->row(row).transpose(), trace.v.get());
    // The same function on fewer rows and keys: only the order of sums differs.
    EXPECT_MATRIX_NEAR(spread(field, reading.weights, trace.keys()), trace.head().weights->row(row), 1e-6) << row;
    EXPECT_MATRIX_NEAR(reading.context.transpose(), trace.head().context->row(row), 1e-5) << row;
    EXPECT_NEAR(reading.measures.entropy, (*trace.head().measures)[static_cast<std::size_t>(row)].entropy, 1e-5);
  }
}

// PlaneScores read as its header says, in double.
double plainScore(const PlaneScores& s, Index key, double x, double y) {
  const auto linear = [&](const auto& row) {
    return static_cast<double>(row(0)) * x + static_cast<double>(row(1)) * y + static_cast<double>(row(2));
  };
  const auto numbers = s.keys.row(key);
  const double added = static_cast<double>(numbers(3));
  switch (s.kind) {
    case PlaneScoreKind::Affine:
      return linear(numbers) + added;
    case PlaneScoreKind::Angle: {
      const double dx = x - s.nearest.x, dy = y - s.nearest.y;
      return linear(numbers) / std::max(std::sqrt(dx * dx + dy * dy + static_cast<double>(s.rest)), 1e-8) + added;
    }
    case PlaneScoreKind::Distance: {
      const double dx = x - static_cast<double>(numbers(0)), dy = y - static_cast<double>(numbers(1));
      return -(dx * dx + dy * dy + static_cast<double>(numbers(2))) * static_cast<double>(s.scale) + added;
    }
    case PlaneScoreKind::Hidden: {
      double sum = static_cast<double>(numbers(2)) + added;
      for (Index unit = 0; unit < s.units.rows(); ++unit)
        sum += static_cast<double>(s.units(unit, 3)) *
               std::tanh(linear(s.units.row(unit)) + static_cast<double>(s.inner(unit, key)));
      return sum;
    }
    case PlaneScoreKind::Other:
      break;
  }
  return NAN;
}

TEST_P(FieldOfScore, HasTheSameScoresOverThePlaneInAFewNumbersAKey) {
  Experiment e = sixWords(GetParam());
  if (GetParam() != "key_linear") e.bias = parseBias("alibi");
  const Trace trace = oneHead(evaluated(e), 0);
  const QueryField field = queryField(trace, 3);
  for (const QueryPlane& plane : {dimensionPlane(trace.q->row(3).transpose(), 1, 3),
                                  principalPlane(*trace.k, trace.q->row(3).transpose()).plane}) {
    const PlaneScores scores = planeScores(field, plane);
    for (const PlanePoint p : {PlanePoint{0, 0}, {1.5, -0.5}, {-3, 2}, {0.01, 40}}) {
      const Matrix expected = scoresAt(field, Matrix(plane.vectorAt(p).transpose()));
      for (Index key = 0; key < expected.cols(); ++key) {
        const double value = static_cast<double>(expected(0, key));
        // Floats of vectors up to 40 long and products of them: relative rounding of some 1e-6.
        EXPECT_NEAR(plainScore(scores, key, p.x, p.y), value, 1e-5 * (1 + std::abs(value))) << key;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Every, FieldOfScore, testing::ValuesIn(allScores()), test::testName);

TEST(QueryField, HasNoKeysWhereEverythingIsMasked) {
  Experiment e = test::readyExperiment(test::seededNormal(2, 2, "q"), test::seededNormal(3, 2, "k"));
  e.masks = {parseMask("padding:0")};
  const Trace trace = oneHead(evaluated(e), 0);
  const QueryField field = queryField(trace, 0);
  EXPECT_TRUE(field.keys.empty());
  const FieldReading reading = readField(field, trace.q->row(0).transpose(), nullptr);
  EXPECT_EQ(reading.weights.size(), 0);
  EXPECT_TRUE(reading.measures.empty);
}

TEST(QueryField, IsNotThereWithoutQueriesAndKeys) {
  Experiment e;
  e.entry = Entry::Scores;
  e.scores = test::shared(test::seededNormal(2, 3, "s"));
  EXPECT_FALSE(hasQueryField(oneHead(evaluated(e), 0)));
}

TEST(QueryField, GivesAtEveryTemperatureTheWeightsOfAnExperimentAtThatTemperature) {
  Experiment e = sixWords("gaussian");
  const Trace trace = oneHead(evaluated(e), 0);
  const QueryField field = queryField(trace, 1);
  const std::vector<double> temperatures = {0.01, 0.5, 100};
  const Matrix curves = weightsOverTemperature(field, scoresAt(field, Matrix(trace.q->row(1))), temperatures);
  for (std::size_t i = 0; i < temperatures.size(); ++i) {
    e.temperature = temperatures[i];
    // At τ = 0.01 a score's rounding of 1e-7 counts a hundred times.
    EXPECT_MATRIX_NEAR(curves.row(static_cast<Index>(i)), evaluated(e).head().weights->row(1), 3e-5);
  }
}

TEST(QueryField, KeepsTheWindowOfAPredictedCentreAtEveryTemperature) {
  Experiment e = sixWords("scaled_dot");
  e.masks = {parseMask("local_p:2")};
  const Trace trace = oneHead(evaluated(e), 0);
  const QueryField field = queryField(trace, 1);
  ASSERT_FALSE(field.factors.empty());
  const Matrix curves = weightsOverTemperature(field, scoresAt(field, Matrix(trace.q->row(1))), {0.5, 3});
  e.temperature = 3;
  const MatrixPtr expected = evaluated(e).head().weights;
  for (std::size_t i = 0; i < field.keys.size(); ++i)
    // Two float softmaxes of scores near 1, rounded once each.
    EXPECT_NEAR(curves(1, static_cast<Index>(i)), (*expected)(1, field.keys[i]), 1e-6F);
}

TEST(ReadyExperiment, ComputesTheSameFromItsMatricesOn) {
  for (const char* position : {"none", "sinusoidal", "learned", "rope"})
    for (const char* score : {"scaled_dot", "additive", "location"}) {
      Experiment e = test::wordsExperiment(5);
      e.dim = 8;
      e.heads = 2;
      e.position = position;
      e.score = score;
      e.bias = parseBias("relative");
      e.masks = {parseMask("causal")};
      const Trace before = evaluated(e), after = evaluated(readyExperiment(before));
      EXPECT_EQ(after.experiment.entry, Entry::Ready);
      EXPECT_EQ(*after.queryTokens, *before.queryTokens);
      for (Index head = 0; head < 2; ++head) EXPECT_EQ(*after.head(head).weights, *before.head(head).weights) << score;
      EXPECT_EQ(*after.output, *before.output);
    }
}

TEST(ReadyExperiment, MovesOneKeyOfOneHeadAndNothingElse) {
  Experiment e = test::wordsExperiment(4);
  e.dim = 6;
  e.heads = 2;
  EXPECT_FALSE(canMoveKeys(e));
  const Trace before = evaluated(e);
  const Experiment ready = readyExperiment(before);
  ASSERT_TRUE(canMoveKeys(ready));
  const Vector by = (Vector(3) << 1, -2, 0.5F).finished();
  const Trace after = evaluated(withKeyMoved(ready, 2, 1, by));
  EXPECT_EQ(*after.head(0).k, *before.head(0).k);
  EXPECT_EQ(*after.head(1).q, *before.head(1).q);
  Matrix expected = *before.head(1).k;
  expected.row(2) += by.transpose();
  EXPECT_EQ(*after.head(1).k, expected);
}

TEST(ReadyExperiment, MovesVectorsThatAreTheKeys) {
  const Experiment e = test::vectorsExperiment(test::seededNormal(3, 2, "x"));
  ASSERT_TRUE(canMoveKeys(e));
  const Experiment moved = withKeyMoved(e, 1, 0, (Vector(2) << 1, 1).finished());
  EXPECT_FLOAT_EQ((*moved.x)(1, 0), (*e.x)(1, 0) + 1);
  EXPECT_EQ(moved.x->row(0), e.x->row(0));
}

}  // namespace
