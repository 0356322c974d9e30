#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>

#include "attention/catalogue.h"
#include "attention/normalizers.h"
#include "support/matrices.h"
#include "support/names.h"

namespace attn::test {
namespace {

class EveryDerivation : public testing::TestWithParam<std::string> {
 protected:
  const ScoreRow& row() const { return findRow(scoreCatalogue(), GetParam(), "score"); }
};

// Every optional parameter is there, so that it must be explained too.
Parameters givenOf(const std::string& score) {
  Parameters given;
  if (score == "additive") given.matrices["b"] = shared(seededNormal(1, 5, "b"));
  if (score == "mlp") {
    given.matrices["b_1"] = shared(seededNormal(1, 5, "b"));
    given.numbers["b_2"] = 1.5;
  }
  if (score == "key_linear") given.matrices["b"] = shared(seededNormal(1, 6, "b"));
  return given;
}

// The names behind every @ of a formula.
std::set<std::string> slotsOf(const std::string& formula) {
  const char* letters = "abcdefghijklmnopqrstuvwxyz_0123456789";
  std::set<std::string> names;
  for (std::size_t at = formula.find('@'); at != std::string::npos; at = formula.find('@', at + 1))
    names.insert(formula.substr(at + 1, formula.find_first_not_of(letters, at + 1) - at - 1));
  return names;
}

TEST_P(EveryDerivation, EvaluatesToTheScoreOfTheEngine) {
  const Matrix q = seededNormal(3, 5, "queries"), k = seededNormal(4, 5, "keys");
  const Parameters complete = completeParameters(row(), givenOf(GetParam()), {5, 5, 4}, 1);
  const Matrix scores = computeScores(row(), q, k, complete, WorkShare::none());
  for (Index i = 0; i < scores.rows(); ++i)
    for (Index j = 0; j < 4; ++j) {
      const ScoreDerivation taken =
          row().explain(q.row(std::min<Index>(i, 2)), k.row(j), complete, scores(i, j), {i, j});
      EXPECT_EQ(taken.numbers.at("s"), static_cast<double>(scores(i, j)));
      // The derivation is in double; the engine's floats round a handful of products near 10.
      EXPECT_NEAR(row().evaluate(taken.numbers), taken.numbers.at("s"), 5e-6);
    }
}

TEST_P(EveryDerivation, GivesANumberForEverySlotOfItsFormula) {
  const Matrix q = seededNormal(1, 5, "q"), k = seededNormal(1, 5, "k");
  const ScoreDerivation taken = row().explain(q.row(0), k.row(0), completeParameters(row(), {}, {5, 5}, 1), 0.0F, {});
  EXPECT_FALSE(slotsOf(row().numericFormula).empty());
  for (const std::string& slot : slotsOf(row().numericFormula)) EXPECT_TRUE(taken.numbers.contains(slot)) << slot;
}

TEST_P(EveryDerivation, EndsInARowWhoseSumIsShown) {
  const Matrix q = seededNormal(1, 5, "q"), k = seededNormal(1, 5, "k");
  const ScoreDerivation taken = row().explain(q.row(0), k.row(0), completeParameters(row(), {}, {5, 5}, 1), 0.0F, {});
  const DerivationRow& last = taken.rows.back();
  EXPECT_EQ(last.role, DerivationRow::Role::Products);
  double sum = 0;
  for (const double value : last.values) sum += value;
  EXPECT_EQ(taken.sum, sum);
  for (const DerivationRow& each : taken.rows) EXPECT_EQ(each.values.size(), 5U) << each.label;
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryDerivation, testing::ValuesIn(rowNames(scoreCatalogue())), testName);

std::vector<std::string> labelsOf(const ScoreDerivation& taken) {
  std::vector<std::string> labels;
  for (const DerivationRow& row : taken.rows) labels.push_back(row.label);
  return labels;
}

TEST(Derivations, NameTheirRowsAsTheFormulasDo) {
  const Vector q = Vector::Ones(2), k = Vector::Ones(2);
  const auto labels = [&](const char* name) {
    const ScoreRow& row = findRow(scoreCatalogue(), name, "score");
    return labelsOf(row.explain(q, k, completeParameters(row, {}, {2, 2}, 1), 0.0F, {}));
  };
  using Labels = std::vector<std::string>;
  EXPECT_EQ(labels("scaled_dot"), (Labels{"q", "k", "q · k"}));
  EXPECT_EQ(labels("general"), (Labels{"q", "k", "W k", "q · W k"}));
  EXPECT_EQ(labels("additive"), (Labels{"W_q q", "W_k k", "tanh(…)", "v", "v · tanh(…)"}));
  EXPECT_EQ(labels("concat"), (Labels{"q", "k", "W [q; k]", "tanh(…)", "v", "v · tanh(…)"}));
  EXPECT_EQ(labels("mlp"), (Labels{"q", "k", "W_1 [q; k]", "tanh(…)", "w_2", "w_2 · tanh(…)"}));
  EXPECT_EQ(labels("location"), (Labels{"q", "W_j", "W_j · q"}));
  EXPECT_EQ(labels("key_linear"), (Labels{"W_r", "k", "W_r · k"}));
  EXPECT_EQ(labels("gaussian"), (Labels{"q", "k", "q − k", "(q − k)²"}));
}

TEST(Derivations, SayWhereAChoiceChangesTheFormula) {
  const ScoreRow& row = findRow(scoreCatalogue(), "key_linear", "score");
  Parameters given;
  given.numbers["tanh"] = 1;
  const Parameters complete = completeParameters(row, given, {3, 3, 2}, 1);
  const Matrix k = seededNormal(2, 3, "keys");
  const Matrix scores = computeScores(row, Matrix(), k, complete, WorkShare::none());
  const ScoreDerivation taken = row.explain(Vector(), k.row(1), complete, scores(2, 1), {2, 1});
  EXPECT_EQ(taken.formula, "\\tanh(@dot + @b)");
  EXPECT_NEAR(row.evaluate(taken.numbers), scores(2, 1), 1e-6);
}

class EveryExplanation : public testing::TestWithParam<std::string> {};

// To the bit: the last column is what the heatmap shows. 37 keys leave a tail in every vector register.
TEST_P(EveryExplanation, EndsInTheWeightsOfTheEngine) {
  const NormalizerRow& row = findRow(normalizerCatalogue(), GetParam(), "normalizer");
  const Matrix scores = seededNormal(6, 37, "scores") * 5.0F;
  Mask visible = allVisible(6, 37);
  for (Index key = 0; key < 37; key += 3) visible(4, key) = false;
  visible.row(5).setConstant(false);
  const Matrix weights = row.compute(scores, visible, 0.7, WorkShare::none());
  for (Index i = 0; i < 6; ++i) {
    const std::span<const float> s(scores.data() + i * 37, 37);
    const std::span<const bool> v(visible.data() + i * 37, 37);
    const std::vector<WeightStep> steps = row.explain(s, v, 0.7);
    EXPECT_EQ(steps.front().label, "s");
    for (const WeightStep& step : steps) EXPECT_EQ(step.values.size(), 37U) << step.label;
    for (Index j = 0; j < 37; ++j)
      EXPECT_EQ(steps.back().values[static_cast<std::size_t>(j)], static_cast<double>(weights(i, j)));
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryExplanation, testing::ValuesIn(rowNames(normalizerCatalogue())), testName);

TEST(SoftmaxExplanation, ShowsEveryStepOfTwoWords) {
  const std::vector<float> scores = {14, 12};
  const std::vector<WeightStep> steps = explainSoftmax(scores, {}, 2.0);
  ASSERT_EQ(steps.size(), 5U);
  EXPECT_EQ(steps[1].label, "÷ τ");
  EXPECT_EQ(steps[1].values, (std::vector<double>{7, 6}));
  EXPECT_EQ(steps[2].label, "− max");
  EXPECT_EQ(steps[2].values, (std::vector<double>{0, -1}));
  EXPECT_EQ(steps[3].label, "exp");
  EXPECT_TRUE(steps[3].summed);
  EXPECT_DOUBLE_EQ(steps[3].sum, 1 + std::exp(-1.0));
  EXPECT_NEAR(steps[4].values[0], 1 / (1 + std::exp(-1.0)), 1e-7);  // the weight is a float
}

TEST(SparsemaxExplanation, ShowsTheThreshold) {
  // z = 2 1 −1 at τ = 1: the support is the first key alone if z_2 ≤ 2 − 1, so that t = −1 in shifted scores.
  const std::vector<WeightStep> steps = explainSparsemax(std::vector<float>{2, 1, -1}, {}, 1.0);
  ASSERT_EQ(steps.size(), 5U);
  EXPECT_EQ(steps[2].values, (std::vector<double>{0, -1, -3}));
  EXPECT_EQ(steps[3].label, "− t");
  EXPECT_EQ(steps[3].values, (std::vector<double>{1, 0, -2}));
  EXPECT_EQ(steps[4].values, (std::vector<double>{1, 0, 0}));
}

TEST(EntmaxExplanation, EndsInTheSquaresOfTheStepBefore) {
  const std::vector<WeightStep> steps = explainEntmax15(std::vector<float>{1.0F, 0.5F, -3.0F}, {}, 1.0);
  for (std::size_t key = 0; key < 3; ++key)
    EXPECT_NEAR(steps[4].values[key], std::pow(std::max(0.0, steps[3].values[key]), 2), 1e-7);  // a float
  EXPECT_EQ(steps[4].values[2], 0.0);
  EXPECT_NEAR(steps[4].sum, 1.0, 1e-7);
}

TEST(SigmoidExplanation, DividesByOnePlusTheExponential) {
  const std::vector<WeightStep> steps = explainSigmoid(std::vector<float>{0, 2}, {}, 2.0);
  EXPECT_EQ(steps[1].values, (std::vector<double>{0, 1}));
  EXPECT_DOUBLE_EQ(steps[2].values[1], std::exp(-1.0));
  EXPECT_EQ(steps[3].values[0], 0.5);
  EXPECT_NEAR(steps[3].values[1], 1 / (1 + std::exp(-1.0)), 1e-7);
}

TEST(HardmaxExplanation, CountsTheTies) {
  const std::vector<WeightStep> steps = explainHardmax(std::vector<float>{2, 1, 2}, {}, 1.0);
  EXPECT_EQ(steps[1].values, (std::vector<double>{1, 0, 1}));
  EXPECT_EQ(steps[1].sum, 2.0);
  EXPECT_EQ(steps[2].values, (std::vector<double>{0.5, 0, 0.5}));
}

TEST(SoftmaxExplanation, MakesNoStepForAMaskedKey) {
  const std::vector<float> scores = {1, 2, 3};
  const std::array<bool, 3> visible = {true, true, false};
  const std::vector<WeightStep> steps = explainSoftmax(scores, visible, 1.0);
  EXPECT_EQ(steps[0].values[2], 3.0);
  EXPECT_TRUE(std::isnan(steps[3].values[2]));
  EXPECT_EQ(steps[4].values[2], 0.0);
  EXPECT_EQ(steps[2].values[1], 0.0);  // the maximum is that of the visible keys
}

}  // namespace
}  // namespace attn::test
