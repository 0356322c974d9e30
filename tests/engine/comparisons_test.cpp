#include "measures/comparisons.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "attention/normalizers.h"
#include "support/golden.h"

namespace attn::test {
namespace {

std::vector<float> rowOf(const Matrix& values, Index row) {
  return {values.data() + row * values.cols(), values.data() + (row + 1) * values.cols()};
}

// τ_b by its definition, pair by pair.
double plainKendall(const std::vector<float>& p, const std::vector<float>& r) {
  double difference = 0, untiedFirst = 0, untiedSecond = 0;
  for (std::size_t a = 0; a < p.size(); ++a)
    for (std::size_t b = a + 1; b < p.size(); ++b) {
      const int first = (p[a] < p[b]) - (p[b] < p[a]), second = (r[a] < r[b]) - (r[b] < r[a]);
      difference += first * second;
      untiedFirst += first != 0;
      untiedSecond += second != 0;
    }
  return difference / std::sqrt(untiedFirst * untiedSecond);
}

TEST(TotalVariation, IsTheMassThatMoves) {
  EXPECT_EQ(totalVariation(std::vector<float>{0.5F, 0.5F, 0}, std::vector<float>{0, 0.5F, 0.5F}), 0.5);
  EXPECT_EQ(totalVariation(std::vector<float>{1, 0}, std::vector<float>{0, 1}), 1.0);
  EXPECT_EQ(totalVariation(std::vector<float>{0.25F, 0.75F}, std::vector<float>{0.25F, 0.75F}), 0.0);
}

TEST(KendallTau, IsOneForTheSameOrderAndMinusOneForTheOpposite) {
  const std::vector<float> up = {1, 2, 3, 4}, stretched = {1, 10, 11, 400}, down = {4, 3, 2, 1};
  EXPECT_EQ(kendallTau(up, stretched), 1.0);
  EXPECT_EQ(kendallTau(up, down), -1.0);
}

TEST(KendallTau, AgreesWithItsDefinitionAlsoForTies) {
  Matrix a = seededNormal(6, 83, "a"), b = (a * 0.5F + seededNormal(6, 83, "b")).eval();
  for (Index row = 0; row < 6; ++row) {
    // More and more ties: rounded to quarters, halves, …
    const float step = std::ldexp(0.25F, static_cast<int>(row));
    a.row(row) = (a.row(row) / step).array().round().matrix();
    b.row(row) = (b.row(row) / step).array().round().matrix();
    if (row == 5) a(row, 7) = b(row, 3) = 1;  // so that not all are 0
    EXPECT_NEAR(kendallTau(rowOf(a, row), rowOf(b, row)), plainKendall(rowOf(a, row), rowOf(b, row)), 1e-12) << row;
  }
}

TEST(CompareRow, AgreesWithThePlainCountOfPairsOfItsRow) {
  const Matrix a = softmaxRows(seededNormal(5, 9, "a"), allVisible(5, 9), 1, WorkShare::none());
  const Matrix b = softmaxRows(seededNormal(5, 9, "b"), allVisible(5, 9), 1, WorkShare::none());
  for (Index row = 0; row < 5; ++row)
    EXPECT_EQ(compareRow(a, b, row).kendallTau, plainKendall(rowOf(a, row), rowOf(b, row)));
}

TEST(ComparisonParts, GiveTheNumbersOfTheComparison) {
  const Matrix a = softmaxRows(seededNormal(5, 9, "a"), allVisible(5, 9), 1, WorkShare::none());
  Matrix b = softmaxRows(seededNormal(5, 9, "b"), allVisible(5, 9), 1, WorkShare::none());
  b(2, 3) = b(2, 7);
  for (Index row = 0; row < 5; ++row) {
    const KendallPairs pairs = kendallPairs(rowOf(a, row), rowOf(b, row));
    EXPECT_EQ(pairs.concordant + pairs.discordant, row == 2 ? 35 : 36);
    EXPECT_EQ(pairs.untiedFirst, 36);
    EXPECT_EQ(pairs.untiedSecond, row == 2 ? 35 : 36);
    const SharedEntropies h = sharedEntropies(rowOf(a, row), rowOf(b, row));
    // Both are sums in double of nine terms below 1.
    EXPECT_NEAR(h.mean - (h.first + h.second) / 2, compareRow(a, b, row).jensenShannon, 1e-14);
  }
}

TEST(WeightDifferences, AreTheWeightsLessThoseOfTheReference) {
  const Matrix differences = weightDifferences(matrixOf({{0.75, 0.25}, {NAN, 1}}), matrixOf({{0.5, 0.5}, {0.5, 0.5}}));
  EXPECT_MATRIX_NEAR(differences, matrixOf({{0.25, -0.25}, {NAN, 0.5}}), 0);
}

TEST(KendallTau, IsNotDefinedForARowOfOneValueOrANan) {
  const std::vector<float> flat = {0.5F, 0.5F}, other = {0.2F, 0.8F};
  EXPECT_TRUE(std::isnan(kendallTau(flat, other)));
  EXPECT_TRUE(std::isnan(kendallTau(other, flat)));
  EXPECT_TRUE(std::isnan(kendallTau(std::vector<float>{NAN, 1}, other)));
}

TEST(CompareRow, AgreesWithTheGoldenDivergence) {
  const Matrix dot = golden("attention.npz", "weights_dot").floats();
  const Matrix scaled = golden("attention.npz", "weights_scaled_dot").floats();
  const WideMatrix expected = golden("attention.npz", "js_dot_vs_scaled").matrix();
  for (Index i = 0; i < 5; ++i) {
    const RowComparison row = compareRow(dot, scaled, i);
    // The weights are floats: 6e-8 off, times a logarithm below 10.
    EXPECT_NEAR(row.jensenShannon, expected(0, i), 1e-6);
    EXPECT_EQ(row.kendallTau, 1.0);  // scaling keeps the order
  }
}

TEST(CompareRow, HasNoNumbersForANanRow) {
  Matrix a = matrixOf({{0.5, 0.5, 0}, {1, 0, 0}}), b = matrixOf({{0, 0.5, 0.5}, {0, 0, 1}});
  a(1, 0) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(compareRow(a, b, 1).jensenShannon) && std::isnan(compareRow(a, b, 1).totalVariation));
  EXPECT_EQ(compareRow(a, b, 0).totalVariation, 0.5);
}

}  // namespace
}  // namespace attn::test
