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

using lab::StepsAxis;

lab::SceneStyle style(lab::Language language = lab::Language::English, bool projector = false) {
  lab::SceneStyle style = lab::test::fakeStyle(projector ? 22 : 16);
  style.metrics.projector = projector;
  style.metrics.line = projector ? 2 : 1;
  style.words = &lab::Words::of(language);
  style.measureRun = [](std::string_view text, float size, bool) {
    return lab::RunMetrics{0.52F * size * static_cast<float>(lab::columnsOf(text)), 0.8F * size, 0.2F * size};
  };
  return style;
}

constexpr lab::Rect kArea{48, 128, 1344, 692};        // of a window of 1440 × 900
constexpr lab::Rect kProjector{45, 156, 1190, 514};   // 1280 × 720, projector theme
constexpr lab::Rect kSmallWindow{48, 128, 704, 432};  // 800 × 600

attn::Trace traceOf(const attn::Experiment& experiment) { return attn::Pipeline().evaluate(experiment); }

attn::Experiment sentence(int words) { return attn::test::wordsExperiment(words); }

lab::StepsPlan planOf(const attn::Trace& trace, lab::StepsOptions options = {}, lab::Rect area = kArea,
                      lab::Cell selected = {}) {
  return lab::planStepsAround(trace, 0, options, style(), area, selected);
}

/// Eleven tokens in four heads, turned by position: ten boxes side by side.
attn::Experiment animal() {
  attn::Experiment experiment;
  experiment.queryText = "The animal didn't cross the street because it was too tired";
  experiment.embedding = "ngram";
  experiment.heads = 4;
  experiment.position = "rope";
  return experiment;
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

/// What is written, as upright rectangles, without what stands in cells and in the card and without the formula.
std::vector<std::pair<std::string, lab::Rect>> writtenIn(const lab::StepsPlan& plan, const lab::StepsScene& scene,
                                                         const lab::SceneStyle& style) {
  std::vector<std::pair<std::string, lab::Rect>> found;
  const auto add = [&](const std::string& text, lab::Rect rect) {
    for (const lab::StepsBox& box : plan.boxes)
      if (box.cells.contains(rect.centre())) return;
    const bool isFormula = text.find(" = ") != std::string::npos;
    if (!isFormula && !plan.layout.card.contains(rect.centre())) found.emplace_back(text, rect);
  };
  for (const lab::Shape& shape : scene.drawing) {
    if (const auto* text = std::get_if<lab::TextShape>(&shape); text != nullptr && text->angle == 0) {
      const float width = style.width(text->text, text->size), height = 0.8F * style.metrics.fontSize(text->size);
      const float left = text->anchor == lab::Anchor::Left ? 0 : text->anchor == lab::Anchor::Right ? width : width / 2;
      add(text->text, {text->at.x - left, text->at.y - height / 2, width, height});
    }
    if (const auto* formula = std::get_if<lab::FormulaShape>(&shape)) {
      const lab::FormulaLayout layout = lab::layoutFormula(formula->tex, formula->size, style.measureRun);
      add(formula->tex, {formula->at.x, formula->at.y - 0.7F * formula->size, layout.size.width, 0.7F * formula->size});
    }
  }
  return found;
}

std::string where(const lab::Rect& r) {
  return " at " + std::to_string(r.x) + ", " + std::to_string(r.y) + ", " + std::to_string(r.width) + " × " +
         std::to_string(r.height);
}

/// Boxes and words stay within the area, and none lies on another.
void expectTidy(const lab::StepsPlan& plan, const lab::SceneStyle& style, const std::string& of) {
  const lab::Rect area = plan.area;
  for (std::size_t i = 0; i < plan.boxes.size(); ++i) {
    const lab::Rect a = plan.boxes[i].cells;
    EXPECT_GE(a.x, area.x) << of;
    EXPECT_LE(a.right(), area.right()) << of;
    EXPECT_GE(a.y, area.y) << of;
    EXPECT_LE(a.bottom(), plan.layout.card.y) << of;
    EXPECT_TRUE(apart(a, plan.layout.formula)) << of;
    for (std::size_t j = 0; j < i; ++j) EXPECT_TRUE(apart(a, plan.boxes[j].cells)) << of << " " << i << " " << j;
  }
  EXPECT_LE(plan.layout.card.bottom(), area.bottom()) << of;
  lab::StepsFocus focus;
  focus.selected = {plan.window.first[StepsAxis::Queries], plan.window.first[StepsAxis::Keys]};
  const auto words = writtenIn(plan, lab::stepsScene(plan, {}, focus, style), style);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& [text, rect] = words[i];
    EXPECT_GE(rect.x, area.x - 1) << of << ": " << text;
    EXPECT_LE(rect.right(), area.right() + 1) << of << ": " << text;
    EXPECT_LE(rect.bottom(), plan.layout.card.y) << of << ": " << text;
    EXPECT_TRUE(apart(rect, plan.layout.formula)) << of << ": " << text << where(rect);
    for (std::size_t j = 0; j < i; ++j)
      EXPECT_TRUE(apart(rect, words[j].second))
          << of << ": " << text << where(rect) << " and " << words[j].first << where(words[j].second);
    for (const lab::StepsBox& box : plan.boxes)
      EXPECT_TRUE(apart(rect, box.cells)) << of << ": " << text << where(rect) << " on " << box.tex << where(box.cells);
  }
}

TEST(StepsScene, KeepsBoxesAndWordsApartAndWithinTheArea) {
  for (const int words : {1, 4, 11, 64, 300})
    for (const bool fromX : {false, true})
      for (const bool projector : {false, true})
        for (const lab::Rect area : {kArea, kProjector, kSmallWindow}) {
          lab::StepsOptions options;
          options.keysFromX = fromX;
          attn::Experiment experiment = sentence(words);
          experiment.embedding = words == 64 ? "ngram" : "random";
          const lab::SceneStyle look = style(lab::Language::English, projector);
          expectTidy(lab::planStepsAround(traceOf(experiment), 0, options, look, area, {words / 2, words / 3}), look,
                     std::to_string(words) + (fromX ? " from X" : "") + (projector ? " projector " : " ") +
                         std::to_string(area.width));
        }
}

TEST(StepsScene, IsTidyForEveryScoreWithMaskBiasHeadsAndPosition) {
  for (const attn::ScoreRow& row : attn::scoreCatalogue())
    for (const bool rich : {false, true}) {
      attn::Experiment experiment = sentence(6);
      experiment.score = row.name;
      if (rich) {
        experiment.dim = 8;
        experiment.heads = 2;
        experiment.position = "rope";
        experiment.bias = attn::BiasSpec("alibi");
        experiment.masks = {attn::parseMask("causal")};
      }
      const attn::Trace trace = traceOf(experiment);
      for (const lab::Rect area : {kArea, kProjector}) {
        const lab::SceneStyle look = style(lab::Language::Chinese, area == kProjector);
        expectTidy(lab::planStepsAround(trace, 0, {}, look, area, {2, 1}), look,
                   std::string(row.name) + (rich ? " rich " : " ") + std::to_string(area.width));
      }
    }
}

TEST(StepsScene, ShowsElevenTokensWithTheirLabelsInTheProjectorThemeAndFoldsTheOutput) {
  const lab::SceneStyle look = style(lab::Language::English, true);
  const lab::StepsPlan plan = lab::planStepsAround(traceOf(animal()), 0, {}, look, kProjector, {7, 1});
  EXPECT_EQ(plan.window.shown[StepsAxis::Queries], 11);
  EXPECT_EQ(plan.window.shown[StepsAxis::Keys], 11);
  EXPECT_EQ(plan.omitted, "");
  EXPECT_GT(plan.layout.fold.width, 0);
  int labels = 0;
  for (const lab::Shape& shape : lab::stepsScene(plan, {}, {}, look).drawing)
    if (const auto* text = std::get_if<lab::TextShape>(&shape);
        text != nullptr && text->anchor == lab::Anchor::Right && text->at.x < plan.boxes[0].cells.x)
      ++labels;
  EXPECT_EQ(labels, 11);
  // The boxes take up the width: what is left at both sides is less than two cells of text.
  EXPECT_GT(plan.layout.canvas.width, kProjector.width - 4 * 22);
  // Unfolded by hand it stays, however narrow.
  lab::StepsOptions options;
  options.output = true;
  const lab::StepsPlan unfolded = lab::planStepsAround(traceOf(animal()), 0, options, look, kProjector, {7, 1});
  EXPECT_EQ(steps(unfolded).back(), NumberKind::Output);
  EXPECT_EQ(unfolded.layout.fold.width, 0);
  expectTidy(unfolded, look, "unfolded");
}

TEST(StepsScene, LeavesNothingOutOfAPageWithoutSayingSo) {
  lab::SceneStyle page = style();
  page.interactive = false;
  for (const lab::Rect area : {lab::Rect{0, 0, 800, 450}, lab::Rect{0, 0, 1200, 700}}) {
    const lab::StepsPlan plan = lab::planStepsAround(traceOf(animal()), 0, {}, page, area, {7, 1});
    EXPECT_EQ(steps(plan).back(), NumberKind::Output) << area.width;
    EXPECT_EQ(plan.layout.fold.width, 0);
    bool cut = false;
    for (const lab::StepsBox& box : plan.boxes) cut = cut || box.rowsAreCut() || box.columnsAreCut();
    EXPECT_EQ(cut, !plan.omitted.empty()) << plan.omitted;
    expectTidy(plan, page, "a page of " + std::to_string(area.width));
  }
}

TEST(StepsScene, MakesRoomForNegativeWeights) {
  attn::Experiment experiment;
  experiment.entry = attn::Entry::Scores;
  // The first row's scores nearly cancel, so that what they are divided by is small.
  experiment.scores = attn::test::shared(attn::test::matrixOf({{-1.01F, 1, 0.02F}, {0.5F, 0.25F, 0.25F}, {1, 1, 2}}));
  experiment.normalizer = "ratio";
  const attn::Trace trace = traceOf(experiment);
  const double least = attn::numberAt(trace, 0, {NumberKind::Weight, 0, 0});
  ASSERT_LT(least, -50);
  const lab::SceneStyle look = style();
  for (float width = 220; width < 800; width += 20) {
    const lab::StepsPlan plan = lab::planStepsAround(trace, 0, {}, look, {0, 0, width, 500}, {});
    const lab::StepsPlan scrolled = lab::planSteps(trace, 0, 0, {}, look, {0, 0, width, 500}, {}, &plan);
    for (std::size_t i = 0; i < plan.boxes.size(); ++i) {
      const lab::StepsBox& box = plan.boxes[i];
      EXPECT_EQ(box.cells, scrolled.boxes[i].cells) << width << ": the layout jumps";
      EXPECT_EQ(box.range, scrolled.boxes[i].range) << width;
      if (box.span.kind == NumberKind::Weight && box.values) {
        EXPECT_LE(look.width(lab::fixedText(least, 2), *box.values), box.pitch.width) << width;
      }
    }
  }
}

TEST(StepsScene, ColoursNegativeWeightsAlikeWhicheverPartIsShown) {
  attn::Matrix scores = attn::Matrix::Ones(300, 300);
  scores.row(299).leftCols(150).setConstant(-1.01F);
  attn::Experiment experiment;
  experiment.entry = attn::Entry::Scores;
  experiment.scores = attn::test::shared(std::move(scores));
  experiment.normalizer = "ratio";
  const attn::Trace trace = traceOf(experiment);
  const lab::StepsPlan top = planOf(trace), bottom = planOf(trace, {}, kArea, {299, 0});
  ASSERT_LT(bottom.ranges.leastWeight, 0);
  EXPECT_EQ(top.ranges.leastWeight, bottom.ranges.leastWeight);
  for (std::size_t i = 0; i < top.boxes.size(); ++i) EXPECT_EQ(top.boxes[i].range, bottom.boxes[i].range) << i;
}

TEST(StepsScene, WritesTheWeightInTheCardWithDecimalsThatTellItFromOthers) {
  const attn::Trace trace = traceOf(sentence(600));
  const lab::StepsPlan plan = planOf(trace);
  lab::StepsFocus focus;
  focus.hovered = NumberPlace{NumberKind::Score, 0, 0};
  std::string written;
  for (const lab::Shape& shape : lab::stepsScene(plan, {}, focus, style()).drawing)
    if (const auto* text = std::get_if<lab::TextShape>(&shape); text != nullptr && text->text.starts_with("weight "))
      written = text->text;
  const float largest = trace.head(0).weights->row(0).maxCoeff();
  ASSERT_LT(largest, 0.0999F);
  const int decimals = lab::tableDecimals(static_cast<double>(largest));
  EXPECT_EQ(written, "weight " + lab::fixedText(attn::numberAt(trace, 0, {NumberKind::Weight, 0, 0}), decimals));
}

TEST(StepsScene, MakesCellsWiderThanHighWhereThatLetsNumbersFit) {
  const lab::StepsPlan plan =
      lab::planStepsAround(traceOf(sentence(4)), 0, {}, style(lab::Language::English, true), kProjector, {});
  for (const lab::StepsBox& box : plan.boxes)
    if (box.span.kind == NumberKind::Weight) {
      EXPECT_TRUE(box.values);
      EXPECT_GT(box.pitch.width, box.pitch.height);
    }
}

TEST(StepsScene, AlignsRowsOfTheLowerBandAndColumnsAboveThem) {
  const lab::StepsPlan plan = planOf(traceOf(sentence(4)));
  const auto steps = lab::stepBoxes(plan.boxes);
  for (const std::size_t at : steps) {
    EXPECT_EQ(plan.boxes[at].cells.y, plan.boxes[steps[0]].cells.y);
    EXPECT_EQ(plan.boxes[at].pitch.height, plan.boxes[steps[0]].pitch.height);
  }
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
        const lab::Point at{box.cells.x + (static_cast<float>(c) + 0.4F) * box.pitch.width,
                            box.cells.y + (static_cast<float>(r) + 0.4F) * box.pitch.height};
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
  const lab::StepsAxes first = plan.window.first, shown = plan.window.shown;
  EXPECT_LT(shown[StepsAxis::Queries], 100);
  EXPECT_LT(first[StepsAxis::Queries], 123);
  EXPECT_GT(first[StepsAxis::Queries] + shown[StepsAxis::Queries], 123);
  EXPECT_LT(first[StepsAxis::Keys], 250);
  EXPECT_GT(first[StepsAxis::Keys] + shown[StepsAxis::Keys], 250);
  EXPECT_NE(plan.omitted.find("of 300"), std::string::npos) << plan.omitted;
  EXPECT_NE(plan.omitted.find("wheel"), std::string::npos) << plan.omitted;
  EXPECT_EQ(planOf(traceOf(sentence(4))).omitted, "");
}

TEST(StepsScene, ScrollsWithoutMovingABoxOrChangingAColour) {
  const attn::Trace trace = traceOf(sentence(300));
  const lab::StepsPlan before = planOf(trace);
  lab::StepsAxes first;
  first[StepsAxis::Queries] = 40;
  first[StepsAxis::Keys] = 1000;  // beyond the end: the last ones
  const lab::StepsPlan after = lab::planSteps(trace, 0, 0, {}, style(), kArea, first, &before);
  EXPECT_EQ(after.window.first[StepsAxis::Queries], 40);
  EXPECT_EQ(after.window.first[StepsAxis::Keys], 300 - after.window.shown[StepsAxis::Keys]);
  ASSERT_EQ(after.boxes.size(), before.boxes.size());
  for (std::size_t i = 0; i < after.boxes.size(); ++i) {
    EXPECT_EQ(after.boxes[i].cells, before.boxes[i].cells);
    EXPECT_EQ(after.boxes[i].range, before.boxes[i].range);
  }
  const auto corner = lab::cellOf(after, {NumberKind::Weight, 40, after.window.first[StepsAxis::Keys]});
  ASSERT_TRUE(corner);
  EXPECT_EQ(*lab::numberUnder(after, corner->centre()),
            (NumberPlace{NumberKind::Weight, 40, after.window.first[StepsAxis::Keys]}));
  // Only as far as it must: what is in view stays.
  EXPECT_EQ(lab::scrolledTo(after, StepsAxis::Queries, 45), 40);
  EXPECT_EQ(lab::scrolledTo(after, StepsAxis::Queries, 0), 0);
  EXPECT_EQ(lab::scrolledTo(after, StepsAxis::Queries, 299), 300 - after.window.shown[StepsAxis::Queries]);
}

TEST(StepsScene, MovesWithTheWheelWhatStandsUnderThePointer) {
  attn::Experiment experiment = sentence(300);
  experiment.dim = 200;
  const lab::StepsPlan plan = planOf(traceOf(experiment));
  const auto over = [&](NumberKind kind, bool sideways) {
    for (const lab::StepsBox& box : plan.boxes)
      if (box.span.kind == kind) return lab::scrolledAxis(plan, box.cells.centre(), sideways);
    ADD_FAILURE();
    return StepsAxis::Queries;
  };
  EXPECT_EQ(over(NumberKind::Dot, false), StepsAxis::Queries);
  EXPECT_EQ(over(NumberKind::Dot, true), StepsAxis::Keys);
  EXPECT_EQ(over(NumberKind::XQuery, true), StepsAxis::Dimensions);
  EXPECT_EQ(over(NumberKind::WQ, false), StepsAxis::Dimensions);
  EXPECT_EQ(over(NumberKind::V, false), StepsAxis::Keys);
  EXPECT_EQ(lab::scrolledAxis(plan, {0, 0}, false), StepsAxis::Queries);
  // Where every row is there, the wheel alone moves the columns.
  experiment.queryText = "a";
  const lab::StepsPlan one = planOf(traceOf(experiment));
  EXPECT_EQ(lab::scrolledAxis(one, one.boxes[0].cells.centre(), false), StepsAxis::Dimensions);
}

TEST(StepsScene, MarksWhereItIsScrolledTo) {
  const auto bars = [](const lab::StepsPlan& plan) {
    std::vector<lab::Rect> found;
    for (const lab::Shape& shape : lab::stepsScene(plan, {}, {}, style()).drawing)
      if (const auto* box = std::get_if<lab::BoxShape>(&shape);
          box != nullptr && box->fill == style().palette->edge && box->radius > 0)
        found.push_back(box->rect);
    return found;
  };
  EXPECT_TRUE(bars(planOf(traceOf(sentence(4)))).empty());
  const attn::Trace trace = traceOf(sentence(300));
  const std::vector<lab::Rect> top = bars(planOf(trace)), bottom = bars(planOf(trace, {}, kArea, {299, 299}));
  ASSERT_EQ(top.size(), bottom.size());
  ASSERT_FALSE(top.empty());
  for (std::size_t i = 0; i < top.size(); ++i) EXPECT_TRUE(apart(top[i], bottom[i])) << i;
}

TEST(StepsScene, WritesValuesWhereTheyFit) {
  const auto written = [](const lab::StepsPlan& plan, NumberKind kind) {
    return std::any_of(plan.boxes.begin(), plan.boxes.end(),
                       [&](const lab::StepsBox& box) { return box.span.kind == kind && box.values.has_value(); });
  };
  for (const NumberKind kind : {NumberKind::Q, NumberKind::Dot, NumberKind::Weight, NumberKind::Context})
    EXPECT_TRUE(written(planOf(traceOf(sentence(4))), kind));
  EXPECT_FALSE(written(planOf(traceOf(sentence(64))), NumberKind::Weight));
}

TEST(StepsScene, StandsTheHiddenLayerOfTheSelectedQueryAboveTheScores) {
  for (const char* score : {"additive", "concat", "mlp"}) {
    attn::Experiment experiment = sentence(4);
    experiment.score = score;
    const attn::Trace trace = traceOf(experiment);
    const lab::StepsPlan plan = planOf(trace, {}, kArea, {2, 1});
    const lab::StepsBox *hidden = nullptr, *factors = nullptr, *scores = nullptr;
    for (const lab::StepsBox& box : plan.boxes) {
      if (box.span.kind == NumberKind::Hidden) hidden = &box;
      if (box.span.kind == NumberKind::ScoreV) factors = &box;
      if (box.span.kind == NumberKind::Score) scores = &box;
    }
    ASSERT_TRUE(hidden != nullptr && factors != nullptr && scores != nullptr) << score;
    EXPECT_EQ(hidden->placeOf({0, 3}), (NumberPlace{NumberKind::Hidden, 3, 0, 2}));
    EXPECT_EQ(static_cast<double>((*hidden->matrix->picture.values)(0, 3)),
              static_cast<double>(static_cast<float>(attn::numberAt(trace, 0, {NumberKind::Hidden, 3, 0, 2}))));
    // A column stands above the key's score, a row beside its factor.
    EXPECT_EQ(hidden->cells.x, scores->cells.x);
    EXPECT_EQ(hidden->pitch.width, scores->pitch.width);
    EXPECT_EQ(factors->cells.y, hidden->cells.y);
    EXPECT_EQ(factors->pitch.height, hidden->pitch.height);
    // Of the selected query's scores the parents are lit, with v.
    lab::StepsFocus focus;
    focus.selected = {2, 1};
    focus.hovered = NumberPlace{NumberKind::Score, 2, 1};
    int lit = 0;
    for (const lab::Shape& shape : lab::stepsScene(plan, {}, focus, style()).drawing)
      if (const auto* box = std::get_if<lab::BoxShape>(&shape);
          box != nullptr && box->edge == style().palette->accent && box->line > 2)
        lit += !apart(box->rect, hidden->cells) || !apart(box->rect, factors->cells) ? 1 : 0;
    EXPECT_EQ(lit, 2) << score;
  }
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
  EXPECT_EQ(lab::currentStep(plan, options, std::nullopt), 2);
  EXPECT_EQ(lab::stepText(plan, 2, *style().words), "step 3 of 6: Q Kᵀ");
}

TEST(StepsScene, IsAtTheStepOfTheNumberThatWasOpenedWhileNothingIsWalkedThrough) {
  const lab::StepsPlan plan = planOf(traceOf(sentence(4)));
  EXPECT_EQ(lab::currentStep(plan, {}, std::nullopt), std::nullopt);
  EXPECT_EQ(lab::stepText(plan, std::nullopt, *style().words), "all 6 steps");
  EXPECT_EQ(lab::currentStep(plan, {}, NumberPlace{NumberKind::Q, 0, 0}), 1);
  EXPECT_EQ(lab::currentStep(plan, {}, NumberPlace{NumberKind::K, 0, 0}), 2);  // a factor of Q Kᵀ
  EXPECT_EQ(lab::currentStep(plan, {}, NumberPlace{NumberKind::V, 0, 0}), 5);
  lab::StepsOptions walking;
  walking.step = 0;
  EXPECT_EQ(lab::currentStep(plan, walking, NumberPlace{NumberKind::V, 0, 0}), 0);
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
    const lab::StepsPlan plan = lab::planStepsAround(trace, 0, {}, chinese, kArea, {1, 1});
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
