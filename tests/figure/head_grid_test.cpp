#include "figure/head_grid.h"

#include <gtest/gtest.h>

#include <cmath>

#include "figure/heatmap_figure.h"
#include "figure/text_raster.h"
#include "pipeline/pipeline.h"
#include "png_reader.h"
#include "scene/shared_range.h"
#include "support/errors.h"

namespace lab::test {
namespace {

attn::Trace headsOf(attn::Index heads, std::vector<attn::MaskSpec> masks = {}) {
  attn::Experiment experiment;
  experiment.queryText = "the animal didn't cross the street";
  experiment.heads = heads;
  experiment.dim = 4 * heads;
  experiment.masks = std::move(masks);
  return attn::Pipeline().evaluate(experiment);
}

HeadGrid gridOf(const attn::Trace& trace, std::optional<Size> size, const std::string& title) {
  const std::vector<MatrixPicture> pictures = picturesOf(trace, MatrixStage::Weights, {HeadChoice::Kind::All});
  HeatmapOptions options;
  options.map = &colourMapNamed("viridis");
  options.range = sharedRange(pictures, false);
  options.rowAxisText = "query";
  options.columnAxisText = "key";
  options.title = title;
  std::vector<std::string> titles;
  for (std::size_t r = 0; r < pictures.size(); ++r) titles.push_back("Head " + std::to_string(r));
  return layoutHeads(pictures, options, titles, size, pangoMeasureText(options.metrics.base));
}

bool overlap(Rect a, Rect b) { return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom(); }

std::size_t labelsWith(const HeadGrid& grid, const std::string& text) {
  std::size_t count = 0;
  for (const HeatmapLayout& layout : grid.layouts)
    for (const SceneText& label : layout.labels) count += label.text == text ? 1 : 0;
  return count;
}

TEST(HeadGrid, GivesEveryHeadCellsOfOneSizeInTheFigureAndApart) {
  for (const attn::Index heads : {2, 3, 4, 7, 12})
    for (const std::optional<Size> size : {std::optional<Size>{}, {Size{1200, 900}}, {Size{640, 1400}}}) {
      SCOPED_TRACE(heads);
      const HeadGrid grid = gridOf(headsOf(heads), size, "");
      ASSERT_EQ(grid.layouts.size(), static_cast<std::size_t>(heads));
      EXPECT_EQ(grid.size, size.value_or(grid.size));
      for (std::size_t a = 0; a < grid.layouts.size(); ++a) {
        const Rect map = grid.layouts[a].map;
        EXPECT_EQ(grid.layouts[a].cell, grid.layouts[0].cell);
        EXPECT_GE(map.x, 0);
        EXPECT_GE(map.y, 0);
        EXPECT_LE(map.right(), grid.size.width);
        EXPECT_LE(map.bottom(), grid.size.height);
        EXPECT_EQ(labelsWith(grid, "Head " + std::to_string(a)), 1U);
        for (std::size_t b = 0; b < a; ++b) EXPECT_FALSE(overlap(map, grid.layouts[b].map)) << a << " " << b;
      }
    }
}

TEST(HeadGrid, HasOneBarRightOfTheFirstRow) {
  for (const attn::Index heads : {2, 4, 7}) {
    const HeadGrid grid = gridOf(headsOf(heads), std::nullopt, "");
    int bars = 0;
    for (const HeatmapLayout& layout : grid.layouts) {
      if (layout.bar.width == 0) continue;
      ++bars;
      EXPECT_EQ(layout.map.y, grid.layouts[0].map.y);
      EXPECT_GT(layout.bar.x, layout.map.right());
      EXPECT_GE(layout.barTicks.size(), 2U);
      const MeasureText measure = pangoMeasureText(Metrics{}.base);
      for (const SceneText& tick : layout.barTicks)
        EXPECT_LE(tick.at.x + measure(tick.text, tick.size).width, grid.size.width);
      for (const HeatmapLayout& other : grid.layouts) EXPECT_FALSE(overlap(layout.bar, other.map));
    }
    EXPECT_EQ(bars, 1);
  }
}

TEST(HeadGrid, HasItsTitleAboveAll) {
  const HeadGrid grid = gridOf(headsOf(4), std::nullopt, "All heads");
  ASSERT_EQ(labelsWith(grid, "All heads"), 1U);
  const SceneText& title = grid.layouts[0].labels.back();
  for (const HeatmapLayout& layout : grid.layouts)
    for (const SceneText& label : layout.labels)
      EXPECT_TRUE(&label == &title || label.at.y > title.at.y + 16) << label.text;
}

TEST(GridColumns, LeaveFewPlacesEmptyAndTheWholeNearlyAsWideAsHigh) {
  const Size square{100, 100};
  const std::pair<int, int> expected[] = {{2, 2}, {3, 3}, {4, 2}, {6, 3}, {8, 4}, {9, 3}, {12, 4}, {16, 4}};
  for (const auto& [panels, columns] : expected) EXPECT_EQ(gridColumns(panels, square), columns) << panels;
  EXPECT_EQ(gridColumns(4, {400, 100}), 1);
}

TEST(CommonRange, CoversEveryHead) {
  const std::vector<MatrixPicture> pictures = picturesOf(headsOf(4), MatrixStage::Weights, {HeadChoice::Kind::All});
  const ValueRange all = sharedRange(pictures, false);
  float largest = 0;
  for (const MatrixPicture& picture : pictures) largest = std::max(largest, picture.values->maxCoeff());
  EXPECT_EQ(all.low, 0);
  EXPECT_EQ(all.high, static_cast<double>(largest));
}

TEST(PicturesOf, MaskInTheMeanOnlyWhatNoHeadMayAttend) {
  const attn::Trace trace = headsOf(3, {{"local_p", {1}}});
  const std::vector<MatrixPicture> all = picturesOf(trace, MatrixStage::Weights, {HeadChoice::Kind::All});
  const MatrixPicture mean = picturesOf(trace, MatrixStage::Weights, {HeadChoice::Kind::Mean}).front();
  bool differ = false;
  for (attn::Index q = 0; q < mean.values->rows(); ++q)
    for (attn::Index k = 0; k < mean.values->cols(); ++k) {
      int visible = 0;
      for (const MatrixPicture& head : all) visible += (*head.visible)(q, k) ? 1 : 0;
      EXPECT_EQ((*mean.visible)(q, k), visible > 0) << q << " " << k;
      differ = differ || (visible > 0 && visible < 3);
    }
  EXPECT_TRUE(differ) << "the heads look at different places";
  EXPECT_EQ(mean.scores, nullptr);
}

TEST(PicturesOf, KeepWhatIsNotANumber) {
  attn::Experiment experiment;
  experiment.entry = attn::Entry::Ready;
  attn::Matrix q(1, 2), k(2, 2);
  q << 1, 1;
  k << 1, 1, -1, 1;  // the first head's scores add up to 0
  experiment.q = std::make_shared<const attn::Matrix>(q);
  experiment.k = std::make_shared<const attn::Matrix>(k);
  experiment.heads = 2;
  experiment.normalizer = "ratio";
  const attn::Trace trace = attn::Pipeline().evaluate(experiment);
  for (const HeadChoice::Kind kind : {HeadChoice::Kind::Mean, HeadChoice::Kind::Max})
    EXPECT_TRUE(std::isnan((*picturesOf(trace, MatrixStage::Weights, {kind}).front().values)(0, 0)));
  EXPECT_FALSE(std::isnan((*picturesOf(trace, MatrixStage::Weights, {HeadChoice::Kind::One, 1}).front().values)(0, 0)));
}

TEST(PicturesOf, RefuseAHeadThatIsNotThere) {
  const attn::Trace trace = headsOf(2);
  const auto error = attn::test::errorOf([&] { picturesOf(trace, MatrixStage::Weights, {HeadChoice::Kind::One, 2}); });
  EXPECT_EQ(error.id, "out_of_range");
  EXPECT_EQ(error.argument("expected"), "0 … 1, mean, max, all");
}

TEST(HeatmapFigure, PaintsAllHeadsOnOneScale) {
  const attn::Trace trace = headsOf(4);
  FigureOptions figure;
  figure.head.kind = HeadChoice::Kind::All;
  const DecodedPng png = decodePng(heatmapPng(trace, figure));
  const std::vector<MatrixPicture> pictures = picturesOf(trace, MatrixStage::Weights, figure.head);
  HeatmapOptions options;
  options.map = &colourMapNamed("viridis");
  options.range = sharedRange(pictures, false);
  options.rowAxisText = Words::of(Language::English)("axis.query");
  options.columnAxisText = Words::of(Language::English)("axis.key");
  const HeadGrid grid = layoutHeads(pictures, options, {"Head 0", "Head 1", "Head 2", "Head 3"}, std::nullopt,
                                    pangoMeasureText(options.metrics.base));
  EXPECT_EQ(png.width, static_cast<int>(grid.size.width));
  for (std::size_t r = 0; r < pictures.size(); ++r)
    for (attn::Index q = 0; q < pictures[r].values->rows(); ++q) {
      const Rect cell = grid.layouts[r].cellRect({q, 1});
      EXPECT_EQ(png.at(static_cast<int>(cell.x) + 2, static_cast<int>(cell.y) + 2),
                colourOf(*options.map, options.range, static_cast<double>((*pictures[r].values)(q, 1))))
          << r << " " << q;
    }
}

}  // namespace
}  // namespace lab::test
