#include "scene/heatmap_marks.h"

#include <gtest/gtest.h>

#include <cmath>

namespace lab::test {
namespace {

TEST(HatchLines, CrossASmallCellThreeTimesAsInTheMock) {
  const Rect cell{10, 20, 40, 40};
  const auto lines = hatchLines(cell, hatchSpacing(40));
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[1].from, (Point{10, 60}));
  EXPECT_EQ(lines[1].to, (Point{50, 20}));
  EXPECT_EQ(hatchLines(cell, hatchSpacing(40), true).size(), 2U) << "the middle is free for a 0";
}

TEST(HatchLines, RiseAtFortyFiveDegreesWithinTheRectangle) {
  for (const Rect rect : {Rect{0, 0, 500, 30}, Rect{3, 4, 17, 90}, Rect{0, 0, 104, 104}})
    for (const Segment& line : hatchLines(rect, hatchSpacing(rect.height))) {
      EXPECT_NEAR(line.to.x - line.from.x, line.from.y - line.to.y, 1e-3);
      EXPECT_GT(line.to.x, line.from.x);
      EXPECT_GE(line.from.x, rect.x - 1e-3F);
      EXPECT_LE(line.to.x, rect.right() + 1e-3F);
      EXPECT_GE(line.to.y, rect.y - 1e-3F);
      EXPECT_LE(line.from.y, rect.bottom() + 1e-3F);
    }
}

TEST(CrossLines, MeetInTheMiddleUnlessItIsToStayFree) {
  const Rect cell{0, 0, 30, 30};
  for (const Segment& line : crossLines(cell, false)) EXPECT_EQ(line.to, cell.centre());
  for (const Segment& line : crossLines(cell, true))
    EXPECT_GT(std::hypot(line.to.x - 15, line.to.y - 15), 8) << "room for the text";
}

TEST(Ring, LiesOnTheGapAroundTheCells) {
  const Rect cells{10, 10, 40, 20};
  const Ring ring = ringAround(cells, 2);
  EXPECT_EQ(ring.line, (Rect{9, 9, 42, 22})) << "its 2 points cover the outside of the cells only";
  EXPECT_LT(ring.outerHalo.x, ring.line.x);
  EXPECT_GT(ring.innerHalo.x, cells.x);
}

TEST(BarMarker, PointsAtItsValueFromTheLeft) {
  const auto triangle = barMarker({100, 0, 12, 200}, 50);
  ASSERT_EQ(triangle.size(), 3U);
  EXPECT_EQ(triangle[0].y, 50);
  EXPECT_LT(triangle[0].x, 100);
  EXPECT_LT(triangle[1].x, triangle[0].x);
}

}  // namespace
}  // namespace lab::test
