#include <gtest/gtest.h>

#include "e2e/desktop.h"

namespace {

using lab::e2e::Desktop;

TEST(TemperatureView, DragsTheMarkerAndPlaysByTheKeyboard) {
  Desktop desktop(1440, 900);
  desktop.type("the animal was too tired");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("tab.temperature"));
  desktop.click("tab.temperature");
  ASSERT_TRUE(desktop.waitFor("temperature.marker", "1"));
  desktop.dragBy("temperature.marker", 120);
  ASSERT_TRUE(desktop.waitFor("temperature.marker"));
  const double dragged = std::stod(desktop.value("temperature.marker"));
  EXPECT_GT(dragged, 2);
  EXPECT_LT(dragged, 20);
  desktop.chord("ctrl+z");
  EXPECT_TRUE(desktop.waitFor("temperature.marker", "1"));
  desktop.click("temperature.overlay.sparsemax");
  EXPECT_TRUE(desktop.waitFor("temperature.plot", "2"));
  desktop.click("temperature.row.2");
  desktop.chord("space");
  ASSERT_TRUE(desktop.waitFor("temperature.play", "■ Stop"));
  desktop.chord("Escape");
  EXPECT_TRUE(desktop.waitFor("temperature.play", "▶ Play"));
  EXPECT_TRUE(desktop.waitFor("temperature.marker", "1"));
}

}  // namespace
