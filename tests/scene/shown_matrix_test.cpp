#include "scene/shown_matrix.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "pipeline/pipeline.h"
#include "support/experiments.h"

namespace {

using attn::Experiment;
using attn::Index;
using attn::test::wordsExperiment;
using lab::MatrixStage;
using lab::ShownMatrices;

TEST(ShownMatrix, KeepsTheStrongestValueOfEveryBlockAtEveryLevel) {
  attn::Pipeline pipeline;
  Experiment experiment = wordsExperiment(101);
  experiment.masks = {{"causal", {}}};
  const attn::Trace trace = pipeline.evaluate(experiment);
  const ShownMatrices shown = lab::shownMatrices(trace, nullptr, {});
  const lab::ShownMatrix& scores = *shown.at(MatrixStage::Scores);
  ASSERT_EQ(scores.coarser.size(), 2U);
  for (std::size_t level = 0; level < scores.coarser.size(); ++level) {
    const Index side = Index{2} << level;
    const attn::Matrix& coarse = scores.coarser[level];
    ASSERT_EQ(coarse.rows(), (101 + side - 1) / side);
    for (Index r = 0; r < coarse.rows(); ++r)
      for (Index c = 0; c < coarse.cols(); ++c) {
        float strongest = 0;
        bool any = false;
        for (Index i = r * side; i < std::min<Index>(101, (r + 1) * side); ++i)
          for (Index j = c * side; j < std::min<Index>(101, (c + 1) * side); ++j) {
            if (!(*trace.head().visible)(i, j)) continue;
            any = true;
            strongest = std::max(strongest, std::abs((*trace.head().scores)(i, j)));
          }
        if (any)
          EXPECT_EQ(std::abs(coarse(r, c)), strongest) << level << " " << r << " " << c;
        else
          EXPECT_TRUE(std::isinf(coarse(r, c))) << level << " " << r << " " << c;
      }
  }
}

TEST(ShownMatrix, TakesTheFirstCoarserLevelThatWasMadeWithTheWeights) {
  Experiment experiment = wordsExperiment(96);
  experiment.temperature = 0.1;
  attn::Pipeline plain, pooling;
  const attn::Trace trace = plain.evaluate(experiment);
  const attn::Trace pooled = pooling.evaluate(experiment, attn::StageId::Measures, nullptr, {48, 48});
  ASSERT_TRUE(pooled.head().picture);
  const lab::ShownMatrixPtr expected = lab::shownMatrices(trace, nullptr, {}).at(MatrixStage::Weights);
  const lab::ShownMatrixPtr shown = lab::shownMatrices(pooled, nullptr, {}).at(MatrixStage::Weights);
  EXPECT_EQ(shown->range, expected->range);
  ASSERT_EQ(shown->coarser.size(), expected->coarser.size());
  for (std::size_t level = 0; level < shown->coarser.size(); ++level)
    EXPECT_EQ(shown->coarser[level], expected->coarser[level]) << level;
}

TEST(ShownMatrix, ReadsMaskedAndPaintedWeightsThemselves) {
  Experiment experiment = wordsExperiment(96);
  experiment.masks = {{"causal", {}}};
  attn::Pipeline plain, pooling;
  const attn::Trace pooled = pooling.evaluate(experiment, attn::StageId::Measures, nullptr, {48, 48});
  const lab::ShownMatrixPtr expected =
      lab::shownMatrices(plain.evaluate(experiment), nullptr, {}).at(MatrixStage::Weights);
  const lab::ShownMatrixPtr shown = lab::shownMatrices(pooled, nullptr, {}).at(MatrixStage::Weights);
  EXPECT_EQ(shown->coarser[0], expected->coarser[0]);
  EXPECT_TRUE(std::isinf(shown->coarser[0](0, 47)));
}

TEST(ShownMatrix, LetsAnUndefinedCellShowThrough) {
  attn::Matrix values = attn::Matrix::Constant(64, 64, 0.5F);
  values(40, 3) = std::numeric_limits<float>::quiet_NaN();
  attn::Trace trace;
  attn::HeadTrace& head = trace.heads.emplace_back();
  head.scores = std::make_shared<const attn::Matrix>(attn::Matrix::Zero(64, 64));
  head.weights = std::make_shared<const attn::Matrix>(values);
  head.visible = std::make_shared<const attn::Mask>(attn::Mask::Constant(64, 64, true));
  const ShownMatrices shown = lab::shownMatrices(trace, nullptr, {});
  const attn::Matrix& coarse = shown.at(MatrixStage::Weights)->coarser.at(0);
  EXPECT_TRUE(std::isnan(coarse(20, 1)));
  EXPECT_EQ(coarse(20, 2), 0.5F);
}

TEST(ShownMatrix, TakesOverWhatATemperatureDoesNotChange) {
  attn::Pipeline pipeline;
  Experiment experiment = wordsExperiment(12);
  const attn::Trace first = pipeline.evaluate(experiment);
  const ShownMatrices before = lab::shownMatrices(first, nullptr, {});
  experiment.temperature = 0.5;
  const attn::Trace second = pipeline.evaluate(experiment);
  const ShownMatrices after = lab::shownMatrices(second, &first, before);
  EXPECT_EQ(after.at(MatrixStage::Scores), before.at(MatrixStage::Scores));
  EXPECT_EQ(after.at(MatrixStage::Mask), before.at(MatrixStage::Mask));
  EXPECT_NE(after.at(MatrixStage::Weights), before.at(MatrixStage::Weights));
}

}  // namespace
