#include <gtest/gtest.h>

#include "pipeline/pipeline.h"
#include "scene/number_text.h"
#include "shell/actions.h"
#include "window/offscreen_app.h"

namespace {

using attn::NumberKind;
using lab::OffscreenApp;

class StepsView : public ::testing::Test {
 protected:
  StepsView() {
    experiment_.queryText = "the rabbit quickly hopped";
    lab_.app().showExperiment(experiment_, lab::Cell{3, 1});
    lab::runAction(lab_.app(), "view.steps");
    lab_.frames(3);
  }
  void point(const std::string& part) {
    const lab::Point at = lab_.rect(part).centre();
    ImGui::GetIO().MousePos = {at.x, at.y};
    lab_.frames(2);
  }
  void click(const std::string& part) {
    point(part);
    ImGui::GetIO().MouseDown[0] = true;
    lab_.frames(2);
    ImGui::GetIO().MouseDown[0] = false;
    lab_.frames(2);
  }
  static std::string box(NumberKind kind, const char* cell) {
    return "steps." + std::to_string(static_cast<int>(kind)) + cell;
  }
  attn::Experiment experiment_;
  OffscreenApp lab_;
};

TEST_F(StepsView, StartsWithBothPanelsFolded) {
  EXPECT_TRUE(lab_.shows("unfold-experiment"));
  EXPECT_TRUE(lab_.shows("unfold-inspector"));
  EXPECT_TRUE(lab_.shows("score-tool"));  // what a teacher needs live stands in the bar
}

TEST_F(StepsView, ShowsTheNumbersOfTheTrace) {
  const attn::Trace trace = attn::Pipeline().evaluate(experiment_);
  EXPECT_EQ(lab_.value(box(NumberKind::Weight, ".2.1")), lab::fixedText((*trace.head().weights)(2, 1), 6));
  EXPECT_EQ(lab_.value(box(NumberKind::K, "t.1.2")), lab::fixedText((*trace.k)(2, 1), 6));
}

TEST_F(StepsView, WritesTheSumOfWhatIsUnderThePointerAndTellsOtherViews) {
  const std::string before = lab_.value("steps.sum");
  point(box(NumberKind::Context, ".0.2"));
  EXPECT_NE(lab_.value("steps.sum"), before);
  EXPECT_EQ(lab_.app().view().pointed.query, 0);
  EXPECT_EQ(lab_.app().view().selected, (lab::Cell{3, 1}));  // hover selects nothing
}

TEST_F(StepsView, SelectsAndOpensWhatIsClicked) {
  click(box(NumberKind::Score, ".1.2"));
  EXPECT_EQ(lab_.app().view().selected, (lab::Cell{1, 2}));
  ASSERT_EQ(lab_.app().view().opened.size(), 1U);
  lab::runAction(lab_.app(), "inspector-panel");
  lab_.frames(2);
  EXPECT_TRUE(lab_.value("derive.line").find("\\sqrt{4}") != std::string::npos) << lab_.value("derive.line");
}

TEST_F(StepsView, WalksThroughTheStepsByKey) {
  lab_.app().press({lab::key::period});
  lab_.frames(2);
  EXPECT_EQ(lab_.app().view().steps.options.step, 0);
  lab_.app().press({lab::key::rightBracket});
  lab_.app().press({lab::key::rightBracket});
  lab_.frames(2);
  EXPECT_EQ(lab_.value("steps.step"), "step 3 of 6: Q Kᵀ");
  lab_.app().press({lab::key::comma});
  EXPECT_EQ(lab_.app().view().steps.options.step, 1);
}

TEST_F(StepsView, PlaysToTheLastStepAndStops) {
  lab::runAction(lab_.app(), "steps-play");
  lab_.frames(5);
  EXPECT_EQ(lab_.value("steps.playing"), "on");
  for (int step = 0; step < 6; ++step) {
    lab_.app().view().steps.nextAt = 1e-9;  // its time has come
    lab_.frames(1);
  }
  EXPECT_EQ(lab_.value("steps.playing"), "off");
  EXPECT_EQ(lab_.app().view().steps.options.step, -1);
}

TEST_F(StepsView, FollowsAnEditAndAnotherRow) {
  const std::string before = lab_.value(box(NumberKind::Weight, ".3.1"));
  experiment_.temperature = 0.2;
  lab_.app().showExperiment(experiment_, lab::Cell{3, 1});
  lab_.frames(2);
  EXPECT_NE(lab_.value(box(NumberKind::Weight, ".3.1")), before);
  const std::string sum = lab_.value("steps.sum");
  lab_.app().moveSelectedCell(-1, 0);
  lab_.frames(2);
  EXPECT_NE(lab_.value("steps.sum"), sum);
}

TEST_F(StepsView, ShowsWhereKeysAndValuesComeFrom) {
  EXPECT_FALSE(lab_.shows(box(NumberKind::WV, "")));
  click("keys-from-x");
  EXPECT_TRUE(lab_.shows(box(NumberKind::WV, "")));
  EXPECT_TRUE(lab_.shows(box(NumberKind::WK, "t")));
}

TEST_F(StepsView, CopesWithEveryEntryAndManyTokens) {
  std::vector<attn::Experiment> all(4);
  all[0].entry = attn::Entry::Weights;
  all[0].weights = std::make_shared<const attn::Matrix>(attn::Matrix::Constant(2, 3, 0.25F));
  all[1].entry = attn::Entry::Scores;
  all[1].scores = all[0].weights;
  all[2].queryText = "a";
  for (int i = 0; i < 700; ++i) all[3].queryText += "w" + std::to_string(i) + " ";
  all[3].score = "key_linear";
  for (const attn::Experiment& experiment : all) {
    lab_.app().showExperiment(experiment, std::nullopt);
    lab_.frames(3);
    EXPECT_TRUE(lab_.shows(box(NumberKind::Weight, ""))) << experiment.queryText.size();
  }
  EXPECT_NE(lab_.value("steps.omitted").find("of 700"), std::string::npos) << lab_.value("steps.omitted");
}

TEST(Derivation, GoesFromAWeightDownToTheEmbeddingAndBack) {
  OffscreenApp lab;
  attn::Experiment experiment;
  experiment.queryText = "the rabbit quickly hopped";
  lab.app().showExperiment(experiment, lab::Cell{3, 1});
  lab.frames(3);
  const auto click = [&](const std::string& part) {
    ASSERT_TRUE(lab.shows(part)) << part;
    const lab::Point at = lab.rect(part).centre();
    ImGui::GetIO().MousePos = {at.x, at.y};
    lab.frames(2);
    ImGui::GetIO().MouseDown[0] = true;
    lab.frames(2);
    ImGui::GetIO().MouseDown[0] = false;
    lab.frames(2);
  };
  click("open-weight");
  EXPECT_NE(lab.value("derive.line").find("e^{"), std::string::npos);
  click("derive.0.1");  // the score of the key "rabbit"
  EXPECT_NE(lab.value("derive.line").find("\\sqrt{4}"), std::string::npos);
  click("derive.0.0");  // q · k
  click("derive.1.2");  // the third number of k
  EXPECT_TRUE(lab.value("derive.place").starts_with("K\t")) << lab.value("derive.place");
  click("derive.0.0");  // the first number of x
  EXPECT_EQ(lab.value("derive.origin"), "drawn from seed 1 and the token");
  click("derive.way.1");
  EXPECT_TRUE(lab.value("derive.place").starts_with("scores\t")) << lab.value("derive.place");
  click("derive.close");
  EXPECT_TRUE(lab.shows("inspector.head"));
  // Another selection shows its own arithmetic.
  click("open-headline");
  EXPECT_TRUE(lab.value("derive.place").starts_with("weights\t"));
  lab.app().moveSelectedCell(-1, 0);
  lab.frames(2);
  EXPECT_TRUE(lab.shows("inspector.head"));
}

}  // namespace
