#include "measures/query_plane.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "support/matrices.h"

namespace {

using attn::Index;
using attn::Matrix;
using attn::PlanePoint;
using attn::Vector;

TEST(DimensionPlane, HasTwoEntriesAsCoordinatesAndKeepsTheOthers) {
  const Vector through = (Vector(4) << 0.5F, -1.25F, 2.0F, 3.5F).finished();
  const attn::QueryPlane plane = attn::dimensionPlane(through, 2, 0);
  EXPECT_EQ(plane.pointOf(through), (PlanePoint{2.0, 0.5}));
  EXPECT_EQ(plane.vectorAt({7, -8}), (Vector(4) << -8.0F, -1.25F, 7.0F, 3.5F).finished());
}

TEST(PrincipalPlane, FindsTheTwoDirectionsThatPointsWereSpreadAlong) {
  // Points on an ellipse in the plane of two orthonormal directions of R⁴, with a little of a third one: half axes
  // 3, 1 and 0.1, so that the variances are 9, 1 and 0.01 over two.
  const Eigen::Vector4d a(0.5, 0.5, 0.5, 0.5), b(0.5, -0.5, 0.5, -0.5), c(0.5, 0.5, -0.5, -0.5), mean(1, 2, 3, 4);
  Matrix points(64, 4);
  for (Index i = 0; i < 64; ++i) {
    const double t = static_cast<double>(i) * 2 * std::numbers::pi / 64;
    points.row(i) =
        (mean + 3 * std::cos(t) * a + std::sin(t) * b + 0.1 * std::cos(2 * t) * c).transpose().cast<float>();
  }
  const Vector through = points.row(5).transpose();
  const attn::PrincipalPlane found = attn::principalPlane(points, through);
  // Points are rounded to floats: a relative 6e-8 of numbers up to 7.
  EXPECT_NEAR(std::abs(found.plane.first.dot(a)), 1, 1e-6);
  EXPECT_NEAR(std::abs(found.plane.second.dot(b)), 1, 1e-6);
  EXPECT_NEAR(found.share, 10 / 10.01, 1e-6);
  EXPECT_MATRIX_NEAR(found.plane.vectorAt(found.plane.pointOf(through)), through, 1e-6);
  const PlanePoint middle = found.plane.pointOf(mean.cast<float>());
  EXPECT_NEAR(middle.x, 0, 1e-6);
  EXPECT_NEAR(middle.y, 0, 1e-6);
}

TEST(PrincipalPlane, TakesTheSameDirectionsWhetherThereAreMorePointsOrMoreDimensions) {
  // 5 points in 8 dimensions span what the same points, each twice and padded to 10 rows, span.
  const Matrix points = attn::test::seededNormal(5, 8, "points");
  Matrix twice(10, 8);
  twice << points, points;
  const attn::PrincipalPlane few = attn::principalPlane(points, points.row(0).transpose());
  const attn::PrincipalPlane many = attn::principalPlane(twice, points.row(0).transpose());
  EXPECT_MATRIX_NEAR(few.plane.first, many.plane.first, 1e-9);  // the same sums in another order, in double
  EXPECT_MATRIX_NEAR(few.plane.second, many.plane.second, 1e-9);
  EXPECT_NEAR(few.share, many.share, 1e-12);
}

TEST(PrincipalPlane, HasTwoDirectionsEvenWhereAllPointsAreOne) {
  const Matrix points = Matrix::Constant(3, 4, 2.0F);
  const attn::PrincipalPlane found = attn::principalPlane(points, points.row(0).transpose());
  EXPECT_DOUBLE_EQ(found.plane.first.norm(), 1);
  EXPECT_DOUBLE_EQ(found.plane.second.norm(), 1);
  EXPECT_DOUBLE_EQ(found.plane.first.dot(found.plane.second), 0);
  EXPECT_EQ(found.share, 1);
}

TEST(ConvexHull, HasEveryPointOnItsLeft) {
  const Matrix random = attn::test::seededNormal(40, 2, "hull");
  std::vector<PlanePoint> points;
  for (Index i = 0; i < 40; ++i)
    points.push_back({static_cast<double>(random(i, 0)), static_cast<double>(random(i, 1))});
  const auto hull = attn::convexHull(points);
  ASSERT_GE(hull.size(), 3U);
  for (std::size_t i = 0; i < hull.size(); ++i) {
    const PlanePoint a = points[hull[i]], b = points[hull[(i + 1) % hull.size()]];
    for (const PlanePoint p : points)
      EXPECT_GE((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x), -1e-15);  // exact but for the corners themselves
  }
}

TEST(ConvexHull, LeavesOutWhatLiesOnAnEdgeInsideOrTwice) {
  const std::vector<PlanePoint> points = {{0, 0}, {1, 0}, {2, 0}, {2, 2}, {0, 2}, {1, 1}, {2, 2}};
  EXPECT_EQ(attn::convexHull(points), (std::vector<std::size_t>{0, 2, 3, 4}));
  EXPECT_EQ(attn::convexHull({{3, 1}}).size(), 1U);
  EXPECT_EQ(attn::convexHull({{3, 1}, {3, 1}, {0, 0}}).size(), 2U);
}

}  // namespace
