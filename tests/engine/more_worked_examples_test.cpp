#include <gtest/gtest.h>

#include <numeric>

#include "attention/catalogue.h"
#include "attention/normalizers.h"
#include "attention/positions.h"
#include "pipeline/pipeline.h"
#include "support/experiments.h"

// Examples of the lessons whose numbers were published; tolerances are half a unit of the last digit given, and more
// where the source's inputs were rounded.

namespace attn::test {
namespace {

const double fourDigits = 0.5e-4 + 1e-6;

Matrix journey() {
  return matrixOf({{0.43, 0.15, 0.89},
                   {0.55, 0.87, 0.66},
                   {0.57, 0.85, 0.64},
                   {0.22, 0.58, 0.33},
                   {0.77, 0.25, 0.10},
                   {0.05, 0.80, 0.55}});
}

TEST(JourneyWithProjections, HasThePublishedScoresWeightsAndContext) {
  Experiment experiment = vectorsExperiment(journey());
  experiment.wQ = shared(matrixOf({{0.2961, 0.5166}, {0.2517, 0.6886}, {0.0740, 0.8665}}));
  experiment.wK = shared(matrixOf({{0.1366, 0.1025}, {0.1841, 0.7264}, {0.3153, 0.6871}}));
  experiment.wV = shared(matrixOf({{0.0756, 0.1966}, {0.3164, 0.4017}, {0.1186, 0.8274}}));
  const Trace trace = Pipeline().evaluate(experiment);
  const double rounded = 2e-4;  // the matrices have four digits
  EXPECT_MATRIX_NEAR(trace.q->row(1), matrixOf({{0.4306, 1.4551}}), rounded);
  EXPECT_MATRIX_NEAR(Matrix(trace.head().scores->row(1) * std::sqrt(2.0F)),
                     matrixOf({{1.2705, 1.8524, 1.8111, 1.0795, 0.5577, 1.5440}}), rounded);
  EXPECT_MATRIX_NEAR(trace.head().weights->row(1), matrixOf({{0.1500, 0.2264, 0.2199, 0.1311, 0.0906, 0.1820}}),
                     rounded);
  EXPECT_MATRIX_NEAR(trace.context->row(1), matrixOf({{0.3061, 0.8210}}), rounded);
}

TEST(CausalJourney, HasThePublishedWeights) {
  Experiment experiment;
  experiment.entry = Entry::Scores;
  experiment.scores = shared(Matrix(
      matrixOf(
          {{0.2899, 0, 0, 0}, {0.4656, 0.1723, 0, 0}, {0.4594, 0.1703, 0.1731, 0}, {0.2642, 0.1024, 0.1036, 0.0186}}) /
      std::sqrt(2.0F)));
  experiment.masks = {{"causal", {}}};
  EXPECT_MATRIX_NEAR(
      *Pipeline().evaluate(experiment).head().weights,
      matrixOf({{1, 0, 0, 0}, {0.5517, 0.4483, 0, 0}, {0.3800, 0.3097, 0.3103, 0}, {0.2758, 0.2460, 0.2462, 0.2319}}),
      1e-4);
}

TEST(FourWords, HaveThePublishedScoresAndOutput) {
  Experiment experiment = vectorsExperiment(matrixOf({{1, 0, 0}, {0, 1, 0}, {1, 1, 0}, {0, 0, 1}}));
  experiment.wQ = shared(matrixOf({{2, 0, 2}, {2, 0, 0}, {2, 1, 2}}));
  experiment.wK = shared(matrixOf({{2, 2, 2}, {0, 2, 1}, {0, 1, 1}}));
  experiment.wV = shared(matrixOf({{1, 1, 0}, {0, 1, 1}, {0, 0, 0}}));
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_MATRIX_NEAR(Matrix(*trace.head().scores * std::sqrt(3.0F)),
                     matrixOf({{8, 2, 10, 2}, {4, 0, 4, 0}, {12, 2, 14, 2}, {10, 4, 14, 3}}), 1e-5);
  EXPECT_MATRIX_NEAR(*trace.output,
                     matrixOf({{0.98522025, 1.74174051, 0.75652026},
                               {0.90965265, 1.40965265, 0.5},
                               {0.99851226, 1.75849334, 0.75998108},
                               {0.99560386, 1.90407309, 0.90846923}}),
                     2e-6);
}

TEST(IdentityPair, HasThePublishedOutput) {
  const Matrix pair = matrixOf({{1, 0, 1, 0}, {0, 1, 0, 1}});
  Experiment experiment = readyExperiment(pair, pair);
  experiment.v = shared(matrixOf({{1, 2, 3, 4}, {5, 6, 7, 8}}));
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_MATRIX_NEAR(*trace.head().weights, matrixOf({{0.7311, 0.2689}, {0.2689, 0.7311}}), fourDigits);
  EXPECT_MATRIX_NEAR(*trace.context, matrixOf({{2.0758, 3.0758, 4.0758, 5.0758}, {3.9242, 4.9242, 5.9242, 6.9242}}),
                     fourDigits);
}

// The tutorial's 1 hides; ours shows. Zeros are padding.
TEST(PaddingOfIds, HidesTheTutorialsZeros) {
  const Matrix ids = matrixOf({{7, 6, 0, 0, 1}, {1, 2, 3, 0, 0}, {0, 0, 0, 4, 5}});
  const Mask visible = ids.array() != 0.0F;
  const Matrix hidden = matrixOf({{0, 0, 1, 1, 0}, {0, 0, 0, 1, 1}, {1, 1, 1, 0, 0}});
  Experiment experiment;
  experiment.entry = Entry::Scores;
  experiment.scores = shared(Matrix::Zero(3, 5));
  experiment.masks = {{"custom", {}, std::make_shared<const Mask>(visible)}};
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_EQ(trace.head().visible->cast<float>().matrix(), Matrix(1 - hidden.array()));
  EXPECT_TRUE((trace.head().weights->cwiseProduct(hidden).array() == 0).all());
}

TEST(PaddingOfLengthOne, GivesAllWeightToTheFirstKey) {
  Experiment experiment;
  experiment.entry = Entry::Scores;
  experiment.scores = shared(matrixOf({{0.3, 2, 5, 1}}));
  experiment.masks = {{"padding", {1}}};
  EXPECT_EQ(*Pipeline().evaluate(experiment).head().weights, matrixOf({{1, 0, 0, 0}}));
}

TEST(AveragingByATriangle, IsSoftmaxOfZerosUnderACausalMask) {
  Experiment causal;
  causal.entry = Entry::Scores;
  causal.scores = shared(Matrix::Zero(3, 3));
  causal.masks = {{"causal", {}}};
  causal.v = shared(matrixOf({{2, 7}, {6, 4}, {6, 5}}));
  Experiment triangle = causal;
  triangle.entry = Entry::Weights;
  triangle.masks.clear();
  triangle.weights = shared(matrixOf({{1, 0, 0}, {0.5, 0.5, 0}, {1.0 / 3, 1.0 / 3, 1.0 / 3}}));
  const Matrix expected = matrixOf({{2, 7}, {4, 5.5}, {4.6667, 5.3333}});
  EXPECT_MATRIX_NEAR(*Pipeline().evaluate(causal).context, expected, fourDigits);
  EXPECT_MATRIX_NEAR(*Pipeline().evaluate(triangle).context, expected, fourDigits);
}

TEST(IdenticalKeys, GiveTheMeanOfTheValidValuesForEveryScore) {
  Matrix values(10, 4);
  for (Index at = 0; at < 40; ++at) values.data()[at] = static_cast<float>(at);
  Experiment experiment = readyExperiment(seededNormal(1, 2, "q"), Matrix::Ones(10, 2));
  experiment.v = shared(values);
  for (const ScoreRow& row : scoreCatalogue()) {
    if (row.name == std::string("location")) continue;  // scores places, not keys
    experiment.score = row.name;
    experiment.masks = {{"padding", {2}}};
    EXPECT_MATRIX_NEAR(Pipeline().evaluate(experiment).context->row(0), matrixOf({{2, 3, 4, 5}}), 1e-5) << row.name;
    experiment.masks = {{"padding", {6}}};
    EXPECT_MATRIX_NEAR(Pipeline().evaluate(experiment).context->row(0), matrixOf({{10, 11, 12, 13}}), 1e-5);
  }
}

// 10 keys of equal score, p = 4.6: v_p = 1 and W_p give tanh(a) with sigmoid(tanh a) = 0.46.
TEST(LocalPredictive, IsNotRenormalized) {
  const double tanhOfA = std::log(0.46 / 0.54);
  Experiment experiment = readyExperiment(matrixOf({{1}}), Matrix::Zero(10, 1));
  experiment.masks = {{"local_p", {2}}};
  experiment.parameters.matrices = {{"W_p", shared(matrixOf({{std::atanh(tanhOfA)}}))},
                                    {"v_p", shared(matrixOf({{1}}))}};
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_NEAR(trace.head().centres->at(0), 4.6, 1e-6);
  EXPECT_MATRIX_NEAR(*trace.head().weights, matrixOf({{0, 0, 0, 0.0695, 0.2088, 0.2308, 0.0938, 0, 0, 0}}), fourDigits);
  EXPECT_NEAR(trace.head().weights->sum(), 0.6029, fourDigits);
}

TEST(SequenceToSequenceScores, HaveThePublishedWeights) {
  EXPECT_MATRIX_NEAR(softmaxRows(matrixOf({{13, 9, 9}}), allVisible(1, 3), 1.0, WorkShare::none()),
                     matrixOf({{0.96, 0.02, 0.02}}), 0.5e-2 + 1e-6);
}

TEST(Sinusoids, AreThePublishedTable) {
  EXPECT_MATRIX_NEAR(sinusoidalPositions(4, 4),
                     matrixOf({{0, 1, 0, 1},
                               {0.8415, 0.5403, 0.0100, 1.0000},
                               {0.9093, -0.4161, 0.0200, 0.9998},
                               {0.1411, -0.9900, 0.0300, 0.9996}}),
                     fourDigits);
}

TEST(RopeScores, DependOnTheDistanceOnly) {
  const auto score = [](Index query, Index key) {
    const Matrix q = turnedByPosition("Q", matrixOf({{1, 0, 1, 0}}), 1, query);
    const Matrix k = turnedByPosition("K", matrixOf({{0, 1, 1, 0}}), 1, key);
    return static_cast<double>(q.row(0).dot(k.row(0)));
  };
  EXPECT_NEAR(score(3, 1), 1.90910, 0.5e-5 + 1e-6);
  EXPECT_NEAR(score(12, 10), score(3, 1), 1e-6);
}

// A head that attends to the token before, then one that looks for where its own token was the one before: on ABCABC
// the second half finds what followed the first time. The output of the first experiment is the X of the second.
TEST(InductionHead, FindsWhatFollowedTheSameToken) {
  const Index tokens = 3, length = 6;
  Matrix x = Matrix::Zero(length, tokens + length);  // the token, then its place
  for (Index i = 0; i < length; ++i) x(i, i % tokens) = x(i, tokens + i) = 1;
  Experiment previous = vectorsExperiment(x);
  Matrix wQ = Matrix::Zero(9, 6), wK = Matrix::Zero(9, 6), wV = Matrix::Zero(9, 9);
  for (Index i = 1; i < length; ++i) wQ(tokens + i, i - 1) = 100;  // asks for the place before
  wK.bottomRows(6).setIdentity();
  wV.topLeftCorner(3, 3).setIdentity();
  previous.wQ = shared(wQ), previous.wK = shared(wK), previous.wV = shared(wV);
  Mask earlier = causalMask(length, length);
  earlier.matrix().diagonal().setConstant(false);  // the first token has none before it: its row is empty
  previous.masks = {{"custom", {}, std::make_shared<const Mask>(earlier)}};
  const Trace first = Pipeline().evaluate(previous);
  EXPECT_TRUE((*first.head().measures)[0].empty);
  for (Index i = 1; i < length; ++i) EXPECT_NEAR((*first.head().weights)(i, i - 1), 1.0, 1e-6);

  Matrix second(length, 6);
  second << x.leftCols(3), first.output->leftCols(3);  // own token, and the one before as the first head found it
  Experiment induction = vectorsExperiment(second);
  Matrix ask = Matrix::Zero(6, 3), hold = Matrix::Zero(6, 3), say = Matrix::Zero(6, 3);
  ask.topRows(3) = 100 * Matrix::Identity(3, 3);
  hold.bottomRows(3).setIdentity();
  say.topRows(3).setIdentity();
  induction.wQ = shared(ask), induction.wK = shared(hold), induction.wV = shared(say);
  induction.masks = {{"causal", {}}};
  const Trace trace = Pipeline().evaluate(induction);
  for (Index i = tokens; i < length - 1; ++i) {
    Index predicted = -1;
    EXPECT_NEAR(trace.output->row(i).maxCoeff(&predicted), 1.0, 1e-6);
    EXPECT_EQ(predicted, (i + 1) % tokens);
    EXPECT_NEAR((*trace.head().weights)(i, i - tokens + 1), 1.0, 1e-6);
  }
}

}  // namespace
}  // namespace attn::test
