#include <gtest/gtest.h>

#include "support/experiments.h"
#include "window/offscreen_app.h"

namespace {

using lab::OffscreenApp;

/// The Draw view on a sentence, with hands.
class DrawWindow {
 public:
  DrawWindow() {
    lab.app().showExperiment(attn::test::textExperiment("the animal was too tired"), lab::Cell{1, 2});
    lab.app().showView("draw");
    lab.frames(3);
  }
  void drag(const std::string& part, float up, bool release = true) {
    const lab::Point at = lab.rect(part).centre();
    lab.movePointer(at);
    lab.pressPointer(true);
    lab.movePointer({at.x, at.y - up / 2});
    lab.movePointer({at.x, at.y - up});
    lab.frames(2);
    if (release) lab.pressPointer(false);
    lab.frames(2);
  }
  double weight(int query, int key) const {
    return static_cast<double>((*lab.app().trace()->head().weights)(query, key));
  }
  double rowSum(int query) const { return (*lab.app().trace()->head().weights).row(query).cast<double>().sum(); }
  const std::vector<attn::PaintedRow>& painted() const { return lab.app().trace()->experiment.painted; }
  mutable OffscreenApp lab;
};

TEST(DrawView, PaintsABarLiveAndUndoesItInOneStep) {
  DrawWindow window;
  const double before = window.weight(1, 2);
  const float height = window.lab.rect("draw.bar.2").height;
  window.drag("draw.bar.2", height / 4, false);
  // A quarter of the plot is a quarter; the pointer moves in whole pixels at most.
  EXPECT_NEAR(window.weight(1, 2), before + 0.25, 1 / static_cast<double>(height));
  EXPECT_FALSE(window.lab.app().history().canUndo());
  window.lab.pressPointer(false);
  window.lab.frames(2);
  EXPECT_TRUE(window.lab.app().history().canUndo());
  // Five weights, each rounded to 6e-8.
  EXPECT_NEAR(window.rowSum(1), 1, 3e-7);
  EXPECT_EQ(window.painted().size(), 1U);
  window.lab.app().undo();
  window.lab.frames(2);
  EXPECT_EQ(window.weight(1, 2), before);
  EXPECT_TRUE(window.painted().empty());
}

TEST(DrawView, PaintsACellOfAnyRowAndSelectsIt) {
  DrawWindow window;
  const double before = window.weight(3, 0);
  window.drag("draw.cell.3.0", 48);
  EXPECT_EQ(window.lab.app().view().selected, (lab::Cell{3, 0}));
  EXPECT_GT(window.weight(3, 0), before + 0.2);
  EXPECT_EQ(window.lab.value("draw.map"), "1");
}

TEST(DrawView, SelectsByAClickWithoutPainting) {
  DrawWindow window;
  window.drag("draw.cell.0.3", 0);
  EXPECT_EQ(window.lab.app().view().selected, (lab::Cell{0, 3}));
  EXPECT_TRUE(window.painted().empty());
}

TEST(DrawView, ChangesTheSelectedWeightByPlusAndMinus) {
  DrawWindow window;
  window.drag("draw.cell.1.2", 0);  // the view has the keys
  const double before = window.weight(1, 2);
  ImGui::GetIO().AddInputCharacter('+');
  window.lab.frames(2);
  // A weight is stored in 32 bits.
  EXPECT_NEAR(window.weight(1, 2), before + 0.05, 6e-8);
  ImGui::GetIO().AddInputCharacter('-');
  window.lab.frames(2);
  EXPECT_NEAR(window.weight(1, 2), before, 1.2e-7);
}

TEST(DrawView, HasTheKeysAfterUndoToo) {
  DrawWindow window;
  window.drag("draw.cell.1.2", 48);
  window.lab.app().undo();
  window.lab.frames(2);
  const double before = window.weight(1, 2);
  ImGui::GetIO().AddInputCharacter('+');
  window.lab.frames(2);
  // A weight is stored in 32 bits.
  EXPECT_NEAR(window.weight(1, 2), before + 0.05, 6e-8);
}

TEST(DrawView, KeepsTheProportionsOfADragThatWentToOneAndBack) {
  DrawWindow window;
  const double first = window.weight(1, 0) / window.weight(1, 4);
  const lab::Point at = window.lab.rect("draw.bar.2").centre();
  window.lab.movePointer(at);
  window.lab.pressPointer(true);
  window.lab.movePointer({at.x, at.y - 2000});
  window.lab.frames(2);
  EXPECT_EQ(window.weight(1, 2), 1);
  window.lab.movePointer({at.x, at.y - 20});
  window.lab.frames(2);
  window.lab.pressPointer(false);
  window.lab.frames(2);
  // Four weights that are rounded to 6e-8 of themselves.
  EXPECT_NEAR(window.weight(1, 0) / window.weight(1, 4), first, 3e-7 * first);
}

TEST(DrawView, GivesRowsBackToTheComputation) {
  DrawWindow window;
  window.drag("draw.cell.3.0", 48);
  window.drag("draw.cell.1.2", 48);
  ASSERT_EQ(window.painted().size(), 2U);
  window.drag("draw.reset-row", 0);
  ASSERT_EQ(window.painted().size(), 1U);
  EXPECT_EQ(window.painted()[0].query, 3);
  window.drag("draw.reset-all", 0);
  EXPECT_TRUE(window.painted().empty());
  window.lab.app().undo();
  window.lab.frames(2);
  EXPECT_EQ(window.painted().size(), 1U);
}

TEST(DrawView, SaysThatPaintedRowsWentWithTheirTokens) {
  DrawWindow window;
  window.drag("draw.cell.1.2", 48);
  window.lab.clipboard = "the animal";
  window.lab.app().paste();
  window.lab.frames(2);
  EXPECT_TRUE(window.painted().empty());
  EXPECT_NE(window.lab.value("message.0").find("painted rows"), std::string::npos);
}

TEST(DrawView, LeavesMaskedKeysAlone) {
  DrawWindow window;
  attn::Experiment experiment = attn::test::textExperiment("a b c");
  experiment.masks = {{"causal", {}}};
  window.lab.app().showExperiment(experiment, lab::Cell{0, 0});
  window.lab.frames(2);
  window.drag("draw.cell.0.2", 48);
  EXPECT_TRUE(window.painted().empty());
}

}  // namespace
