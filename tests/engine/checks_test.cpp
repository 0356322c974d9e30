#include "core/checks.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "support/errors.h"
#include "support/matrices.h"

namespace attn::test {
namespace {

TEST(Checks, NameTheFirstNumberThatIsNotFinite) {
  Matrix values = Matrix::Zero(3, 9);
  requireFinite("X", values);
  values(1, 8) = std::numeric_limits<float>::quiet_NaN();
  values(2, 0) = std::numeric_limits<float>::infinity();
  const CaughtError nan = errorOf([&] { requireFinite("X", values); });
  EXPECT_EQ(nan.id, "not_finite");
  EXPECT_EQ(nan.message, "X[1, 8] is NaN; every number must be finite");
  values(1, 8) = 0;
  EXPECT_EQ(errorOf([&] { requireFinite("X", values); }).message, "X[2, 0] is ∞; every number must be finite");
  values(2, 0) = -std::numeric_limits<float>::infinity();
  EXPECT_EQ(errorOf([&] { requireFinite("X", values); }).argument("got"), "−∞");
}

TEST(Checks, AcceptTheLargestAndSmallestFloats) {
  EXPECT_NO_THROW(requireFinite("X", matrixOf({{3.4e38, -3.4e38, 1e-45, 0}})));
}

TEST(Checks, ShowBothShapes) {
  const Matrix values = Matrix::Zero(5, 3);
  const CaughtError shape = errorOf([&] { requireShape("W", values, 4, 4); });
  EXPECT_EQ(shape.id, "shape");
  EXPECT_EQ(shape.message, "W is 5 × 3; expected 4 × 4");
  const CaughtError product = errorOf([&] { requireProduct("x", Matrix::Zero(2, 4), "w-q", values); });
  EXPECT_EQ(product.id, "product");
  EXPECT_EQ(product.argument("expected"), "2 × 4");
  EXPECT_EQ(product.argument("got"), "5 × 3");
  EXPECT_EQ(errorOf([&] { requireNotEmpty("k", Matrix(0, 3)); }).message, "k is 0 × 3; expected ≥ 1 × ≥ 1");
}

TEST(Checks, CompareWidthsAndRows) {
  const Matrix a = Matrix::Zero(5, 3), b = Matrix::Zero(4, 2);
  const CaughtError width = errorOf([&] { requireSameWidth("K", a, "Q", b); });
  EXPECT_EQ(width.id, "width");
  EXPECT_EQ(width.message, "K has 3 columns; expected 2 as in Q");
  const CaughtError rows = errorOf([&] { requireSameRows("V", a, "K", b); });
  EXPECT_EQ(rows.id, "rows");
  EXPECT_EQ(rows.message, "V has 5 rows; expected 4 as in K");
}

TEST(Checks, RefuseTemperaturesOutsideOfTheRange) {
  for (const double tau : {1e-3, 1.0, 1e6}) EXPECT_NO_THROW(requireTemperature(tau));
  for (const double tau :
       {0.0, -1.0, 9e-4, 1.1e6, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    const CaughtError error = errorOf([&] { requireTemperature(tau); });
    EXPECT_EQ(error.id, "out_of_range");
    EXPECT_EQ(error.argument("input"), "temperature");
  }
}

TEST(Checks, WriteTheShortestDecimalThatReadsBack) {
  EXPECT_EQ(numberText(0.1), "0.1");
  EXPECT_EQ(numberText(0.1F), "0.1");
  EXPECT_EQ(numberText(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(numberText(1e6), "1000000");
  EXPECT_EQ(numberText(1e30), "1e+30");
  EXPECT_EQ(numberText(0.0), "0");
  EXPECT_EQ(rangeText(0.01, 100), "0.01 … 100");
}

TEST(Checks, FindTheNearestName) {
  const std::vector<std::string> names = {"dot", "scaled_dot", "gaussian", "cosine"};
  EXPECT_EQ(nearestName("gausian", names), "gaussian");
  EXPECT_EQ(nearestName("scaleddot", names), "scaled_dot");
  EXPECT_EQ(nearestName("dto", names), "dot");  // a swap is one edit
  EXPECT_EQ(nearestName("", names), "dot");
  EXPECT_EQ(nearestName("x", {}), "");
}

TEST(InputErrors, HaveUniqueIdsAndSentencesWithNamedSlots) {
  std::set<std::string> ids;
  for (const ErrorRow& row : knownErrors()) {
    EXPECT_TRUE(ids.insert(row.id).second) << row.id << " stands twice";
    EXPECT_EQ(std::string(row.english).find("{}"), std::string::npos) << row.id;
  }
}

TEST(InputErrors, FillSlotsAndLeaveUnknownOnes) {
  EXPECT_EQ(fillSlots("{a} and {b} and {a}", {{"a", "1"}}), "1 and {b} and 1");
  EXPECT_EQ(fillSlots("open {a", {{"a", "1"}}), "open {a");
  EXPECT_EQ(fillSlots("{a}", {{"a", "{b}"}, {"b", "2"}}), "{b}");
}

TEST(InputErrors, KnowTheirExitCode) {
  EXPECT_EQ(InputError("not_finite", {}).kind(), ErrorKind::BadData);
  EXPECT_EQ(InputError("out_of_range", {}).kind(), ErrorKind::WrongUse);
}

}  // namespace
}  // namespace attn::test
