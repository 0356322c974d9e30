#include "pipeline/painted_rows.h"

#include <gtest/gtest.h>

#include <memory>
#include <numeric>

#include "attention/painted_row.h"
#include "pipeline/pipeline.h"
#include "support/experiments.h"

namespace attn::test {
namespace {

// Half a unit in the last place of 1.
constexpr double kRounded = 6e-8;

using Row = std::vector<float>;

// vector<bool> has no data().
struct Seen {
  explicit Seen(std::initializer_list<bool> keys) : values(new bool[keys.size()]), count(keys.size()) {
    std::copy(keys.begin(), keys.end(), values.get());
  }
  operator std::span<const bool>() const { return {values.get(), count}; }
  std::unique_ptr<bool[]> values;
  std::size_t count;
};

double sumOf(const Row& row) { return std::accumulate(row.begin(), row.end(), 0.0); }

void expectRow(const Row& got, const std::vector<double>& expected) {
  ASSERT_EQ(got.size(), expected.size());
  for (std::size_t key = 0; key < got.size(); ++key)
    EXPECT_NEAR(static_cast<double>(got[key]), expected[key], kRounded) << key;
}

TEST(WithWeight, LetsTheOthersKeepTheirProportions) {
  const Row row = withWeight(Row{0.5F, 0.3F, 0.2F}, Seen{true, true, true}, 0, 0.75);
  expectRow(row, {0.75, 0.25 * 0.6, 0.25 * 0.4});
}

TEST(WithWeight, GivesAllToOneKeyOrNothing) {
  expectRow(withWeight(Row{0.5F, 0.3F, 0.2F}, Seen{true, true, true}, 1, 1), {0, 1, 0});
  expectRow(withWeight(Row{0.5F, 0.3F, 0.2F}, Seen{true, true, true}, 1, 0), {5.0 / 7, 0, 2.0 / 7});
}

TEST(WithWeight, LeavesAllToTheOnlyKey) {
  expectRow(withWeight(Row{1}, Seen{true}, 0, 0.25), {1});
  expectRow(withWeight(Row{0, 1, 0}, Seen{false, true, false}, 1, 0.25), {0, 1, 0});
}

TEST(WithWeight, SharesEvenlyWhereAllOthersAreZero) {
  expectRow(withWeight(Row{0, 1, 0, 0}, Seen{true, true, true, true}, 1, 0.4), {0.2, 0.4, 0.2, 0.2});
}

TEST(WithWeight, LeavesMaskedKeysAtZero) {
  expectRow(withWeight(Row{0, 0.5F, 0.5F}, Seen{false, true, true}, 2, 0.9), {0, 0.1, 0.9});
  expectRow(withWeight(Row{0, 1, 0}, Seen{false, true, true}, 1, 0.5), {0, 0.5, 0.5});
}

TEST(WithWeight, TakesWeightsBelowZeroAndNanForZero) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  expectRow(withWeight(Row{-2, 1, 2}, Seen{true, true, true}, 2, 0.5), {0, 0.5, 0.5});
  expectRow(withWeight(Row{nan, nan, nan}, Seen{true, true, true}, 2, 0.5), {0.25, 0.25, 0.5});
}

TEST(WithWeight, SumsToOneAlsoWithThousandsOfKeys) {
  const Row even(4096, 1.0F / 4096);
  const std::unique_ptr<bool[]> seen(new bool[4096]);
  std::fill(seen.get(), seen.get() + 4096, true);
  // 4,096 weights of 1.5e-4, each rounded by at most 7e-12.
  EXPECT_NEAR(sumOf(withWeight(even, {seen.get(), 4096}, 7, 0.375)), 1, 4096 * 7.3e-12);
}

TEST(MaskedRow, ScalesWhatAMaskLeaves) {
  expectRow(maskedRow(Row{0.5F, 0.25F, 0.25F}, Seen{false, true, true}), {0, 0.5, 0.5});
  EXPECT_TRUE(maskedRow(Row{0.5F, 0.5F}, Seen{false, false}).empty());
  EXPECT_TRUE(maskedRow(Row{0.5F, 0.5F}, Seen{true, true, true}).empty());
}

Experiment painted() {
  Experiment experiment = textExperiment("a b c");
  experiment.painted = {{0, 1, {0.25F, 0.5F, 0.25F}}};
  return experiment;
}

TEST(PaintedRows, StandInThePlaceOfComputedOnes) {
  const Trace plain = Pipeline().evaluate(textExperiment("a b c")), trace = Pipeline().evaluate(painted());
  const HeadTrace& head = trace.head();
  EXPECT_EQ(*head.computed, *plain.head().weights);
  EXPECT_EQ(head.weights->row(0), plain.head().weights->row(0));
  EXPECT_EQ(head.weights->row(1), matrixOf({{0.25, 0.5, 0.25}}).row(0));
  EXPECT_EQ(head.painted, std::vector<Index>{1});
  EXPECT_TRUE(isPainted(trace, 0, 1));
  EXPECT_FALSE(isPainted(trace, 0, 0));
  EXPECT_EQ(plain.head().computed, plain.head().weights);
}

TEST(PaintedRows, ChangeContextOutputAndMeasures) {
  const Trace plain = Pipeline().evaluate(textExperiment("a b c")), trace = Pipeline().evaluate(painted());
  const Matrix& v = *trace.head().v;
  const Matrix expected = 0.25F * v.row(0) + 0.5F * v.row(1) + 0.25F * v.row(2);
  // Three products of numbers below 4, in another order.
  EXPECT_MATRIX_NEAR(Matrix(trace.context->row(1)), expected, 1e-6);
  EXPECT_EQ(trace.context->row(2), plain.context->row(2));
  EXPECT_NEAR((*trace.head().measures)[1].entropy, 1.5 * std::log(2.0), kRounded);
  EXPECT_EQ((*trace.head().measures)[1].maximumAt, 1);
  EXPECT_EQ((*trace.head().measures)[0].entropy, (*plain.head().measures)[0].entropy);
}

TEST(PaintedRows, AreOfTheirHeadOnly) {
  Experiment experiment = painted();
  experiment.heads = 2;
  experiment.painted[0].head = 1;
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_EQ(trace.head(0).weights, trace.head(0).computed);
  EXPECT_TRUE(isPainted(trace, 1, 1));
  EXPECT_EQ(oneHead(trace, 1).head().painted, std::vector<Index>{1});
}

TEST(PaintedRows, AreWhatTheExplanationEndsIn) {
  const Trace trace = Pipeline().evaluate(painted());
  const std::vector<WeightStep> steps = explainWeights(trace, 0, 1);
  EXPECT_EQ(steps.back().label, "✎");
  EXPECT_EQ(steps.back().values, (std::vector<double>{0.25, 0.5, 0.25}));
  EXPECT_NE(explainWeights(trace, 0, 0).back().label, "✎");
}

TEST(PaintedRows, ThatFitNothingArePassedOver) {
  Experiment experiment = painted();
  experiment.painted = {{0, 1, {0.5F, 0.5F}}, {0, 9, {1, 0, 0}}, {3, 0, {1, 0, 0}}};
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_EQ(trace.head().weights, trace.head().computed);
}

TEST(PaintedRows, StayZeroWhereAMaskForbids) {
  Experiment experiment = painted();
  experiment.masks = {{"causal", {}}};
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_MATRIX_NEAR(Matrix(trace.head().weights->row(1)), matrixOf({{1.0 / 3, 2.0 / 3, 0}}), kRounded);
}

TEST(PaintedRows, ReplaceBareWeightsToo) {
  Experiment experiment;
  experiment.entry = Entry::Weights;
  experiment.weights = shared(matrixOf({{0.5, 0.5}, {1, 0}}));
  experiment.painted = {{0, 1, {0.25F, 0.75F}}};
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_EQ(*trace.head().weights, matrixOf({{0.5, 0.5}, {0.25, 0.75}}));
  EXPECT_EQ(trace.head().computed, experiment.weights);
}

TEST(PaintingARow, RunsContextAndMeasuresOnly) {
  Pipeline pipeline;
  Experiment experiment = painted();
  pipeline.evaluate(experiment);
  experiment.painted[0].weights = {0.5F, 0.25F, 0.25F};
  pipeline.evaluate(experiment);
  for (const StageId stage : {StageId::Projections, StageId::Scores, StageId::Mask, StageId::Weights})
    EXPECT_EQ(pipeline.runs(stage), 1);
  for (const StageId stage : {StageId::Context, StageId::Measures}) EXPECT_EQ(pipeline.runs(stage), 2);
}

TEST(PaintingARow, IsUndoneWithoutATrace) {
  Pipeline pipeline;
  pipeline.evaluate(painted());
  const Trace trace = pipeline.evaluate(textExperiment("a b c"));
  EXPECT_EQ(trace.head().weights, trace.head().computed);
  EXPECT_TRUE(trace.head().painted.empty());
  EXPECT_EQ(*trace.context, *Pipeline().evaluate(textExperiment("a b c")).context);
}

TEST(PaintedEffect, HasBothSidesAndTheirDifference) {
  const Trace plain = Pipeline().evaluate(textExperiment("a b c")), trace = Pipeline().evaluate(painted());
  const PaintedEffect effect = paintedEffect(trace, 0, 1);
  // Entropies of softmax come from its sums, of a row from its weights.
  EXPECT_NEAR(effect.computed.entropy, (*plain.head().measures)[1].entropy, 1e-6);
  EXPECT_EQ(effect.painted.entropy, (*trace.head().measures)[1].entropy);
  ASSERT_EQ(static_cast<Index>(effect.difference.size()), trace.context->cols());
  double squares = 0;
  for (Index column = 0; column < trace.context->cols(); ++column) {
    const auto at = static_cast<std::size_t>(column);
    const double before = static_cast<double>((*plain.context)(1, column)),
                 after = static_cast<double>((*trace.context)(1, column));
    // Sums of three products of numbers below 4.
    EXPECT_NEAR(effect.contextComputed[at], before, 1e-6);
    EXPECT_NEAR(effect.difference[at], after - before, 1e-6);
    squares += (after - before) * (after - before);
  }
  EXPECT_NEAR(effect.distance, std::sqrt(squares), 1e-6);
  EXPECT_EQ(paintedEffect(trace, 0, 0).distance, 0);
}

}  // namespace
}  // namespace attn::test
