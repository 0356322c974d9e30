#include <gtest/gtest.h>

#include "attention/catalogue.h"
#include "attention/local.h"
#include "attention/normalizers.h"
#include "pipeline/experiment_parameters.h"
#include "pipeline/pipeline.h"
#include "support/errors.h"
#include "support/experiments.h"
#include "support/golden.h"

namespace attn::test {
namespace {

Experiment scoresExperiment(Matrix scores) {
  Experiment experiment;
  experiment.entry = Entry::Scores;
  experiment.scores = shared(std::move(scores));
  return experiment;
}

Experiment weightsExperiment(Matrix weights) {
  Experiment experiment;
  experiment.entry = Entry::Weights;
  experiment.weights = shared(std::move(weights));
  return experiment;
}

TEST(GivenScores, AreNormalizedMaskedAndMultipliedByValues) {
  Experiment experiment = scoresExperiment(golden("attention.npz", "scores_scaled_dot").floats());
  experiment.v = shared(golden("attention.npz", "V").floats());
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_EQ(trace.head().scores, experiment.scores);
  EXPECT_MATRIX_NEAR(*trace.head().weights, golden("attention.npz", "weights_scaled_dot").matrix(), 2e-6);
  EXPECT_MATRIX_NEAR(*trace.context, golden("attention.npz", "context_scaled_dot").matrix(), 1e-5);
  EXPECT_EQ(trace.q, nullptr);
  EXPECT_FALSE(hasDerivation(trace));
  experiment.masks = {{"causal", {}}};
  EXPECT_MATRIX_NEAR(*Pipeline().evaluate(experiment).head().weights,
                     golden("attention.npz", "weights_causal").matrix(), 2e-6);
}

TEST(GivenWeights, AreShownAndMeasuredAsTheyAre) {
  Experiment experiment = weightsExperiment(matrixOf({{0.25, 0.75, 0}, {0, 0, 1}}));
  experiment.v = shared(matrixOf({{4}, {8}, {12}}));
  experiment.queryTokens = {"a", "b"};
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_EQ(trace.head().weights, experiment.weights);
  EXPECT_EQ(trace.head().scores, nullptr);
  EXPECT_TRUE(trace.head().visible->all());
  EXPECT_EQ(trace.queries(), 2);
  EXPECT_EQ(trace.keys(), 3);
  EXPECT_EQ(*trace.context, matrixOf({{7}, {12}}));
  EXPECT_EQ((*trace.head().measures)[0].maximum, 0.75);
  EXPECT_TRUE(explainWeights(trace, 0, 0).empty());
  EXPECT_EQ(queryLabel(trace, 1), "b");
}

TEST(GivenWeights, StayAsTheyAreWhenSettingsChange) {
  Pipeline pipeline;
  Experiment experiment = weightsExperiment(matrixOf({{0.5, 0.5}}));
  pipeline.evaluate(experiment);
  experiment.temperature = 3;
  experiment.normalizer = "sparsemax";
  pipeline.evaluate(experiment);
  EXPECT_EQ(pipeline.runs(StageId::Weights), 1);
  experiment.weights = shared(matrixOf({{1, 0}}));
  EXPECT_EQ((*pipeline.evaluate(experiment).head().measures)[0].maximum, 1.0);
}

TEST(GivenMatrices, SayWhatDoesNotFit) {
  Experiment experiment = scoresExperiment(Matrix::Ones(2, 3));
  experiment.v = shared(Matrix::Ones(2, 2));
  EXPECT_EQ(errorOf([&] { Pipeline().evaluate(experiment); }).message,
            "scores is 2 × 3 and v is 2 × 2; v must have as many rows as scores has columns");
  experiment.v = nullptr;
  experiment.heads = 2;
  EXPECT_EQ(errorOf([&] { Pipeline().evaluate(experiment); }).message, "heads cannot be used with scores");
  experiment.heads = 1;
  experiment.masks = {{"local_p", {1}}};
  EXPECT_EQ(errorOf([&] { Pipeline().evaluate(experiment); }).message, "q is missing");
  Experiment weights = weightsExperiment(Matrix::Ones(2, 3));
  weights.masks = {{"causal", {}}};
  EXPECT_EQ(errorOf([&] { Pipeline().evaluate(weights); }).message, "mask cannot be used with weights");
  weights.masks.clear();
  weights.weights = nullptr;
  EXPECT_EQ(errorOf([&] { Pipeline().evaluate(weights); }).argument("input"), "weights");
  Matrix broken = Matrix::Ones(2, 2);
  broken(1, 0) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(errorOf([&] { Pipeline().evaluate(scoresExperiment(broken)); }).argument("place"), "[1, 0]");
}

Experiment keyLinear() {
  Experiment experiment = readyExperiment(Matrix(), golden("attention.npz", "K").floats());
  experiment.q = nullptr;
  experiment.v = shared(golden("attention.npz", "V").floats());
  experiment.score = "key_linear";
  experiment.parameters.matrices = {{"W", shared(golden("attention.npz", "W_key_linear").floats())},
                                    {"b", shared(golden("attention.npz", "b_key_linear").floats())}};
  return experiment;
}

TEST(KeyLinear, NeedsNoQueriesAndNamesItsRows) {
  const Trace trace = Pipeline().evaluate(keyLinear());
  EXPECT_MATRIX_NEAR(*trace.context, golden("attention.npz", "context_key_linear").matrix(), 1e-5);
  EXPECT_EQ(trace.queries(), 3);
  EXPECT_EQ(queryLabel(trace, 2), "row 2");
  EXPECT_EQ(trace.q, nullptr);
  const ScoreDerivation taken = explainScore(trace, 0, 2, 4);
  EXPECT_EQ(taken.numbers.at("s"), static_cast<double>((*trace.head().scores)(2, 4)));
}

TEST(KeyLinear, BendsItsScoresIfItIsAskedTo) {
  Experiment experiment = keyLinear();
  experiment.parameters.numbers["tanh"] = 1;
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_MATRIX_NEAR(*trace.head().scores, golden("attention.npz", "scores_key_linear_tanh").matrix(), 2e-6);
  EXPECT_MATRIX_NEAR(*trace.head().weights, golden("attention.npz", "weights_key_linear_tanh").matrix(), 2e-6);
  experiment.parameters.numbers["tanh"] = 0.5;
  EXPECT_EQ(errorOf([&] { Pipeline().evaluate(experiment); }).message, "tanh is 0.5; expected 0, 1");
}

TEST(KeyLinear, DrawsFourRowsAndIsTheOnlyScoreWithoutQueries) {
  Experiment experiment = keyLinear();
  experiment.parameters = {};
  EXPECT_EQ(Pipeline().evaluate(experiment).queries(), 4);
  experiment.masks = {{"causal", {}}};  // made for four rows
  EXPECT_EQ(Pipeline().evaluate(experiment).head().visible->rows(), 4);
  experiment.score = "dot";
  EXPECT_EQ(errorOf([&] { Pipeline().evaluate(experiment); }).message, "q is missing");
}

// The file's positions come from vectors of their own, H; its weights from the scaled dot product of Q and K.
TEST(PredictiveAlignment, AgreesWithTheGoldenPositionsAndWeights) {
  const auto floats = [](const char* name) { return golden("attention.npz", name).floats(); };
  const std::vector<double> centres =
      predictedCentres(floats("H_local_p"), floats("Wp_local_p"), floats("vp_local_p"), 7);
  const WideMatrix expected = golden("attention.npz", "position_local_p").matrix();
  for (Index i = 0; i < 5; ++i) EXPECT_NEAR(centres[static_cast<std::size_t>(i)], expected(0, i), 2e-6);  // of floats
  const Matrix scores = floats("scores_scaled_dot");
  Matrix weights = softmaxRows(scores, predictiveMask(centres, 7, 2), 1.0, WorkShare::none());
  applyPredictiveFactors(centres, 2, weights);
  EXPECT_MATRIX_NEAR(weights, golden("attention.npz", "weights_local_p").matrix(), 2e-6);
}

TEST(PredictiveAlignment, DrawsItsParametersAndMultipliesAfterSoftmax) {
  Experiment experiment = readyExperiment(seededNormal(4, 6, "q"), seededNormal(9, 6, "k"));
  experiment.masks = {{"local_p", {3}}};
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_EQ(*trace.parameters.matrices.at("W_p"), normalMatrix(1, "local_p.W_p", 6, 6, 1.0 / 6));
  EXPECT_EQ(*trace.parameters.matrices.at("v_p"), normalMatrix(1, "local_p.v_p", 1, 6, 1.0 / 6));
  const HeadTrace& head = trace.head();
  const Matrix softmax = softmaxRows(*head.scores, *head.visible, 1.0, WorkShare::none());
  for (Index i = 0; i < 4; ++i) {
    EXPECT_LT(head.weights->row(i).sum(), 1.0F);
    for (Index j = 0; j < 9; ++j) {
      const double factor = predictiveFactor((*head.centres)[static_cast<std::size_t>(i)], j, 3);
      EXPECT_NEAR((*head.weights)(i, j), softmax(i, j) * factor, 1e-7);
    }
  }
}

TEST(WeightDerivation, ShowsTheBiasAndTheFactorsAndEndsInTheWeights) {
  Experiment experiment = readyExperiment(seededNormal(4, 6, "q"), seededNormal(9, 6, "k"));
  experiment.bias = parseBias("alibi");
  experiment.masks = {{"local_p", {3}}};
  const Trace trace = Pipeline().evaluate(experiment);
  const std::vector<WeightStep> steps = explainWeights(trace, 0, 1);
  std::vector<std::string> labels;
  for (const WeightStep& step : steps) labels.push_back(step.label);
  EXPECT_EQ(labels, (std::vector<std::string>{"s", "+ bias", "÷ τ", "− max", "exp", "÷ Σ", "× exp(…)"}));
  for (std::size_t key = 0; key < 9; ++key) {
    const auto j = static_cast<Index>(key);
    EXPECT_EQ(steps[0].values[key], static_cast<double>((*trace.head().scores)(1, j)));
    EXPECT_EQ(steps[1].values[key], static_cast<double>((*trace.head().biased)(1, j)));
    EXPECT_EQ(steps.back().values[key], static_cast<double>((*trace.head().weights)(1, j)));
  }
}

TEST(ExperimentParameters, AreThoseOfScoreMasksBiasAndPosition) {
  Experiment experiment = textExperiment("a b");
  experiment.score = "general";
  experiment.masks = {{"local_p", {3}}, {"local_p", {2}}};
  experiment.bias = parseBias("relative");
  experiment.position = "learned";
  EXPECT_EQ(rowNames(parameterSpecs(experiment)),
            (std::vector<std::string>{"W", "W_p", "v_p", "relative", "position"}));
  experiment.parameters.numbers["sigma"] = 1;
  EXPECT_EQ(errorOf([&] { Pipeline().evaluate(experiment); }).message,
            "score 'general' has no parameter 'sigma'; did you mean 'W'? It has: W, W_p, v_p, relative, position");
}

}  // namespace
}  // namespace attn::test
