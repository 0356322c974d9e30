#include <gtest/gtest.h>

#include "attention/catalogue.h"
#include "attention/normalizers.h"
#include "support/golden.h"
#include "support/names.h"

namespace attn::test {
namespace {

const WorkShare silent = WorkShare::none();

Matrix goldenScores() { return golden("attention.npz", "scores_scaled_dot").floats(); }

TEST(SparseNormalizers, AgreeWithTheGoldenWeights) {
  const std::vector<std::pair<const char*, Matrix>> got = {
      {"sparsemax", sparsemaxRows(goldenScores(), allVisible(5, 7), 1.0, silent)},
      {"entmax15", entmax15Rows(goldenScores(), allVisible(5, 7), 1.0, silent)},
      {"hardmax", hardmaxRows(goldenScores(), allVisible(5, 7), 1.0, silent)},
      {"sigmoid", sigmoidRows(goldenScores(), allVisible(5, 7), 1.0, silent)}};
  for (const auto& [name, weights] : got)
    EXPECT_MATRIX_NEAR(weights, golden("attention.npz", name).matrix(), 2e-6) << name;
}

// The sum Σ max(z − t, 0)^power falls as t grows: halving the interval finds the threshold without any sorting.
Eigen::VectorXd byBisection(const Eigen::VectorXd& z, int power) {
  double low = z.maxCoeff() - 1, high = z.maxCoeff();
  const auto above = [&](double t) { return (z.array() - t).max(0.0).pow(power).matrix().eval(); };
  for (int halving = 0; halving < 100; ++halving) {
    const double middle = (low + high) / 2;
    (above(middle).sum() > 1 ? low : high) = middle;
  }
  return above((low + high) / 2);
}

TEST(SparseNormalizers, AgreeWithBisectionOnLongRowsAtEveryTemperature) {
  const Matrix scores = seededNormal(3, 2000, "scores") * 3.0F;
  for (const double tau : {1e-3, 0.3, 1.0, 50.0, 1e6}) {
    const Matrix sparse = sparsemaxRows(scores, allVisible(3, 2000), tau, silent);
    const Matrix smooth = entmax15Rows(scores, allVisible(3, 2000), tau, silent);
    for (Index i = 0; i < 3; ++i) {
      const Eigen::VectorXd z = scores.row(i).transpose().cast<double>() / tau;
      // Both are exact in double: at τ = 1e-3 scores of 10⁴ are 2e-12 apart; weights are rounded to floats once.
      EXPECT_MATRIX_NEAR(sparse.row(i).transpose(), byBisection(z, 1), 1e-7) << tau;
      EXPECT_MATRIX_NEAR(smooth.row(i).transpose(), byBisection(z / 2, 2), 1e-7) << tau;
    }
  }
}

// Softmax, entmax, sparsemax and hardmax of one row: zeros appear one after the other.
TEST(SparseNormalizers, GiveMoreAndMoreExactZeros) {
  const Matrix scores = matrixOf({{2.0, 1.6, 1.0, 0.2, -1.0}});
  const auto zeros = [&](auto normalize, double tau) {
    return (normalize(scores, allVisible(1, 5), tau, silent).array() == 0.0F).count();
  };
  EXPECT_EQ(zeros(softmaxRows, 1.0), 0);
  EXPECT_EQ(zeros(entmax15Rows, 1.0), 2);
  EXPECT_EQ(zeros(sparsemaxRows, 1.0), 3);
  EXPECT_EQ(zeros(hardmaxRows, 1.0), 4);
  EXPECT_EQ(zeros(sparsemaxRows, 10.0), 0);
  EXPECT_EQ(zeros(sparsemaxRows, 0.1), 4);
  EXPECT_EQ(zeros(entmax15Rows, 0.1), 4);
}

TEST(HardmaxRows, SharesTheWeightAmongExactTies) {
  EXPECT_MATRIX_NEAR(hardmaxRows(matrixOf({{1, 3, 3, 2}}), allVisible(1, 4), 1.0, silent), matrixOf({{0, 0.5, 0.5, 0}}),
                     0.0);
}

class EveryNormalizerLimit : public testing::TestWithParam<std::string> {
 protected:
  Matrix weights(const Matrix& scores, double tau) const {
    return findRow(normalizerCatalogue(), GetParam(), "normalizer")
        .compute(scores, allVisible(scores.rows(), scores.cols()), tau, silent);
  }
};

TEST_P(EveryNormalizerLimit, StaysFiniteForHugeScoresAndExtremeTemperatures) {
  const Matrix scores = matrixOf({{1e30, -1e30, 0, 5e29}, {-1e30, -1e30, -1e30, -1e30}});
  for (const double tau : {1e-3, 1.0, 1e6}) {
    const Matrix got = weights(scores, tau);
    EXPECT_TRUE(got.allFinite()) << tau;
    EXPECT_LE(got.cwiseAbs().maxCoeff(), GetParam() == "ratio" ? 2.001F : 1.0F);
  }
}

TEST_P(EveryNormalizerLimit, HoldsForRowsOfAHundredThousandKeys) {
  const Matrix scores = seededNormal(2, 100000, "scores").cwiseAbs() * 5.0F;
  const Matrix got = weights(scores, 1.0);
  EXPECT_TRUE(got.allFinite());
  const double expected = GetParam() == "sigmoid" ? (1 / (1 + (-scores.row(0).cast<double>().array()).exp())).sum() : 1;
  EXPECT_NEAR(got.row(0).cast<double>().sum(), expected, 1e-5 * std::max(1.0, expected));
}

TEST_P(EveryNormalizerLimit, MovesWeightsWithTheKeys) {
  const Matrix scores = seededNormal(4, 37, "scores").cwiseAbs();
  // Only the order of sums differs.
  EXPECT_MATRIX_NEAR(weights(scores.rowwise().reverse(), 0.5), Matrix(weights(scores, 0.5).rowwise().reverse()), 2e-7);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryNormalizerLimit, testing::ValuesIn(rowNames(normalizerCatalogue())), testName);

TEST(TemperatureLimits, OfEveryExponentialOrSparseRowAreHardmaxAndUniform) {
  const Matrix scores = seededNormal(5, 9, "scores");
  const Matrix hard = hardmaxRows(scores, allVisible(5, 9), 1.0, silent);
  const Matrix even = Matrix::Constant(5, 9, 1.0F / 9);
  for (const auto normalize : {softmaxRows, sparsemaxRows, entmax15Rows}) {
    // The two largest of nine normals are more than 0.02 apart here: exp(−20) at τ = 1e-3.
    EXPECT_MATRIX_NEAR(normalize(scores, allVisible(5, 9), 1e-3, silent), hard, 1e-6);
    EXPECT_MATRIX_NEAR(normalize(scores, allVisible(5, 9), 1e6, silent), even, 4e-6);  // scores of 4 over 1e6
  }
}

TEST(CausalMask, BeforeSoftmaxIsTheSameAsAfterAndRenormalized) {
  const Matrix scores = seededNormal(6, 6, "scores");
  const Mask causal = causalMask(6, 6);
  const Matrix before = softmaxRows(scores, causal, 0.7, silent);
  Matrix after = softmaxRows(scores, allVisible(6, 6), 0.7, silent).cwiseProduct(causal.cast<float>().matrix());
  for (Index i = 0; i < 6; ++i) after.row(i) /= after.row(i).sum();
  EXPECT_MATRIX_NEAR(before, after, 3e-7);  // two more roundings of numbers below 1
}

}  // namespace
}  // namespace attn::test
