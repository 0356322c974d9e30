#include <gtest/gtest.h>

#include <fstream>

#include "e2e/desktop.h"

namespace {

using lab::e2e::Desktop;

TEST(MasksByHand, ArePaintedWithTheMouseAndUndone) {
  Desktop desktop(1440, 900);
  desktop.type("the rabbit quickly hopped");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("heatmap", "4x4"));
  desktop.click("mask");
  ASSERT_TRUE(desktop.waitFor("mask.custom"));
  desktop.click("mask.custom");
  ASSERT_TRUE(desktop.waitFor("mask-bar"));
  // Along the middle of the map: from the second key to the last.
  desktop.drag("cell.1.1", 0.2, 2.8);
  ASSERT_TRUE(desktop.waitFor("cell.1.3", "0"));
  EXPECT_EQ(desktop.value("cell.1.1") + desktop.value("cell.1.2"), "00");
  EXPECT_EQ(desktop.value("cell.1.0"), "1");
  desktop.chord("ctrl+z");
  ASSERT_TRUE(desktop.waitUntilGone("message.0"));
  EXPECT_NE(desktop.value("cell.1.3"), "0");
  desktop.click("bar.paint-mask");
  EXPECT_TRUE(desktop.waitUntilGone("mask-bar"));
}

TEST(MatrixFiles, AreOpenedFromTheMenuOfFiles) {
  Desktop desktop(1280, 720);
  std::ofstream(desktop.home() / "weights.csv") << ",a,b\nx,0.25,0.75\ny,0.5,0.5\n";
  desktop.chord("ctrl+o");
  ASSERT_TRUE(desktop.waitFor("picker.name"));
  desktop.type("weights.csv");
  ASSERT_TRUE(desktop.waitFor("picker.name", "weights.csv"));
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("matrices.0", "weights 2 × 2 text"));
  EXPECT_EQ(desktop.value("matrices.0.role"), "weights");
  desktop.click("matrices.show");
  ASSERT_TRUE(desktop.waitFor("heatmap", "2x2"));
  EXPECT_EQ(desktop.value("cell.0.1"), "0.75");
}

TEST(SheetsOfNumbers, TakeWhatIsTypedAtOnce) {
  Desktop desktop(1440, 900);
  desktop.type("a b c");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("heatmap", "3x3"));
  desktop.click("score");
  ASSERT_TRUE(desktop.waitFor("score.2"));
  desktop.click("score.2");
  ASSERT_TRUE(desktop.waitFor("sheet.W"));
  desktop.click("sheet.W");
  ASSERT_TRUE(desktop.waitFor("sheet.W.cell.0.0"));
  desktop.click("sheet.W.cell.0.0");
  desktop.type("1.25");
  desktop.chord("Tab");
  desktop.type("3.5");
  desktop.chord("Return");
  EXPECT_TRUE(desktop.waitFor("sheet.W.cell.0.0", "1.25"));
  EXPECT_TRUE(desktop.waitFor("sheet.W.cell.0.1", "3.5"));
}

}  // namespace
