#include "measures/head_summary.h"

#include <gtest/gtest.h>

#include <limits>

#include "attention/normalizers.h"
#include "support/matrices.h"

namespace attn::test {
namespace {

std::vector<MatrixPtr> threeHeads() {
  std::vector<MatrixPtr> heads;
  for (const char* purpose : {"a", "b", "c"})
    heads.push_back(shared(softmaxRows(seededNormal(6, 9, purpose), allVisible(6, 9), 1.0, WorkShare::none())));
  return heads;
}

TEST(OverHeads, AreTheMeanAndTheMaximumOfEachPair) {
  const std::vector<MatrixPtr> heads = threeHeads();
  const Matrix mean = meanOverHeads(heads), maximum = maximumOverHeads(heads);
  ASSERT_EQ(mean.rows(), 6);
  ASSERT_EQ(mean.cols(), 9);
  for (Index q = 0; q < 6; ++q)
    for (Index k = 0; k < 9; ++k) {
      double sum = 0;
      float largest = 0;
      for (const MatrixPtr& head : heads) {
        sum += static_cast<double>((*head)(q, k));
        largest = std::max(largest, (*head)(q, k));
      }
      // The mean is rounded to a float once: half of its last place, at most 2^-25 of a number below 1.
      EXPECT_NEAR(mean(q, k), sum / 3, 3e-8);
      EXPECT_EQ(maximum(q, k), largest);
    }
  // Rows of a mean of distributions sum to 1, up to the rounding of 9 floats.
  for (Index q = 0; q < 6; ++q) EXPECT_NEAR(mean.row(q).cast<double>().sum(), 1, 9 * 6e-8);
}

TEST(OverHeads, AreTheHeadItselfWhereThereIsOne) {
  const std::vector<MatrixPtr> one{threeHeads().front()};
  EXPECT_EQ(meanOverHeads(one), *one.front());
  EXPECT_EQ(maximumOverHeads(one), *one.front());
}

TEST(OverHeads, AreNaNWhereAHeadIs) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const auto& heads : {std::vector<MatrixPtr>{shared(matrixOf({{nan, 1}})), shared(matrixOf({{0.5, 0.5}}))},
                            std::vector<MatrixPtr>{shared(matrixOf({{0.5, 0.5}})), shared(matrixOf({{nan, 1}}))}}) {
    EXPECT_TRUE(std::isnan(meanOverHeads(heads)(0, 0)));
    EXPECT_TRUE(std::isnan(maximumOverHeads(heads)(0, 0)));
    EXPECT_EQ(maximumOverHeads(heads)(0, 1), 1);
  }
}

TEST(OverHeads, SeeAPairThatAnyHeadSees) {
  Mask first = allVisible(2, 2), second = allVisible(2, 2);
  first(0, 1) = second(1, 0) = first(1, 1) = second(1, 1) = false;
  const Mask any = visibleToAny({std::make_shared<const Mask>(first), std::make_shared<const Mask>(second)});
  EXPECT_TRUE(any(0, 0) && any(0, 1) && any(1, 0));
  EXPECT_FALSE(any(1, 1));
}

TEST(MeanMeasures, AreTheMeansOverTheQueriesThatHaveThem) {
  std::vector<RowMeasures> rows(4);
  rows[0] = {0.5, 1.6, 0.9, 0, 2.0, 0.1};
  rows[1] = {1.5, 4.4, 0.4, 1, 1.0, 0.3};
  rows[2].empty = true;
  rows[3] = {std::nan(""), std::nan(""), 1.5, 0, 3.0, 0.2};  // negative weights: no entropy
  const HeadMeasures mean = meanMeasures(rows);
  EXPECT_DOUBLE_EQ(mean.entropy, 1.0);
  EXPECT_DOUBLE_EQ(mean.effectiveKeys, 3.0);
  EXPECT_DOUBLE_EQ(mean.meanDistance, 2.0);
  EXPECT_DOUBLE_EQ(mean.diagonalMass, 0.2);
}

TEST(MeanMeasures, AgreeWithTheDefinitionsOnAWholeMatrix) {
  const Matrix weights = matrixOf({{0.5, 0.5, 0}, {0, 1, 0}, {0.25, 0.25, 0.5}});
  const HeadMeasures mean = meanMeasures(measureRows(weights, allVisible(3, 3)));
  EXPECT_NEAR(mean.entropy, (std::log(2.0) + 0 + 1.5 * std::log(2.0)) / 3, 1e-12);
  EXPECT_NEAR(mean.effectiveKeys, (2 + 1 + std::pow(2, 1.5)) / 3, 1e-12);
  EXPECT_NEAR(mean.diagonalMass, (0.5 + 1 + 0.5) / 3, 1e-12);
  EXPECT_NEAR(mean.meanDistance, (0.5 + 0 + 0.75) / 3, 1e-12);
}

TEST(MeanMeasures, AreNaNWithoutARow) {
  std::vector<RowMeasures> rows(2);
  rows[0].empty = rows[1].empty = true;
  EXPECT_TRUE(std::isnan(meanMeasures(rows).entropy));
  EXPECT_TRUE(std::isnan(meanMeasures({}).meanDistance));
}

}  // namespace
}  // namespace attn::test
