#include <gtest/gtest.h>

#include <limits>

#include "attention/catalogue.h"
#include "core/matrix_memory.h"
#include "kernels/thread_pool.h"
#include "pipeline/pipeline.h"
#include "plain/plain_attention.h"
#include "support/experiments.h"
#include "support/names.h"

// How exact the numbers of a whole computation are. With each vector width in turn: see tests/CMakeLists.txt.

namespace attn::test {
namespace {

Experiment scoresExperiment(Matrix scores) {
  Experiment experiment;
  experiment.entry = Entry::Scores;
  experiment.scores = shared(std::move(scores));
  return experiment;
}

Matrix weightsAt(double tau, const Matrix& scores) {
  Experiment experiment = scoresExperiment(scores);
  experiment.temperature = tau;
  return *Pipeline(200000).evaluate(experiment, StageId::Weights).head().weights;
}

// What bounds the scores: Σ|v| where they are v · tanh(…), else the largest one.
double boundOf(const Parameters& parameters, const WideMatrix& scores) {
  for (const char* v : {"v", "w_2"})
    if (const auto found = parameters.matrices.find(v); found != parameters.matrices.end())
      return found->second->cast<double>().cwiseAbs().sum();
  return scores.cwiseAbs().maxCoeff();
}

class EveryScoreOfAnExperiment : public testing::TestWithParam<std::string> {
 protected:
  void expectExactWeights(Index queries, Index keys, Index width) const {
    Experiment experiment = readyExperiment(seededNormal(queries, width, "q"), seededNormal(keys, width, "k"));
    experiment.score = GetParam();
    Pipeline pipeline;
    WideMatrix exact;
    for (const double tau : {1e-3, 0.05, 1.0, 30.0, 1e6}) {
      experiment.temperature = tau;
      const Trace trace = pipeline.evaluate(experiment);
      const HeadTrace& head = trace.head();
      if (exact.size() == 0) exact = plain::scores(GetParam(), *experiment.q, *experiment.k, head.parameters);
      const double tolerance = 2e-6 + std::ldexp(1, -23) * boundOf(head.parameters, exact) / tau;
      EXPECT_MATRIX_NEAR(*head.weights, plain::softmax(exact, *head.visible, tau), tolerance) << tau;
      for (Index i = 0; i < head.weights->rows(); ++i)
        EXPECT_NEAR(head.weights->row(i).cast<double>().sum(), 1, 1e-5) << tau << " " << i;
    }
  }
};

TEST_P(EveryScoreOfAnExperiment, HasWeightsWithinTheirBound) {
  expectExactWeights(37, 131, 64);
  expectExactWeights(5, 1024, 128);
}

TEST_P(EveryScoreOfAnExperiment, GivesTheSameBitsForAnyNumberOfThreads) {
  const unsigned before = kernels::threads();
  Experiment experiment = readyExperiment(seededNormal(230, 48, "q"), seededNormal(310, 48, "k"));
  experiment.v = shared(seededNormal(310, 20, "v"));
  experiment.score = GetParam();
  for (const std::string& normalizer : rowNames(normalizerCatalogue())) {
    experiment.normalizer = normalizer;
    kernels::setThreads(1);
    const Trace one = Pipeline().evaluate(experiment);
    kernels::setThreads(3);
    const Trace three = Pipeline().evaluate(experiment);
    EXPECT_EQ(*one.head().scores, *three.head().scores);
    EXPECT_MATRIX_NEAR(*one.head().weights, *three.head().weights, 0.0) << normalizer;
    EXPECT_MATRIX_NEAR(*one.context, *three.context, 0.0) << normalizer;
    for (std::size_t i = 0; i < one.head().measures->size(); ++i) {
      const RowMeasures &a = (*one.head().measures)[i], &b = (*three.head().measures)[i];
      EXPECT_EQ(a.undefined, b.undefined);
      if (a.undefined || std::isnan(a.entropy)) continue;
      EXPECT_EQ(a.entropy, b.entropy) << normalizer;
      EXPECT_EQ(a.meanDistance, b.meanDistance) << normalizer;
      EXPECT_EQ(a.maximumAt, b.maximumAt) << normalizer;
    }
  }
  kernels::setThreads(before);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryScoreOfAnExperiment, testing::ValuesIn(rowNames(scoreCatalogue())), testName);

TEST(Numerics, TakeScoresOfThirtyPowersOfTenInRowsOfAHundredThousandKeys) {
  const Index keys = 100000;
  Matrix scores = seededNormal(3, keys, "scores");
  scores.row(0).setConstant(-1e30F);
  for (Index key = 0; key < keys; ++key) scores(1, key) = key % 1000 == 7 ? 1e30F : -1e30F;
  Experiment experiment = scoresExperiment(scores);
  experiment.v = shared(Matrix::Ones(keys, 1));
  Pipeline pipeline(200000);
  for (const double tau : {1e-3, 1.0, 1e6}) {
    experiment.temperature = tau;
    const Trace trace = pipeline.evaluate(experiment);
    for (Index row = 0; row < 3; ++row) {
      EXPECT_NEAR(trace.head().weights->row(row).cast<double>().sum(), 1, 1e-5);
      EXPECT_NEAR(static_cast<double>((*trace.context)(row, 0)), 1, 1e-5);
    }
    EXPECT_EQ((*trace.head().weights)(1, 0), 0.0F);
    EXPECT_NEAR((*trace.head().measures)[0].effectiveKeys, 1e5, 1);  // 1e5 times 1e-5
    EXPECT_NEAR((*trace.head().measures)[1].effectiveKeys, 100, 1e-3);
  }
}

TEST(Numerics, DoNotChangeWhenAConstantIsAddedToARowOfAnyLength) {
  for (Index keys = 1; keys <= 70; ++keys) {
    Matrix scores = seededNormal(3, keys, "scores");
    scores = (scores * 64.0F).array().round().matrix() / 64.0F;  // so that the sum below is exact
    EXPECT_EQ(weightsAt(0.5, scores), weightsAt(0.5, (scores.array() + 1000.0F).matrix())) << keys;
  }
}

TEST(Numerics, MoveWeightsWithTheKeysOfARowOfAnyLength) {
  for (Index keys = 1; keys <= 70; ++keys) {
    const Matrix scores = seededNormal(3, keys, "scores");
    // Only the order of the sum differs: some units in the last place of a weight below 1.
    EXPECT_MATRIX_NEAR(weightsAt(0.5, scores.rowwise().reverse()), Matrix(weightsAt(0.5, scores).rowwise().reverse()),
                       2.4e-7);
  }
}

TEST(Numerics, TendToTheMaximumWhenColdAndToEvenWhenHotInARowOfAnyLength) {
  for (Index keys = 2; keys <= 70; ++keys) {
    Matrix scores = seededNormal(1, keys, "scores");
    scores(0, keys / 2) = scores(0, keys - 1) = 9;  // a tie, where these are two
    const bool tie = keys / 2 != keys - 1;
    EXPECT_EQ(weightsAt(1e-3, scores)(0, keys - 1), tie ? 0.5F : 1.0F);
    // Scores at most 13 apart over 1e6.
    EXPECT_MATRIX_NEAR(weightsAt(1e6, scores), Matrix::Constant(1, keys, 1.0F / static_cast<float>(keys)), 1.3e-5);
  }
}

TEST(Numerics, AreTheSameMaskedBeforeAsMaskedAfterAndRenormalizedInARowOfAnyLength) {
  for (Index keys = 1; keys <= 70; ++keys) {
    const Matrix scores = seededNormal(4, keys, "scores");
    const Mask visible = (seededNormal(4, keys, "mask").array() > -0.5F).eval();
    Experiment experiment = scoresExperiment(scores);
    experiment.masks = {{"custom", {}, std::make_shared<const Mask>(visible)}};
    const Matrix masked = *Pipeline().evaluate(experiment).head().weights;
    WideMatrix after = visible.select(weightsAt(1, scores).cast<double>().array(), 0.0);
    for (Index i = 0; i < 4; ++i)
      if (after.row(i).sum() > 0) after.row(i) /= after.row(i).sum();
    EXPECT_MATRIX_NEAR(masked, after, 5e-7);  // three roundings of numbers up to 1
  }
}

TEST(WeightPictures, AreTheLargestWeightsOfEachAreaAndMadeOnlyWithThem) {
  Experiment experiment = readyExperiment(seededNormal(45, 8, "q"), seededNormal(70, 8, "k"));
  Pipeline pipeline;
  const auto pictureAt = [&](double tau, PictureSize size) {
    experiment.temperature = tau;
    return pipeline.evaluate(experiment, StageId::Measures, nullptr, size).head();
  };
  EXPECT_EQ(pictureAt(1, {}).picture, nullptr);
  EXPECT_EQ(pictureAt(1, {10, 20}).picture, nullptr);  // the weights were there
  const HeadTrace pooled = pictureAt(0.5, {10, 100});
  ASSERT_NE(pooled.picture, nullptr);
  ASSERT_EQ(pooled.picture->rows(), 10);
  ASSERT_EQ(pooled.picture->cols(), 70);
  for (Index row = 0; row < 10; ++row) {
    const Index first = row * 45 / 10, end = (row + 1) * 45 / 10;
    EXPECT_EQ(Matrix(pooled.picture->row(row)),
              Matrix(pooled.weights->middleRows(first, end - first).colwise().maxCoeff()));
  }
  EXPECT_EQ(pictureAt(0.7, {45, 70}).picture, nullptr);  // nothing would be smaller
  experiment.normalizer = "sparsemax";
  EXPECT_EQ(pictureAt(0.8, {10, 20}).picture, nullptr);
}

TEST(MatrixMemory, IsUsedAgainOnceNobodyReadsIt) {
  MatrixPtr first = shareMatrix(Matrix::Ones(700, 800)), reader = first;
  const float* memory = first->data();
  first.reset();
  EXPECT_NE(unfilledMatrix(700, 800).data(), memory);
  reader.reset();
  const Matrix again = unfilledMatrix(800, 700);
  EXPECT_EQ(again.data(), memory);
  EXPECT_EQ(again.rows(), 800);
}

TEST(MatrixMemory, LeavesEarlierTracesAsTheyWere) {
  Experiment experiment = readyExperiment(seededNormal(600, 8, "q"), seededNormal(700, 8, "k"));
  Pipeline pipeline;
  const Trace before = pipeline.evaluate(experiment);
  const Matrix copy = *before.head().weights;
  for (const double tau : {0.5, 2.0, 3.0}) {
    experiment.temperature = tau;
    pipeline.evaluate(experiment);
  }
  EXPECT_EQ(*before.head().weights, copy);
}

}  // namespace
}  // namespace attn::test
