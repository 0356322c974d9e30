#include <gtest/gtest.h>

#include "e2e/desktop.h"

namespace {

using lab::e2e::Desktop;

TEST(StepsViewEndToEnd, ShowsAndWalksThroughTheComputationOfASentence) {
  Desktop desktop(1440, 900);
  ASSERT_TRUE(desktop.waitFor("start-text"));
  desktop.type("the rabbit quickly hopped");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("heatmap", "4x4"));
  desktop.click("tab.steps");
  ASSERT_TRUE(desktop.waitFor("steps.28", "4x4"));  // the weights

  // What is under the pointer is written out below.
  const std::string before = desktop.value("steps.sum");
  desktop.hover("steps.29.2.0");
  EXPECT_TRUE(desktop.waitForOther("steps.sum", before));

  // A click opens the number, and the inspector follows it to the embedding.
  desktop.click("steps.10.1.0");
  desktop.click("unfold-inspector");
  ASSERT_TRUE(desktop.waitFor("derive.line"));
  desktop.click("derive.0.0");
  ASSERT_TRUE(desktop.waitFor("derive.origin", "drawn from seed 1 and the token"));

  // Play stops by itself; keys step.
  desktop.click("steps-play");
  ASSERT_TRUE(desktop.waitFor("steps.step", "step 2 of 6: Q"));
  desktop.click("steps-play");
  ASSERT_TRUE(desktop.waitFor("steps.playing", "off"));
  desktop.chord("period");
  ASSERT_TRUE(desktop.waitFor("steps.step", "step 3 of 6: Q Kᵀ"));
}

}  // namespace
