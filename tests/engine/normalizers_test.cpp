#include "attention/normalizers.h"

#include <gtest/gtest.h>

#include "attention/catalogue.h"
#include "measures/row_measures.h"
#include "plain/plain_attention.h"
#include "support/golden.h"
#include "support/names.h"

namespace attn::test {
namespace {

const WorkShare silent = WorkShare::none();

Matrix goldenScores() { return golden("attention.npz", "scores_scaled_dot").floats(); }

TEST(SoftmaxRows, AgreesWithTheGoldenWeightsAtEveryTemperature) {
  const std::vector<std::pair<double, const char*>> cases = {
      {0.1, "softmax_tau_0.1"}, {0.5, "softmax_tau_0.5"}, {2.0, "softmax_tau_2.0"}, {10.0, "softmax_tau_10.0"}};
  for (const auto& [tau, name] : cases)
    EXPECT_MATRIX_NEAR(softmaxRows(goldenScores(), allVisible(5, 7), tau, silent),
                       golden("attention.npz", name).matrix(), 2e-6);
}

TEST(SoftmaxRows, AgreesWithTheGoldenWeightsUnderMasks) {
  for (const std::string name : {"causal", "window1", "dead_row"})
    EXPECT_MATRIX_NEAR(softmaxRows(goldenScores(), goldenMask("attention.npz", "mask_" + name), 1.0, silent),
                       golden("attention.npz", "weights_" + name).matrix(), 2e-6);
}

TEST(SoftmaxRows, AgreesWithThePlainVersionOnLongRows) {
  const Matrix scores = seededNormal(7, 1003, "scores") * 4.0F;
  Mask visible = allVisible(7, 1003);
  for (Index key = 0; key < 1003; key += 7) visible(2, key) = false;
  for (const double tau : {1e-3, 0.05, 1.0, 30.0, 1e6})
    EXPECT_MATRIX_NEAR(softmaxRows(scores, visible, tau, silent), plain::softmax(scores, visible, tau), 2e-6);
}

TEST(SoftmaxRows, StaysTheSameWhenAConstantIsAddedToARow) {
  Matrix scores = seededNormal(5, 7, "scores");
  scores = (scores * 1024.0F).array().round().matrix() / 1024.0F;  // so that adding 4 is exact in floats
  const Matrix shifted = (scores.array() + 4.0F).matrix();
  const Matrix weights = softmaxRows(scores, allVisible(5, 7), 1.0, silent);
  EXPECT_MATRIX_NEAR(softmaxRows(shifted, allVisible(5, 7), 1.0, silent), weights, 0.0);
}

TEST(SoftmaxRows, MovesWeightsWithTheKeys) {
  const Matrix scores = seededNormal(5, 37, "scores");
  const Matrix weights = softmaxRows(scores, allVisible(5, 37), 0.5, silent);
  const Matrix reversed = softmaxRows(scores.rowwise().reverse(), allVisible(5, 37), 0.5, silent);
  // Only the order of the sum differs: some units in the last place of a weight below 1.
  EXPECT_MATRIX_NEAR(reversed, Matrix(weights.rowwise().reverse()), 2.4e-7);
}

TEST(SoftmaxRows, BecomesUniformAtAHighTemperature) {
  const Matrix scores = seededNormal(3, 8, "scores");
  // Scores below 4 over 1e6 change a weight of 1/8 by at most 8 · 4e-6 / 8.
  EXPECT_MATRIX_NEAR(softmaxRows(scores, allVisible(3, 8), 1e6, silent), Matrix::Constant(3, 8, 0.125F), 4e-6);
}

TEST(SoftmaxRows, SumsToOneAndKeepsEveryWeightInRange) {
  const Matrix scores = seededNormal(4, 4096, "scores") * 10.0F;
  const Matrix weights = softmaxRows(scores, allVisible(4, 4096), 1.0, silent);
  for (Index i = 0; i < 4; ++i) EXPECT_NEAR(weights.row(i).cast<double>().sum(), 1.0, 1e-6);
  EXPECT_GE(weights.minCoeff(), 0.0F);
  EXPECT_LE(weights.maxCoeff(), 1.0F);
}

TEST(SoftmaxRows, StaysFiniteForHugeScoresAndExtremeTemperatures) {
  const Matrix scores = matrixOf({{1e30, -1e30, 0, 1e30}, {-1e30, -1e30, -1e30, -1e30}, {3.4e38, -3.4e38, 0, 1}});
  for (const double tau : {1e-3, 1.0, 1e6}) {
    const Matrix weights = softmaxRows(scores, allVisible(3, 4), tau, silent);
    EXPECT_MATRIX_NEAR(weights, matrixOf({{0.5, 0, 0, 0.5}, {0.25, 0.25, 0.25, 0.25}, {1, 0, 0, 0}}), 1e-7);
  }
}

TEST(SoftmaxRows, GivesMaskedKeysExactlyZeroHoweverLargeTheirScore) {
  const Matrix scores = matrixOf({{3e38, 1, 2, -3e38}});
  Mask visible = allVisible(1, 4);
  visible(0, 0) = visible(0, 3) = false;
  const Matrix weights = softmaxRows(scores, visible, 1.0, silent);
  EXPECT_EQ(weights(0, 0), 0.0F);
  EXPECT_EQ(weights(0, 3), 0.0F);
  EXPECT_NEAR(weights(0, 2), 1 / (1 + std::exp(-1.0)), 1e-7);
}

TEST(SoftmaxRows, HasNoSubnormalWeights) {
  Matrix scores(1, 2000);
  for (Index key = 0; key < 2000; ++key) scores(0, key) = -0.1F * static_cast<float>(key);
  const Matrix weights = softmaxRows(scores, allVisible(1, 2000), 1.0, silent);
  for (Index key = 0; key < 2000; ++key) EXPECT_TRUE(weights(0, key) == 0.0F || std::isnormal(weights(0, key))) << key;
  EXPECT_GT(weights(0, 700), 0.0F);   // e^−70
  EXPECT_EQ(weights(0, 1999), 0.0F);  // e^−200
}

class EveryNormalizer : public testing::TestWithParam<std::string> {};

TEST_P(EveryNormalizer, GivesZerosToMaskedKeysAndToRowsWithoutKeys) {
  const NormalizerRow& row = findRow(normalizerCatalogue(), GetParam(), "normalizer");
  const Matrix scores = seededNormal(3, 6, "scores").cwiseAbs();
  Mask visible = allVisible(3, 6);
  visible.row(1).setConstant(false);
  visible(2, 4) = false;
  const Matrix weights = row.compute(scores, visible, 1.0, silent);
  EXPECT_TRUE((weights.row(1).array() == 0.0F).all());
  EXPECT_EQ(weights(2, 4), 0.0F);
  const double expectedSum = GetParam() == "sigmoid"
                                 ? (1 / (1 + (-scores.row(2).array()).exp())).sum() - 1 / (1 + std::exp(-scores(2, 4)))
                                 : 1.0;
  EXPECT_NEAR(weights.row(2).sum(), expectedSum, 1e-6);
  const std::vector<RowMeasures> measures = measureRows(weights, visible);
  EXPECT_FALSE(measures[0].empty);
  EXPECT_TRUE(measures[1].empty);
  EXPECT_EQ(measures[1].maximumAt, -1);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryNormalizer, testing::ValuesIn(rowNames(normalizerCatalogue())), testName);

TEST(RatioRows, AgreesWithTheGoldenRatioOfAbsoluteScores) {
  const Matrix scores = goldenScores().cwiseAbs();
  EXPECT_MATRIX_NEAR(ratioRows(scores, allVisible(5, 7), 1.0, silent), golden("attention.npz", "ratio").matrix(), 2e-6);
}

TEST(RatioRows, GivesWhatATutorialPrintsForNegativeScores) {
  EXPECT_MATRIX_NEAR(ratioRows(matrixOf({{2, 1, -1}}), allVisible(1, 3), 1.0, silent), matrixOf({{1, 0.5, -0.5}}), 0.0);
}

TEST(RatioRows, FlagsARowWhoseVisibleScoresSumToZero) {
  const Matrix scores = matrixOf({{1, -1, 0}, {1, -1, 5}, {1, 2, 1}});
  Mask visible = allVisible(3, 3);
  visible(1, 2) = false;
  const Matrix weights = ratioRows(scores, visible, 1.0, silent);
  EXPECT_TRUE(std::isnan(weights(0, 0)) && std::isnan(weights(0, 1)) && std::isnan(weights(0, 2)));
  EXPECT_TRUE(std::isnan(weights(1, 0)));
  EXPECT_EQ(weights(1, 2), 0.0F);
  const std::vector<RowMeasures> measures = measureRows(weights, visible);
  EXPECT_TRUE(measures[0].undefined);
  EXPECT_TRUE(measures[1].undefined);
  EXPECT_FALSE(measures[2].undefined);
  EXPECT_TRUE(std::isnan(measures[0].entropy) && std::isnan(measures[0].maximum));
}

TEST(RatioRows, FlagsAQuotientThatIsNoFloat) {
  const Matrix weights = ratioRows(matrixOf({{1e30, -1e30, 1e-30}}), allVisible(1, 3), 1.0, silent);
  EXPECT_TRUE(std::isnan(weights(0, 0)));
}

TEST(UniformRows, CountsTheVisibleKeys) {
  Mask visible = allVisible(1, 5);
  visible(0, 0) = false;
  EXPECT_MATRIX_NEAR(uniformRows(Matrix::Zero(1, 5), visible, 1.0, silent), matrixOf({{0, 0.25, 0.25, 0.25, 0.25}}),
                     0.0);
}

}  // namespace
}  // namespace attn::test
