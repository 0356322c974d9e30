#include "scene/matrix_picture.h"

#include <gtest/gtest.h>

#include "pipeline/pipeline.h"

namespace lab::test {
namespace {

constexpr MatrixStage allStages[] = {
    MatrixStage::QueryVectors, MatrixStage::KeyVectors, MatrixStage::Q,       MatrixStage::K,      MatrixStage::V,
    MatrixStage::Scores,       MatrixStage::Mask,       MatrixStage::Weights, MatrixStage::Context};

attn::Trace traceOf(const std::string& queryText, const std::string& keyText = "") {
  attn::Experiment experiment;
  experiment.queryText = queryText;
  experiment.keyText = keyText;
  experiment.crossText = !keyText.empty();
  experiment.masks = {{"causal", {}}};
  attn::Pipeline pipeline;
  return pipeline.evaluate(experiment);
}

TEST(MatrixPicture, HasAsManyLabelsAsRowsAndColumnsInEveryStage) {
  const attn::Trace trace = traceOf("a b c", "d e");
  for (const MatrixStage stage : allStages) {
    const MatrixPicture picture = pictureOf(trace, stage);
    ASSERT_TRUE(picture.values) << matrixStageName(stage);
    EXPECT_EQ(static_cast<attn::Index>(picture.rowLabels.size()), picture.values->rows()) << matrixStageName(stage);
    EXPECT_EQ(static_cast<attn::Index>(picture.columnLabels.size()), picture.values->cols()) << matrixStageName(stage);
  }
}

TEST(MatrixPicture, HasQueriesInRowsAndKeysInColumns) {
  const MatrixPicture weights = pictureOf(traceOf("a b c", "d e"), MatrixStage::Weights);
  EXPECT_EQ(weights.rowLabels, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(weights.columnLabels, (std::vector<std::string>{"d", "e"}));
  EXPECT_EQ(weights.rowAxis, "axis.query");
  EXPECT_EQ(weights.columnAxis, "axis.key");
  EXPECT_TRUE(weights.queryRows);
  EXPECT_TRUE(weights.visible);
  EXPECT_TRUE(weights.scores);
}

TEST(MatrixPicture, CountsDimensionsFromOne) {
  const MatrixPicture keys = pictureOf(traceOf("a b"), MatrixStage::K);
  EXPECT_EQ(keys.columnLabels.front(), "1");
  EXPECT_EQ(keys.columnAxis, "axis.dimension");
  EXPECT_EQ(keys.rowAxis, "axis.key");
  EXPECT_FALSE(keys.visible);
}

TEST(MatrixPicture, UsesTheDivergingMapForWhatHasASign) {
  const attn::Trace trace = traceOf("a b c");
  for (const MatrixStage stage : allStages)
    EXPECT_EQ(pictureOf(trace, stage).diverging, stage != MatrixStage::Weights && stage != MatrixStage::Mask);
}

TEST(MatrixPicture, ShowsAMaskAsZeroAndOne) {
  const MatrixPicture mask = pictureOf(traceOf("a b"), MatrixStage::Mask);
  EXPECT_EQ((*mask.values)(0, 0), 1);
  EXPECT_EQ((*mask.values)(0, 1), 0);
}

TEST(MatrixPicture, NumbersTokensThatHaveNoText) {
  attn::Trace trace = traceOf("a b c");
  trace.rowTokens = trace.queryTokens = std::make_shared<const std::vector<std::string>>();
  trace.keyTokens = nullptr;
  const MatrixPicture weights = pictureOf(trace, MatrixStage::Weights);
  EXPECT_EQ(weights.rowLabels, (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(weights.columnLabels, weights.rowLabels);
}

TEST(MatrixPicture, MakesBlankTokensVisible) {
  attn::Trace trace = traceOf("a b c");
  trace.rowTokens = trace.queryTokens =
      std::make_shared<const std::vector<std::string>>(std::vector<std::string>{" ", "\n", "\ta"});
  EXPECT_EQ(pictureOf(trace, MatrixStage::Weights).rowLabels, (std::vector<std::string>{"␣", "↵", "⇥a"}));
}

TEST(MatrixPicture, IsEmptyWhereTheTraceIs) {
  for (const MatrixStage stage : allStages) EXPECT_FALSE(pictureOf(attn::Trace{}, stage).values);
}

TEST(MatrixStageName, ReadsBack) {
  for (const MatrixStage stage : allStages) EXPECT_EQ(matrixStageNamed(matrixStageName(stage)), stage);
  EXPECT_FALSE(matrixStageNamed("weight"));
}

}  // namespace
}  // namespace lab::test
