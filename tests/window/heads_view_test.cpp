// The Heads view under a pointer, off screen.
#include <gtest/gtest.h>
#include <imgui.h>

#include "shell/actions.h"
#include "support/experiments.h"
#include "window/offscreen_app.h"

namespace {

using lab::OffscreenApp;

class HeadsView : public ::testing::Test {
 protected:
  HeadsView() {
    attn::Experiment e = attn::test::textExperiment("the animal was too tired to go");
    e.dim = 12;
    e.heads = 3;
    lab.app().showView("heads");
    lab.app().showExperiment(e, std::nullopt);
    lab.frames(3);
  }
  OffscreenApp lab;
};

TEST_F(HeadsView, OpensTheHeadThatIsClickedInTheHeatmap) {
  lab.app().view().camera.zoom = 7;
  ASSERT_TRUE(lab.shows("head-card.mean") && lab.shows("head-card.maximum"));
  const lab::Point at = lab.rect("head-card.2").centre();
  ImGui::GetIO().MousePos = {at.x, at.y};
  lab.frames(3);
  EXPECT_TRUE(lab.app().view().pointed.query) << "the cell under the pointer lights up";
  ImGui::GetIO().MouseDown[0] = true;
  lab.frames(2);
  ImGui::GetIO().MouseDown[0] = false;
  lab.frames(3);
  EXPECT_EQ(lab.app().view().view, "heatmap");
  EXPECT_FALSE(lab.app().view().wantsView);
  EXPECT_NE(lab.app().view().camera.zoom, 7) << "where another map was looked at";
  EXPECT_EQ(lab.app().view().head, 2);
}

TEST_F(HeadsView, SortsByAMeasure) {
  EXPECT_EQ(lab.value("heads-view"), "0 1 2");
  lab.app().view().heads.options = {lab::HeadOrder::Entropy, true, 0};
  lab.frames(2);
  const std::string order = lab.value("heads-view");
  ASSERT_EQ(order.size(), 5U) << order;
  const auto entropy = [&](char head) { return std::stod(lab.value(std::string("head-card.") + head)); };
  EXPECT_GE(entropy(order[0]), entropy(order[2]));
  EXPECT_GE(entropy(order[2]), entropy(order[4]));
}

TEST_F(HeadsView, LooksAtTheNextHeadWithTheArrowKeys) {
  lab::runAction(lab.app(), "select-right");
  lab.frames(2);
  EXPECT_EQ(lab.app().view().head, 1);
  lab::runAction(lab.app(), "select-left");
  lab::runAction(lab.app(), "select-left");
  EXPECT_EQ(lab.app().view().head, 0) << "there is none before the first";
}

}  // namespace
