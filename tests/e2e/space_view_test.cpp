#include <gtest/gtest.h>

#include "e2e/desktop.h"

namespace {

using lab::e2e::Desktop;

TEST(SpaceView, IsReachedFromATabAndItsQueryAndKeysAreDragged) {
  Desktop desktop(1440, 900);
  ASSERT_TRUE(desktop.waitFor("start-text"));
  desktop.type("the animal was too tired");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("tab.space"));
  desktop.click("tab.space");
  ASSERT_TRUE(desktop.waitFor("space.query"));
  const std::string at = desktop.value("space.query"), before = desktop.value("space.key.1");

  desktop.dragBy("space.query", -80);
  ASSERT_TRUE(desktop.waitFor("space.back"));
  EXPECT_NE(desktop.value("space.query"), at);
  EXPECT_NE(desktop.value("space.key.1"), before);
  desktop.click("space.back");
  ASSERT_TRUE(desktop.waitFor("space.query", at));

  desktop.click("space.editable");
  ASSERT_TRUE(desktop.waitUntilGone("space.editable"));
  const std::string weight = desktop.value("space.key.1");
  desktop.dragBy("space.key.1", 40);
  EXPECT_NE(desktop.value("space.key.1"), weight);
  desktop.chord("ctrl+z");
  ASSERT_TRUE(desktop.waitFor("space.key.1", weight));
}

}  // namespace
