#include "attention/scores.h"

#include <gtest/gtest.h>

#include "attention/catalogue.h"
#include "attention/normalizers.h"
#include "core/products.h"
#include "plain/plain_attention.h"
#include "support/errors.h"
#include "support/golden.h"
#include "support/names.h"

namespace attn::test {
namespace {

MatrixPtr goldenFloats(const char* name) { return shared(golden("attention.npz", name).floats()); }

// The parameters that the golden scores were made with.
Parameters goldenParameters(const std::string& score) {
  Parameters given;
  if (score == "general") given.matrices["W"] = goldenFloats("W_general");
  if (score == "additive")
    given.matrices = {
        {"W_q", goldenFloats("Wq_additive")}, {"W_k", goldenFloats("Wk_additive")}, {"v", goldenFloats("v_additive")}};
  if (score == "concat") given.matrices = {{"W", goldenFloats("W_concat")}, {"v", goldenFloats("v_concat")}};
  if (score == "location") given.matrices["W"] = goldenFloats("W_location");
  if (score == "key_linear")
    given.matrices = {{"W", goldenFloats("W_key_linear")}, {"b", goldenFloats("b_key_linear")}};
  if (score == "cosine") given.numbers["beta"] = golden("attention.npz", "beta_cosine").number();
  if (score == "gaussian") given.numbers["sigma"] = golden("attention.npz", "sigma_gaussian").number();
  return given;
}

Matrix scoresOf(const ScoreRow& row, const Matrix& q, const Matrix& k, const Parameters& given) {
  return computeScores(row, q, k, completeParameters(row, given, {q.cols(), k.cols(), k.rows()}, 1), WorkShare::none());
}

class EveryScore : public testing::TestWithParam<std::string> {
 protected:
  const ScoreRow& row() const { return findRow(scoreCatalogue(), GetParam(), "score"); }
};

// All but `mlp`, which only the plain version judges.
class EveryGoldenScore : public EveryScore {};

TEST_P(EveryGoldenScore, AgreesWithTheGoldenScoresAndWeights) {
  const Matrix q = golden("attention.npz", "Q").floats(), k = golden("attention.npz", "K").floats();
  const Matrix scores = scoresOf(row(), q, k, goldenParameters(GetParam()));
  // Scores reach 20; a float there is 2e-6 apart, and a sum of 64 products rounds a few times.
  EXPECT_MATRIX_NEAR(scores, golden("attention.npz", "scores_" + GetParam()).matrix(), 1e-5);
  const Matrix weights = softmaxRows(scores, allVisible(scores.rows(), k.rows()), 1.0, WorkShare::none());
  EXPECT_MATRIX_NEAR(weights, golden("attention.npz", "weights_" + GetParam()).matrix(), 2e-6);
}

// Larger than a tile of keys, with odd sizes, and parameters from the seed.
TEST_P(EveryScore, AgreesWithThePlainVersionBeyondOneTile) {
  const Matrix q = seededNormal(19, 24, "queries"), k = seededNormal(1037, 24, "keys");
  const Parameters complete = completeParameters(row(), {}, {24, 24, 1037}, 5);
  const Matrix got = computeScores(row(), q, k, complete, WorkShare::none());
  // Sums of 24 products with magnitudes up to some 100: 24 roundings of 4e-6 at the very worst.
  EXPECT_MATRIX_NEAR(got, plain::scores(GetParam(), q, k, complete), 5e-5);
}

TEST_P(EveryScore, MovesItsColumnsWithTheKeys) {
  const Matrix q = seededNormal(5, 8, "queries"), k = seededNormal(9, 8, "keys");
  const Matrix scores = scoresOf(row(), q, k, {});
  const Matrix reversed = scoresOf(row(), q, k.colwise().reverse(), {});
  if (GetParam() == "location") {
    EXPECT_EQ(reversed, scores);  // what the keys hold is not read
    return;
  }
  // The same arithmetic a cell; only the place within a vector register differs, by a rounding or two near 10.
  EXPECT_MATRIX_NEAR(reversed, Matrix(scores.rowwise().reverse()), 4e-6);
}

TEST_P(EveryScore, NamesTheInputThatIsNotFinite) {
  Matrix q = seededNormal(3, 4, "queries"), k = seededNormal(2, 4, "keys");
  k(1, 3) = std::numeric_limits<float>::quiet_NaN();
  const CaughtError error = errorOf([&] { scoresOf(row(), q, k, {}); });
  EXPECT_EQ(error.id, "not_finite");
  EXPECT_EQ(error.argument("input"), "K");
  EXPECT_EQ(error.argument("place"), "[1, 3]");
  k(1, 3) = 0;
  q(2, 0) = std::numeric_limits<float>::infinity();
  if (row().readsQuery) {
    EXPECT_EQ(errorOf([&] { scoresOf(row(), q, k, {}); }).argument("input"), "Q");
  } else {
    EXPECT_EQ(scoresOf(row(), q, k, {}), scoresOf(row(), Matrix(), k, {}));
  }
}

TEST_P(EveryScore, ChecksWidthsExactlyWhereTheyMustBeEqual) {
  const Matrix q = seededNormal(3, 4, "queries"), k = seededNormal(2, 6, "keys");
  if (!row().sameWidth) {
    EXPECT_EQ(scoresOf(row(), q, k, {}).cols(), 2);
    return;
  }
  const CaughtError error = errorOf([&] { scoresOf(row(), q, k, {}); });
  EXPECT_EQ(error.id, "width");
  EXPECT_EQ(error.argument("got"), "6");
  EXPECT_EQ(error.argument("expected"), "4");
}

std::vector<std::string> goldenScoreNames() {
  std::vector<std::string> names = rowNames(scoreCatalogue());
  std::erase(names, "mlp");
  return names;
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryGoldenScore, testing::ValuesIn(goldenScoreNames()), testName);
INSTANTIATE_TEST_SUITE_P(Catalogue, EveryScore, testing::ValuesIn(rowNames(scoreCatalogue())), testName);

TEST(Scores, NameScoresWhereFloatsOverflow) {
  const Matrix large = matrixOf({{1e30, 0}, {0, 1e30}});
  for (const char* name : {"dot", "scaled_dot", "general", "gaussian"}) {
    const ScoreRow& row = findRow(scoreCatalogue(), name, "score");
    const Matrix far = -large;
    const CaughtError error = errorOf([&] { scoresOf(row, large, far, {}); });
    EXPECT_EQ(error.id, "not_finite") << name;
    EXPECT_EQ(error.argument("input"), "scores") << name;
  }
}

TEST(CosineScores, AreFiniteForHugeTinyAndZeroVectors) {
  const Matrix q = matrixOf({{1e30, 0}, {1e-30, 0}, {0, 0}});
  const Matrix got = scoresOf(findRow(scoreCatalogue(), "cosine", "score"), q, matrixOf({{2e30, 0}, {0, 3}}), {});
  // Norms are at least 1e-8: 1e-30 / 1e-8 is 0 beside 1.
  EXPECT_MATRIX_NEAR(got, matrixOf({{1, 0}, {0, 0}, {0, 0}}), 1e-7);
}

TEST(GaussianScores, AreExactlyZeroForEqualVectors) {
  const Matrix x = seededNormal(6, 64, "x") * 100.0F;
  const Matrix got = scoresOf(findRow(scoreCatalogue(), "gaussian", "score"), x, x, {});
  for (Index i = 0; i < 6; ++i) EXPECT_EQ(got(i, i), 0.0F);
}

TEST(GaussianScores, KeepSmallDistancesBetweenLongVectors) {
  const Matrix q = Matrix::Constant(1, 64, 1000.0F);
  Matrix k = q;
  k(0, 0) += 0.5F;
  const Matrix got = scoresOf(findRow(scoreCatalogue(), "gaussian", "score"), q, k, {});
  EXPECT_EQ(got(0, 0), -0.125F);  // −0.5² / 2, exact in binary
}

// Beyond 21 the exponentials would overflow and tanh is computed directly; both meet in one row.
TEST(AdditiveScores, AgreeWithThePlainVersionForSmallAndLargeInputs) {
  const ScoreRow& row = findRow(scoreCatalogue(), "additive", "score");
  Matrix q = seededNormal(12, 8, "queries"), k = seededNormal(30, 8, "keys");
  for (Index i = 0; i < q.rows(); ++i) q.row(i) *= std::pow(4.0F, static_cast<float>(i - 6));
  k.row(3) *= 1000.0F;
  Parameters given;
  given.matrices["b"] = shared(seededNormal(1, 8, "b"));
  const Parameters complete = completeParameters(row, given, {8, 8, 30}, 1);
  const Matrix got = computeScores(row, q, k, complete, WorkShare::none());
  const WideMatrix expected = plain::scores("additive", q, k, complete);
  // W q is up to 1e4 here, where floats are 1e-3 apart, but then tanh is flat; where it is not, inputs are below 20
  // and off by at most 4e-6.
  EXPECT_MATRIX_NEAR(got, expected, 8e-6);
  Matrix onlyModerate = k;
  onlyModerate.row(3) /= 1000.0F;
  EXPECT_MATRIX_NEAR(computeScores(row, q, onlyModerate, complete, WorkShare::none()),
                     plain::scores("additive", q, onlyModerate, complete), 8e-6);
}

TEST(ConcatScores, AreTheAdditiveOnesOfTheSameColumns) {
  const Matrix q = seededNormal(9, 5, "queries"), k = seededNormal(600, 7, "keys");
  const Matrix wQ = seededNormal(6, 5, "W_q"), wK = seededNormal(6, 7, "W_k");
  Matrix joined(6, 12);
  joined << wQ, wK;
  const MatrixPtr v = shared(seededNormal(1, 6, "v"));
  Parameters additive, concat;
  additive.matrices = {{"W_q", shared(wQ)}, {"W_k", shared(wK)}, {"v", v}};
  concat.matrices = {{"W", shared(joined)}, {"v", v}};
  EXPECT_MATRIX_NEAR(scoresOf(findRow(scoreCatalogue(), "concat", "score"), q, k, concat),
                     scoresOf(findRow(scoreCatalogue(), "additive", "score"), q, k, additive), 1e-6);
}

TEST(MlpScores, AreConcatScoresWithBothBiases) {
  const ScoreRow& row = findRow(scoreCatalogue(), "mlp", "score");
  const Matrix q = seededNormal(9, 5, "queries"), k = seededNormal(60, 5, "keys");
  Parameters given;
  given.matrices["b_1"] = shared(seededNormal(1, 5, "b"));
  given.numbers["b_2"] = -3.5;
  const Parameters complete = completeParameters(row, given, {5, 5, 60}, 1);
  // Five tanh of sums of ten products near 10, in floats.
  EXPECT_MATRIX_NEAR(computeScores(row, q, k, complete, WorkShare::none()), plain::scores("mlp", q, k, complete), 8e-6);
}

TEST(LocationScores, NeedAPlaceForEveryKey) {
  const ScoreRow& row = findRow(scoreCatalogue(), "location", "score");
  Parameters given;
  given.matrices["W"] = shared(seededNormal(4, 3, "W"));
  EXPECT_EQ(scoresOf(row, seededNormal(2, 3, "q"), seededNormal(3, 3, "k"), given).cols(), 3);
  const CaughtError error = errorOf([&] { scoresOf(row, seededNormal(2, 3, "q"), seededNormal(5, 3, "k"), given); });
  EXPECT_EQ(error.message, "W is 4 × 3; expected 5 × 3");
}

TEST(Products, AgreeWithDoublePrecisionForLongSums) {
  const Matrix a = seededNormal(70, 20000, "a"), b = seededNormal(40, 20000, "b");
  const WideMatrix expected = a.cast<double>() * b.cast<double>().transpose();
  // 20,000 products of normals: the sum is near 141 · 3, each rounding at most 1.5e-5, √20,000 of them one after the
  // other, and of 2,800 sums the worst one.
  EXPECT_MATRIX_NEAR(productTransposed(a, b, WorkShare::none()), expected, 6e-3);
  // Here long sums are made of shorter ones, which round less.
  EXPECT_MATRIX_NEAR(product(a, Matrix(b.transpose()), WorkShare::none()), expected, 2e-3);
}

}  // namespace
}  // namespace attn::test
