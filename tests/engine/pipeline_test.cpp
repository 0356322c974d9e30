#include "pipeline/pipeline.h"

#include <gtest/gtest.h>

#include "attention/positions.h"
#include "core/products.h"
#include "support/experiments.h"
#include "support/golden.h"

namespace attn::test {
namespace {

TEST(Pipeline, AgreesWithTheGoldenSentence) {
  Pipeline pipeline;
  const Trace trace = pipeline.evaluate(textExperiment("我爱北京天安门"));
  EXPECT_EQ(*trace.queryTokens, (std::vector<std::string>{"我", "爱", "北京", "天安门"}));
  EXPECT_MATRIX_NEAR(*trace.xQuery, golden("generator.npz", "sentence_X").matrix(), 2e-6);
  EXPECT_MATRIX_NEAR(*trace.head().scores, golden("generator.npz", "sentence_scores").matrix(), 2e-6);
  EXPECT_MATRIX_NEAR(*trace.head().weights, golden("generator.npz", "sentence_weights").matrix(), 2e-6);
  EXPECT_MATRIX_NEAR(*trace.context, golden("generator.npz", "sentence_context").matrix(), 2e-6);
}

TEST(Pipeline, AgreesWithTheGoldenContextOfEveryScore) {
  Experiment experiment = readyExperiment(golden("attention.npz", "Q").floats(), golden("attention.npz", "K").floats());
  experiment.v = shared(golden("attention.npz", "V").floats());
  experiment.parameters.matrices["W"] = shared(golden("attention.npz", "W_general").floats());
  Pipeline pipeline;
  experiment.score = "general";
  // Values below 4 times weights within 2e-6, seven keys.
  EXPECT_MATRIX_NEAR(*pipeline.evaluate(experiment).context, golden("attention.npz", "context_general").matrix(), 1e-5);
  experiment.parameters = {};
  for (const std::string score : {"dot", "scaled_dot"}) {
    experiment.score = score;
    EXPECT_MATRIX_NEAR(*pipeline.evaluate(experiment).context, golden("attention.npz", "context_" + score).matrix(),
                       1e-5);
  }
}

TEST(Pipeline, SharesEverythingInSelfAttention) {
  Pipeline pipeline;
  const Trace trace = pipeline.evaluate(textExperiment("one two"));
  EXPECT_TRUE(trace.selfAttention);
  EXPECT_EQ(trace.xQuery, trace.xKey);
  EXPECT_EQ(trace.queryTokens, trace.keyTokens);
  EXPECT_EQ(trace.output, trace.context);
}

TEST(Pipeline, TakesKeysFromTheOtherTextInCrossAttention) {
  Experiment experiment = textExperiment("one two");
  experiment.crossText = true;
  experiment.keyText = "two three four";
  Pipeline pipeline;
  const Trace trace = pipeline.evaluate(experiment);
  EXPECT_FALSE(trace.selfAttention);
  EXPECT_EQ(trace.queries(), 2);
  EXPECT_EQ(trace.keys(), 3);
  EXPECT_EQ(trace.xQuery->row(1), trace.xKey->row(0));  // "two" is "two" on both sides
  EXPECT_EQ(trace.head().weights->rows(), 2);
  EXPECT_EQ(trace.context->rows(), 2);
  EXPECT_EQ(keyLabel(trace, 2), "four");
}

TEST(Pipeline, GivesOneTokenTheWholeWeight) {
  Pipeline pipeline;
  const Trace trace = pipeline.evaluate(textExperiment("alone"));
  EXPECT_EQ((*trace.head().weights)(0, 0), 1.0F);
  EXPECT_EQ(*trace.context, *trace.v);
  EXPECT_EQ((*trace.head().measures)[0].effectiveKeys, 1.0);
}

TEST(Pipeline, AddsPositionsBeforeTheProjections) {
  Experiment experiment = textExperiment("a b a");
  experiment.projection = "identity";
  Pipeline pipeline;
  const Matrix plain = *pipeline.evaluate(experiment).xQuery;
  experiment.position = "sinusoidal";
  const Trace trace = pipeline.evaluate(experiment);
  EXPECT_MATRIX_NEAR(*trace.xQuery, Matrix(plain + sinusoidalPositions(3, 4)), 0.0);
  EXPECT_EQ(trace.q, trace.xQuery);
  EXPECT_NE(trace.q->row(0), trace.q->row(2));
}

TEST(Pipeline, DrawsProjectionsByTheirPurposes) {
  Experiment experiment = textExperiment("a b c");
  experiment.seed = 11;
  Pipeline pipeline;
  const Trace trace = pipeline.evaluate(experiment);
  const auto projected = [&](const char* purpose) {
    return product(*trace.xQuery, normalMatrix(11, purpose, 4, 4, 0.25), WorkShare::none());
  };
  EXPECT_EQ(*trace.q, projected("W_Q"));
  EXPECT_EQ(*trace.k, projected("W_K"));
  EXPECT_EQ(*trace.v, projected("W_V"));
}

TEST(Pipeline, ProjectsGivenVectorsByTheIdentityOrByGivenMatrices) {
  Experiment experiment = vectorsExperiment(seededNormal(3, 4, "x"));
  Pipeline pipeline;
  const Trace identity = pipeline.evaluate(experiment);
  EXPECT_EQ(identity.q, experiment.x);
  EXPECT_EQ(identity.v, experiment.x);
  experiment.wQ = shared(seededNormal(4, 2, "wQ"));
  experiment.wK = shared(seededNormal(4, 2, "wK"));
  experiment.wO = shared(seededNormal(4, 5, "wO"));
  const Trace given = pipeline.evaluate(experiment);
  EXPECT_MATRIX_NEAR(*given.q, Matrix(*experiment.x * *experiment.wQ), 1e-6);
  EXPECT_EQ(given.v, experiment.x);
  EXPECT_EQ(given.output->cols(), 5);
  EXPECT_MATRIX_NEAR(*given.output, Matrix(*given.context * *experiment.wO), 1e-5);
}

TEST(Pipeline, TakesKeysAndValuesFromMemory) {
  Experiment experiment = vectorsExperiment(seededNormal(3, 4, "x"));
  experiment.memory = shared(seededNormal(6, 4, "memory"));
  Pipeline pipeline;
  const Trace trace = pipeline.evaluate(experiment);
  EXPECT_FALSE(trace.selfAttention);
  EXPECT_EQ(trace.k, experiment.memory);
  EXPECT_EQ(trace.v, experiment.memory);
  EXPECT_EQ(trace.head().weights->cols(), 6);
}

TEST(Pipeline, HasNoContextWithoutValues) {
  Pipeline pipeline;
  const Trace trace = pipeline.evaluate(readyExperiment(seededNormal(3, 4, "q"), seededNormal(5, 4, "k")));
  EXPECT_EQ(trace.xQuery, nullptr);
  EXPECT_EQ(trace.v, nullptr);
  EXPECT_EQ(trace.context, nullptr);
  EXPECT_EQ(trace.output, nullptr);
  ASSERT_NE(trace.head().measures, nullptr);
  EXPECT_EQ(trace.head().measures->size(), 3U);
}

TEST(Pipeline, LabelsRowsByTheirTokensOrByTheirNumber) {
  Experiment experiment = vectorsExperiment(seededNormal(2, 4, "x"));
  Pipeline pipeline;
  EXPECT_EQ(queryLabel(pipeline.evaluate(experiment), 0), "query 1");
  EXPECT_EQ(keyLabel(pipeline.evaluate(experiment), 1), "key 2");
  experiment.queryTokens = {"first", "second"};
  EXPECT_EQ(keyLabel(pipeline.evaluate(experiment), 1), "second");  // self-attention: one list
}

TEST(Pipeline, LeavesLaterPartsOfTheTraceOut) {
  Pipeline pipeline;
  const Trace trace = pipeline.evaluate(textExperiment("a b"), StageId::Scores);
  EXPECT_NE(trace.head().scores, nullptr);
  EXPECT_EQ(trace.head().visible, nullptr);
  EXPECT_EQ(trace.head().weights, nullptr);
  EXPECT_EQ(trace.head().measures, nullptr);
  EXPECT_EQ(pipeline.runs(StageId::Weights), 0);
}

TEST(Pipeline, MeasuresFlagEmptyRows) {
  Experiment experiment = textExperiment("a b c");
  experiment.masks = {{"padding", {0}}};
  Pipeline pipeline;
  const Trace trace = pipeline.evaluate(experiment);
  EXPECT_TRUE((trace.head().weights->array() == 0.0F).all());
  EXPECT_TRUE((trace.context->array() == 0.0F).all());
  for (const RowMeasures& row : *trace.head().measures) EXPECT_TRUE(row.empty);
}

TEST(Pipeline, GivesTheSameBitsAgain) {
  Experiment experiment = textExperiment("the same words give the same numbers");
  experiment.score = "additive";
  Pipeline first, second;
  EXPECT_EQ(*first.evaluate(experiment).head().weights, *second.evaluate(experiment).head().weights);
}

}  // namespace
}  // namespace attn::test
