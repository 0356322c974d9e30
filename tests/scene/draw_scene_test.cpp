#include "scene/draw_scene.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "pipeline/pipeline.h"
#include "scene/heatmap_marks.h"
#include "scene/number_text.h"
#include "scene/scene_pictures.h"
#include "support/experiments.h"

namespace {

using namespace lab;
using attn::test::textExperiment;
using attn::test::wordsExperiment;

/// A laid-out scene with everything it is of.
struct Scene {
  explicit Scene(const attn::Experiment& experiment, Cell selectedCell = {1, 2}, Size size = {1100, 680})
      : trace(attn::oneHead(attn::Pipeline().evaluate(experiment), 0)),
        painted(shownMatrix(pictureOf(trace, MatrixStage::Weights))),
        effect(attn::paintedEffect(trace, 0, selectedCell.row)),
        subject{trace, computedWeights(trace), painted, effect, selectedCell},
        layout(layoutDraw(subject, test::fakeStyle(), {40, 60, size.width, size.height}, std::nullopt)) {}
  Drawing drawing() const { return drawDrawing(layout, subject, test::fakeStyle(), std::nullopt); }
  std::vector<std::string> texts() const {
    std::vector<std::string> all;
    for (const Shape& shape : drawing())
      if (const auto* text = std::get_if<TextShape>(&shape)) all.push_back(text->text);
    return all;
  }
  bool says(const std::string& what) const {
    const auto all = texts();
    return std::find(all.begin(), all.end(), what) != all.end();
  }

  attn::Trace trace;
  ShownMatrixPtr painted;
  attn::PaintedEffect effect;
  DrawSubject subject;
  DrawLayout layout;
};

attn::Experiment paintedSentence() {
  attn::Experiment experiment = textExperiment("the animal was too tired");
  experiment.painted = {{0, 1, {0.1F, 0.2F, 0.6F, 0.1F, 0}}};
  return experiment;
}

TEST(DrawScene, ShowsTheComputedWeightsBesideThePaintedOnes) {
  const Scene scene(paintedSentence());
  ASSERT_TRUE(scene.layout.computed);
  EXPECT_EQ(scene.layout.computed->matrix->picture.values, scene.trace.head().computed);
  EXPECT_EQ(scene.layout.painted.matrix->picture.values, scene.trace.head().weights);
  EXPECT_EQ(scene.layout.computed->options.range, scene.layout.painted.options.range);
  EXPECT_TRUE(scene.says("Weights of “animal”, painted"));
}

TEST(DrawScene, GivesBothMapsCellsOfOneSizeAndRowsOnOneLine) {
  const attn::Experiment sentence = paintedSentence();
  for (const attn::Experiment& experiment : {sentence, wordsExperiment(64), textExperiment("one")})
    for (const Size size : {Size{1118, 690}, Size{1190, 510}, Size{1390, 700}}) {
      const Scene scene(experiment, {0, 0}, size);
      ASSERT_TRUE(scene.layout.computed) << size.width << " × " << size.height;
      const HeatmapLayout &left = scene.layout.computed->layout, &right = scene.layout.painted.layout;
      EXPECT_EQ(left.cell, right.cell);
      EXPECT_EQ(left.map.y, right.map.y);
      EXPECT_GT(right.map.x, left.map.right());
    }
}

TEST(DrawScene, PutsWideMapsAboveEachOtherWithColumnsOnOneLine) {
  attn::Experiment wide = textExperiment("who attends");
  wide.crossText = true;
  wide.keyText = "the animal did not cross the street because it was too tired to go on today";
  const Scene scene(wide, {0, 0}, {1190, 510});
  ASSERT_TRUE(scene.layout.computed);
  const HeatmapLayout &upper = scene.layout.computed->layout, &lower = scene.layout.painted.layout;
  EXPECT_EQ(upper.cell, lower.cell);
  EXPECT_EQ(upper.map.x, lower.map.x);
  EXPECT_GT(lower.map.y, upper.map.bottom());
}

/// The parts of a layout that must not cover each other.
std::vector<Rect> partsOf(const DrawLayout& at) {
  Rect names = at.bars;
  names.height += at.foot;
  std::vector<Rect> parts = {at.painted.options.area, at.paintedCaption, at.heading, names};
  if (at.computed) parts.insert(parts.end(), {at.computed->options.area, at.computedCaption});
  if (at.table.width > 0) parts.push_back(at.table);
  if (at.words.width > 0) parts.push_back(at.words);
  return parts;
}

TEST(DrawScene, PutsNothingOverAnotherPart) {
  attn::Experiment many = wordsExperiment(64);
  for (const attn::Experiment& experiment : {paintedSentence(), many, textExperiment("one")})
    for (const Size size : {Size{1118, 690}, Size{1190, 510}, Size{704, 420}, Size{600, 760}, Size{1040, 656}}) {
      const Scene scene(experiment, {0, 0}, size);
      const std::vector<Rect> parts = partsOf(scene.layout);
      for (std::size_t i = 0; i < parts.size(); ++i) {
        EXPECT_GE(parts[i].x, scene.layout.area.x);
        EXPECT_GE(parts[i].y, scene.layout.area.y);
        EXPECT_LE(parts[i].right(), scene.layout.area.right() + 0.5F) << i << " at " << size.width;
        EXPECT_LE(parts[i].bottom(), scene.layout.area.bottom() + 0.5F) << i << " at " << size.width;
        for (std::size_t j = 0; j < i; ++j) {
          const bool apart = parts[i].right() <= parts[j].x + 0.5F || parts[j].right() <= parts[i].x + 0.5F ||
                             parts[i].bottom() <= parts[j].y + 0.5F || parts[j].bottom() <= parts[i].y + 0.5F;
          EXPECT_TRUE(apart) << i << " " << j << " at " << size.width;
        }
      }
    }
}

TEST(DrawScene, KeepsTheProportionsOfOneDragThroughAWeightOfOne) {
  const Scene scene(textExperiment("the animal was too tired"));
  const attn::Matrix& weights = *scene.trace.head().weights;
  const std::vector<float> row(weights.row(1).begin(), weights.row(1).end());
  const std::vector<float> one = repainted(scene.trace, {1, 2}, row, 1.0);
  EXPECT_EQ(one, (std::vector<float>{0, 0, 1, 0, 0}));
  // The drag goes on from the row it began with, not from the one that is shown.
  const std::vector<float> back = repainted(scene.trace, {1, 2}, row, 0.5);
  // Both quotients are of weights that are rounded to 6e-8 of themselves.
  EXPECT_NEAR(back[0] / back[4], row[0] / row[4], 5e-7F * row[0] / row[4]);
  EXPECT_EQ(back[2], 0.5F);
}

TEST(DrawScene, GivesARowOfASingleWeightItsComputedProportionsBack) {
  attn::Experiment experiment = textExperiment("the animal was too tired");
  experiment.painted = {{0, 1, {0, 0, 1, 0, 0}}};
  const Scene scene(experiment);
  EXPECT_EQ(drawHint(scene.subject, test::fakeStyle()).rfind("All of the row is on “was”.", 0), 0U);
  const std::vector<float> lowered = repainted(scene.trace, {1, 2}, std::vector<float>{0, 0, 1, 0, 0}, 0.5);
  const attn::Matrix& computed = *scene.trace.head().computed;
  const float expected = computed(1, 0) / computed(1, 4);
  EXPECT_NEAR(lowered[0] / lowered[4], expected, 5e-7F * expected);
}

TEST(DrawScene, SharesEvenlyWhereTheComputedRowHasASingleWeightToo) {
  attn::Experiment experiment = textExperiment("the animal was too tired");
  experiment.normalizer = "hardmax";
  const attn::Trace trace = attn::Pipeline().evaluate(experiment);
  attn::Index winner = 0;
  trace.head().weights->row(1).maxCoeff(&winner);
  const Scene scene(experiment, {1, winner});
  EXPECT_NE(drawHint(scene.subject, test::fakeStyle()).find("evenly"), std::string::npos);
}

TEST(DrawScene, HasABarAsHighAsTheWeight) {
  const Scene scene(paintedSentence());
  EXPECT_FLOAT_EQ(scene.layout.weightY(0), scene.layout.bars.bottom());
  EXPECT_FLOAT_EQ(scene.layout.weightY(1), scene.layout.bars.y);
  const float top = scene.layout.weightY(static_cast<double>((*scene.trace.head().weights)(1, 2)));
  const Drawing drawing = scene.drawing();
  EXPECT_TRUE(std::any_of(drawing.begin(), drawing.end(), [&](const Shape& shape) {
    const auto* box = std::get_if<BoxShape>(&shape);
    return box != nullptr && box->rect.y == top && std::abs(box->rect.bottom() - scene.layout.bars.bottom()) < 0.01F &&
           box->fill == test::fakeStyle().palette->accent;
  }));
}

TEST(DrawScene, FindsWhatIsUnderThePointer) {
  const Scene scene(paintedSentence());
  const auto onMap = hitDraw(scene.layout, scene.subject, scene.layout.painted.layout.cellRect({3, 4}).centre());
  ASSERT_TRUE(onMap);
  EXPECT_EQ(onMap->part, DrawHit::Part::Painted);
  EXPECT_EQ(onMap->cell, (Cell{3, 4}));
  const auto onComputed = hitDraw(scene.layout, scene.subject, scene.layout.computed->layout.cellRect({0, 1}).centre());
  ASSERT_TRUE(onComputed);
  EXPECT_EQ(onComputed->part, DrawHit::Part::Computed);
  for (std::size_t at = 0; at < scene.layout.keys.size(); ++at) {
    const auto onBar = hitDraw(scene.layout, scene.subject, scene.layout.slotRect(at).centre());
    ASSERT_TRUE(onBar);
    EXPECT_EQ(onBar->part, DrawHit::Part::Bar);
    EXPECT_EQ(onBar->cell, (Cell{1, scene.layout.keys[at]}));
  }
  EXPECT_FALSE(hitDraw(scene.layout, scene.subject, {scene.layout.table.x + 5, scene.layout.table.y + 5}));
}

TEST(DrawScene, WritesTheMeasuresAndContextOfBoth) {
  const Scene scene(paintedSentence());
  EXPECT_TRUE(scene.says(fixedText(scene.effect.computed.entropy, 3)));
  EXPECT_TRUE(scene.says(fixedText(scene.effect.painted.entropy, 3)));
  EXPECT_TRUE(scene.says(fixedText((*scene.trace.context)(1, 0), 3)));
  EXPECT_TRUE(scene.says(fixedText(scene.effect.contextComputed[0], 3)));
  EXPECT_TRUE(scene.says(fixedText(scene.effect.distance, 3)));
}

TEST(DrawScene, SaysHowToStartAndWhatIsPainted) {
  for (const attn::Experiment& experiment : {textExperiment("the animal was too tired"), paintedSentence()}) {
    const Scene scene(experiment);
    const auto all = scene.texts();
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [](const std::string& text) {
      return text.rfind("Painted: drag a cell or a bar", 0) == 0;
    })) << "before and after painting";
    EXPECT_GT(scene.layout.words.width, 0);
  }
  EXPECT_TRUE(Scene(paintedSentence()).says("Painted rows: 1, marked at the right"));
}

TEST(DrawScene, LeavesOutTheSmallestOfManyKeysAndSaysSo) {
  const Scene scene(wordsExperiment(300), {7, 299});
  EXPECT_LT(scene.layout.keys.size(), 300U);
  EXPECT_EQ(scene.layout.leftOut, 300 - static_cast<attn::Index>(scene.layout.keys.size()));
  EXPECT_TRUE(std::is_sorted(scene.layout.keys.begin(), scene.layout.keys.end()));
  EXPECT_NE(std::find(scene.layout.keys.begin(), scene.layout.keys.end(), 299), scene.layout.keys.end());
  const auto all = scene.texts();
  EXPECT_TRUE(std::any_of(all.begin(), all.end(),
                          [](const std::string& text) { return text.find("have no bar") != std::string::npos; }));
}

TEST(DrawScene, FramesTheColumnOfAKeyThatIsPointedAtElsewhere) {
  const Scene scene(paintedSentence());
  const auto framed = [&](Cell lit, Rect expected) {
    SceneStyle style = test::fakeStyle();
    style.interactive = true;
    const Drawing drawing = drawDrawing(scene.layout, scene.subject, style, lit);
    return std::any_of(drawing.begin(), drawing.end(), [&](const Shape& shape) {
      const auto* box = std::get_if<BoxShape>(&shape);
      return box != nullptr && box->edge == style.palette->text && box->rect == expected;
    });
  };
  const HeatmapLayout& map = scene.layout.painted.layout;
  const Rect cell = map.cellRect({3, 4});
  EXPECT_TRUE(framed({3, 4}, cell));
  EXPECT_TRUE(framed({-1, 4}, {cell.x, map.clip.y, cell.width, map.clip.height}));
  EXPECT_TRUE(framed({3, -1}, {map.clip.x, cell.y, map.clip.width, cell.height}));
}

TEST(DrawScene, MarksThePointedWeightOnTheColourBar) {
  const Scene scene(paintedSentence());
  const SceneStyle style = test::fakeStyle();
  const auto with = [&](Cell hover) { return layoutDraw(scene.subject, style, scene.layout.area, hover); };
  const DrawLayout layout = with({1, 2});
  const HeatmapLayout& map = layout.painted.layout;
  ASSERT_TRUE(map.barMarkerY);
  // 0.6 on a scale from 0 to 1.
  EXPECT_FLOAT_EQ(*map.barMarkerY, map.bar.bottom() - 0.6F * map.bar.height);
  const Drawing drawing = drawDrawing(layout, scene.subject, style, Cell{1, 2});
  EXPECT_TRUE(std::any_of(drawing.begin(), drawing.end(), [&](const Shape& shape) {
    const auto* area = std::get_if<AreaShape>(&shape);
    return area != nullptr && area->corners == barMarker(map.bar, *map.barMarkerY);
  }));
  EXPECT_GT(barMarker(map.bar, *map.barMarkerY)[1].x, map.clip.right()) << "not over the cells";
  EXPECT_FALSE(with({-1, 2}).painted.layout.barMarkerY) << "a column has no single value";
}

TEST(DrawScene, WritesNothingBelowItsTable) {
  const Scene scene(paintedSentence());
  attn::PaintedEffect withoutValues = scene.effect;
  withoutValues.difference.clear();
  const DrawSubject subject{scene.trace, scene.subject.computed, scene.painted, withoutValues, {1, 2}};
  const SceneStyle style = test::fakeStyle();
  std::vector<std::size_t> seen;
  bool said = false;
  for (float height = 260; height < 680; height += 4) {
    const DrawLayout layout = layoutDraw(subject, style, {0, 0, 800, height}, std::nullopt);
    if (layout.table.width == 0) continue;
    seen.push_back(layout.rows);
    for (const Shape& shape : drawDrawing(layout, subject, style, std::nullopt)) {
      const auto* text = std::get_if<TextShape>(&shape);
      if (text == nullptr || text->text.rfind("There are no", 0) != 0) continue;
      EXPECT_LT(text->at.y, layout.table.bottom()) << height;
      said = true;
    }
  }
  EXPECT_TRUE(said) << "where there is room";
  EXPECT_NE(std::find(seen.begin(), seen.end(), 4U), seen.end()) << "a table without room for the sentence";
  EXPECT_NE(std::find(seen.begin(), seen.end(), 5U), seen.end());
}

TEST(DrawScene, ShortensTheNameOfTheRowBeforeTheCountOfKeysWithoutABar) {
  attn::Experiment experiment = wordsExperiment(300);
  experiment.queryText = "internationalization-of-everything " + experiment.queryText;
  bool shortened = false;
  for (const float width : {520.0F, 560.0F, 640.0F, 704.0F, 800.0F, 900.0F, 1000.0F}) {
    const Scene scene(experiment, {0, 2}, {width, 500});
    ASSERT_GT(scene.layout.leftOut, 0);
    const std::string count = std::to_string(scene.layout.leftOut);
    const Point at{scene.layout.heading.x, scene.layout.heading.centre().y};
    for (const Shape& shape : scene.drawing()) {
      const auto* text = std::get_if<TextShape>(&shape);
      if (text == nullptr || text->at != at) continue;
      const bool whole = text->text.find(count + " keys with the smallest weights have no bar") != std::string::npos;
      EXPECT_TRUE(whole || text->text.find(count + " without a bar") != std::string::npos) << text->text;
      EXPECT_LE(test::fakeStyle().width(text->text, TextSize::Base), scene.layout.heading.width);
      shortened |= text->text.find("…") != std::string::npos;
    }
  }
  EXPECT_TRUE(shortened) << "a width at which the name has to give way";
}

TEST(DrawScene, MeasuresALabelAFewTimesForALayout) {
  const Scene scene(wordsExperiment(64));
  SceneStyle style = test::fakeStyle();
  std::size_t labels = 0;
  style.measure = [&labels, measure = style.measure](std::string_view text, TextSize size) {
    if (size == TextSize::Base) ++labels;
    return measure(text, size);
  };
  layoutDraw(scene.subject, style, {0, 0, 1390, 700}, std::nullopt);
  // Rows and columns of two maps are 256 labels; whatever is placed and elided is measured once more.
  EXPECT_LE(labels, 3 * 256U);
}

TEST(DrawScene, DoesNotPaintMaskedKeys) {
  attn::Experiment experiment = textExperiment("a b c");
  experiment.masks = {{"causal", {}}};
  const Scene scene(experiment, {0, 2});
  EXPECT_FALSE(canPaint(scene.trace, {0, 2}));
  EXPECT_TRUE(canPaint(scene.trace, {2, 0}));
}

}  // namespace
