#include "scene/shared_range.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/matrices.h"

using attn::test::matrixOf;
using attn::test::shared;

namespace lab {
namespace {

MatrixPicture pictureOf(attn::Matrix values) {
  MatrixPicture picture;
  picture.values = shared(std::move(values));
  return picture;
}

// Of pictures, and of the same matrices made ready to draw.
ValueRange rangeOfAll(const std::vector<MatrixPicture>& pictures) {
  std::vector<ShownMatrixPtr> shown;
  for (const MatrixPicture& picture : pictures) shown.push_back(shownMatrix(picture));
  EXPECT_EQ(sharedRange(shown), sharedRange(pictures, false));
  return sharedRange(shown);
}

TEST(SharedRange, CoversWhatEveryMatrixHolds) {
  EXPECT_EQ(rangeOfAll({pictureOf(matrixOf({{0.25, 0}})), pictureOf(matrixOf({{0.125, 0.5}}))}), (ValueRange{0, 0.5}));
  EXPECT_EQ(rangeOfAll({pictureOf(matrixOf({{-0.5, 0.25}})), pictureOf(matrixOf({{1, 0}}))}), (ValueRange{-0.5, 1}));
  EXPECT_EQ(sharedRange({pictureOf(matrixOf({{-0.5, 0.25}})), pictureOf(matrixOf({{0, 0.75}}))}, true),
            (ValueRange{-0.75, 0.75}));
}

TEST(SharedRange, LeavesOutMatricesOfZeros) {
  const MatrixPicture zeros = pictureOf(matrixOf({{0, 0}})), quarter = pictureOf(matrixOf({{0.25, 0}}));
  MatrixPicture hidden = pictureOf(matrixOf({{1, NAN}}));
  hidden.visible = std::make_shared<const attn::Mask>(attn::Mask::Constant(1, 2, false));
  EXPECT_EQ(rangeOfAll({zeros, quarter}), (ValueRange{0, 0.25}));
  EXPECT_EQ(rangeOfAll({quarter, hidden, zeros}), (ValueRange{0, 0.25}));
  EXPECT_EQ(sharedRange({zeros, quarter}, true), (ValueRange{-0.25, 0.25}));
}

TEST(SharedRange, IsNeverEmpty) {
  const MatrixPicture zeros = pictureOf(matrixOf({{0, 0}}));
  EXPECT_EQ(rangeOfAll({zeros, zeros}), (ValueRange{0, 1}));
  EXPECT_EQ(sharedRange({zeros, zeros}, true), (ValueRange{-1, 1}));
}

}  // namespace
}  // namespace lab
