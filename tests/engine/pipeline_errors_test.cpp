#include <gtest/gtest.h>

#include <limits>

#include "pipeline/pipeline.h"
#include "support/errors.h"
#include "support/experiments.h"

namespace attn::test {
namespace {

CaughtError errorOfExperiment(const Experiment& experiment, Index tokenLimit = windowTokenLimit) {
  Pipeline pipeline(tokenLimit);
  return errorOf([&] { pipeline.evaluate(experiment); });
}

TEST(PipelineErrors, NameTheTextWithoutTokens) {
  EXPECT_EQ(errorOfExperiment(textExperiment("")).message, "text has no token; type at least one word");
  Experiment cross = textExperiment("a");
  cross.crossText = true;
  EXPECT_EQ(errorOfExperiment(cross).argument("input"), "key-text");
}

TEST(PipelineErrors, NameTheTokenLimit) {
  const CaughtError error = errorOfExperiment(textExperiment("a b c d"), 3);
  EXPECT_EQ(error.id, "too_many_tokens");
  EXPECT_EQ(error.message, "text has 4 tokens; the limit is 3");
  EXPECT_EQ(errorOfExperiment(vectorsExperiment(Matrix::Ones(5, 2)), 3).argument("input"), "x");
  EXPECT_EQ(errorOfExperiment(readyExperiment(Matrix::Ones(2, 2), Matrix::Ones(5, 2)), 3).argument("input"), "k");
}

TEST(PipelineErrors, NameTheByteThatIsNotUtf8) {
  const CaughtError error = errorOfExperiment(textExperiment("abc\xFF"));
  EXPECT_EQ(error.id, "invalid_utf8");
  EXPECT_EQ(error.argument("place"), "3");
}

TEST(PipelineErrors, NameTheInputThatIsNotFinite) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  Matrix bad = Matrix::Ones(2, 2);
  bad(1, 0) = nan;
  EXPECT_EQ(errorOfExperiment(vectorsExperiment(bad)).message, "x[1, 0] is NaN; every number must be finite");
  EXPECT_EQ(errorOfExperiment(readyExperiment(bad, Matrix::Ones(2, 2))).argument("input"), "q");
  Experiment experiment = readyExperiment(Matrix::Ones(2, 2), Matrix::Ones(2, 2));
  experiment.v = shared(bad);
  EXPECT_EQ(errorOfExperiment(experiment).argument("input"), "v");
  experiment = vectorsExperiment(Matrix::Ones(2, 2));
  experiment.wK = shared(bad);
  EXPECT_EQ(errorOfExperiment(experiment).argument("input"), "w-k");
  experiment.wK = nullptr;
  experiment.wO = shared(bad);
  EXPECT_EQ(errorOfExperiment(experiment).argument("input"), "w-o");
}

TEST(PipelineErrors, NameTheResultWhereFloatsOverflow) {
  const Matrix large = Matrix::Constant(2, 2, 1e30F);
  EXPECT_EQ(errorOfExperiment(readyExperiment(large, large)).argument("input"), "scores");
  Experiment experiment = vectorsExperiment(large);
  experiment.wQ = shared(large);
  EXPECT_EQ(errorOfExperiment(experiment).argument("input"), "Q");
  experiment.wQ = nullptr;
  experiment.score = "cosine";
  experiment.wO = shared(large);
  EXPECT_EQ(errorOfExperiment(experiment).argument("input"), "output");
}

TEST(PipelineErrors, ShowBothShapesOfAProduct) {
  Experiment experiment = vectorsExperiment(Matrix::Ones(2, 3));
  experiment.wV = shared(Matrix::Ones(4, 5));
  const CaughtError error = errorOfExperiment(experiment);
  EXPECT_EQ(error.id, "product");
  EXPECT_EQ(error.message, "x is 2 × 3 and w-v is 4 × 5; w-v must have as many rows as x has columns");
  experiment.wV = nullptr;
  experiment.wO = shared(Matrix::Ones(4, 5));
  EXPECT_EQ(errorOfExperiment(experiment).argument("left"), "context");
}

TEST(PipelineErrors, NameWidthsAndRowsThatDoNotFit) {
  EXPECT_EQ(errorOfExperiment(readyExperiment(Matrix::Ones(2, 3), Matrix::Ones(2, 4))).id, "width");
  Experiment memory = vectorsExperiment(Matrix::Ones(2, 3));
  memory.memory = shared(Matrix::Ones(2, 4));
  EXPECT_EQ(errorOfExperiment(memory).id, "width");
  Experiment values = readyExperiment(Matrix::Ones(2, 3), Matrix::Ones(2, 3));
  values.v = shared(Matrix::Ones(5, 3));
  const CaughtError rows = errorOfExperiment(values);
  EXPECT_EQ(rows.id, "rows");
  EXPECT_EQ(rows.message, "v has 5 rows; expected 2 as in k");
}

TEST(PipelineErrors, NameEmptyAndMissingMatrices) {
  EXPECT_EQ(errorOfExperiment(vectorsExperiment(Matrix(0, 3))).id, "shape");
  EXPECT_EQ(errorOfExperiment(readyExperiment(Matrix(2, 0), Matrix(2, 0))).id, "shape");
  Experiment missing = readyExperiment(Matrix::Ones(2, 3), Matrix::Ones(2, 3));
  missing.k = nullptr;
  EXPECT_EQ(errorOfExperiment(missing).message, "k is missing");
}

TEST(PipelineErrors, CountTheLabels) {
  Experiment experiment = vectorsExperiment(Matrix::Ones(2, 3));
  experiment.queryTokens = {"a", "b", "c"};
  const CaughtError error = errorOfExperiment(experiment);
  EXPECT_EQ(error.id, "labels");
  EXPECT_EQ(error.message, "query-tokens has 3 tokens; x has 2 rows");
}

TEST(PipelineErrors, RefusePositionsForReadyQueriesAndKeys) {
  Experiment experiment = readyExperiment(Matrix::Ones(2, 4), Matrix::Ones(2, 4));
  experiment.position = "sinusoidal";
  EXPECT_EQ(errorOfExperiment(experiment).id, "position_ready");
}

TEST(PipelineErrors, NameUnknownNamesOfEveryKind) {
  const auto what = [](auto change) {
    Experiment experiment = textExperiment("a b");
    change(experiment);
    const CaughtError error = errorOfExperiment(experiment);
    EXPECT_EQ(error.id, "unknown_name");
    return error.argument("what");
  };
  EXPECT_EQ(what([](Experiment& e) { e.tokenizer = "?"; }), "tokenizer");
  EXPECT_EQ(what([](Experiment& e) { e.embedding = "?"; }), "embedding");
  EXPECT_EQ(what([](Experiment& e) { e.position = "?"; }), "position");
  EXPECT_EQ(what([](Experiment& e) { e.projection = "?"; }), "projection");
  EXPECT_EQ(what([](Experiment& e) { e.score = "?"; }), "score");
  EXPECT_EQ(what([](Experiment& e) { e.masks = {{"?", {}}}; }), "mask");
  EXPECT_EQ(what([](Experiment& e) { e.normalizer = "?"; }), "normalizer");
}

TEST(PipelineErrors, NameNumbersOutOfRange) {
  Experiment experiment = textExperiment("a b");
  experiment.temperature = -1;
  EXPECT_EQ(errorOfExperiment(experiment).message, "temperature is -1; expected 0.001 … 1000000");
  experiment = textExperiment("a b");
  experiment.dim = -4;
  EXPECT_EQ(errorOfExperiment(experiment).argument("input"), "dim");
  experiment = textExperiment("a b");
  experiment.masks = {{"padding", {3}}};
  EXPECT_EQ(errorOfExperiment(experiment).argument("expected"), "0 … 2");
}

}  // namespace
}  // namespace attn::test
