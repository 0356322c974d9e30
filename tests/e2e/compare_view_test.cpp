#include <gtest/gtest.h>

#include "e2e/desktop.h"

namespace {

using lab::e2e::Desktop;

TEST(CompareView, ComparesSelectsAndTakesOver) {
  Desktop desktop(1440, 900);
  desktop.type("the animal was too tired");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("tab.compare"));
  desktop.click("tab.compare");
  ASSERT_TRUE(desktop.waitFor("compare.columns", "6"));
  const std::string before = desktop.value("compare.entropy.dot");
  desktop.click("compare.cell.dot.3.1");
  // Another row has other numbers.
  for (int i = 0; i < 50 && desktop.value("compare.entropy.dot") == before; ++i) desktop.hover("compare.cell.dot.3.1");
  EXPECT_NE(desktop.value("compare.entropy.dot"), before);
  EXPECT_EQ(desktop.value("compare.head.scaled_dot"), "reference");
  desktop.click("compare-differences");
  EXPECT_TRUE(desktop.waitFor("compare.cell.scaled_dot.0.0", "0"));
  // The list, by hand.
  desktop.click("compare-list");
  ASSERT_TRUE(desktop.waitFor("compare.include.mlp", "off"));
  desktop.click("compare.include.mlp");
  EXPECT_TRUE(desktop.waitFor("compare.columns", "7"));
  desktop.chord("Escape");
  ASSERT_TRUE(desktop.waitUntilGone("compare.include.mlp"));
  // Another reference, by its title.
  desktop.click("compare.head.gaussian");
  EXPECT_TRUE(desktop.waitFor("compare.jensen-shannon.gaussian", "0.000"));
}

}  // namespace
