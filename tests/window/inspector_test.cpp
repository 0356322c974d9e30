#include <gtest/gtest.h>

#include <cmath>

#include "pipeline/pipeline.h"
#include "scene/heatmap_layout.h"
#include "scene/number_text.h"
#include "scene/views.h"
#include "support/experiments.h"
#include "window/offscreen_app.h"

namespace {

using attn::NumberKind;
using attn::NumberPlace;
using lab::OffscreenApp;
using lab::Pointed;

// The inspector, the derivations and the views point at the same tokens.
class InspectorPanel : public ::testing::Test {
 protected:
  InspectorPanel() { show(attn::test::textExperiment("the rabbit quickly hopped")); }
  void show(const attn::Experiment& experiment) {
    lab_.app().showExperiment(experiment, lab::Cell{3, 1});
    lab_.frames(3);
  }
  void openView(const std::string& name) {
    lab_.app().view().view = name;
    lab_.app().settings().panels[name].inspectorOpen = true;  // some views fold it
    lab_.frames(3);
  }
  /// Two frames more: the panel sets what the views show in the next one.
  void point(const std::string& part) {
    lab_.movePointer(lab_.rect(part).centre());
    lab_.frames(2);
  }
  void pointNowhere() {
    lab_.movePointer({-1000, -1000});
    lab_.frames(2);
  }
  const Pointed& pointed() { return lab_.app().view().pointed; }
  attn::Trace trace(const char* score) {
    attn::Experiment experiment = attn::test::textExperiment("the rabbit quickly hopped");
    experiment.score = score;
    return attn::Pipeline().evaluate(experiment);
  }
  OffscreenApp lab_;
};

TEST_F(InspectorPanel, PointsAtTokensInEveryView) {
  for (const lab::ViewRow& view : lab::viewCatalogue()) {
    openView(view.name);
    ASSERT_TRUE(lab_.shows("weight-table.3")) << view.name;
    point("weight-table.3");
    EXPECT_EQ(pointed(), (Pointed{std::nullopt, 2})) << view.name;
    point("inspector.query");
    EXPECT_EQ(pointed(), (Pointed{3, std::nullopt})) << view.name;
    point("inspector.key");
    EXPECT_EQ(pointed(), (Pointed{std::nullopt, 1})) << view.name;
    pointNowhere();
    EXPECT_EQ(pointed(), Pointed{}) << view.name;
  }
}

TEST_F(InspectorPanel, PointsFromTheRowsOfTheScoreAndOfTheMeasures) {
  openView("heatmap");
  point("score-table.0.1");
  EXPECT_EQ(pointed(), (Pointed{3, std::nullopt}));
  point("score-table.0.2");
  EXPECT_EQ(pointed(), (Pointed{std::nullopt, 1}));
  point("score-table.0.3");  // the products are of both, and of neither
  EXPECT_EQ(pointed(), Pointed{});
  point("measure-table.2");
  const attn::Trace result = trace("scaled_dot");
  EXPECT_EQ(pointed(), (Pointed{std::nullopt, (*result.head().measures)[3].maximumAt}));
}

TEST_F(InspectorPanel, LightsTheRowsOfWhatAViewPointsAt) {
  openView("heatmap");
  point("cell.3.2");
  EXPECT_TRUE(lab_.shows("weight-table.3.lit"));
  EXPECT_FALSE(lab_.shows("weight-table.2.lit"));
  EXPECT_EQ(lab_.value("inspector.query"), "lit");
  EXPECT_EQ(lab_.value("inspector.key"), "");
  EXPECT_TRUE(lab_.shows("score-table.0.1.lit"));
  EXPECT_FALSE(lab_.shows("score-table.0.2.lit"));
  point("cell.0.1");
  EXPECT_EQ(lab_.value("inspector.query"), "");
  EXPECT_EQ(lab_.value("inspector.key"), "lit");
  EXPECT_TRUE(lab_.shows("weight-table.2.lit"));
  EXPECT_TRUE(lab_.shows("score-table.0.2.lit"));
  pointNowhere();
  EXPECT_FALSE(lab_.shows("weight-table.2.lit"));
}

TEST_F(InspectorPanel, LightsTheTermsOfADerivationThatAViewPointsAt) {
  openView("heatmap");
  lab_.app().view().opened = {{NumberKind::Context, 3, 0}};
  point("cell.0.2");  // key 3: its weight and its value
  EXPECT_EQ(lab_.value("derive.term.2"), "lit");
  EXPECT_EQ(lab_.value("derive.term.1"), "");
}

TEST_F(InspectorPanel, LightsARowOrAColumnOfTheHeatmap) {
  openView("heatmap");
  point("weight-table.3");
  EXPECT_EQ(lab_.value("heatmap.pointed"), "-1 2");
  point("inspector.query");
  EXPECT_EQ(lab_.value("heatmap.pointed"), "3 -1");
  lab_.app().view().stage = lab::MatrixStage::K;  // its rows are keys
  lab_.frames(2);
  EXPECT_FALSE(lab_.shows("heatmap.pointed"));
  point("inspector.key");
  EXPECT_EQ(lab_.value("heatmap.pointed"), "1 -1");
}

// Drawing is on demand: the frame after the one that found the pointer on a row must come.
TEST_F(InspectorPanel, AsksForTheFrameThatShowsWhatIsPointedAt) {
  openView("heatmap");
  lab_.movePointer(lab_.rect("weight-table.3").centre());
  EXPECT_EQ(pointed(), Pointed{});
  EXPECT_TRUE(std::isfinite(lab_.app().sleep()));
  lab_.frames(1);
  EXPECT_EQ(pointed(), (Pointed{std::nullopt, 2}));
  EXPECT_TRUE(std::isinf(lab_.app().sleep()));
}

TEST_F(InspectorPanel, ForgetsWhatItPointedAtWhereTheResultIsSmaller) {
  openView("heatmap");
  point("weight-table.4");
  EXPECT_EQ(pointed(), (Pointed{std::nullopt, 3}));
  show(attn::test::textExperiment("rabbit hopped"));
  EXPECT_EQ(lab_.value("heatmap"), "2x2");
  EXPECT_EQ(pointed(), Pointed{});
}

// From the weight of an additive score through a hidden unit to the embedding, and back.
TEST_F(InspectorPanel, OpensHiddenUnitsDownToTheEmbedding) {
  attn::Experiment experiment = attn::test::textExperiment("the rabbit quickly hopped");
  experiment.score = "additive";
  show(experiment);
  openView("heatmap");
  const attn::Trace result = trace("additive");
  const auto number = [&](const NumberPlace& place) { return lab::headlineText(attn::numberAt(result, 0, place)); };
  lab_.click("open-score");
  EXPECT_EQ(lab_.value("derive.place"), "scores\t" + number({NumberKind::Score, 3, 1}));
  lab_.click("derive.1.2");  // v · h: the third hidden unit
  EXPECT_EQ(lab_.value("derive.place"), "hidden layer\t" + number({NumberKind::Hidden, 1, 2, 3}));
  EXPECT_TRUE(lab_.value("derive.line").starts_with("\\tanh(")) << lab_.value("derive.line");
  lab_.click("derive.1.0");  // what the key adds
  EXPECT_EQ(lab_.value("derive.place"), "W_k k\t" + number({NumberKind::HiddenKey, 1, 2}));
  lab_.click("derive.1.0");  // a number of the key
  EXPECT_EQ(lab_.value("derive.place"), "K\t" + number({NumberKind::K, 1, 0}));
  lab_.click("derive.0.0");
  EXPECT_EQ(lab_.value("derive.place"), "X\t" + number({NumberKind::XKey, 1, 0}));
  EXPECT_EQ(lab_.value("derive.origin"), "drawn from seed 1 and the token");
  lab_.click("derive.way.1");
  EXPECT_EQ(lab_.value("derive.place"), "hidden layer\t" + number({NumberKind::Hidden, 1, 2, 3}));
  lab_.click("derive.close");
  EXPECT_TRUE(lab_.shows("weight-table.1"));
}

TEST_F(InspectorPanel, OpensTheNumberOfATableThatIsClicked) {
  attn::Experiment experiment = attn::test::textExperiment("the rabbit quickly hopped");
  experiment.score = "additive";
  show(experiment);
  openView("heatmap");
  const attn::Trace result = trace("additive");
  const auto number = [&](const NumberPlace& place) { return lab::headlineText(attn::numberAt(result, 0, place)); };
  lab_.click("score-table.0.3.cell.2");  // W_q q, W_k k, tanh(…)
  EXPECT_EQ(lab_.value("derive.place"), "hidden layer\t" + number({NumberKind::Hidden, 1, 2, 3}));
  lab_.click("derive.close");
  lab_.click("score-table.0.4.cell.1");
  EXPECT_EQ(lab_.value("derive.place"), "v\t" + number({NumberKind::ScoreV, 0, 1}));
  EXPECT_EQ(lab_.value("derive.origin"), "drawn from seed 1");
  lab_.click("derive.close");
  lab_.click("context-table.0.cell.3");
  EXPECT_EQ(lab_.value("derive.place"), "context\t" + number({NumberKind::Context, 3, 3}));
}

TEST_F(InspectorPanel, LightsTheNumberOfTheStageThatADerivationPointsAt) {
  openView("heatmap");
  lab_.app().view().stage = lab::MatrixStage::V;
  lab_.app().view().opened = {{NumberKind::Context, 3, 0}};
  lab_.frames(2);
  point("derive.1.2");
  EXPECT_EQ(lab_.value("heatmap.pointed"), "2 0");
  point("derive.0.2");  // a weight: its key's row
  EXPECT_EQ(lab_.value("heatmap.pointed"), "2 -1");
}

TEST_F(InspectorPanel, PointsFromADerivationAtTokensAndNumbers) {
  openView("steps");
  lab_.app().view().opened = {{NumberKind::Context, 3, 0}};
  lab_.frames(2);
  point("derive.1.2");  // v of the third key
  EXPECT_EQ(pointed(), (Pointed{std::nullopt, 2, NumberPlace{NumberKind::V, 2, 0}}));
  EXPECT_EQ(lab_.value("derive.term.2"), "lit");
  EXPECT_EQ(lab_.value("derive.term.1"), "");
  // The canvas explains that number.
  EXPECT_NE(
      lab_.value("steps.sum").find(lab::fixedText(attn::numberAt(trace("scaled_dot"), 0, {NumberKind::V, 2, 0}), 3)),
      std::string::npos)
      << lab_.value("steps.sum");
}

TEST_F(InspectorPanel, SaysOfAPaintedRowThatItIsPainted) {
  attn::Experiment experiment = attn::test::textExperiment("the rabbit quickly hopped");
  experiment.painted = {{0, 3, {0.1F, 0.2F, 0.3F, 0.4F}}};
  show(experiment);
  openView("heatmap");
  EXPECT_TRUE(lab_.shows("painted-rows"));
  const float computed = (*trace("scaled_dot").head().weights)(3, 1);
  EXPECT_NE(lab_.value("inspector.painted").find(lab::headlineText(computed)), std::string::npos);
  lab_.app().view().selected = lab::Cell{0, 1};
  lab_.frames(2);
  EXPECT_FALSE(lab_.shows("inspector.painted"));
  lab_.click("painted-rows");
  EXPECT_EQ(lab_.app().view().view, "draw");
}

}  // namespace
