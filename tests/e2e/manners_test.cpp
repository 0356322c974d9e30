// What a reader takes for granted: nothing typed is lost, no question is forgotten, the keyboard reaches everything.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "e2e/desktop.h"

namespace {

using lab::e2e::Desktop;

class Manners : public ::testing::Test {
 protected:
  Manners() : desktop_(1440, 900) {
    desktop_.type("a b c d");
    desktop_.chord("Return");
    EXPECT_TRUE(desktop_.waitFor("heatmap", "4x4"));
  }
  void typeInto(const char* field, const std::string& text) {
    desktop_.click(field);
    desktop_.chord("ctrl+a");
    desktop_.type(text);
  }
  void saveAs(const std::string& name) {
    ASSERT_TRUE(desktop_.waitFor("picker.name"));
    desktop_.chord("ctrl+a");
    desktop_.type(name);
    desktop_.chord("Return");
    ASSERT_TRUE(desktop_.waitUntilGone("picker.name"));
  }
  std::string fileText(const std::string& name) {
    std::ifstream stream(desktop_.home() / name);
    std::ostringstream out;
    out << stream.rdbuf();
    return out.str();
  }
  Desktop desktop_;
};

TEST_F(Manners, CancellingTheSaveQuestionForgetsWhatWasToFollow) {
  desktop_.chord("ctrl+q");
  ASSERT_TRUE(desktop_.waitFor("unsaved.cancel"));
  desktop_.click("unsaved.cancel");
  ASSERT_TRUE(desktop_.waitUntilGone("unsaved.cancel"));
  desktop_.chord("ctrl+s");
  saveAs("kept");
  EXPECT_TRUE(desktop_.waitFor("title", "kept.json"));
  EXPECT_EQ(desktop_.value("heatmap"), "4x4");
}

TEST_F(Manners, SavingHandsOverANumberThatIsStillBeingTyped) {
  typeInto("temperature", "0.25");
  desktop_.chord("ctrl+s");
  saveAs("cold");
  ASSERT_TRUE(desktop_.waitFor("title", "cold.json"));
  EXPECT_NE(fileText("cold.json").find("0.25"), std::string::npos) << fileText("cold.json");
}

TEST_F(Manners, UndoWhileTypingTakesBackTheTypingOnly) {
  typeInto("temperature", "0.5");
  desktop_.chord("Return");
  ASSERT_TRUE(desktop_.waitFor("temperature", "0.50"));
  desktop_.click("query-text");
  desktop_.chord("ctrl+End");
  desktop_.type(" e f");
  ASSERT_TRUE(desktop_.waitFor("heatmap", "6x6"));
  desktop_.chord("ctrl+z");
  ASSERT_TRUE(desktop_.waitFor("heatmap", "4x4"));
  EXPECT_EQ(desktop_.value("temperature"), "0.50");
  desktop_.chord("ctrl+shift+z");
  EXPECT_TRUE(desktop_.waitFor("query-text", "a b c d e f"));
}

TEST_F(Manners, APanelsEdgeCanBeDragged) {
  const auto before = desktop_.part("heatmap");
  const auto grip = desktop_.part("split-left");
  ASSERT_TRUE(before && grip);
  desktop_.dragBy("split-left", 60);
  const auto after = desktop_.part("split-left");
  ASSERT_TRUE(after);
  EXPECT_NEAR(after->x - grip->x, 60, 8);
}

TEST_F(Manners, ThePaletteIsDrivenByTheKeyboardAlone) {
  desktop_.chord("ctrl+shift+p");
  ASSERT_TRUE(desktop_.waitFor("palette.query"));
  desktop_.type("theme");
  ASSERT_TRUE(desktop_.waitFor("command.theme-projector"));
  desktop_.chord("Down");
  desktop_.chord("Down");
  desktop_.chord("Return");
  EXPECT_TRUE(desktop_.waitFor("theme.2", "on"));
}

TEST_F(Manners, AListIsOpenedAndChosenFromByTheKeyboardAlone) {
  desktop_.click("dim");
  desktop_.chord("Tab");  // the seed
  desktop_.chord("Tab");
  for (int i = 0; i < 8 && desktop_.value("position") == "none"; ++i) {
    desktop_.chord("Return");
    if (desktop_.waitFor("position.1", std::nullopt, 0.5)) {
      desktop_.chord("Down");
      desktop_.chord("Return");
      break;
    }
    desktop_.chord("Escape");
    desktop_.chord("Tab");
  }
  EXPECT_TRUE(desktop_.waitFor("position", "sinusoidal"));
}

TEST_F(Manners, CrossAttentionStartsFromTheSameSentence) {
  desktop_.click("key-source");
  ASSERT_TRUE(desktop_.waitFor("key-source.1"));
  desktop_.click("key-source.1");
  ASSERT_TRUE(desktop_.waitFor("key-text", "a b c d"));
  typeInto("key-text", "x y");
  EXPECT_TRUE(desktop_.waitFor("heatmap", "4x2"));
}

TEST_F(Manners, AMaskThatNoLongerFitsCanBeMended) {
  desktop_.click("mask");
  ASSERT_TRUE(desktop_.waitFor("mask.padding"));
  desktop_.click("mask.padding");
  desktop_.chord("Escape");
  ASSERT_TRUE(desktop_.waitFor("mask.padding.argument.0", "3"));
  typeInto("query-text", "a b");
  ASSERT_TRUE(desktop_.waitFor("view-error"));
  typeInto("mask.padding.argument.0", "2");
  desktop_.chord("Return");
  EXPECT_TRUE(desktop_.waitFor("heatmap", "2x2"));
}

TEST_F(Manners, EscapeInAnOpenListLeavesTheDialogOpen) {
  desktop_.chord("ctrl+e");
  ASSERT_TRUE(desktop_.waitFor("export.stage"));
  desktop_.click("export.stage");
  ASSERT_TRUE(desktop_.waitFor("export.stage.1"));
  desktop_.chord("Escape");
  ASSERT_TRUE(desktop_.waitUntilGone("export.stage.1"));
  EXPECT_TRUE(desktop_.part("export.choose"));
  desktop_.chord("Escape");
  EXPECT_TRUE(desktop_.waitUntilGone("export.choose"));
}

}  // namespace
