#include "shell/frame_layout.h"

#include <gtest/gtest.h>

namespace {

using lab::FrameLayout;
using lab::FrameRequest;
using lab::layoutFrame;

FrameRequest requestFor(float width, float height, float base = 16) {
  FrameRequest request;
  request.window = {width, height};
  request.metrics.base = base;
  return request;
}

TEST(FrameLayout, HasTheMeasuresOfTheMockAtItsSize) {
  const FrameLayout layout = layoutFrame(requestFor(1440, 900));
  EXPECT_EQ(layout.top.height, 40);
  EXPECT_EQ(layout.experiment.width, 272);
  EXPECT_EQ(layout.inspector.width, 384);
  EXPECT_EQ(layout.tools.height, 48);
  EXPECT_EQ(layout.strip.height, 80);
  EXPECT_FALSE(layout.low);
}

TEST(FrameLayout, FoldsTheExperimentPanelInTheProjectorThemeAt1280x720) {
  FrameRequest projector = requestFor(1280, 720, 22);
  projector.metrics.projector = true;
  const FrameLayout layout = layoutFrame(projector);
  EXPECT_FALSE(layout.experimentOpen);
  EXPECT_TRUE(layout.toolsHaveControls);
  EXPECT_TRUE(layout.low);
  // The mock's 472, give or take a rounded pixel.
  EXPECT_NEAR(layout.inspector.width, 472, 2);
}

TEST(FrameLayout, NeverGivesTheViewLessThan45PercentOfTheWidth) {
  for (const float base : {12.0F, 16.0F, 22.0F, 32.0F, 48.0F})
    for (float width = 640; width <= 3840; width += 160)
      for (const int choice : {0, 1, 2, 3}) {
        FrameRequest request = requestFor(width, 800, base);
        request.experimentWidth = 400;
        request.inspectorWidth = 560;
        if (choice % 2 == 1) request.experimentOpen = true;
        if (choice >= 2) request.inspectorOpen = true;
        EXPECT_GE(layoutFrame(request).view.width, 0.45F * width) << width << " " << base << " " << choice;
      }
}

TEST(FrameLayout, CoversTheWindowWithoutGapOrOverlap) {
  const FrameLayout layout = layoutFrame(requestFor(1511, 873));
  EXPECT_EQ(layout.experiment.right(), layout.view.x);
  EXPECT_EQ(layout.view.right(), layout.inspector.x);
  EXPECT_EQ(layout.inspector.right(), 1511);
  EXPECT_EQ(layout.top.bottom(), layout.tabs.y);
  EXPECT_EQ(layout.tabs.bottom(), layout.tools.y);
  EXPECT_EQ(layout.tools.bottom(), layout.view.y);
  EXPECT_EQ(layout.view.bottom(), layout.strip.y);
  EXPECT_EQ(layout.strip.bottom(), 873);
}

TEST(FrameLayout, KeepsThePanelTheReaderOpenedAndFoldsTheOther) {
  FrameRequest request = requestFor(1280, 720, 22);
  request.experimentOpen = true;
  const FrameLayout layout = layoutFrame(request);
  EXPECT_TRUE(layout.experimentOpen);
  EXPECT_FALSE(layout.inspectorOpen);
}

}  // namespace
