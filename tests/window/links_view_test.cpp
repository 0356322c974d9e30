// The Links view under a pointer, off screen.
#include <gtest/gtest.h>
#include <imgui.h>

#include "pipeline/pipeline.h"
#include "scene/number_text.h"
#include "support/experiments.h"
#include "window/offscreen_app.h"

namespace {

using lab::OffscreenApp;

void pointAt(OffscreenApp& lab, const std::string& part) {
  const lab::Point at = lab.rect(part).centre();
  ImGui::GetIO().MousePos = {at.x, at.y};
  lab.frames(3);
}

void click(OffscreenApp& lab, const std::string& part) {
  pointAt(lab, part);
  ImGui::GetIO().MouseDown[0] = true;
  lab.frames(2);
  ImGui::GetIO().MouseDown[0] = false;
  lab.frames(3);
}

attn::Experiment sentence() {
  attn::Experiment e = attn::test::textExperiment("the animal was too tired to go");
  e.heads = 2;
  return e;
}

class LinksView : public ::testing::Test {
 protected:
  LinksView() {
    lab.app().showView("links");
    lab.app().showExperiment(sentence(), lab::Cell{1, 2});
    lab.frames(3);
  }
  OffscreenApp lab;
};

TEST_F(LinksView, IsolatesATokenOnEitherSideAndLightsItUpEverywhere) {
  EXPECT_EQ(lab.value("links.drawn"), "49");
  pointAt(lab, "link-query.3");
  EXPECT_EQ(lab.value("links.drawn"), "7");
  EXPECT_EQ(lab.app().view().pointed.query, 3);
  EXPECT_FALSE(lab.app().view().pointed.key);
  pointAt(lab, "link-key.0");
  EXPECT_EQ(lab.value("links.drawn"), "7");
  EXPECT_EQ(lab.app().view().pointed.key, 0);
  ImGui::GetIO().MousePos = {-1, -1};
  lab.frames(3);
  EXPECT_EQ(lab.value("links.drawn"), "49");
}

TEST_F(LinksView, SelectsWhatIsClicked) {
  click(lab, "link-query.4");
  EXPECT_EQ(lab.app().view().selected, (lab::Cell{4, 2}));
  click(lab, "link-key.6");
  EXPECT_EQ(lab.app().view().selected, (lab::Cell{4, 6}));
}

TEST_F(LinksView, ShowsAllHeadsAndHidesThoseThatAreClicked) {
  click(lab, "links-heads.1");
  EXPECT_EQ(lab.value("links.drawn"), "98");
  click(lab, "links.head.0");
  ImGui::GetIO().MousePos = {-1, -1};
  lab.frames(3);
  EXPECT_EQ(lab.value("links.head.0"), "off");
  EXPECT_EQ(lab.value("links.drawn"), "49");
  attn::Pipeline pipeline;
  const attn::Trace trace = pipeline.evaluate(sentence());
  EXPECT_EQ(lab.value("link.1.1.2"), lab::copyText((*trace.head(1).weights)(1, 2)));
  click(lab, "links.every-head");
  EXPECT_EQ(lab.value("links.head.0"), "on");
}

TEST_F(LinksView, ChangesToRowsAndBack) {
  EXPECT_EQ(lab.value("links.layout"), "columns");
  lab.app().view().links.options.layout = lab::LinksLayout::Rows;
  lab.frames(2);
  EXPECT_EQ(lab.value("links.layout"), "rows");
  EXPECT_EQ(lab.value("links.drawn"), "49");
}

TEST_F(LinksView, ScrollsWithTheWheelAndFollowsTheSelection) {
  lab.app().showExperiment(attn::test::wordsExperiment(60), lab::Cell{0, 0});
  lab.frames(3);
  EXPECT_TRUE(lab.shows("link-query.0"));
  EXPECT_FALSE(lab.shows("link-query.59"));
  pointAt(lab, "link-query.5");
  for (int i = 0; i < 12; ++i) {
    ImGui::GetIO().MouseWheel = -5;
    lab.frames(1);
  }
  lab.frames(2);
  EXPECT_TRUE(lab.shows("link-query.59"));
  EXPECT_FALSE(lab.shows("link-query.0"));
  ImGui::GetIO().MousePos = {-1, -1};
  lab.app().view().selected = lab::Cell{3, 3};
  lab.frames(3);
  EXPECT_TRUE(lab.shows("link-query.3"));
}

TEST_F(LinksView, ShowsEveryTokenAfterFit) {
  lab.app().showExperiment(attn::test::wordsExperiment(60), lab::Cell{0, 0});
  lab.frames(3);
  click(lab, "fit");
  EXPECT_TRUE(lab.shows("link-query.59") && lab.shows("link-query.0"));
  click(lab, "fit");
  EXPECT_FALSE(lab.shows("link-query.59"));
}

}  // namespace
