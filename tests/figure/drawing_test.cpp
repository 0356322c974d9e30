#include "scene/drawing.h"

#include <gtest/gtest.h>

#include "figure/drawing_png.h"
#include "png_reader.h"
#include "scene/palette.h"
#include "support/matrices.h"

namespace lab::test {
namespace {

constexpr Rgba red = rgb(0xff0000), green = rgb(0x00ff00), blue = rgb(0x0000ff);

DecodedPng drawn(const Drawing& drawing, double scale = 1) {
  return decodePng(drawingPng(drawing, {100, 80}, scale, 16, paletteOf(Theme::Light)));
}

const Rgba background = paletteOf(Theme::Light).panel;

TEST(Drawing, FillsABoxToTheLastPixelAndOutlinesItOnItsEdge) {
  const DecodedPng page = drawn({BoxShape{.rect = {10, 20, 30, 10}, .fill = red, .edge = blue, .line = 2}});
  EXPECT_EQ(page.at(25, 25), red);
  EXPECT_EQ(page.at(10, 25), blue);
  EXPECT_EQ(page.at(9, 25), blue);
  EXPECT_EQ(page.at(11, 25), red);
  EXPECT_EQ(page.at(8, 25), background);
  EXPECT_EQ(page.at(41, 25), background);
}

TEST(Drawing, BeginsALineAtItsFirstPointWhateverWasDrawnBefore) {
  const DecodedPng page = drawn({TextShape{.text = "·", .at = {10, 10}, .ink = red},
                                 LineShape{.points = {{50, 70}, {90, 70}}, .ink = blue, .width = 4}});
  EXPECT_EQ(page.at(70, 70), blue);
  EXPECT_EQ(page.at(30, 40), background);  // half-way from the text to the line
}

TEST(Drawing, DrawsFromTheFirstShapeToTheLast) {
  const DecodedPng page = drawn({DiscShape{.centre = {50, 40}, .radius = 20, .fill = red},
                                 AreaShape{{{40, 30}, {60, 30}, {60, 50}, {40, 50}}, green},
                                 LineShape{.points = {{0, 40}, {100, 40}}, .ink = blue, .width = 4}});
  EXPECT_EQ(page.at(50, 25), red);
  EXPECT_EQ(page.at(50, 35), green);
  EXPECT_EQ(page.at(50, 40), blue);
  EXPECT_EQ(page.at(2, 40), blue);
}

TEST(Drawing, DashesALineAndClosesIt) {
  const DecodedPng page =
      drawn({LineShape{.points = {{10, 10}, {90, 10}}, .ink = red, .width = 4, .dash = 10},
             LineShape{.points = {{10, 30}, {90, 30}, {50, 70}}, .ink = blue, .width = 4, .closed = true}});
  EXPECT_EQ(page.at(15, 10), red);
  EXPECT_EQ(page.at(25, 10), background);
  EXPECT_EQ(page.at(35, 10), red);
  EXPECT_EQ(page.at(30, 50), blue);
}

TEST(Drawing, BendsACurveByItsControlPoints) {
  // The middle of a cubic Bézier curve is (from + 3 leave + 3 arrive + to) / 8.
  const DecodedPng page = drawn({CurvesShape{{{{10, 10}, {50, 10}, {50, 70}, {90, 70}, red, 4}}}});
  EXPECT_EQ(page.at(50, 40), red);
  EXPECT_EQ(page.at(11, 10), red);
  EXPECT_EQ(page.at(88, 70), red);
  EXPECT_EQ(page.at(80, 20), background);
}

TEST(Drawing, DrawsOnlyWithinItsClip) {
  const DecodedPng page = drawn({ClipShape{Rect{0, 0, 50, 80}}, BoxShape{.rect = {0, 0, 100, 40}, .fill = red},
                                 ClipShape{}, BoxShape{.rect = {0, 60, 100, 10}, .fill = blue}});
  EXPECT_EQ(page.at(40, 20), red);
  EXPECT_EQ(page.at(60, 20), background);
  EXPECT_EQ(page.at(90, 65), blue);
}

TEST(Drawing, MovesEveryShape) {
  MatrixPicture picture;
  picture.values = attn::test::shared(attn::Matrix::Ones(2, 2));
  const ColourMapRow& map = colourMapNamed("viridis");
  Drawing drawing = {BoxShape{.rect = {0, 0, 4, 4}, .fill = red},
                     DiscShape{.centre = {20, 4}, .radius = 4, .fill = green},
                     AreaShape{{{30, 0}, {40, 0}, {40, 8}, {30, 8}}, blue},
                     CellsShape{.matrix = shownMatrix(picture),
                                .clip = {60, 0, 20, 20},
                                .origin = {60, 0},
                                .cell = 10,
                                .range = {0, 1},
                                .map = &map},
                     LineShape{.points = {{0, 20}, {50, 20}}, .ink = red, .width = 2}};
  moveBy(drawing, {10, 30});
  const DecodedPng page = drawn(drawing);
  EXPECT_EQ(page.at(12, 32), red);
  EXPECT_EQ(page.at(30, 34), green);
  EXPECT_EQ(page.at(45, 34), blue);
  EXPECT_EQ(page.at(80, 40), map.table.back());
  EXPECT_EQ(page.at(30, 50), red);
  EXPECT_EQ(page.at(2, 2), background);
}

TEST(Drawing, DrawsCellsRowByRowAndTheirBarFromTheLowestUp) {
  MatrixPicture picture;
  attn::Matrix values(2, 2);
  values << 0, 1, 0.5, 0;
  picture.values = attn::test::shared(values);
  const ColourMapRow& map = colourMapNamed("viridis");
  const DecodedPng page = drawn({CellsShape{.matrix = shownMatrix(picture),
                                            .clip = {0, 0, 40, 40},
                                            .origin = {0, 0},
                                            .cell = 20,
                                            .range = {0, 1},
                                            .map = &map},
                                 ColourBarShape{{60, 0, 10, 80}, &map}},
                                2);
  EXPECT_EQ(page.at(20, 20), map.table.front());
  EXPECT_EQ(page.at(60, 20), map.table.back());
  EXPECT_EQ(page.at(20, 60), map.table[colourIndexOf({0, 1}, 0.5)]);
  // 160 rows of pixels over 256 colours: the middle of the first row is 0.8 colours up.
  EXPECT_EQ(page.at(130, 159), map.table[1]);
  EXPECT_EQ(page.at(130, 0), map.table[254]);
}

}  // namespace
}  // namespace lab::test
