#include <gtest/gtest.h>

#include <cmath>

#include "e2e/desktop.h"

namespace {

using lab::e2e::Desktop;

TEST(DrawingWeights, WithTheKeyboardChangesARowAndIsUndone) {
  Desktop desktop(1440, 900);
  desktop.type("the rabbit quickly hopped");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("heatmap", "4x4"));
  desktop.click("tab.draw");
  ASSERT_TRUE(desktop.waitFor("draw.map", "0"));
  desktop.click("draw.cell.1.3");
  const std::string before = desktop.value("draw.cell.1.3");
  desktop.type("+");
  ASSERT_TRUE(desktop.waitFor("draw.map", "1"));
  EXPECT_NEAR(std::stod(desktop.value("draw.cell.1.3")), std::stod(before) + 0.05, 1e-6);
  desktop.chord("ctrl+z");
  ASSERT_TRUE(desktop.waitFor("draw.map", "0"));
  EXPECT_EQ(desktop.value("draw.cell.1.3"), before);
}

}  // namespace
