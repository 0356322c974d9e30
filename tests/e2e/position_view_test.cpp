#include <gtest/gtest.h>

#include "e2e/desktop.h"

namespace {

using lab::e2e::Desktop;

TEST(Positions, AreLookedAtUsedAndShifted) {
  Desktop desktop(1440, 900);
  desktop.type("the rabbit quickly hopped");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("heatmap", "4x4"));
  desktop.click("tab.position");
  ASSERT_TRUE(desktop.waitFor("position.none"));
  desktop.click("position.look.rope");
  ASSERT_TRUE(desktop.waitFor("position.scheme", "rope"));
  desktop.click("position.use");
  ASSERT_TRUE(desktop.waitUntilGone("position.use"));
  desktop.click("position.shift-slider");
  ASSERT_TRUE(desktop.waitFor("position.shifted.0.0"));
  EXPECT_EQ(desktop.value("position.sentence").find("✓"), 0U);
}

}  // namespace
