#include "scene/steps_scene.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "attention/catalogue.h"
#include "pipeline/pipeline.h"
#include "scene/number_text.h"
#include "scene/scene_pictures.h"
#include "support/experiments.h"

namespace {

using attn::Index;
using attn::NumberKind;
using attn::NumberPlace;

lab::SceneStyle style(lab::Language language = lab::Language::English, float base = 16) {
  lab::SceneStyle style = lab::test::fakeStyle(base);
  style.words = &lab::Words::of(language);
  style.measureRun = [](std::string_view text, float size, bool) {
    return lab::RunMetrics{0.52F * size * static_cast<float>(lab::columnsOf(text)), 0.8F * size, 0.2F * size};
  };
  return style;
}

constexpr lab::Rect kArea{48, 128, 1344, 692};

attn::Trace traceOf(const attn::Experiment& experiment) { return attn::Pipeline().evaluate(experiment); }

attn::Experiment sentence(int words) { return attn::test::wordsExperiment(words); }

lab::StepsPlan planOf(const attn::Trace& trace, lab::StepsOptions options = {}, lab::Rect area = kArea,
                      lab::Cell selected = {}) {
  return lab::planSteps(trace, 0, options, style(), area, selected);
}

bool apart(const lab::Rect& a, const lab::Rect& b) {
  return a.right() <= b.x || b.right() <= a.x || a.bottom() <= b.y || b.bottom() <= a.y;
}

std::vector<NumberKind> steps(const lab::StepsPlan& plan) {
  std::vector<NumberKind> kinds;
  for (const std::size_t at : lab::stepBoxes(plan.boxes)) kinds.push_back(plan.boxes[at].span.kind);
  return kinds;
}

TEST(StepsScene, ShowsTheMatricesInTheOrderTheyAreComputed) {
  using enum NumberKind;
  attn::Experiment experiment = sentence(4);
  experiment.masks = {attn::parseMask("causal")};
  EXPECT_EQ(steps(planOf(traceOf(experiment))),
            (std::vector<NumberKind>{XQuery, Q, Dot, Score, Masked, Weight, Context}));
  experiment.masks.clear();
  experiment.score = "cosine";
  experiment.bias = attn::BiasSpec("alibi");
  experiment.heads = 2;
  EXPECT_EQ(steps(planOf(traceOf(experiment))),
            (std::vector<NumberKind>{XQuery, Q, Score, Biased, Weight, Context, Joined, Output}));
  attn::Experiment bare;
  bare.entry = attn::Entry::Weights;
  bare.weights = attn::test::shared(attn::test::matrixOf({{0.5, 0.5}}));
  EXPECT_EQ(steps(planOf(traceOf(bare))), (std::vector<NumberKind>{Weight}));
}

TEST(StepsScene, KeepsItsBoxesApartAndWithinTheArea) {
  for (const int words : {1, 4, 11, 64, 300})
    for (const bool fromX : {false, true})
      for (const lab::Rect area : {kArea, lab::Rect{48, 120, 1184, 512}, lab::Rect{0, 0, 700, 400}}) {
        lab::StepsOptions options;
        options.keysFromX = fromX;
        attn::Experiment experiment = sentence(words);
        experiment.embedding = words == 64 ? "ngram" : "random";
        const lab::StepsPlan plan = planOf(traceOf(experiment), options, area);
        for (std::size_t i = 0; i < plan.boxes.size(); ++i) {
          const lab::Rect a = plan.boxes[i].cells;
          EXPECT_GE(a.x, area.x) << words;
          EXPECT_LE(a.right(), area.right()) << words;
          EXPECT_GE(a.y, area.y) << words;
          EXPECT_LE(a.bottom(), plan.card.y) << words;
          EXPECT_TRUE(apart(a, plan.formula)) << words;
          for (std::size_t j = 0; j < i; ++j) EXPECT_TRUE(apart(a, plan.boxes[j].cells)) << words << " " << i << j;
        }
        EXPECT_LE(plan.card.bottom(), area.bottom());
      }
}

TEST(StepsScene, AlignsRowsOfTheLowerBandAndColumnsAboveThem) {
  const lab::StepsPlan plan = planOf(traceOf(sentence(4)));
  const auto steps = lab::stepBoxes(plan.boxes);
  for (const std::size_t at : steps) EXPECT_EQ(plan.boxes[at].cells.y, plan.boxes[steps[0]].cells.y);
  for (Index key = 0; key < 4; ++key) {
    EXPECT_EQ(lab::cellOf(plan, {NumberKind::K, key, 1})->x, lab::cellOf(plan, {NumberKind::Dot, 2, key})->x);
    EXPECT_EQ(lab::cellOf(plan, {NumberKind::V, 1, key})->x, lab::cellOf(plan, {NumberKind::Context, 2, key})->x);
  }
}

TEST(StepsScene, FindsUnderThePointerWhatIsDrawnThere) {
  const attn::Trace trace = traceOf(sentence(5));
  lab::StepsOptions options;
  options.keysFromX = true;
  const lab::StepsPlan plan = planOf(trace, options);
  for (const lab::StepsBox& box : plan.boxes)
    for (Index r = 0; r < box.rows(); ++r)
      for (Index c = 0; c < box.columns(); ++c) {
        const lab::Point at{box.cells.x + (static_cast<float>(c) + 0.4F) * plan.cell,
                            box.cells.y + (static_cast<float>(r) + 0.4F) * plan.cell};
        const auto found = lab::numberUnder(plan, at);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->kind, box.span.kind);
        // The drawn value is the trace's number at that place.
        EXPECT_EQ(static_cast<double>((*box.matrix->picture.values)(r, c)),
                  static_cast<double>(static_cast<float>(attn::numberAt(trace, 0, *found))));
      }
  EXPECT_FALSE(lab::numberUnder(plan, {plan.boxes[0].cells.x - 3, plan.boxes[0].cells.y}));
}

TEST(StepsScene, ShowsAPageAroundTheSelectionOfManyTokensAndSaysSo) {
  const attn::Trace trace = traceOf(sentence(300));
  const lab::StepsPlan plan = planOf(trace, {}, kArea, {123, 250});
  EXPECT_LT(plan.window.queries, 100);
  EXPECT_LE(plan.window.firstQuery, 123);
  EXPECT_GT(plan.window.firstQuery + plan.window.queries, 123);
  EXPECT_LE(plan.window.firstKey, 250);
  EXPECT_GT(plan.window.firstKey + plan.window.keys, 250);
  EXPECT_NE(plan.omitted.find("of 300"), std::string::npos) << plan.omitted;
  // While the selection moves within the page nothing is laid out anew.
  EXPECT_TRUE(lab::samePlan(plan, trace, 0, kArea, {plan.window.firstQuery, 250}));
  EXPECT_FALSE(lab::samePlan(plan, trace, 0, kArea, {0, 250}));
  EXPECT_EQ(planOf(traceOf(sentence(4))).omitted, "");
}

TEST(StepsScene, WritesValuesWhereTheyFit) {
  EXPECT_TRUE(planOf(traceOf(sentence(4))).values);
  EXPECT_FALSE(planOf(traceOf(sentence(11))).values);
}

std::vector<lab::BoxShape> outlines(const lab::StepsScene& scene, lab::Rgba ink) {
  std::vector<lab::BoxShape> found;
  for (const lab::Shape& shape : scene.drawing)
    if (const auto* box = std::get_if<lab::BoxShape>(&shape); box != nullptr && box->edge == ink && box->fill.a == 0)
      found.push_back(*box);
  return found;
}

TEST(StepsScene, OutlinesTheNumberItsParentsAndWhatFollows) {
  const lab::StepsPlan plan = planOf(traceOf(sentence(4)));
  lab::StepsFocus focus;
  focus.hovered = NumberPlace{NumberKind::Dot, 3, 1};
  const lab::StepsScene scene = lab::stepsScene(plan, {}, focus, style());
  const lab::Palette& palette = *style().palette;
  const auto own = outlines(scene, palette.text);
  ASSERT_EQ(own.size(), 1U);
  EXPECT_EQ(own[0].line, 3);
  EXPECT_TRUE(own[0].rect.contains(lab::cellOf(plan, *focus.hovered)->centre()));
  int thick = 0, thin = 0;
  for (const lab::BoxShape& box : outlines(scene, palette.accent)) (box.line > 2 ? thick : thin) += 1;
  EXPECT_EQ(thick, 2);  // a row of Q and a column of Kᵀ
  EXPECT_EQ(thin, 3);   // its score, its row of weights and of the context
  EXPECT_NE(scene.sum.find("\\accent{"), std::string::npos);
}

TEST(StepsScene, LightsTheSymbolsOfTheFormulaWithTheirMatrices) {
  const lab::StepsPlan plan = planOf(traceOf(sentence(4)));
  lab::StepsFocus focus;
  const auto formula = [&] {
    const lab::StepsScene scene = lab::stepsScene(plan, {}, focus, style());
    for (const lab::Shape& shape : scene.drawing)
      if (const auto* tex = std::get_if<lab::FormulaShape>(&shape);
          tex != nullptr && tex->tex.find("Attention") != std::string::npos)
        return tex->tex;
    return std::string();
  };
  focus.hovered = NumberPlace{NumberKind::Context, 0, 0};
  EXPECT_NE(formula().find("\\accent{V}"), std::string::npos) << formula();
  focus.hovered = NumberPlace{NumberKind::Q, 0, 0};
  EXPECT_EQ(formula().find("\\accent{V}"), std::string::npos) << formula();
  EXPECT_NE(formula().find("\\accent{Q}"), std::string::npos) << formula();
  const lab::StepsScene scene = lab::stepsScene(plan, {}, focus, style());
  EXPECT_TRUE(std::any_of(scene.symbols.begin(), scene.symbols.end(),
                          [](const lab::StepsSymbol& symbol) { return symbol.kind == NumberKind::V; }));
}

TEST(StepsScene, FadesWhatALaterStepComputes) {
  const lab::StepsPlan plan = planOf(traceOf(sentence(4)));
  lab::StepsOptions options;
  options.step = 2;
  const lab::StepsScene scene = lab::stepsScene(plan, options, {}, style());
  int faded = 0;
  for (const lab::Shape& shape : scene.drawing)
    if (const auto* cells = std::get_if<lab::CellsShape>(&shape)) faded += cells->strength < 1 ? 1 : 0;
  EXPECT_EQ(faded, 4);  // ÷ √d, softmax, V and the context
  EXPECT_EQ(lab::stepText(plan, options, {}, *style().words), "step 3 of 6: Q Kᵀ");
}

TEST(StepsScene, PutsTheRowsNumbersIntoTheFormula) {
  const attn::Trace trace = traceOf(sentence(4));
  const lab::StepsPlan plan = planOf(trace);
  lab::StepsOptions options;
  options.numbersInFormula = true;
  const lab::StepsScene scene = lab::stepsScene(plan, options, {}, style());
  const std::string weight = lab::cellText(attn::numberAt(trace, 0, {NumberKind::Weight, 0, 0}), 2);
  EXPECT_TRUE(std::any_of(scene.drawing.begin(), scene.drawing.end(), [&](const lab::Shape& shape) {
    const auto* tex = std::get_if<lab::FormulaShape>(&shape);
    return tex != nullptr && tex->tex.find("softmax") != std::string::npos &&
           tex->tex.find("= [" + weight) != std::string::npos;
  }));
}

TEST(StepsScene, SpeaksChineseAndLaysOutEveryScoreFunction) {
  for (const attn::ScoreRow& row : attn::scoreCatalogue()) {
    attn::Experiment experiment = sentence(4);
    experiment.score = row.name;
    const attn::Trace trace = traceOf(experiment);
    const lab::SceneStyle chinese = style(lab::Language::Chinese);
    const lab::StepsPlan plan = lab::planSteps(trace, 0, {}, chinese, kArea, {1, 1});
    lab::StepsFocus focus;
    focus.selected = {1, 1};
    for (const lab::StepsBox& box : plan.boxes) {
      focus.hovered = box.placeOf({0, 0});
      const lab::StepsScene scene = lab::stepsScene(plan, {}, focus, chinese);
      EXPECT_NE(scene.sum.empty(), scene.words.empty()) << row.name;  // arithmetic, or where it is from
    }
  }
}

}  // namespace
