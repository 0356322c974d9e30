#include <gtest/gtest.h>

#include "e2e/desktop.h"

namespace {

using lab::e2e::Desktop;

TEST(HeadsView, OpensAHeadOfSeveralInARealWindow) {
  Desktop desktop(1440, 900);
  desktop.type("the rabbit quickly hopped");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("heatmap", "4x4"));
  desktop.click("tab.heads");
  ASSERT_TRUE(desktop.waitFor("heads-view", "0"));
  desktop.click("heads");
  desktop.chord("ctrl+a");
  desktop.type("2");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("heads-view", "0 1"));
  desktop.click("heads-direction");
  ASSERT_TRUE(desktop.waitFor("heads-view", "1 0"));
  desktop.click("head-card.1");
  ASSERT_TRUE(desktop.waitFor("heatmap", "4x4"));
  EXPECT_EQ(desktop.value("tab.heatmap"), "on");
}

}  // namespace
