// The plane of queries in the window, with a hand on it.
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "shell/actions.h"
#include "support/experiments.h"
#include "window/offscreen_app.h"

namespace {

using lab::OffscreenApp;
using lab::Point;

/// Vectors of two dimensions that are queries, keys and values.
attn::Experiment fivePoints() {
  return attn::test::vectorsExperiment(
      attn::test::matrixOf({{-1.7, -0.9}, {1.35, 1.55}, {-0.7, 1.9}, {0.5, -1.8}, {1.9, -0.35}}));
}

class Hand {
 public:
  explicit Hand(OffscreenApp& lab) : lab_(lab) {}
  void to(Point at) {
    ImGui::GetIO().MousePos = {at.x, at.y};
    lab_.frames(1);
  }
  void press(bool down) {
    ImGui::GetIO().MouseDown[0] = down;
    lab_.frames(1);
  }
  void drag(Point from, Point to_) {
    to(from);
    press(true);
    for (int i = 1; i <= 4; ++i)
      to({from.x + (to_.x - from.x) * static_cast<float>(i) / 4,
          from.y + (to_.y - from.y) * static_cast<float>(i) / 4});
    press(false);
    lab_.frames(1);
  }

 private:
  OffscreenApp& lab_;
};

struct SpaceView : testing::Test {
  SpaceView() {
    lab.app().showExperiment(fivePoints(), lab::Cell{1, 1});
    lab.app().showView("space");
    lab.frames(3);
  }
  Point middle(const std::string& part) { return lab.rect(part).centre(); }
  double number(const std::string& part, int which = 0) {
    std::istringstream text(lab.value(part));
    double value = NAN;
    for (int i = 0; i <= which; ++i) text >> value;
    return value;
  }
  OffscreenApp lab;
  Hand hand{lab};
};

TEST_F(SpaceView, StartsAtTheSelectedQueryWithTheInspectorFolded) {
  EXPECT_FLOAT_EQ(static_cast<float>(number("space.query", 0)), 1.35F);
  EXPECT_FLOAT_EQ(static_cast<float>(number("space.query", 1)), 1.55F);
  EXPECT_TRUE(lab.shows("unfold-inspector"));
  const attn::Trace& trace = *lab.app().trace();
  for (attn::Index key = 0; key < 5; ++key)
    EXPECT_NEAR(number("space.key." + std::to_string(key)), (*trace.head().weights)(1, key), 1e-6);
}

TEST_F(SpaceView, LetsTheQueryBeDraggedWithoutAnEdit) {
  const double before = number("space.context");
  hand.drag(middle("space.query"), middle("space.key.0"));
  EXPECT_NEAR(number("space.query", 0), -1.7, 0.05);  // a pixel is about 0.01
  EXPECT_NEAR(number("space.query", 1), -0.9, 0.05);
  EXPECT_LT(number("space.context"), before);
  EXPECT_FALSE(lab.app().canUndo());
  // Another query is selected: the free one has gone.
  lab::runAction(lab.app(), "select-down");
  lab.app().view().selected = lab::Cell{3, 0};
  lab.frames(2);
  EXPECT_NEAR(number("space.query", 0), 0.5, 1e-6);
}

TEST_F(SpaceView, MovesAKeyInOneUndoStep) {
  const Point from = middle("space.key.3");
  hand.drag(from, {from.x + 60, from.y});
  const attn::Matrix& x = *lab.app().history().document().experiment.x;
  EXPECT_GT(x(3, 0), 0.6F);
  EXPECT_NEAR(x(3, 1), -1.8, 1e-5);
  EXPECT_EQ(x(2, 0), -0.7F);
  ASSERT_TRUE(lab.app().canUndo());
  lab.app().undo();
  lab.frames(2);
  EXPECT_EQ((*lab.app().history().document().experiment.x)(3, 0), 0.5F);
  EXPECT_FALSE(lab.app().canUndo());
}

TEST_F(SpaceView, ShowsWhatFollowsWhileAKeyIsMoved) {
  const Point from = middle("space.key.3");
  hand.to(from);
  hand.press(true);
  double last = number("space.key.3");
  for (const float way : {30.0F, 60.0F, 90.0F}) {
    hand.to({from.x + way, from.y});
    lab.frames(1);
    EXPECT_NE(number("space.key.3"), last) << way;
    EXPECT_NEAR(middle("space.key.3").x, from.x + way, 1);
    last = number("space.key.3");
  }
  hand.press(false);
}

TEST_F(SpaceView, KeepsADraggedQueryInSight) {
  const lab::Rect plot = lab.rect("space");
  hand.drag(middle("space.query"), {plot.right() + 200, plot.centre().y});
  EXPECT_LT(middle("space.query").x, plot.right());
  EXPECT_NEAR(middle("space.query").y, plot.centre().y, 1);
}

TEST_F(SpaceView, SelectsAKeyByItsRow) {
  hand.drag(middle("space.row.3"), middle("space.row.3"));
  EXPECT_EQ(lab.app().view().selected, (lab::Cell{1, 3}));
  EXPECT_EQ(lab.app().view().pointed.key, 3);
  EXPECT_FALSE(lab.app().canUndo());
}

TEST_F(SpaceView, LetsAKeyGoWhenAnotherViewOrExperimentIsShown) {
  const attn::Matrix before = *lab.app().history().document().experiment.x;
  const Point from = middle("space.key.3");
  hand.to(from);
  hand.press(true);
  hand.to({from.x + 60, from.y});
  lab.app().showView("heatmap");
  lab.frames(2);
  hand.press(false);
  lab.app().showView("space");
  lab.frames(3);
  EXPECT_FALSE(lab.app().canUndo());
  EXPECT_EQ(*lab.app().trace()->q, before);
  // The same hand, and fewer keys meanwhile.
  hand.to(middle("space.key.4"));
  hand.press(true);
  hand.to({from.x + 60, from.y});
  lab.app().showExperiment(attn::test::vectorsExperiment(attn::test::matrixOf({{-1, 0}, {1, 0.5}})), lab::Cell{0, 0});
  lab.frames(2);
  hand.press(false);
  lab.frames(2);
  EXPECT_FALSE(lab.app().canUndo());
}

TEST_F(SpaceView, SetsTheTemperatureFromTheCurvesInOneUndoStep) {
  const lab::Rect curves = lab.rect("space.curves");
  hand.drag(curves.centre(), {curves.x + curves.width * 0.75F, curves.centre().y});
  EXPECT_NEAR(lab.app().history().document().experiment.temperature, 10, 0.01);
  lab.app().undo();
  EXPECT_EQ(lab.app().history().document().experiment.temperature, 1);
}

TEST_F(SpaceView, PutsTheQueryWhereThePlaneIsClickedAndSelectsAKeyThatIsClicked) {
  const lab::Rect plot = lab.rect("space");
  hand.drag({plot.x + 30, plot.y + 30}, {plot.x + 30, plot.y + 30});
  EXPECT_NEAR(lab.rect("space.query").centre().x, plot.x + 30, 1);
  hand.drag(middle("space.key.3"), middle("space.key.3"));
  EXPECT_EQ(lab.app().view().selected, (lab::Cell{1, 3}));
}

TEST_F(SpaceView, PansZoomsAndFits) {
  const Point key = middle("space.key.3");
  const lab::Rect plot = lab.rect("space");
  hand.drag({plot.x + 20, plot.y + 20}, {plot.x + 60, plot.y + 50});
  EXPECT_NEAR(middle("space.key.3").x, key.x + 40, 1);
  EXPECT_NEAR(middle("space.key.3").y, key.y + 30, 1);
  lab.app().view().space.camera.reset();
  hand.to(key);
  ImGui::GetIO().MouseWheel = 1;
  lab.frames(1);
  ImGui::GetIO().MouseWheel = 0;
  lab.frames(1);
  EXPECT_NEAR(middle("space.key.3").x, key.x, 1);  // what is under the pointer stays there
  EXPECT_GT(std::abs(middle("space.key.0").x - key.x), 0);
}

TEST_F(SpaceView, LightsUpTheKeyUnderThePointer) {
  hand.to(middle("space.key.2"));
  EXPECT_EQ(lab.app().view().pointed.key, 2);
}

TEST_F(SpaceView, TurnsTextIntoMatricesWhoseKeysCanBeMoved) {
  attn::Experiment text = attn::test::textExperiment("a b c d");
  text.dim = 2;
  lab.app().showExperiment(text, lab::Cell{0, 0});
  lab.frames(3);
  const Point key = middle("space.key.2");
  hand.drag(key, {key.x + 30, key.y});
  EXPECT_FALSE(lab.app().canUndo());  // a key of text is computed: it stays
  hand.drag(middle("space.editable"), middle("space.editable"));
  lab.frames(2);
  EXPECT_EQ(lab.app().history().document().experiment.entry, attn::Entry::Ready);
  EXPECT_FALSE(lab.shows("space.editable"));
  const Point again = middle("space.key.2");
  hand.drag(again, {again.x + 30, again.y});
  lab.app().undo();
  lab.app().undo();
  lab.frames(2);
  EXPECT_EQ(lab.app().history().document().experiment, text);
}

TEST_F(SpaceView, SaysWhatItNeedsAndOffersAnExample) {
  attn::Experiment scores;
  scores.entry = attn::Entry::Scores;
  scores.scores = attn::test::shared(attn::test::seededNormal(3, 3, "scores"));
  lab.app().showExperiment(scores, std::nullopt);
  lab.frames(3);
  EXPECT_TRUE(lab.shows("space.lack"));
  hand.drag(middle("space.example"), middle("space.example"));
  lab.frames(3);
  EXPECT_TRUE(lab.shows("space.query"));
  EXPECT_EQ(lab.app().trace()->q->cols(), 2);
}

}  // namespace
