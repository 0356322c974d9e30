#include "scene/position_scene.h"

#include <gtest/gtest.h>

#include <algorithm>

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
  EXPECT_EQ(scene.layout.xLow, -32);
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

TEST(PositionScene, PutsNoPartOverAnother) {
  for (const char* scheme : {"sinusoidal", "rope", "alibi"})
    for (const Size size : {Size{1100, 680}, Size{760, 520}}) {
      const Scene scene(scheme, 3, Scene::sentence(), size);
      std::vector<Rect> parts = {scene.layout.plot, scene.layout.words};
      for (const auto* panel :
           {&scene.layout.table, &scene.layout.products, &scene.layout.unshifted, &scene.layout.shifted})
        if (*panel) parts.push_back((*panel)->options.area);
      for (std::size_t i = 0; i < parts.size(); ++i) {
        EXPECT_LE(parts[i].right(), scene.layout.area.right()) << scheme;
        EXPECT_LE(parts[i].bottom(), scene.layout.area.bottom()) << scheme;
        for (std::size_t j = 0; j < i; ++j) {
          const bool apart = parts[i].right() <= parts[j].x || parts[j].right() <= parts[i].x ||
                             parts[i].bottom() <= parts[j].y || parts[j].bottom() <= parts[i].y;
          EXPECT_TRUE(apart) << scheme << " " << i << " " << j;
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
