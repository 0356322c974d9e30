#include "scene/heatmap_layout.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "scene/palette.h"
#include "scene_pictures.h"

namespace lab::test {
namespace {

struct Screen {
  Size size;
  float base;
};
constexpr Screen screens[] = {{{1440, 900}, 16}, {{1280, 720}, 22}, {{400, 300}, 16}, {{784, 692}, 16}};
constexpr attn::Index counts[] = {1, 2, 11, 64, 300, 4096};

/// Every text of a layout with what it says, for messages.
std::vector<SceneText> allTexts(const HeatmapLayout& layout) {
  std::vector<SceneText> texts = layout.labels;
  texts.insert(texts.end(), layout.barTicks.begin(), layout.barTicks.end());
  return texts;
}

void expectNoOverlap(const HeatmapLayout& layout, const Metrics& metrics, const std::string& where) {
  const std::vector<SceneText> texts = allTexts(layout);
  std::vector<std::array<Point, 4>> boxes;
  for (const SceneText& text : texts) boxes.push_back(inkCorners(text, metrics));
  for (std::size_t a = 0; a < boxes.size(); ++a)
    for (std::size_t b = a + 1; b < boxes.size(); ++b)
      ASSERT_FALSE(overlap(boxes[a], boxes[b])) << where << ": " << texts[a].text << " on " << texts[b].text;
}

void expectWithin(const HeatmapLayout& layout, const HeatmapOptions& options, const std::string& where) {
  const Rect area = options.area;
  for (const SceneText& text : allTexts(layout))
    for (const Point corner : inkCorners(text, options.metrics)) {
      // Positions are rounded to whole points.
      EXPECT_GE(corner.x, area.x - 1) << where << ": " << text.text;
      EXPECT_LE(corner.x, area.right() + 1) << where << ": " << text.text;
      EXPECT_GE(corner.y, area.y - 1) << where << ": " << text.text;
      EXPECT_LE(corner.y, area.bottom() + 1) << where << ": " << text.text;
    }
  for (const Rect part : {layout.clip, layout.bar}) {
    EXPECT_GE(part.x, area.x) << where;
    EXPECT_GE(part.y, area.y - 1) << where;
    EXPECT_LE(part.right(), area.right() + 1) << where;
    EXPECT_LE(part.bottom(), area.bottom() + 1) << where;
  }
}

void expectCellsFillTheClip(const HeatmapLayout& layout, const std::string& where) {
  ASSERT_LT(layout.firstRow, layout.endRow) << where;
  ASSERT_LT(layout.firstColumn, layout.endColumn) << where;
  const Rect first = layout.cellRect({layout.firstRow, layout.firstColumn});
  const Rect last = layout.cellRect({layout.endRow - 1, layout.endColumn - 1});
  // 32-bit positions of thousands of cells are off by less than a tenth of a point.
  EXPECT_LE(first.x, layout.clip.x + 0.1F) << where;
  EXPECT_GE(last.right(), layout.clip.right() - layout.gap - 0.1F) << where;
  EXPECT_LE(first.y, layout.clip.y + 0.1F) << where;
  EXPECT_GE(last.bottom(), layout.clip.bottom() - layout.gap - 0.1F) << where;
}

TEST(HeatmapLayout, KeepsEverythingApartAndInsideForAllSizes) {
  for (const attn::Index count : counts)
    for (const attn::Index columns : {count, attn::Index{4}}) {
      const MatrixPicture picture = wordPicture(count, columns);
      for (const Screen& screen : screens)
        for (const bool interactive : {true, false}) {
          HeatmapOptions options = optionsFor(picture, screen.size, screen.base);
          options.interactive = interactive;
          options.hover = Cell{count / 2, columns - 1};
          options.selected = Cell{count - 1, columns / 3};
          options.title = interactive ? "" : "A title";
          const HeatmapLayout layout = layoutOf(picture, options);
          const std::string where = std::to_string(count) + " × " + std::to_string(columns) + " at " +
                                    std::to_string(screen.size.width) + (interactive ? " on screen" : " in a figure");
          expectNoOverlap(layout, options.metrics, where);
          expectWithin(layout, options, where);
          expectCellsFillTheClip(layout, where);
        }
    }
}

TEST(HeatmapLayout, KeepsLabelsApartAndInsideWhileZoomed) {
  for (const attn::Index count : {11, 64, 300, 4096}) {
    const MatrixPicture picture = wordPicture(count, count);
    for (float zoom = 1.3F; zoom < 60; zoom *= 1.7F)
      for (const float at : {0.0F, 0.37F, 0.5F, 1.0F}) {
        HeatmapOptions options = optionsFor(picture, {784, 692});
        options.interactive = true;
        options.camera = {zoom, Point{at * static_cast<float>(count), (1 - at) * static_cast<float>(count)}};
        const HeatmapLayout layout = layoutOf(picture, options);
        const std::string where = std::to_string(count) + " zoomed by " + std::to_string(zoom);
        expectNoOverlap(layout, options.metrics, where);
        expectWithin(layout, options, where);
        expectCellsFillTheClip(layout, where);
        for (const CellText& value : layout.values) {
          EXPECT_GE(value.cell.row, layout.firstRow);
          EXPECT_LT(value.cell.row, layout.endRow);
        }
      }
  }
}

TEST(HeatmapLayout, MakesSquareCellsOnePointApartFromTwelvePointsOn) {
  for (const attn::Index count : counts) {
    const MatrixPicture picture = wordPicture(count, count);
    const HeatmapLayout layout = layoutOf(picture, optionsFor(picture, {1440, 900}));
    EXPECT_EQ(layout.gap, layout.cell >= 12 ? 1 : 0);
    const Rect cell = layout.cellRect({0, 0});
    EXPECT_EQ(cell.width, cell.height);
    EXPECT_LE(layout.cell, 6.5F * 16);
    EXPECT_EQ(layout.map.x, std::round(layout.map.x)) << "cells begin on whole points";
  }
}

TEST(HeatmapLayout, CentresASmallMapWithLargeCells) {
  const MatrixPicture picture = wordPicture(2, 2);
  const HeatmapOptions options = optionsFor(picture, {784, 692});
  const HeatmapLayout layout = layoutOf(picture, options);
  EXPECT_EQ(layout.cell, 104);
  EXPECT_NEAR(layout.view.centre().x, layout.map.centre().x, 1);
  EXPECT_NEAR(layout.view.centre().y, layout.map.centre().y, 1);
}

TEST(HeatmapLayout, TurnsColumnLabelsOnlyAsFarAsNeeded) {
  const auto angleOf = [](attn::Index count, bool interactive) {
    const MatrixPicture picture = wordPicture(count, count);
    HeatmapOptions options = optionsFor(picture, {784, 692});
    options.interactive = interactive;
    options.hover = options.selected = Cell{0, 0};
    const HeatmapLayout layout = layoutOf(picture, options);
    for (const SceneText& text : layout.labels)
      if (text.at.y < layout.clip.y && text.size != TextSize::Large && text.text == "The") return text.angle;
    return -1.0F;
  };
  EXPECT_EQ(angleOf(2, true), 0);
  EXPECT_EQ(angleOf(11, true), 45);
  EXPECT_EQ(angleOf(300, true), 90);
  EXPECT_EQ(angleOf(300, false), 90);
}

TEST(HeatmapLayout, LabelsOnlyHoveredAndSelectedCellsOfAFineMapOnScreen) {
  const MatrixPicture picture = wordPicture(300, 300);
  HeatmapOptions options = optionsFor(picture, {784, 692});
  options.interactive = true;
  const auto tokens = [&] { return layoutOf(picture, options).labels.size() - 2; };  // two axis names
  EXPECT_EQ(tokens(), 0U);
  options.hover = Cell{10, 200};
  EXPECT_EQ(tokens(), 2U);
  options.selected = Cell{150, 100};
  EXPECT_EQ(tokens(), 4U);
  options.selected = Cell{11, 201};  // would lie on the hovered ones
  EXPECT_EQ(tokens(), 2U);
}

TEST(HeatmapLayout, NeverLosesTheAxesOfAFigure) {
  for (const attn::Index count : counts) {
    const MatrixPicture picture = wordPicture(count, count);
    const HeatmapLayout layout = layoutOf(picture, optionsFor(picture, {784, 692}));
    EXPECT_GE(layout.labels.size(), 2 + 2 * std::min<std::size_t>(static_cast<std::size_t>(count), 10));
  }
}

TEST(HeatmapLayout, GivesWayInATinyArea) {
  const MatrixPicture picture = wordPicture(11, 11);
  for (const Size size : {Size{64, 64}, Size{20, 200}, Size{200, 12}}) {
    const HeatmapOptions options = optionsFor(picture, size);
    const HeatmapLayout layout = layoutOf(picture, options);
    EXPECT_GT(layout.cell, 0);
    EXPECT_GE(layout.clip.x, options.area.x);
    EXPECT_LE(layout.clip.bottom(), options.area.bottom() + 1);
  }
}

TEST(HeatmapLayout, MarksWhatIsHoveredAndSelectedInTheLabels) {
  const MatrixPicture picture = wordPicture(11, 11);
  HeatmapOptions options = optionsFor(picture, {784, 692});
  options.interactive = true;
  options.hover = Cell{2, 3};
  options.selected = Cell{2, 5};
  int hovered = 0, selected = 0;
  const HeatmapLayout layout = layoutOf(picture, options);
  for (const SceneText& text : layout.labels) {
    hovered += text.emphasis == Emphasis::Hovered;
    selected += text.emphasis == Emphasis::Selected;
  }
  EXPECT_EQ(hovered, 1) << "the column; the row is selected";
  EXPECT_EQ(selected, 2);
  ASSERT_TRUE(layout.barMarkerY);
  EXPECT_TRUE(layout.bar.contains({layout.bar.x, *layout.barMarkerY}));
}

TEST(HeatmapValues, AreWrittenWhereTheWidestFits) {
  const MatrixPicture picture = wordPicture(11, 11);
  const auto measure = fakeMeasure(16);
  const float widest = measure("0.00", TextSize::Small).width;
  for (float height = 200; height < 900; height += 20) {
    const HeatmapLayout layout = layoutOf(picture, optionsFor(picture, {1440, height}));
    const bool fits = widest + 4 <= layout.cell - layout.gap;
    EXPECT_EQ(!layout.values.empty(), fits) << "cells of " << layout.cell;
  }
}

TEST(HeatmapValues, AreLargeWithTheScoreBelowInLargeCells) {
  MatrixPicture picture = wordPicture(4, 4);
  picture.scores = picture.values;
  HeatmapOptions options = optionsFor(picture, {784, 692});
  const HeatmapLayout layout = layoutOf(picture, options);
  ASSERT_EQ(layout.values.size(), 16U);
  EXPECT_EQ(layout.values[1].value.size, TextSize::Large);
  EXPECT_EQ(layout.values[1].value.text, "0.366");
  ASSERT_TRUE(layout.values[1].score);
  EXPECT_EQ(layout.values[1].score->text, "s = 0.37");
  EXPECT_EQ(layout.values[0].value.text, "0") << "exactly zero";

  options.metrics.projector = true;
  options.area.height = 300;
  EXPECT_TRUE(layoutOf(picture, options).values.empty()) << "on a projector never small";
  options.showValues = false;
  EXPECT_TRUE(layoutOf(picture, options).values.empty());
}

TEST(HeatmapValues, AreZeroWhereAWeightIsMaskedAndMissingWhereAScoreIs) {
  MatrixPicture picture = wordPicture(4, 4);
  attn::Mask visible = attn::Mask::Constant(4, 4, true);
  visible(0, 3) = false;
  picture.visible = std::make_shared<const attn::Mask>(visible);
  const HeatmapLayout weights = layoutOf(picture, optionsFor(picture, {784, 692}));
  ASSERT_EQ(weights.values.size(), 16U);
  EXPECT_EQ(weights.values[3].kind, CellKind::Masked);
  EXPECT_EQ(weights.values[3].value.text, "0");
  picture.stage = MatrixStage::Scores;
  EXPECT_EQ(layoutOf(picture, optionsFor(picture, {784, 692})).values.size(), 15U);
}

TEST(HeatmapValues, AreBlackOrWhiteOnTheirColour) {
  const MatrixPicture picture = wordPicture(11, 11);
  const HeatmapOptions options = optionsFor(picture, {784, 692});
  for (const CellText& value : layoutOf(picture, options).values) {
    const double number = (*picture.values)(value.cell.row, value.cell.column);
    EXPECT_GE(contrast(value.ink, colourOf(*options.map, options.range, number)), 4.5);
  }
}

TEST(HeatmapLayout, MarksARowWithoutKeys) {
  MatrixPicture picture = wordPicture(4, 4);
  attn::Mask visible = attn::Mask::Constant(4, 4, true);
  visible.row(2).setConstant(false);
  picture.visible = std::make_shared<const attn::Mask>(visible);
  const HeatmapLayout layout = layoutOf(picture, optionsFor(picture, {784, 692}));
  EXPECT_EQ(layout.emptyRows, std::vector<attn::Index>{2});
  EXPECT_EQ(layout.values.size(), 12U) << "hatched whole, no zeros";
  const auto signs = std::count_if(layout.labels.begin(), layout.labels.end(),
                                   [](const SceneText& text) { return text.warning && text.text == "!"; });
  EXPECT_EQ(signs, 1);
  expectNoOverlap(layout, {}, "with a warning");
}

TEST(HeatmapLayout, MarksAPaintedRowAtItsLabel) {
  MatrixPicture picture = wordPicture(4, 4);
  picture.paintedRows = {2};
  HeatmapOptions options = optionsFor(picture, {784, 692});
  const auto signOf = [&] {
    const HeatmapLayout layout = layoutOf(picture, options);
    expectNoOverlap(layout, options.metrics, "painted");
    expectWithin(layout, options, "painted");
    const auto sign = std::find_if(layout.labels.begin(), layout.labels.end(),
                                   [](const SceneText& text) { return text.text == "✎"; });
    return sign == layout.labels.end() ? std::nullopt : std::optional(sign->at.y - layout.rowRect(2).centre().y);
  };
  ASSERT_TRUE(signOf());
  EXPECT_NEAR(*signOf(), 0, 1);
  options.markPainted = false;
  EXPECT_FALSE(signOf());
}

TEST(HeatmapLayout, LightsOneLabelWhereOnlyAKeyIsPointedAt) {
  const MatrixPicture picture = wordPicture(4, 4);
  HeatmapOptions options = optionsFor(picture, {784, 692});
  options.hover = Cell{-1, 2};
  const HeatmapLayout layout = layoutOf(picture, options);
  const auto lit = std::count_if(layout.labels.begin(), layout.labels.end(),
                                 [](const SceneText& text) { return text.emphasis == Emphasis::Hovered; });
  EXPECT_EQ(lit, 1);
  EXPECT_FALSE(layout.barMarkerY);  // no cell, so no value
}

TEST(HeatmapLayout, HasNothingForNoMatrix) {
  const MatrixPicture none;
  HeatmapOptions options;
  options.area = {0, 0, 400, 300};
  options.map = &colourMapNamed("viridis");
  const HeatmapLayout layout = layoutOf(none, options);
  EXPECT_EQ(layout.rows, 0);
  EXPECT_FALSE(cellAt(layout, {200, 150}));
  EXPECT_EQ(zoomedAt(layout, {}, {200, 150}, 2), Camera{});
}

TEST(HeatmapLayout, LooksOnlyAtWhatIsVisibleOfALargeMatrix) {
  const MatrixPicture picture = wordPicture(4096, 4096);
  HeatmapOptions options = optionsFor(picture, {784, 692});
  options.interactive = true;
  int measured = 0;
  const MeasureText counting = [&measured, measure = fakeMeasure(16)](std::string_view text, TextSize size) {
    ++measured;
    return measure(text, size);
  };
  layoutHeatmap(picture, options, counting);
  EXPECT_LT(measured, 300) << "of 8192 labels";
  options.camera = {100, Point{3000, 20}};
  measured = 0;
  const HeatmapLayout zoomed = layoutHeatmap(picture, options, counting);
  EXPECT_LT(measured, 1000);
  EXPECT_LT(zoomed.labels.size(), 60U);
}

TEST(HeatmapLayout, KeepsATitleLongestAndElidesIt) {
  const MatrixPicture picture = wordPicture(4, 4);
  const std::string title = "A title that is much longer than a small figure is wide";
  for (const float side : {64.0F, 80.0F, 120.0F, 200.0F, 400.0F, 1200.0F}) {
    HeatmapOptions options = optionsFor(picture, {side, side});
    options.title = title;
    const HeatmapLayout layout = layoutOf(picture, options);
    const auto found = std::find_if(layout.labels.begin(), layout.labels.end(),
                                    [](const SceneText& text) { return text.size == TextSize::Large; });
    ASSERT_NE(found, layout.labels.end()) << side;
    EXPECT_EQ(found->full, side < 1200 ? title : "") << side;
    for (const Point corner : inkCorners(*found, options.metrics)) {
      EXPECT_TRUE(corner.x >= options.area.x && corner.x <= options.area.right()) << side;
      EXPECT_TRUE(corner.y >= options.area.y && corner.y <= layout.clip.y) << side;
    }
  }
}

TEST(NaturalSize, GrowsWithATitleOnlySoFar) {
  const MatrixPicture picture = wordPicture(4, 4);
  const auto widthOf = [&](const std::string& title) {
    HeatmapOptions options = optionsFor(picture, {});
    options.title = title;
    return naturalHeatmapSize(picture, options, fakeMeasure(16), 16).width;
  };
  const float sentence = widthOf("A title of a usual length, in one line"), endless = widthOf(std::string(50000, 'x'));
  EXPECT_GT(sentence, widthOf(""));
  EXPECT_GT(endless, sentence);
  EXPECT_LT(endless, 700);
}

TEST(NaturalSize, GivesTheCellsThePitchThatWasAskedFor) {
  for (const attn::Index count : {2, 4, 11, 64, 300}) {
    const MatrixPicture picture = wordPicture(count, count);
    HeatmapOptions options = optionsFor(picture, {0, 0});
    const float wanted = count < 5 ? 104 : count < 12 ? 50 : count < 100 ? 8 : 2;
    const Size size = naturalHeatmapSize(picture, options, fakeMeasure(16), wanted);
    options.area = {0, 0, size.width, size.height};
    EXPECT_NEAR(layoutOf(picture, options).cell, wanted, 0.05F * wanted) << count;
  }
}

TEST(Elided, KeepsTwelveCharactersOrSixChineseOnes) {
  EXPECT_EQ(elided("because", 12), "because");
  EXPECT_EQ(elided("twelve chars", 12), "twelve chars");
  EXPECT_EQ(elided("internationalization", 12), "intern…ation");
  EXPECT_EQ(elided("中华人民共和", 12), "中华人民共和");
  EXPECT_EQ(elided("中华人民共和国万岁", 12), "中华人…万岁");
  EXPECT_EQ(columnsOf(elided("中华人民共和国万岁", 12)), 11);
}

TEST(Elided, NeverCutsACharacterThatIsMadeOfSeveral) {
  const std::string accents = "e\u0301e\u0301e\u0301e\u0301e\u0301";  // five letters, each with a combining accent
  EXPECT_EQ(columnsOf(accents), 5);
  EXPECT_EQ(elided(accents, 5), accents);
  EXPECT_EQ(elided(accents, 4), "e\u0301e\u0301…e\u0301");
}

}  // namespace
}  // namespace lab::test
