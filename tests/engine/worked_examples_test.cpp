#include <gtest/gtest.h>

#include "pipeline/pipeline.h"
#include "support/experiments.h"

namespace attn::test {
namespace {

// Published numbers hold within half a unit of their last digit.
const double fourDigits = 0.5e-4 + 1e-6;

Matrix weightsOf(const Experiment& experiment) { return *Pipeline().evaluate(experiment).head().weights; }

// The Illustrated Transformer (Alammar 2018): q·k₁ = 112, q·k₂ = 96 with d_k = 64.
Experiment twoWords() {
  Matrix q = Matrix::Zero(1, 64), k = Matrix::Zero(2, 64);
  q(0, 0) = 1;
  k(0, 0) = 112;
  k(1, 0) = 96;
  return readyExperiment(q, k);
}

TEST(TwoWords, HaveThePublishedWeights) {
  const Trace trace = Pipeline().evaluate(twoWords());
  EXPECT_MATRIX_NEAR(*trace.head().scores, matrixOf({{14, 12}}), 1e-6);
  EXPECT_MATRIX_NEAR(*trace.head().weights, matrixOf({{0.880797, 0.119203}}), 0.5e-6 + 1e-6);
}

TEST(TwoWords, AreOneSidedWithoutTheScale) {
  Experiment experiment = twoWords();
  experiment.score = "dot";
  EXPECT_MATRIX_NEAR(weightsOf(experiment), matrixOf({{1, 0}}), fourDigits);
}

TEST(TwoWords, FlattenWithTheTemperature) {
  Experiment experiment = twoWords();
  const auto at = [&](double tau) {
    experiment.temperature = tau;
    return weightsOf(experiment);
  };
  EXPECT_MATRIX_NEAR(at(0.5), matrixOf({{0.9820, 0.0180}}), fourDigits);
  EXPECT_MATRIX_NEAR(at(2), matrixOf({{0.7311, 0.2689}}), fourDigits);
  EXPECT_MATRIX_NEAR(at(8), matrixOf({{0.5622, 0.4378}}), fourDigits);
  experiment.normalizer = "uniform";
  EXPECT_MATRIX_NEAR(at(1), matrixOf({{0.5, 0.5}}), 0.0);
}

// Raschka, Build a Large Language Model (From Scratch), chapter 3: "Your journey starts with one step".
Experiment journey() {
  Experiment experiment = vectorsExperiment(matrixOf({{0.43, 0.15, 0.89},
                                                      {0.55, 0.87, 0.66},
                                                      {0.57, 0.85, 0.64},
                                                      {0.22, 0.58, 0.33},
                                                      {0.77, 0.25, 0.10},
                                                      {0.05, 0.80, 0.55}}));
  experiment.score = "dot";
  return experiment;
}

TEST(SelfAttentionWithoutWeights, HasThePublishedRow) {
  const Trace trace = Pipeline().evaluate(journey());
  EXPECT_MATRIX_NEAR(trace.head().scores->row(1), matrixOf({{0.9544, 1.4950, 1.4754, 0.8434, 0.7070, 1.0865}}),
                     fourDigits);
  EXPECT_MATRIX_NEAR(trace.head().weights->row(1), matrixOf({{0.1385, 0.2379, 0.2333, 0.1240, 0.1082, 0.1581}}),
                     fourDigits);
}

TEST(SelfAttentionWithoutWeights, HasThePublishedRatio) {
  Experiment experiment = journey();
  experiment.normalizer = "ratio";
  EXPECT_MATRIX_NEAR(weightsOf(experiment).row(1), matrixOf({{0.1455, 0.2278, 0.2249, 0.1285, 0.1077, 0.1656}}),
                     fourDigits);
}

TEST(SelfAttentionWithoutWeights, HasThePublishedContexts) {
  EXPECT_MATRIX_NEAR(*Pipeline().evaluate(journey()).context,
                     matrixOf({{0.4421, 0.5931, 0.5790},
                               {0.4419, 0.6515, 0.5683},
                               {0.4431, 0.6496, 0.5671},
                               {0.4304, 0.6298, 0.5510},
                               {0.4671, 0.5910, 0.5266},
                               {0.4177, 0.6503, 0.5645}}),
                     fourDigits);
}

// One query and three keys; each score function gives another row.
Experiment fourAnswers(const char* score) {
  Experiment experiment = readyExperiment(matrixOf({{1, 0}}), matrixOf({{1, 0}, {0, 1}, {-1, 0}}));
  experiment.score = score;
  return experiment;
}

TEST(OneInput, HasFourAnswers) {
  EXPECT_MATRIX_NEAR(weightsOf(fourAnswers("dot")), matrixOf({{0.6652, 0.2447, 0.0900}}), fourDigits);
  EXPECT_MATRIX_NEAR(weightsOf(fourAnswers("scaled_dot")), matrixOf({{0.5760, 0.2840, 0.1400}}), fourDigits);
  Experiment general = fourAnswers("general");
  general.parameters.matrices["W"] = shared(matrixOf({{0, 1}, {1, 0}}));
  EXPECT_MATRIX_NEAR(weightsOf(general), matrixOf({{0.2119, 0.5761, 0.2119}}), fourDigits);
}

TEST(OneInput, HasTheAdditiveAnswer) {
  Experiment experiment = fourAnswers("additive");
  const MatrixPtr identity = shared(Matrix::Identity(2, 2));
  experiment.parameters.matrices = {{"W_q", identity}, {"W_k", identity}, {"v", shared(Matrix::Ones(1, 2))}};
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_MATRIX_NEAR(*trace.head().scores, matrixOf({{0.9640, 1.5232, 0}}), fourDigits);
  EXPECT_MATRIX_NEAR(*trace.head().weights, matrixOf({{0.3194, 0.5588, 0.1218}}), fourDigits);
}

TEST(OneInput, HasTheDotProductsAnswerInAGaussianKernelOfUnitKeys) {
  // −‖q − k‖²/2 = q·k − 1 for unit vectors: a constant in the row.
  EXPECT_MATRIX_NEAR(weightsOf(fourAnswers("gaussian")), weightsOf(fourAnswers("dot")), 1e-6);
}

}  // namespace
}  // namespace attn::test
