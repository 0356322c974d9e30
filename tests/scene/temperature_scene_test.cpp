#include "scene/temperature_scene.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "pipeline/pipeline.h"
#include "pipeline/row_sweep.h"
#include "scene/category_colours.h"
#include "scene/key_order.h"
#include "scene/number_text.h"
#include "scene/scene_pictures.h"
#include "support/errors.h"
#include "support/experiments.h"

namespace {

using namespace lab;
using attn::test::textExperiment;
using attn::test::wordsExperiment;

/// A row with its curves, and all they refer to.
struct Row {
  explicit Row(const attn::Experiment& experiment, attn::Index query = 0, TemperatureOptions options = {})
      : trace(attn::oneHead(attn::Pipeline().evaluate(experiment), 0)), labels(pictureOf(trace, MatrixStage::Weights)) {
    row = temperatureRow(memory, trace, query, options, labels, trace.experiment.temperature, test::fakeStyle());
  }
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;
  attn::Trace trace;
  MatrixPicture labels;
  SweepMemory memory;
  TemperatureRow row;
};

const char* sentence = "The animal didn't cross the street because it was too tired";

TEST(SweepMemory, SweepsAgainOnlyWhenScoresOrRowChange) {
  attn::Pipeline pipeline;
  attn::Experiment experiment = textExperiment(sentence);
  SweepMemory memory;
  const auto sweep = [&](attn::Index query, TemperatureOptions options) {
    memory.row(attn::oneHead(pipeline.evaluate(experiment), 0), query, options);
    return memory.runs();
  };
  EXPECT_EQ(sweep(3, {}), 1);
  experiment.temperature = 0.2;
  EXPECT_EQ(sweep(3, {}), 1);
  TemperatureOptions both;
  both.overlay = {true, false, true, false};
  EXPECT_EQ(sweep(3, both), 2);  // softmax is the experiment's own and there already
  EXPECT_EQ(sweep(4, both), 4);
  experiment.score = "dot";
  EXPECT_EQ(sweep(4, both), 6);
}

TEST(TemperatureRow, HasTheKeysThatMayBeAttendedTheHeaviestFirstWithTheEnginesNumbers) {
  attn::Experiment experiment = textExperiment(sentence);
  experiment.masks = {{"causal", {}}};
  experiment.temperature = 0.7;
  const Row of(experiment, 5);
  const attn::HeadTrace& head = of.trace.head();
  ASSERT_EQ(of.row.keys.size(), 6U);
  double last = 1;
  for (const TemperatureRow::Key& key : of.row.keys) {
    EXPECT_LE(key.weight, last);
    last = key.weight;
    EXPECT_EQ(key.weight, static_cast<double>((*head.weights)(5, key.key)));
    EXPECT_EQ(key.score, static_cast<double>((*head.biased)(5, key.key)));
    EXPECT_EQ(key.scaled, attn::scaledScores(of.trace, 0, 5)[static_cast<std::size_t>(key.key)]);
  }
}

TEST(TemperatureRow, OfAPaintedRowIsTheComputedOneAndSaysSo) {
  attn::Experiment experiment = textExperiment("a b c");
  const Row computed(experiment, 1);
  experiment.painted = {{0, 1, {0, 0, 1}}};
  const Row painted(experiment, 1);
  ASSERT_EQ((*painted.trace.head().weights)(1, 2), 1);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(painted.row.keys[i].weight, computed.row.keys[i].weight);
  // Measured on its own, not in the pass over all weights: both sum some logarithms of floats.
  EXPECT_NEAR(painted.row.measures.entropy, computed.row.measures.entropy, 1e-6);
  EXPECT_NE(painted.row.title.find("painted"), std::string::npos) << painted.row.title;
  EXPECT_EQ(computed.row.title.find("painted"), std::string::npos);
}

TEST(TemperatureRow, RanksEqualWeightsByTheirScoreAndPutsNaNLast) {
  EXPECT_EQ(heaviestFirst({0, 1, 0, NAN, 0}, {-3, 5, -1, 9, -1}), (std::vector<std::size_t>{1, 2, 4, 0, 3}));
}

TEST(TemperatureRow, HasNoKeysWhereNoneMayBeAttended) {
  attn::Experiment experiment = textExperiment("a b c");
  experiment.masks = {{"padding", {0}}};
  EXPECT_TRUE(Row(experiment, 1).row.keys.empty());
}

TEST(TemperatureLayout, KeepsPlotsAndTableApartAndInside) {
  for (const Size size : {Size{1120, 692}, Size{1184, 512}, Size{704, 430}, Size{560, 320}})
    for (const int words : {1, 11, 300}) {
      const Row of(wordsExperiment(words));
      const TemperatureLayout layout = layoutTemperature(of.row, test::fakeStyle(), {10, 20, size.width, size.height});
      const TemperatureChart& chart = layout.chart;
      SCOPED_TRACE(std::to_string(size.width) + " wide, " + std::to_string(words) + " words");
      EXPECT_GE(chart.weights.y, chart.legend.bottom());
      EXPECT_GT(chart.entropy.y, chart.weights.bottom());
      EXPECT_LT(chart.bottom(), layout.area.bottom());
      EXPECT_GT(chart.weights.width, 200);
      ASSERT_FALSE(layout.table.empty());
      EXPECT_GT(layout.table.area.x, chart.weights.right());
      EXPECT_LE(layout.table.area.right(), layout.area.right());
      EXPECT_LE(layout.table.area.bottom(), layout.area.bottom());
      EXPECT_EQ(layout.table.rows + layout.table.more, of.row.keys.size());
    }
}

/// What a drawing writes within a rectangle.
std::vector<std::string> textsIn(const Drawing& drawing, const Rect& area) {
  std::vector<std::string> out;
  for (const Shape& shape : drawing)
    if (const auto* text = std::get_if<TextShape>(&shape); text != nullptr && area.contains(text->at))
      out.push_back(text->text);
  return out;
}

bool has(const std::vector<std::string>& texts, const std::string& wanted) {
  return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

TEST(TemperatureTable, LeavesOutTheScoreFirstWhereItIsNarrow) {
  const Row of(textExperiment(sentence), 2);
  const SceneStyle style = test::fakeStyle();
  const auto heads = [&](float width) {
    const Rect area{0, 0, width, 500};
    Drawing drawing;
    drawTemperatureTable(drawing, layoutTemperatureTable(of.row, style, area, 0, 5), of.row, style, {}, {});
    for (const Shape& shape : drawing)
      if (const auto* text = std::get_if<TextShape>(&shape)) {
        EXPECT_GE(text->at.x, 0) << text->text;
      }
    return textsIn(drawing, {0, 0, width, style.u(2.75F)});
  };
  EXPECT_EQ(heads(400).size(), 4U);
  const auto narrow = heads(220);
  EXPECT_FALSE(has(narrow, "score s"));
  EXPECT_TRUE(has(narrow, "÷ τ"));
  const auto narrowest = heads(120);
  EXPECT_FALSE(has(narrowest, "÷ τ"));
  EXPECT_TRUE(has(narrowest, "weight"));
}

TEST(TemperatureTable, FindsTheRowUnderThePointer) {
  const Row of(textExperiment(sentence), 2);
  const TemperatureTable table = layoutTemperatureTable(of.row, test::fakeStyle(), {10, 20, 300, 200}, 2, 99);
  EXPECT_LT(table.rows, of.row.keys.size());
  EXPECT_LE(table.area.bottom(), 220.01F);
  for (std::size_t i = 0; i < table.rows; ++i) EXPECT_EQ(table.rowAt(table.rowRect(i).centre()), i);
  EXPECT_FALSE(table.rowAt({20, 21}));                            // its heading
  EXPECT_FALSE(table.rowAt(table.rowRect(table.rows).centre()));  // "more keys"
}

TEST(TemperatureTable, SaysNothingOfADivisionThatIsNotMade) {
  attn::Experiment experiment = textExperiment(sentence);
  experiment.normalizer = "hardmax";
  experiment.temperature = 0.5;
  const Row of(experiment, 2);
  Drawing drawing;
  const SceneStyle style = test::fakeStyle();
  const TemperatureTable table = layoutTemperatureTable(of.row, style, {0, 0, 400, 500}, 0, 3);
  drawTemperatureTable(drawing, table, of.row, style, {}, {});
  EXPECT_TRUE(has(textsIn(drawing, table.rowRect(0)), "–"));
  EXPECT_FALSE(has(textsIn(drawing, table.rowRect(0)), fixedText(of.row.keys[0].scaled, 3)));
}

TEST(TemperatureChart, HasTheSameLogarithmicAxisBothWays) {
  const Row of(textExperiment(sentence));
  const TemperatureChart chart = layoutTemperature(of.row, test::fakeStyle(), {0, 0, 1120, 692}).chart;
  EXPECT_EQ(chart.xOf(0.01), chart.weights.x);
  EXPECT_NEAR(chart.xOf(1), chart.weights.centre().x, 0.01);
  EXPECT_EQ(chart.xOf(1000), chart.weights.right());
  for (const double tau : {0.01, 0.0123, 0.5, 1.0, 7.89, 100.0}) {
    // A point of the axis is 1.3 %: what it stands for is that near.
    EXPECT_NEAR(chart.tauAt(chart.xOf(tau)) / tau, 1, 0.007) << tau;
  }
  EXPECT_EQ(chart.tauAt(-1e6F), 0.01);
  EXPECT_EQ(chart.tauAt(1e6F), 100.0);
}

TEST(TemperatureHitTest, FindsTheCurveTheMarkerAndTheRow) {
  const Row of(textExperiment(sentence), 2);
  const TemperatureLayout layout = layoutTemperature(of.row, test::fakeStyle(), {10, 20, 1120, 692});
  const TemperatureChart& chart = layout.chart;
  const attn::TemperatureSweep& sweep = of.row.own();
  const TemperatureRow::Key& best = of.row.keys[0];
  const Point onCurve{chart.xOf(0.1),
                      chart.weightY(static_cast<double>(sweep.weights(sweep.stepAt(0.1), best.column)))};
  const auto curve = hitTemperature(layout, of.row, onCurve);
  ASSERT_TRUE(curve);
  EXPECT_EQ(curve->part, TemperatureHit::Part::Plot);
  EXPECT_EQ(curve->key, best.key);
  EXPECT_EQ(curve->step, sweep.stepAt(0.1));
  const auto marker = hitTemperature(layout, of.row, {chart.markerX, chart.bottom()});
  ASSERT_TRUE(marker);
  EXPECT_EQ(marker->part, TemperatureHit::Part::Marker);
  EXPECT_FALSE(marker->key);
  const auto line = hitTemperature(layout, of.row, layout.table.rowRect(1).centre());
  ASSERT_TRUE(line);
  EXPECT_EQ(line->part, TemperatureHit::Part::Table);
  EXPECT_EQ(line->key, of.row.keys[1].key);
  const auto blank = hitTemperature(layout, of.row, {chart.xOf(50), chart.weightY(0.9)});
  ASSERT_TRUE(blank);
  EXPECT_FALSE(blank->key);
  EXPECT_FALSE(hitTemperature(layout, of.row, {0, 0}));
}

TEST(TemperatureDrawing, PutsADiscOnTheEnginesWeightOfEachColouredKey) {
  attn::Experiment experiment = textExperiment(sentence);
  experiment.temperature = 0.37;
  const Row of(experiment, 2);
  const TemperatureLayout layout = layoutTemperature(of.row, test::fakeStyle(), {0, 0, 1120, 692});
  std::vector<DiscShape> discs;
  for (const Shape& shape : temperatureDrawing(layout, of.row, test::fakeStyle(), {}))
    if (const auto* disc = std::get_if<DiscShape>(&shape)) discs.push_back(*disc);
  ASSERT_EQ(of.row.coloured(), 11U);
  for (attn::Index key = 0; key < 11; ++key) {
    const double weight = static_cast<double>((*of.trace.head().weights)(2, key));
    const bool found = std::any_of(discs.begin(), discs.end(), [&](const DiscShape& disc) {
      return disc.centre == Point{layout.chart.xOf(0.37), layout.chart.weightY(weight)} &&
             disc.fill == categoryColour(paletteOf(Theme::Dark), key);
    });
    EXPECT_TRUE(found) << key;
  }
}

TEST(TemperatureDrawing, DrawsTheHeaviestInColourOthersGreyAndSaysWhatIsLeftOut) {
  const Row of(wordsExperiment(300));
  const SceneStyle style = test::fakeStyle();
  const TemperatureLayout layout = layoutTemperature(of.row, style, {0, 0, 1120, 692});
  bool said = false;
  std::size_t curves = 0, grey = 0;
  for (const Shape& shape : temperatureDrawing(layout, of.row, style, {})) {
    if (const auto* line = std::get_if<LineShape>(&shape); line != nullptr && line->points.size() > 2) {
      ++curves;
      grey += line->ink == faded(style.palette->off, 0.55F);
    }
    if (const auto* text = std::get_if<TextShape>(&shape))
      said = said || text->text.find("40 of 300") != std::string::npos;
  }
  EXPECT_TRUE(said);
  EXPECT_EQ(curves, 40U + 1);  // and the entropy
  EXPECT_EQ(grey, 40U - 12);
}

/// The height a curve passes between two ends of a name, roughly: at the steps of the sweep.
bool covers(const TemperatureChart& chart, const attn::TemperatureSweep& sweep, attn::Index column, const Rect& box) {
  for (std::size_t step = 0; step < sweep.temperatures.size(); ++step) {
    const Point at{chart.xOf(sweep.temperatures[step]),
                   chart.weightY(static_cast<double>(sweep.weights(static_cast<attn::Index>(step), column)))};
    if (box.contains(at)) return true;
  }
  return false;
}

TEST(CurveNames, StandOnNoOtherAndOnNoCurve) {
  const SceneStyle style = test::fakeStyle();
  for (const double tau : {0.01, 0.1, 1.0, 3.0, 100.0})
    for (const attn::Index query : {0, 2, 7}) {
      attn::Experiment experiment = textExperiment(sentence);
      experiment.temperature = tau;
      const Row of(experiment, query);
      const TemperatureChart chart = layoutTemperature(of.row, style, {0, 0, 1120, 692}).chart;
      const std::vector<CurveName> names = placeCurveNames(chart, of.row, style, std::nullopt);
      SCOPED_TRACE(std::to_string(tau) + ", query " + std::to_string(query));
      ASSERT_EQ(names.size(), 6U);
      for (std::size_t i = 0; i < names.size(); ++i) {
        EXPECT_GE(names[i].box.x, chart.weights.x);
        EXPECT_LE(names[i].box.right(), chart.weights.right());
        EXPECT_GE(names[i].box.y, chart.weights.y - 1);
        EXPECT_LE(names[i].box.bottom(), chart.weights.bottom() + 1);
        if (i > 0) {
          EXPECT_GE(names[i].box.y, names[i - 1].box.bottom() - 0.01F);
        }
        for (const TemperatureRow::Key& key : of.row.keys)
          EXPECT_FALSE(covers(chart, of.row.own(), key.column, names[i].box)) << names[i].text;
      }
    }
}

TEST(CurveNames, HaveTheOneThatIsPointedAt) {
  const Row of(wordsExperiment(30));
  const SceneStyle style = test::fakeStyle();
  const TemperatureChart chart = layoutTemperature(of.row, style, {0, 0, 1120, 692}).chart;
  const auto names = placeCurveNames(chart, of.row, style, of.row.keys[20].key);
  EXPECT_TRUE(std::any_of(names.begin(), names.end(), [](const CurveName& name) { return name.place == 20; }));
}

TEST(KeyColours, AreApartAndSeenOnEveryTheme) {
  for (const Theme theme : {Theme::Dark, Theme::Light, Theme::Projector}) {
    const Palette& palette = paletteOf(theme);
    for (attn::Index a = 0; a < distinctCategories; ++a) {
      // The palest of the six categories that others are made from has 2.1:1 on white.
      EXPECT_GE(contrast(categoryColour(palette, a), palette.bg), 1.9) << themeName(theme) << a;
      for (attn::Index b = 0; b < a; ++b) EXPECT_NE(categoryColour(palette, a), categoryColour(palette, b));
      EXPECT_EQ(categoryColour(palette, a), categoryColour(palette, a + distinctCategories));
    }
  }
}

bool writes(const Drawing& drawing, const std::string& words) {
  return std::any_of(drawing.begin(), drawing.end(), [&](const Shape& shape) {
    const auto* text = std::get_if<TextShape>(&shape);
    return text != nullptr && text->text == words;
  });
}

TEST(TemperatureDrawing, SaysThatItsScoresHaveABias) {
  attn::Experiment experiment = textExperiment(sentence);
  for (const bool biased : {false, true}) {
    if (biased) experiment.bias = attn::BiasSpec("alibi");
    const Row of(experiment, 2);
    const SceneStyle style = test::fakeStyle();
    const Drawing drawing = temperatureDrawing(layoutTemperature(of.row, style, {0, 0, 1120, 692}), of.row, style, {});
    EXPECT_EQ(writes(drawing, "s + bias"), biased);
    EXPECT_EQ(writes(drawing, "score s"), !biased);
  }
}

TEST(TemperatureDrawing, TellsEqualTokensApart) {
  const Row of(textExperiment("the cat saw the dog"), 1);
  const SceneStyle style = test::fakeStyle();
  const Drawing drawing = temperatureDrawing(layoutTemperature(of.row, style, {0, 0, 1120, 692}), of.row, style, {});
  EXPECT_TRUE(writes(drawing, "the (1)"));
  EXPECT_TRUE(writes(drawing, "the (4)"));
  EXPECT_TRUE(writes(drawing, "cat"));
  EXPECT_FALSE(writes(drawing, "the"));
}

TEST(SweptTemperature, IsWrittenWithThreeDigits) {
  // Ratios of round numbers are not: 192 × 0.1 is 19.200000000000003.
  EXPECT_EQ(threeDigits(19.2034), 19.2);
  EXPECT_EQ(threeDigits(0.012345), 0.0123);
  EXPECT_EQ(threeDigits(1234.5), 1230);
  for (double seconds = 0; sweptTemperature(1, seconds); seconds += 0.016)
    EXPECT_LE(copyText(*sweptTemperature(1, seconds)).size(), 6U) << seconds;  // "0.0123" is the longest
  for (double seconds = 0; sweptTemperature(1, seconds); seconds += 0.016)
    EXPECT_EQ(std::stod(copyText(*sweptTemperature(1, seconds))), *sweptTemperature(1, seconds));
}

TEST(SweptTemperature, GoesUpDownAndBackToWhereItBegan) {
  EXPECT_EQ(sweptTemperature(0.5, 0), 0.5);
  double highest = 0, lowest = 1e9, last = 0;
  for (double seconds = 0; sweptTemperature(0.5, seconds); seconds += 0.01) {
    last = *sweptTemperature(0.5, seconds);
    highest = std::max(highest, last);
    lowest = std::min(lowest, last);
  }
  // A hundredth of a second is 2.3 % of the way on the logarithmic scale.
  EXPECT_NEAR(highest, 100, 3);
  EXPECT_NEAR(lowest, 0.01, 3e-4);
  EXPECT_NEAR(last, 0.5, 0.015);
}

TEST(TemperatureFigure, SaysThatARowIsEmpty) {
  attn::Experiment experiment = textExperiment("a b c");
  experiment.masks = {{"padding", {0}}};
  const attn::Trace trace = attn::Pipeline().evaluate(experiment);
  const ViewFigure figure = temperatureFigure({trace, 0, Cell{1, 0}}, test::fakeStyle(), std::nullopt);
  ASSERT_FALSE(figure.drawing.empty());
  for (const Shape& shape : figure.drawing) EXPECT_TRUE(std::holds_alternative<TextShape>(shape));
}

TEST(TemperatureFigure, NeedsScores) {
  attn::Experiment experiment;
  experiment.entry = attn::Entry::Weights;
  experiment.weights = attn::test::shared(attn::test::matrixOf({{0.5, 0.5}}));
  const attn::Trace trace = attn::Pipeline().evaluate(experiment);
  const auto error = attn::test::errorOf([&] {
    temperatureFigure({trace, 0, Cell{0, 0}}, test::fakeStyle(), std::nullopt);
  });
  EXPECT_EQ(error.id, "missing_input");
}

}  // namespace
