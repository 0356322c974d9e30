#include "scene/draw_scene.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "pipeline/pipeline.h"
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

TEST(DrawScene, PutsNothingOverAnotherPart) {
  for (const Size size : {Size{1100, 680}, Size{760, 520}, Size{1390, 700}}) {
    const Scene scene(paintedSentence(), {1, 2}, size);
    const DrawLayout& at = scene.layout;
    std::vector<Rect> parts = {at.painted.options.area, at.bars};
    if (at.computed) parts.insert(parts.end(), {at.computed->options.area, at.table});
    for (std::size_t i = 0; i < parts.size(); ++i) {
      EXPECT_GE(parts[i].x, at.area.x);
      EXPECT_GE(parts[i].y, at.area.y);
      EXPECT_LE(parts[i].right(), at.area.right());
      EXPECT_LE(parts[i].bottom(), at.area.bottom());
      for (std::size_t j = 0; j < i; ++j) {
        const bool apart = parts[i].right() <= parts[j].x || parts[j].right() <= parts[i].x ||
                           parts[i].bottom() <= parts[j].y || parts[j].bottom() <= parts[i].y;
        EXPECT_TRUE(apart) << i << " " << j << " at " << size.width;
      }
    }
  }
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
  EXPECT_TRUE(Scene(textExperiment("a b c")).says("To paint: drag a cell or a bar up or down, or press + and −"));
  EXPECT_TRUE(Scene(paintedSentence()).says("Painted · rows that are yours: 1 (marked at the right)"));
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

TEST(DrawScene, DoesNotPaintMaskedKeys) {
  attn::Experiment experiment = textExperiment("a b c");
  experiment.masks = {{"causal", {}}};
  const Scene scene(experiment, {0, 2});
  EXPECT_FALSE(canPaint(scene.trace, {0, 2}));
  EXPECT_TRUE(canPaint(scene.trace, {2, 0}));
}

}  // namespace
