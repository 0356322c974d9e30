#include <gtest/gtest.h>

#include "support/experiments.h"
#include "window/offscreen_app.h"

namespace {

using lab::OffscreenApp;

/// The Position view on a sentence, with hands.
class PositionWindow {
 public:
  explicit PositionWindow(const char* position = "none") {
    attn::Experiment experiment = attn::test::textExperiment("the animal was too tired");
    experiment.position = position;
    lab.app().showExperiment(experiment, lab::Cell{1, 2});
    lab.app().showView("position");
    lab.frames(3);
  }
  void click(const std::string& part) {
    lab.movePointer(lab.rect(part).centre());
    lab.pressPointer(true);
    lab.pressPointer(false);
    lab.frames(3);
  }
  bool says(const std::string& what) { return lab.value("position.sentence").find(what) != std::string::npos; }
  const attn::Experiment& experiment() { return lab.app().trace()->experiment; }
  OffscreenApp lab;
};

TEST(PositionView, OffersTheSchemesWhereThereIsNone) {
  PositionWindow window;
  EXPECT_TRUE(window.lab.shows("position.none"));
  window.click("position.look.rope");
  EXPECT_EQ(window.lab.value("position.scheme"), "rope");
  EXPECT_EQ(window.experiment().position, "none");
}

TEST(PositionView, PutsASchemeToUseAndUndoesIt) {
  PositionWindow window;
  window.click("position.look.rope");
  window.click("position.use");
  EXPECT_EQ(window.experiment().position, "rope");
  EXPECT_FALSE(window.lab.shows("position.use"));
  window.lab.app().undo();
  window.lab.frames(2);
  EXPECT_EQ(window.experiment().position, "none");
  EXPECT_EQ(window.lab.value("position.scheme"), "rope");
}

TEST(PositionView, UsesABiasBesideThePositions) {
  PositionWindow window("rope");
  window.lab.app().view().position.options.scheme = "alibi";
  window.lab.frames(3);
  window.click("position.use");
  EXPECT_EQ(window.experiment().bias.name, "alibi");
  EXPECT_EQ(window.experiment().position, "rope");
}

TEST(PositionView, ShiftsTheSequenceByPlusAndSaysWhatStays) {
  PositionWindow window("rope");
  EXPECT_EQ(window.lab.value("position.shift"), "0");
  window.click("position.unshifted.0.3");
  EXPECT_EQ(window.lab.app().view().selected, (lab::Cell{0, 3}));
  for (int i = 0; i < 3; ++i) {
    ImGui::GetIO().AddInputCharacter('+');
    window.lab.frames(2);
  }
  EXPECT_EQ(window.lab.value("position.shift"), "3");
  EXPECT_TRUE(window.says("Unchanged up to rounding"));
  EXPECT_EQ(window.experiment().firstPosition, 0);
  EXPECT_FALSE(window.lab.app().history().canUndo());
}

TEST(PositionView, SaysWhereALearnedTableEnds) {
  PositionWindow window("learned");
  window.lab.app().view().position.options.shift = 2;
  window.lab.frames(3);
  EXPECT_TRUE(window.says("Not defined"));
  EXPECT_TRUE(window.says("≥ 7 × 4"));
}

TEST(PositionView, SaysWhyASchemeIsNotForAnExperiment) {
  PositionWindow window;
  window.lab.app().showExperiment(
      attn::test::readyExperiment(attn::test::seededNormal(3, 4, "q"), attn::test::seededNormal(3, 4, "k")),
      std::nullopt);
  window.lab.app().view().position.options.scheme = "sinusoidal";
  window.lab.frames(3);
  EXPECT_TRUE(window.lab.value("position.sentence").rfind("! ", 0) == 0);
  window.click("position.use");
  EXPECT_EQ(window.experiment().position, "none");
}

}  // namespace
