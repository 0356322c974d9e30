#include "figure/heatmap_figure.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "figure/pango_text.h"
#include "figure/text_raster.h"
#include "pipeline/pipeline.h"
#include "png_reader.h"
#include "scene/heatmap_layout.h"
#include "support/errors.h"

namespace lab::test {
namespace {

attn::Trace traceOf(const std::string& text, std::vector<attn::MaskSpec> masks = {}) {
  attn::Experiment experiment;
  experiment.queryText = text;
  experiment.masks = std::move(masks);
  attn::Pipeline pipeline;
  return pipeline.evaluate(experiment);
}

attn::Trace english() { return traceOf("The animal didn't cross the street because it was too tired"); }

/// What the figure of this size was laid out as.
HeatmapLayout layoutOf(const MatrixPicture& picture, HeatmapOptions& options, Size size) {
  options.area = {0, 0, size.width, size.height};
  options.map = &colourMapNamed(picture.diverging ? "diverging" : "viridis");
  options.range = rangeOf(*picture.values, picture.visible.get(), picture.diverging);
  options.rowAxisText = Words::of(Language::English)(picture.rowAxis);
  options.columnAxisText = Words::of(Language::English)(picture.columnAxis);
  return layoutHeatmap(picture, options, pangoMeasureText(options.metrics.base));
}

/// Near a corner of the cell, where no digit is.
Rgba cornerColour(const DecodedPng& png, Rect cell, double scale) {
  return png.at(static_cast<int>(std::floor((cell.x + 2) * scale)), static_cast<int>(std::floor((cell.y + 2) * scale)));
}

TEST(HeatmapFigure, PaintsEveryCellInTheColourOfItsValue) {
  const attn::Trace trace = english();
  for (const MatrixStage stage : {MatrixStage::Weights, MatrixStage::Scores})
    for (const double scale : {1.0, 1.5, 2.0}) {
      FigureOptions figure;
      figure.stage = stage;
      figure.size = Size{784, 692};
      figure.scale = scale;
      const DecodedPng png = decodePng(heatmapPng(trace, figure));
      EXPECT_EQ(png.width, static_cast<int>(784 * scale));
      EXPECT_EQ(png.height, static_cast<int>(692 * scale));
      const MatrixPicture picture = pictureOf(trace, stage);
      HeatmapOptions options;
      const HeatmapLayout layout = layoutOf(picture, options, *figure.size);
      for (attn::Index row = 0; row < 11; ++row)
        for (attn::Index column = 0; column < 11; ++column)
          EXPECT_EQ(cornerColour(png, layout.cellRect({row, column}), scale),
                    colourOf(*options.map, options.range, (*picture.values)(row, column)))
              << row << ", " << column << " at " << scale;
    }
}

TEST(HeatmapFigure, LeavesTheBackgroundBetweenTheCells) {
  const attn::Trace trace = english();
  FigureOptions figure;
  figure.size = Size{784, 692};
  const DecodedPng png = decodePng(heatmapPng(trace, figure));
  const MatrixPicture picture = pictureOf(trace, MatrixStage::Weights);
  HeatmapOptions options;
  const Rect cell = layoutOf(picture, options, *figure.size).cellRect({2, 2});
  EXPECT_EQ(png.at(static_cast<int>(cell.right()), static_cast<int>(cell.centre().y)), paletteOf(Theme::Light).panel);
}

TEST(HeatmapFigure, IsTheSameFileTwice) {
  const attn::Trace trace = traceOf("我爱北京天安门", {{"causal", {}}});
  for (const Theme theme : {Theme::Light, Theme::Dark})
    for (const Language language : {Language::English, Language::Chinese}) {
      FigureOptions figure;
      figure.theme = theme;
      figure.language = language;
      figure.title = "标题 & <title>";
      EXPECT_EQ(heatmapPng(trace, figure), heatmapPng(trace, figure));
    }
}

TEST(HeatmapFigure, HatchesMaskedCellsAndCrossesNan) {
  attn::Trace trace = traceOf("a b c d", {{"causal", {}}});
  auto weights = std::make_shared<attn::Matrix>(*trace.head().weights);
  weights->row(3).setConstant(NAN);
  trace.heads.at(0).weights = weights;
  FigureOptions figure;
  figure.size = Size{784, 692};
  const DecodedPng png = decodePng(heatmapPng(trace, figure));
  const MatrixPicture picture = pictureOf(trace, MatrixStage::Weights);
  HeatmapOptions options;
  const HeatmapLayout layout = layoutOf(picture, options, *figure.size);
  const Palette& palette = paletteOf(Theme::Light);
  EXPECT_EQ(cornerColour(png, layout.cellRect({0, 3}), 1), palette.well);
  const auto coloursIn = [&](Cell cell) {
    std::set<std::uint32_t> colours;
    const Rect rect = layout.cellRect(cell);
    for (int y = static_cast<int>(rect.y); y < static_cast<int>(rect.bottom()); ++y)
      for (int x = static_cast<int>(rect.x); x < static_cast<int>(rect.right()); ++x) {
        const Rgba c = png.at(x, y);
        colours.insert(static_cast<std::uint32_t>(c.r) << 16 | static_cast<std::uint32_t>(c.g) << 8 | c.b);
      }
    return colours;
  };
  EXPECT_GT(coloursIn({0, 3}).size(), 5U) << "lines and a 0 on the well";
  EXPECT_TRUE(coloursIn({3, 1}).contains(0xb3261e)) << "the outline of a NaN cell is `bad`";
}

TEST(HeatmapFigure, KeepsPeaksWhenCellsAreSmallerThanPixels) {
  attn::Trace trace = traceOf("a b");
  auto weights = std::make_shared<attn::Matrix>(attn::Matrix::Zero(2000, 2000));
  (*weights)(1234, 567) = 1;
  trace.heads.at(0).weights = weights;
  trace.heads.at(0).visible = nullptr;
  trace.queryTokens = trace.keyTokens = nullptr;
  FigureOptions figure;
  figure.size = Size{400, 300};
  const DecodedPng png = decodePng(heatmapPng(trace, figure));
  const Rgba peak = colourMapNamed("viridis").table[255];
  int found = 0;
  // Left of the colour bar, which holds that colour as well.
  for (int y = 0; y < png.height; ++y)
    for (int x = 0; x < png.width * 3 / 4; ++x) found += png.at(x, y) == peak;
  EXPECT_GE(found, 1);
}

TEST(HeatmapFigure, SetsChineseLabelsInARealFont) {
  for (const char* text : {"我爱北京天安门", "查询（发出注意的词）", "熵嵌阈渲屏", "τ ᵀ √ ∑ ‖ − ␣ ↵ ⇥", "…"}) {
    const LayoutPtr layout = layoutLine(text, 16);
    EXPECT_EQ(pango_layout_get_unknown_glyphs_count(layout.get()), 0) << text;
  }
}

TEST(HeatmapFigure, DrawsScoresInTheDivergingMapUnlessAnotherIsNamed) {
  const attn::Trace trace = traceOf("a b c d");
  FigureOptions figure;
  figure.stage = MatrixStage::Scores;
  const auto standard = heatmapPng(trace, figure);
  figure.colourMap = "diverging";
  EXPECT_EQ(heatmapPng(trace, figure), standard);
  figure.colourMap = "magma";
  figure.bare = true;
  const DecodedPng png = decodePng(heatmapPng(trace, figure));
  const ValueRange range = rangeOf(*trace.head().scores, nullptr, false);
  for (int y = 0; y < 4; ++y)
    for (int x = 0; x < 4; ++x)
      EXPECT_EQ(png.at(x, y), colourOf(colourMapNamed("magma"), range, (*trace.head().scores)(y, x)));
}

TEST(HeatmapFigure, CentresADivergingMapOnZeroForWeightsToo) {
  const attn::Trace trace = traceOf("a b c d");
  FigureOptions figure;
  figure.colourMap = "diverging";
  figure.bare = true;
  const DecodedPng png = decodePng(heatmapPng(trace, figure));
  const double largest = trace.head().weights->maxCoeff();
  for (int y = 0; y < 4; ++y)
    for (int x = 0; x < 4; ++x)
      EXPECT_EQ(png.at(x, y),
                colourOf(colourMapNamed("diverging"), {-largest, largest}, (*trace.head().weights)(y, x)));
}

TEST(BareFigure, IsOnePixelACell) {
  const attn::Trace trace = english();
  FigureOptions figure;
  figure.bare = true;
  const DecodedPng png = decodePng(heatmapPng(trace, figure));
  ASSERT_EQ(png.width, 11);
  ASSERT_EQ(png.height, 11);
  EXPECT_TRUE(png.indexed);
  const ValueRange range = rangeOf(*trace.head().weights, nullptr, false);
  for (int y = 0; y < 11; ++y)
    for (int x = 0; x < 11; ++x)
      EXPECT_EQ(png.at(x, y), colourOf(colourMapNamed("viridis"), range, (*trace.head().weights)(y, x)));
}

TEST(BareFigure, RepeatsCellsByTheScale) {
  FigureOptions figure;
  figure.bare = true;
  figure.scale = 3;
  figure.colourMap = "magma";
  const attn::Trace trace = traceOf("a b c d");
  const DecodedPng png = decodePng(heatmapPng(trace, figure));
  ASSERT_EQ(png.width, 12);
  const ValueRange range = rangeOf(*trace.head().weights, nullptr, false);
  for (int y = 0; y < 12; ++y)
    for (int x = 0; x < 12; ++x)
      EXPECT_EQ(png.at(x, y), colourOf(colourMapNamed("magma"), range, (*trace.head().weights)(y / 3, x / 3)));
}

TEST(BareFigure, KeepsMoreThanAPaletteOfColours) {
  attn::Trace trace = traceOf("a b");
  auto weights = std::make_shared<attn::Matrix>(20, 20);
  for (attn::Index i = 0; i < 400; ++i) weights->data()[i] = static_cast<float>(i) / 399.0F;
  (*weights)(0, 1) = NAN;
  attn::Mask visible = attn::Mask::Constant(20, 20, true);
  visible(0, 2) = false;
  trace.heads.at(0).weights = weights;
  trace.heads.at(0).visible = std::make_shared<const attn::Mask>(visible);
  FigureOptions figure;
  figure.bare = true;
  const DecodedPng png = decodePng(heatmapPng(trace, figure));
  EXPECT_FALSE(png.indexed) << "256 colours, masked and NaN";
  EXPECT_EQ(png.at(1, 0), paletteOf(Theme::Light).bad);
  EXPECT_EQ(png.at(2, 0), paletteOf(Theme::Light).well);
  EXPECT_EQ(png.at(19, 19), colourMapNamed("viridis").table[255]);
}

TEST(HeatmapFigure, GrowsWithItsMatrixUnlessASizeIsGiven) {
  FigureOptions figure;
  const DecodedPng four = decodePng(heatmapPng(traceOf("a b c d"), figure));
  const DecodedPng eleven = decodePng(heatmapPng(english(), figure));
  EXPECT_GT(four.width, 4 * 104);
  EXPECT_GT(eleven.width, four.width);
  figure.scale = 2;
  EXPECT_EQ(decodePng(heatmapPng(english(), figure)).width, 2 * eleven.width);
}

TEST(HeatmapFigure, NamesTheLimitsOfItsSize) {
  const attn::Trace trace = traceOf("a b");
  const auto idOf = [&](Size size, double scale, bool bare = false) {
    FigureOptions figure;
    figure.size = size;
    figure.scale = scale;
    figure.bare = bare;
    return attn::test::errorOf([&] { heatmapPng(trace, figure); }).id;
  };
  EXPECT_EQ(idOf({63, 400}, 1), "out_of_range");
  EXPECT_EQ(idOf({400, 16385}, 1), "out_of_range");
  EXPECT_EQ(idOf({NAN, 400}, 1), "out_of_range");
  EXPECT_EQ(idOf({400, 400}, 0.09), "out_of_range");
  EXPECT_EQ(idOf({400, 400}, 17), "out_of_range");
  EXPECT_EQ(idOf({400, 400}, NAN), "out_of_range");
  EXPECT_EQ(idOf({16384, 400}, 2.5), "out_of_range") << "40,960 pixels wide";
  EXPECT_EQ(idOf({16384, 16384}, 1.5), "out_of_range") << "more than 2^28 pixels";
}

TEST(HeatmapFigure, SaysThatThereIsNoContextWithoutValues) {
  FigureOptions figure;
  figure.stage = MatrixStage::Context;
  EXPECT_EQ(attn::test::errorOf([&] { heatmapPng(attn::Trace{}, figure); }).id, "shape");
}

}  // namespace
}  // namespace lab::test
