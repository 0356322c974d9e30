#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "e2e/desktop.h"

namespace {

using lab::e2e::Desktop;

double number(const std::string& text) {
  std::string ascii = text;
  for (std::size_t at; (at = ascii.find("−")) != std::string::npos;) ascii.replace(at, 3, "-");
  return std::stod(ascii);
}

std::string bytesOf(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream out;
  out << stream.rdbuf();
  return out.str();
}

int bigEndian(const std::string& bytes, std::size_t at) {
  int value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value * 256 + static_cast<unsigned char>(bytes[at + i]);
  return value;
}

TEST(FirstSlice, GoesFromASentenceToASavedPicture) {
  Desktop desktop(1440, 900);

  // A sentence is typed into the empty window, which has the focus in its field.
  ASSERT_TRUE(desktop.waitFor("start-text"));
  desktop.type("the rabbit quickly hopped");
  ASSERT_TRUE(desktop.waitFor("start-text", "the rabbit quickly hopped"));
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("heatmap", "4x4"));

  // A Chinese one is pasted over it.
  desktop.setClipboard("我爱北京天安门");
  desktop.chord("ctrl+v");
  ASSERT_TRUE(desktop.waitFor("query-text", "我爱北京天安门"));
  ASSERT_TRUE(desktop.waitFor("heatmap", "4x4"));
  // The first weight of this sentence for seed 1, from the reference numbers (generator.npz).
  EXPECT_NEAR(number(desktop.value("cell.0.0")), 0.22179274, 2e-6);

  // The temperature is dragged from 1 towards 0.01 and the row gets sharper.
  const double before = number(desktop.value("cell.0.1"));
  desktop.drag("temperature-slider", 0.5, 0.3);
  ASSERT_TRUE(desktop.waitFor("stage.weights", "on"));
  const double tau = number(desktop.value("temperature"));
  EXPECT_NEAR(std::log10(tau), -0.8, 0.1);
  EXPECT_GT(number(desktop.value("cell.0.1")), before);
  EXPECT_EQ(desktop.value("stage.context"), "changed");
  EXPECT_EQ(desktop.value("stage.scores"), "off");

  // Another score function.
  desktop.click("score");
  ASSERT_TRUE(desktop.waitFor("score.0"));
  desktop.click("score.0");
  ASSERT_TRUE(desktop.waitUntilGone("score.0"));
  EXPECT_EQ(desktop.value("stage.scores"), "changed");

  // A cell is selected and its arithmetic shown.
  desktop.click("cell.1.2");
  ASSERT_TRUE(desktop.part("inspector.head"));
  EXPECT_TRUE(desktop.value("inspector.head").starts_with("爱 → 北京")) << desktop.value("inspector.head");
  EXPECT_TRUE(desktop.value("score-line").find("\\accent{") != std::string::npos);

  // Undo takes back the score function, then the whole drag at once.
  desktop.chord("ctrl+z");
  ASSERT_TRUE(desktop.waitFor("stage.scores", "changed"));
  desktop.chord("ctrl+z");
  ASSERT_TRUE(desktop.waitFor("temperature", "1.00"));
  EXPECT_NEAR(number(desktop.value("cell.0.0")), 0.22179274, 2e-6);

  // The picture goes to a file.
  desktop.click("export");
  ASSERT_TRUE(desktop.waitFor("export.choose"));
  desktop.click("export.choose");
  ASSERT_TRUE(desktop.waitFor("picker.name"));
  const std::filesystem::path file = desktop.home() / "out.png";
  desktop.chord("ctrl+a");
  desktop.type("out.png");
  ASSERT_TRUE(desktop.waitFor("picker.name", "out.png"));
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("message.0"));
  ASSERT_TRUE(std::filesystem::exists(file)) << desktop.value("message.0");
  const std::string png = bytesOf(file);
  ASSERT_GT(png.size(), 1000U);
  EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
  EXPECT_GT(bigEndian(png, 16), 200);
  EXPECT_GT(bigEndian(png, 20), 200);

  // Leaving with unsaved changes asks.
  desktop.chord("ctrl+q");
  ASSERT_TRUE(desktop.waitFor("unsaved.discard"));
  desktop.click("unsaved.discard");
  EXPECT_EQ(desktop.program().wait(20), 0);
}

TEST(FirstSlice, RemembersThemeLanguageAndPanels) {
  Desktop desktop(1440, 900);
  ASSERT_TRUE(desktop.waitFor("language.1", "off"));
  desktop.click("language.1");
  ASSERT_TRUE(desktop.waitFor("language.1", "on"));
  desktop.click("theme.2");
  ASSERT_TRUE(desktop.waitFor("theme.2", "on"));
  desktop.restart();
  EXPECT_TRUE(desktop.waitFor("language.1", "on"));
  EXPECT_TRUE(desktop.waitFor("theme.2", "on"));
  EXPECT_EQ(desktop.quit(), 0);
}

TEST(FirstSlice, SavesAnExperimentAndOpensItAgain) {
  Desktop desktop(1440, 900);
  desktop.type("a b c");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("heatmap", "3x3"));
  desktop.click("temperature");
  desktop.chord("ctrl+a");
  desktop.type("0.25");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("temperature", "0.25"));
  const std::string weight = desktop.value("cell.0.0");
  desktop.chord("ctrl+s");
  ASSERT_TRUE(desktop.waitFor("picker.name"));
  desktop.chord("ctrl+a");
  desktop.type("mine");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("title", "mine.json"));
  EXPECT_TRUE(std::filesystem::exists(desktop.home() / "mine.json"));
  desktop.restart();
  ASSERT_TRUE(desktop.waitFor("recent.0"));
  desktop.click("recent.0");
  ASSERT_TRUE(desktop.waitFor("heatmap", "3x3"));
  EXPECT_EQ(desktop.value("cell.0.0"), weight);
  EXPECT_EQ(desktop.value("temperature"), "0.25");
}

TEST(FirstSlice, RefusesATemperatureOfZeroAndKeepsTheLastOne) {
  Desktop desktop(1440, 900);
  desktop.type("a b c");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("heatmap", "3x3"));
  const std::string weight = desktop.value("cell.0.0");
  desktop.click("temperature");
  desktop.chord("ctrl+a");
  desktop.type("0");
  desktop.chord("Return");
  ASSERT_TRUE(desktop.waitFor("temperature", "0"));
  EXPECT_EQ(desktop.value("cell.0.0"), weight);
}

TEST(FirstSlice, RunsACommandFromThePalette) {
  Desktop desktop(1280, 720);
  desktop.chord("ctrl+shift+p");
  ASSERT_TRUE(desktop.waitFor("palette.query"));
  desktop.type("light");
  ASSERT_TRUE(desktop.waitFor("command.theme-light"));
  desktop.chord("Return");
  EXPECT_TRUE(desktop.waitFor("theme.1", "on"));
}

}  // namespace
