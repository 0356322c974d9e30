#include "scene/temperature_scene.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "pipeline/pipeline.h"
#include "scene/scene_pictures.h"
#include "support/errors.h"
#include "support/experiments.h"

namespace {

using namespace lab;
using attn::test::textExperiment;
using attn::test::wordsExperiment;

/// A row with its curves, and all they refer to.
struct Row {
  explicit Row(const attn::Experiment& experiment, attn::Index query_ = 0, TemperatureOptions options = {})
      : trace(attn::oneHead(attn::Pipeline().evaluate(experiment), 0)), query(query_) {
    memory.curves(trace, query, options);
    weights = pictureOf(trace, MatrixStage::Weights);
    curves = &memory.curves(trace, query, options);
  }
  TemperatureSubject subject() const {
    return {trace, weights, memory, *curves, query, std::nullopt, trace.experiment.temperature, false};
  }
  attn::Trace trace;
  attn::Index query;
  MatrixPicture weights;
  SweepMemory memory;
  const std::vector<SweepMemory::Curve>* curves = nullptr;
};

const char* sentence = "The animal didn't cross the street because it was too tired";

TEST(SweepMemory, SweepsAgainOnlyWhenScoresOrRowChange) {
  attn::Pipeline pipeline;
  attn::Experiment experiment = textExperiment(sentence);
  SweepMemory memory;
  const auto sweep = [&](attn::Index query, TemperatureOptions options) {
    memory.curves(attn::oneHead(pipeline.evaluate(experiment), 0), query, options);
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

TEST(SweepMemory, RanksTheKeysThatMayBeAttendedByTheirScore) {
  attn::Experiment experiment = textExperiment(sentence);
  experiment.masks = {{"causal", {}}};
  const Row row(experiment, 5);
  const auto& order = row.memory.order();
  ASSERT_EQ(order.size(), 6U);
  for (std::size_t i = 1; i < order.size(); ++i)
    EXPECT_GE((*row.trace.head().biased)(5, order[i - 1]), (*row.trace.head().biased)(5, order[i]));
}

TEST(TemperatureLayout, KeepsPlotsAndTableApartAndInside) {
  for (const Size size : {Size{1120, 692}, Size{1184, 512}, Size{704, 430}, Size{560, 320}})
    for (const int words : {1, 11, 300}) {
      const Row row(wordsExperiment(words));
      const TemperatureLayout layout =
          layoutTemperature(row.subject(), test::fakeStyle(), {10, 20, size.width, size.height});
      SCOPED_TRACE(std::to_string(size.width) + " wide, " + std::to_string(words) + " words");
      EXPECT_GE(layout.weights.y, layout.legend.bottom());
      EXPECT_GT(layout.entropy.y, layout.weights.bottom());
      EXPECT_LT(layout.entropy.bottom(), layout.area.bottom());
      EXPECT_GT(layout.weights.width, 200);
      if (layout.table.width > 0) {
        EXPECT_GT(layout.table.x, layout.weights.right());
        EXPECT_LE(layout.table.right(), layout.area.right());
        EXPECT_LE(layout.rowHeight * static_cast<float>(layout.tableRows + 4), layout.table.height + 1);
      }
    }
}

TEST(TemperatureLayout, HasTheSameLogarithmicAxisBothWays) {
  const Row row(textExperiment(sentence));
  const TemperatureLayout layout = layoutTemperature(row.subject(), test::fakeStyle(), {0, 0, 1120, 692});
  EXPECT_EQ(layout.xOf(0.01), layout.weights.x);
  EXPECT_NEAR(layout.xOf(1), layout.weights.centre().x, 0.01);
  EXPECT_EQ(layout.xOf(1000), layout.weights.right());
  for (const double tau : {0.01, 0.0123, 0.5, 1.0, 7.89, 100.0}) {
    // A point of the axis is 1.3 %: what it stands for is that near.
    EXPECT_NEAR(layout.tauAt(layout.xOf(tau)) / tau, 1, 0.007) << tau;
  }
  EXPECT_EQ(layout.tauAt(-1e6F), 0.01);
  EXPECT_EQ(layout.tauAt(1e6F), 100.0);
}

TEST(TemperatureHitTest, FindsTheCurveTheMarkerAndTheRow) {
  const Row row(textExperiment(sentence), 2);
  const TemperatureSubject subject = row.subject();
  const TemperatureLayout layout = layoutTemperature(subject, test::fakeStyle(), {10, 20, 1120, 692});
  const attn::TemperatureSweep& sweep = row.curves->front().sweep;
  const attn::Index best = row.memory.order()[0];
  const Point onCurve{layout.xOf(0.1), layout.weightY(static_cast<double>(sweep.weights(sweep.stepAt(0.1), best)))};
  const auto curve = hitTemperature(layout, subject, onCurve);
  ASSERT_TRUE(curve);
  EXPECT_EQ(curve->part, TemperatureHit::Part::Plot);
  EXPECT_EQ(curve->key, best);
  EXPECT_EQ(curve->step, sweep.stepAt(0.1));
  const auto marker = hitTemperature(layout, subject, {layout.markerX, layout.entropy.bottom()});
  ASSERT_TRUE(marker);
  EXPECT_EQ(marker->part, TemperatureHit::Part::Marker);
  EXPECT_FALSE(marker->key);
  const auto line = hitTemperature(layout, subject, {layout.table.x + 9, layout.table.y + 2.5F * layout.rowHeight});
  ASSERT_TRUE(line);
  EXPECT_EQ(line->part, TemperatureHit::Part::Table);
  EXPECT_EQ(line->key, row.memory.order()[1]);
  const auto blank = hitTemperature(layout, subject, {layout.xOf(50), layout.weightY(0.9)});
  ASSERT_TRUE(blank);
  EXPECT_FALSE(blank->key);
  EXPECT_FALSE(hitTemperature(layout, subject, {0, 0}));
}

TEST(TemperatureDrawing, PutsADiscOnTheEnginesWeightOfEachColouredKey) {
  attn::Experiment experiment = textExperiment(sentence);
  experiment.temperature = 0.37;
  const Row row(experiment, 2);
  const TemperatureSubject subject = row.subject();
  const TemperatureLayout layout = layoutTemperature(subject, test::fakeStyle(), {0, 0, 1120, 692});
  std::vector<DiscShape> discs;
  for (const Shape& shape : temperatureDrawing(layout, subject, test::fakeStyle(), {}))
    if (const auto* disc = std::get_if<DiscShape>(&shape)) discs.push_back(*disc);
  for (std::size_t rank = 0; rank < colouredKeys; ++rank) {
    const double weight = static_cast<double>((*row.trace.head().weights)(2, row.memory.order()[rank]));
    const bool found = std::any_of(discs.begin(), discs.end(), [&](const DiscShape& disc) {
      return disc.centre == Point{layout.xOf(0.37), layout.weightY(weight)} &&
             disc.fill == paletteOf(Theme::Dark).categories[rank];
    });
    EXPECT_TRUE(found) << rank;
  }
}

TEST(TemperatureDrawing, WritesNamesApartAndSaysWhatIsLeftOut) {
  const Row row(wordsExperiment(300));
  const TemperatureSubject subject = row.subject();
  const SceneStyle style = test::fakeStyle();
  const TemperatureLayout layout = layoutTemperature(subject, style, {0, 0, 1120, 692});
  std::vector<float> names;
  bool said = false;
  std::size_t curves = 0;
  for (const Shape& shape : temperatureDrawing(layout, subject, style, {})) {
    if (const auto* line = std::get_if<LineShape>(&shape)) curves += line->points.size() > 2;
    const auto* text = std::get_if<TextShape>(&shape);
    if (text == nullptr) continue;
    said = said || text->text.find("260 more") != std::string::npos;
    if (text->text.starts_with("word") && layout.weights.contains(text->at)) names.push_back(text->at.y);
  }
  EXPECT_TRUE(said);
  EXPECT_EQ(curves, mostCurves + 1);  // and the entropy
  ASSERT_EQ(names.size(), colouredKeys);
  std::sort(names.begin(), names.end());
  for (std::size_t i = 1; i < names.size(); ++i)
    EXPECT_GE(names[i] - names[i - 1], style.metrics.fontSize(TextSize::Small));
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
    const Row row(experiment, 2);
    const SceneStyle style = test::fakeStyle();
    const TemperatureLayout layout = layoutTemperature(row.subject(), style, {0, 0, 1120, 692});
    const Drawing drawing = temperatureDrawing(layout, row.subject(), style, {});
    EXPECT_EQ(writes(drawing, "s + bias"), biased);
    EXPECT_EQ(writes(drawing, "score s"), !biased);
  }
}

TEST(TemperatureDrawing, TellsEqualTokensApart) {
  const Row row(textExperiment("the cat saw the dog"), 1);
  const SceneStyle style = test::fakeStyle();
  const TemperatureLayout layout = layoutTemperature(row.subject(), style, {0, 0, 1120, 692});
  const Drawing drawing = temperatureDrawing(layout, row.subject(), style, {});
  EXPECT_TRUE(writes(drawing, "the (1)"));
  EXPECT_TRUE(writes(drawing, "the (4)"));
  EXPECT_TRUE(writes(drawing, "cat"));
  EXPECT_FALSE(writes(drawing, "the"));
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
