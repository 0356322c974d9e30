#include "scene/position_scene.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "attention/positions.h"
#include "pipeline/pipeline.h"
#include "scene/scene_pictures.h"
#include "support/experiments.h"

namespace {

using namespace lab;
using attn::test::textExperiment;
using attn::test::wordsExperiment;

/// A scheme on a sentence, shifted or not, as the window computes it.
struct Scene {
  explicit Scene(const std::string& scheme, attn::Index shift = 0, attn::Experiment experiment = sentence(),
                 Size size = {1100, 680})
      : trace(attn::Pipeline().evaluate(experiment)),
        unshifted(attn::oneHead(attn::Pipeline().evaluate(withScheme(experiment, scheme, 0)), 0)) {
    try {
      if (shift > 0) shifted = attn::oneHead(attn::Pipeline().evaluate(withScheme(experiment, scheme, shift)), 0);
    } catch (const attn::InputError& error) {
      problem = error.what();
    }
    source.emplace(PositionSource{trace, scheme, 0, shift, &unshifted, shifted ? &*shifted : nullptr});
    pictures = memory.of(*source);
    subject.emplace(PositionSubject{*source, pictures, {2, 4}, problem, false});
    layout = layoutPosition(*subject, test::fakeStyle(), {40, 60, size.width, size.height});
  }
  static attn::Experiment sentence() {
    attn::Experiment experiment = textExperiment("the animal was too tired");
    experiment.dim = 8;
    return experiment;
  }
  std::string sentenceOf() const { return shiftSentence(*subject, test::fakeStyle()); }
  Drawing drawing() const { return positionDrawing(layout, *subject, test::fakeStyle(), std::nullopt); }

  attn::Trace trace, unshifted;
  std::optional<attn::Trace> shifted;
  std::string problem;
  std::optional<PositionSource> source;
  PositionMemory memory;
  PositionPictures pictures;
  std::optional<PositionSubject> subject;
  PositionLayout layout;
};

bool starts(const std::string& text, const std::string& with) { return text.rfind(with, 0) == 0; }

TEST(PositionSchemes, AreThoseOfBothCataloguesWithoutNone) {
  std::vector<std::string> names;
  for (const PositionScheme& scheme : positionSchemes()) names.push_back(scheme.name);
  EXPECT_EQ(names,
            (std::vector<std::string>{"sinusoidal", "sinusoidal_halves", "learned", "rope", "alibi", "relative"}));
}

TEST(PositionSchemes, TheExperimentsOwnIsItsPositionOrElseItsBias) {
  attn::Experiment experiment;
  EXPECT_EQ(ownScheme(experiment), "");
  experiment.bias = attn::BiasSpec("alibi");
  EXPECT_EQ(ownScheme(experiment), "alibi");
  experiment.position = "rope";
  EXPECT_EQ(ownScheme(experiment), "rope");
  EXPECT_EQ(shownScheme(experiment, {"learned", 0}), "learned");
}

TEST(PositionSchemes, AreLookedAtAlone) {
  attn::Experiment experiment;
  experiment.position = "rope";
  experiment.bias = attn::BiasSpec("alibi");
  experiment.painted = {{0, 0, {1}}};
  const attn::Experiment biased = withScheme(experiment, "relative", 5);
  EXPECT_EQ(biased.position, "none");
  EXPECT_EQ(biased.bias.name, "relative");
  EXPECT_EQ(biased.firstPosition, 5);
  EXPECT_TRUE(biased.painted.empty());
  EXPECT_EQ(withScheme(experiment, "rope", 0).bias.name, "none");
}

TEST(PositionScene, ShowsTheEnginesTableWithAColumnForEachPosition) {
  const Scene scene("sinusoidal");
  ASSERT_TRUE(scene.layout.table);
  EXPECT_EQ(*scene.pictures.table->picture.values, attn::Matrix(attn::sinusoidalPositions(16, 8).transpose()));
  EXPECT_EQ(scene.pictures.products->picture.values->rows(), 16);
  EXPECT_FLOAT_EQ(static_cast<float>(scene.pictures.byDistance.mean[0]), 4);
}

TEST(PositionScene, TakesTheLearnedTableOfTheExperiment) {
  const Scene scene("learned");
  EXPECT_EQ(*scene.pictures.table->picture.values,
            attn::Matrix(scene.unshifted.parameters.matrices.at("position")->transpose()));
}

TEST(PositionScene, SaysWhatAShiftChanges) {
  EXPECT_TRUE(starts(Scene("rope", 7).sentenceOf(), "✓ Unchanged up to rounding"));
  EXPECT_TRUE(starts(Scene("alibi", 7).sentenceOf(), "✓ Nothing changes"));
  EXPECT_TRUE(starts(Scene("relative", 7).sentenceOf(), "✓ Nothing changes"));
  EXPECT_TRUE(starts(Scene("sinusoidal", 7).sentenceOf(), "! Scores change"));
  EXPECT_TRUE(starts(Scene("learned", 7).sentenceOf(), "! "));
  EXPECT_FALSE(Scene("learned", 7).problem.empty());
  EXPECT_TRUE(starts(Scene("rope").sentenceOf(), "Shift the sequence"));
}

TEST(PositionScene, ShowsTheScoresOfBothSequencesInOneScale) {
  const Scene scene("sinusoidal", 3);
  ASSERT_TRUE(scene.layout.unshifted && scene.layout.shifted);
  EXPECT_EQ(scene.layout.unshifted->matrix->picture.values, scene.unshifted.head().biased);
  EXPECT_EQ(scene.layout.shifted->matrix->picture.values, scene.shifted->head().biased);
  EXPECT_EQ(scene.layout.unshifted->options.range, scene.layout.shifted->options.range);
}

TEST(PositionScene, HasACurveForEachHeadOfABias) {
  attn::Experiment experiment = Scene::sentence();
  experiment.heads = 4;
  const Scene scene("alibi", 0, experiment);
  EXPECT_EQ(scene.pictures.curves.rows(), 4);
  EXPECT_EQ(scene.layout.xLow, -5) << "no further than tokens can be apart, and a little more for few";
  EXPECT_EQ(scene.layout.yHigh, 0);
  EXPECT_FLOAT_EQ(scene.layout.xOf(0), scene.layout.plot.centre().x);
}

TEST(PositionScene, TurnsAnArrowForEachPair) {
  const Scene scene("rope", 2);
  EXPECT_EQ(scene.layout.pairs, 4);
  const Drawing drawing = scene.drawing();
  // Two heads of arrows a pair.
  EXPECT_EQ(std::count_if(drawing.begin(), drawing.end(),
                          [](const Shape& shape) { return std::holds_alternative<AreaShape>(shape); }),
            8);
}

TEST(PositionScene, KeepsOneSchemeAndScaleOfColoursWhileTheSequenceIsShifted) {
  const attn::Trace trace = attn::Pipeline().evaluate(Scene::sentence());
  const attn::Trace one = attn::oneHead(attn::Pipeline().evaluate(withScheme(Scene::sentence(), "sinusoidal", 0)), 0);
  PositionMemory memory;
  ValueRange before{INFINITY, -INFINITY};
  for (const attn::Index shift : {0, 5, 30, 64, 2, 0}) {
    const PositionPictures& of = memory.of({trace, "sinusoidal", 0, shift, &one, nullptr});
    EXPECT_TRUE(of.products->picture.diverging && of.table->picture.diverging) << shift;
    EXPECT_LE(of.productRange.low, before.low) << shift;
    EXPECT_GE(of.productRange.high, before.high) << shift;
    const ValueRange shown = rangeFor(colourMapNamed("diverging"), of.productRange);
    // The product of a position with itself is half the width, and none is larger.
    EXPECT_NEAR(shown.high, 4, 1e-5) << shift;
    before = of.productRange;
  }
}

TEST(PositionScene, ForgetsTheScaleOfALongerSequence) {
  const auto source = [](const attn::Trace& trace, const attn::Trace& alone, attn::Index shift) {
    return PositionSource{trace, "sinusoidal", 0, shift, &alone, nullptr};
  };
  attn::Experiment other = Scene::sentence();
  other.queryText = "the animal was far too tired";
  const attn::Trace before = attn::Pipeline().evaluate(Scene::sentence()), after = attn::Pipeline().evaluate(other);
  PositionMemory memory, fresh;
  const ValueRange fitting = fresh.of(source(after, after, 0)).productRange;
  ASSERT_LT(memory.of(source(before, before, 64)).productRange.low, fitting.low) << "more positions, smaller products";
  EXPECT_EQ(memory.of(source(after, after, 0)).productRange, fitting);
}

TEST(PositionScene, MarksThePointedProductOnTheColourBar) {
  const Scene scene("sinusoidal");
  const PositionHit hit{PositionHit::Part::Products, {3, 3}};
  const PositionLayout layout = layoutPosition(*scene.subject, test::fakeStyle(), scene.layout.area, hit);
  ASSERT_TRUE(layout.products->layout.barMarkerY);
  // The product of a position with itself is the largest; sums of 8 numbers are rounded.
  EXPECT_NEAR(*layout.products->layout.barMarkerY, layout.products->layout.bar.y, 0.01F);
  EXPECT_FALSE(layout.table->layout.barMarkerY);
}

TEST(PositionScene, SaysOnAPageWhatHoldsWithoutTheAdviceForTheWindow) {
  const Scene scene("rope");
  SceneStyle page = test::fakeStyle();
  page.interactive = false;
  EXPECT_EQ(shiftSentence(*scene.subject, page).find("slider"), std::string::npos);
  const PositionLayout layout = layoutPosition(*scene.subject, page, {0, 0, 1040, 672});
  EXPECT_TRUE(layout.unshifted);
  EXPECT_EQ(layout.shiftedArea.width, 0) << "no place for what cannot be shifted";
}

TEST(PositionScene, MakesRoundAxesThatFitTheCurve) {
  attn::Experiment experiment = Scene::sentence();
  experiment.heads = 4;
  const Scene scene("alibi", 0, experiment);
  const auto least = static_cast<double>(scene.pictures.curves.minCoeff());
  EXPECT_LE(scene.layout.yLow, least);
  EXPECT_GE(scene.layout.yLow, 1.5 * least) << "at most a third stays empty";
  EXPECT_EQ(scene.layout.xHigh, static_cast<double>(scene.pictures.reach));
}

TEST(PositionScene, PutsNoPartOverAnother) {
  attn::Experiment heads = Scene::sentence();
  heads.heads = 4;
  for (const char* scheme : {"sinusoidal", "rope", "alibi", "relative", "learned"})
    for (const attn::Experiment& experiment : {Scene::sentence(), heads})
      for (const Size size : {Size{1100, 680}, Size{1190, 510}, Size{704, 420}}) {
        const Scene scene(scheme, 3, experiment, size);
        std::vector<Rect> parts = {scene.layout.plot, scene.layout.words};
        if (scene.layout.pairs > 0) parts.push_back(scene.layout.arrows);
        for (const auto* panel :
             {&scene.layout.table, &scene.layout.products, &scene.layout.unshifted, &scene.layout.shifted})
          if (*panel) parts.push_back((*panel)->options.area);
        for (std::size_t i = 0; i < parts.size(); ++i) {
          EXPECT_LE(parts[i].right(), scene.layout.area.right() + 0.5F) << scheme << " at " << size.width;
          EXPECT_LE(parts[i].bottom(), scene.layout.area.bottom() + 0.5F) << scheme << " at " << size.width;
          for (std::size_t j = 0; j < i; ++j) {
            const bool apart = parts[i].right() <= parts[j].x + 0.5F || parts[j].right() <= parts[i].x + 0.5F ||
                               parts[i].bottom() <= parts[j].y + 0.5F || parts[j].bottom() <= parts[i].y + 0.5F;
            EXPECT_TRUE(apart) << scheme << " " << i << " " << j << " at " << size.width;
          }
        }
      }
}

TEST(PositionScene, FindsWhatIsUnderThePointer) {
  const Scene scene("sinusoidal", 3);
  const auto entry = hitPosition(scene.layout, *scene.subject, scene.layout.table->layout.cellRect({2, 5}).centre());
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->part, PositionHit::Part::Table);
  EXPECT_EQ(entry->cell, (Cell{2, 5}));
  const auto score = hitPosition(scene.layout, *scene.subject, scene.layout.shifted->layout.cellRect({1, 0}).centre());
  ASSERT_TRUE(score);
  EXPECT_TRUE(score->part == PositionHit::Part::Scores && score->shifted);
  const auto curve = hitPosition(scene.layout, *scene.subject, {scene.layout.xOf(6), scene.layout.plot.centre().y});
  ASSERT_TRUE(curve);
  EXPECT_EQ(curve->distance, 6);
}

TEST(PositionScene, CopesWithManyTokens) {
  const Scene scene("rope", 9, wordsExperiment(300));
  EXPECT_EQ(scene.pictures.count, 256);
  EXPECT_TRUE(scene.pictures.difference);
  EXPECT_FALSE(scene.drawing().empty());
}

}  // namespace
