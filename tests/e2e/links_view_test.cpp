#include <gtest/gtest.h>

#include "e2e/desktop.h"

namespace {

using lab::e2e::Desktop;

TEST(LinksView, IsolatesSelectsAndShowsAllHeadsInARealWindow) {
  Desktop desktop(1440, 900);
  desktop.type("the rabbit quickly hopped");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("heatmap", "4x4"));
  desktop.click("tab.links");
  ASSERT_TRUE(desktop.waitFor("links.drawn", "16"));
  EXPECT_EQ(desktop.value("links.layout"), "columns");

  desktop.hover("link-query.1");
  ASSERT_TRUE(desktop.waitFor("links.drawn", "4"));
  desktop.click("link-query.1");
  desktop.click("link-key.2");
  ASSERT_TRUE(desktop.waitFor("inspector.head"));
  EXPECT_TRUE(desktop.value("inspector.head").starts_with("rabbit → quickly")) << desktop.value("inspector.head");

  desktop.click("heads");
  desktop.chord("ctrl+a");
  desktop.type("2");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("links-heads.1"));
  desktop.click("links-heads.1");
  ASSERT_TRUE(desktop.waitFor("links.drawn", "32"));
  desktop.click("links.head.1");
  ASSERT_TRUE(desktop.waitFor("links.head.1", "off"));
}

}  // namespace
