#include <gtest/gtest.h>

#include <map>
#include <string>

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

TEST_F(StepsView, WalksThroughTheStepsByKeyAndStopsAtBothEnds) {
  EXPECT_EQ(lab_.value("steps.step"), "all 6 steps");
  lab_.app().press({lab::key::period});
  lab_.frames(2);
  EXPECT_EQ(lab_.value("steps.step"), "step 1 of 6: X");
  lab_.app().press({lab::key::comma});
  lab_.frames(2);
  EXPECT_EQ(lab_.value("steps.step"), "step 1 of 6: X");
  lab_.app().press({lab::key::period});
  lab_.app().press({lab::key::period});
  lab_.frames(2);
  EXPECT_EQ(lab_.value("steps.step"), "step 3 of 6: Q Kᵀ");
  for (int i = 0; i < 5; ++i) lab_.app().press({lab::key::period});
  lab_.frames(2);
  EXPECT_EQ(lab_.value("steps.step"), "step 6 of 6: context");
  lab_.app().press({lab::key::comma});
  EXPECT_EQ(lab_.app().view().steps.options.step, 4);
}

TEST_F(StepsView, StepsOnFromTheNumberThatWasClicked) {
  click(box(NumberKind::Q, ".1.0"));
  EXPECT_EQ(lab_.value("steps.step"), "step 2 of 6: Q");
  EXPECT_EQ(lab_.app().view().steps.options.step, -1);  // everything is still shown
  lab_.app().press({lab::key::period});
  lab_.frames(2);
  EXPECT_EQ(lab_.value("steps.step"), "step 3 of 6: Q Kᵀ");
  click(box(NumberKind::V, ".1.0"));
  lab_.app().press({lab::key::comma});
  lab_.frames(2);
  EXPECT_EQ(lab_.value("steps.step"), "step 5 of 6: weights");  // before the step that V is a factor of
}

TEST_F(StepsView, GoesToTheStepThatIsChosenInItsList) {
  click("steps-list");
  click("steps-list.4");
  EXPECT_EQ(lab_.value("steps.step"), "step 4 of 6: scores");
  click("steps-list");
  click("steps-list.0");
  EXPECT_EQ(lab_.value("steps.step"), "all 6 steps");
}

TEST_F(StepsView, PlaysToTheLastStepAndStaysThere) {
  const auto wait = [&] {
    lab_.app().view().steps.nextAt = 1e-9;  // its time has come
    lab_.frames(1);
  };
  lab::runAction(lab_.app(), "steps-play");
  lab_.frames(5);
  EXPECT_EQ(lab_.value("steps.playing"), "on");
  EXPECT_EQ(lab_.value("steps.step"), "step 1 of 6: X");
  for (int step = 0; step < 6; ++step) wait();
  EXPECT_EQ(lab_.value("steps.playing"), "off");
  EXPECT_EQ(lab_.value("steps.step"), "step 6 of 6: context");
  lab_.frames(5);
  EXPECT_EQ(lab_.value("steps.step"), "step 6 of 6: context");
  // From its end it plays again from the start; paused, it goes on from where it was.
  lab::runAction(lab_.app(), "steps-play");
  lab_.frames(2);
  EXPECT_EQ(lab_.value("steps.step"), "step 1 of 6: X");
  wait();
  lab::runAction(lab_.app(), "steps-play");
  lab_.frames(2);
  EXPECT_EQ(lab_.value("steps.playing"), "off");
  lab::runAction(lab_.app(), "steps-play");
  lab_.frames(2);
  EXPECT_EQ(lab_.value("steps.step"), "step 2 of 6: Q");
}

/// A long text whose tokens do not fit.
class LongSteps : public StepsView {
 protected:
  LongSteps() {
    experiment_.queryText.clear();
    for (int i = 0; i < 300; ++i) experiment_.queryText += "w" + std::to_string(i) + " ";
    lab_.app().showExperiment(experiment_, lab::Cell{0, 0});
    lab_.frames(3);
  }
  void turnWheel(float down, float across = 0, bool shift = false) {
    ImGuiIO& io = ImGui::GetIO();
    io.KeyShift = shift;
    io.MouseWheel = down;
    io.MouseWheelH = across;
    lab_.frames(1);
    io.KeyShift = false;
    io.MouseWheel = io.MouseWheelH = 0;
    lab_.frames(1);
  }
  attn::Index first(lab::StepsAxis axis) { return lab_.app().view().steps.scroll[axis]; }
};

TEST_F(LongSteps, ScrollsQueriesWithTheWheelAndKeysSideways) {
  using enum lab::StepsAxis;
  point(box(NumberKind::Weight, ".3.3"));
  const std::string before = lab_.value(box(NumberKind::Weight, ".0.0"));
  turnWheel(-1);
  const attn::Index down = first(Queries);
  EXPECT_GT(down, 0);
  EXPECT_EQ(first(Keys), 0);
  EXPECT_NE(lab_.value(box(NumberKind::Weight, ".0.0")), before);
  turnWheel(-1, 0, true);
  EXPECT_EQ(first(Queries), down);
  EXPECT_GT(first(Keys), 0);
  turnWheel(0, 2);
  EXPECT_EQ(first(Keys), 0);
  turnWheel(-1000);
  EXPECT_NE(lab_.value("steps.omitted").find("– 300 of 300"), std::string::npos) << lab_.value("steps.omitted");
  turnWheel(1000);
  EXPECT_EQ(first(Queries), 0);
  EXPECT_EQ(lab_.app().view().selected, (lab::Cell{0, 0}));
}

TEST_F(LongSteps, KeepsTheSelectionInViewWhenItMovesAndLetsOneScrollAway) {
  using enum lab::StepsAxis;
  point(box(NumberKind::Weight, ".3.3"));
  turnWheel(-20);
  const attn::Index away = first(Queries);
  EXPECT_GT(away, 20);
  lab_.frames(3);
  EXPECT_EQ(first(Queries), away);  // the selection, the first row, is out of view
  lab_.app().moveSelectedCell(1, 0);
  lab_.frames(2);
  EXPECT_EQ(first(Queries), 0);
  lab_.app().view().selected = lab::Cell{200, 250};
  lab_.frames(2);
  EXPECT_GT(first(Queries), 100);
  EXPECT_LE(first(Queries), 200);
  EXPECT_GT(first(Keys), 100);
  EXPECT_LE(first(Keys), 250);
}

TEST_F(LongSteps, ListsEveryRowAndFindsOneByItsLetters) {
  lab_.app().view().selected = lab::Cell{150, 0};
  lab_.frames(2);
  click("steps-row");
  EXPECT_TRUE(lab_.shows("steps-row.150"));  // it opens at the selected one
  EXPECT_FALSE(lab_.shows("steps-row.0"));   // and draws only what is seen
  click("steps-row.151");
  EXPECT_EQ(lab_.app().view().selected, (lab::Cell{151, 0}));
  click("steps-row");
  for (const char typed : std::string("W29")) ImGui::GetIO().AddInputCharacter(static_cast<unsigned>(typed));
  lab_.frames(3);
  EXPECT_TRUE(lab_.shows("steps-row.299"));
  EXPECT_TRUE(lab_.shows("steps-row.29"));
  EXPECT_FALSE(lab_.shows("steps-row.150"));
  click("steps-row.299");
  EXPECT_EQ(lab_.app().view().selected, (lab::Cell{299, 0}));
}

TEST_F(StepsView, UnfoldsTheOutputThatItFoldedForRoom) {
  experiment_.queryText = "The animal did not cross the street because it was too tired to go on until the sun had set";
  experiment_.embedding = "ngram";
  experiment_.heads = 4;
  experiment_.position = "rope";
  lab_.app().showExperiment(experiment_, lab::Cell{3, 1});
  lab_.frames(3);
  ASSERT_TRUE(lab_.shows("steps.fold"));
  EXPECT_FALSE(lab_.shows(box(NumberKind::Output, "")));
  click("steps.fold");
  lab_.frames(2);
  EXPECT_TRUE(lab_.shows(box(NumberKind::Output, "")));
  EXPECT_FALSE(lab_.shows("steps.fold"));
}

TEST_F(StepsView, ShowsTheHiddenLayerOfTheSelectedQuery) {
  experiment_.score = "additive";
  lab_.app().showExperiment(experiment_, lab::Cell{3, 1});
  lab_.frames(3);
  const std::string before = lab_.value(box(NumberKind::Hidden, "t.0.1"));
  EXPECT_FALSE(before.empty());
  lab_.app().moveSelectedCell(-1, 0);
  lab_.frames(2);
  EXPECT_NE(lab_.value(box(NumberKind::Hidden, "t.0.1")), before);
  click(box(NumberKind::Hidden, "t.0.1"));
  ASSERT_EQ(lab_.app().view().opened.size(), 1U);
  EXPECT_EQ(lab_.app().view().opened[0].query, 2);
}

/// How often each of the controls that the bar may have no room for is drawn while the view's menu is open, if it has
/// one. The bar is drawn as well then.
std::map<std::string, int> drawnWithTheMenu(int width, lab::Theme theme) {
  lab::Settings settings;
  settings.theme = theme;
  OffscreenApp lab(settings, width, 720);
  attn::Experiment experiment;
  experiment.queryText = "the rabbit quickly hopped";
  lab.app().showExperiment(experiment, lab::Cell{3, 1});
  lab::runAction(lab.app(), "view.steps");
  lab.frames(3);
  EXPECT_TRUE(lab.shows("unfold-experiment"));
  if (lab.shows("view-menu")) {
    lab.click("view-menu");
    EXPECT_TRUE(lab.shows("steps-values"));  // it is open
  }
  std::map<std::string, int> times;
  for (const char* part : {"score-tool", "temperature-tool", "steps-list", "numbers-in-formula", "keys-from-x"})
    times[part] = lab.shows(part) ? lab.app().probe().parts().at(part).times : 0;
  return times;
}

TEST(StepsViewInANarrowWindow, HasEveryControlEitherInTheBarOrInTheMenu) {
  for (const lab::Theme theme : {lab::Theme::Dark, lab::Theme::Projector})
    for (const int width : {800, 1024, 1150, 1280, 1440, 1920})
      for (const auto& [part, times] : drawnWithTheMenu(width, theme))
        EXPECT_EQ(times, 1) << part << (theme == lab::Theme::Dark ? " dark " : " projector ") << width;
}

TEST(StepsViewInANarrowWindow, HasTheTemperatureInTheMenuWhereTheBarHasNoRoom) {
  OffscreenApp lab({}, 800, 600);
  attn::Experiment experiment;
  experiment.queryText = "the rabbit quickly hopped";
  lab.app().showExperiment(experiment, lab::Cell{3, 1});
  lab::runAction(lab.app(), "view.steps");
  lab.frames(3);
  EXPECT_FALSE(lab.shows("temperature-tool"));
  lab.click("view-menu");
  EXPECT_TRUE(lab.shows("temperature-tool"));
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
