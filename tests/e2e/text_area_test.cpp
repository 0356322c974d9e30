// The sentence's field with a real keyboard and clipboard: lines wrap, and nothing shows that they do but their look.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "e2e/desktop.h"

namespace {

using lab::e2e::Desktop;

const std::string kSentence = "The animal did not cross the street because it was tired";

/// Shows the sentence, whose first line ends after "the " in a window of this size.
class TextArea : public ::testing::Test {
 protected:
  TextArea() : desktop_(1440, 900) {
    EXPECT_TRUE(desktop_.waitFor("start-text"));
    desktop_.type(kSentence);
    desktop_.chord("Return");
    EXPECT_TRUE(desktop_.waitFor("query-text", kSentence));
  }
  /// Presses keys at the start of the field, checks what it shows, and takes the edit back.
  void expectAfter(const std::vector<std::string>& keys, const std::string& text) {
    desktop_.click("query-text");
    desktop_.chord("ctrl+Home");
    std::string said;
    for (const std::string& key : keys) {
      desktop_.chord(key);
      said += key + " ";
    }
    EXPECT_TRUE(desktop_.waitFor("query-text", text, 5)) << said << "gave " << desktop_.value("query-text");
    desktop_.chord("Escape");
    EXPECT_TRUE(desktop_.waitFor("query-text", kSentence));
  }
  void replaceBy(const std::string& text) {
    desktop_.setClipboard(text);
    desktop_.click("query-text");
    desktop_.chord("ctrl+a");
    desktop_.chord("ctrl+v");
  }
  Desktop desktop_;
};

TEST_F(TextArea, EditsBesideASoftBreakTheCharacterThatIsThere) {
  expectAfter({"End", "Y"}, "The animal did not cross the Ystreet because it was tired");
  expectAfter({"End", "Delete"}, "The animal did not cross the treet because it was tired");
  expectAfter({"End", "shift+Right", "Delete"}, "The animal did not cross the treet because it was tired");
  expectAfter({"End", "BackSpace"}, "The animal did not cross thestreet because it was tired");
  expectAfter({"Down", "Home", "BackSpace"}, "The animal did not cross thestreet because it was tired");
  expectAfter({"Down", "Home", "Left", "X"}, "The animal did not cross theX street because it was tired");
}

TEST_F(TextArea, CopiesAndPastesWhatTheReaderWrote) {
  desktop_.click("query-text");
  desktop_.chord("ctrl+a");
  desktop_.chord("ctrl+c");
  EXPECT_EQ(desktop_.clipboard(), kSentence);
  replaceBy("a😀b \uE000 foo\u200Bbar\tand a longer end");
  const std::string pasted = "a😀b \uE000 foo\u200Bbar and a longer end";
  EXPECT_TRUE(desktop_.waitFor("query-text", pasted)) << desktop_.value("query-text");
  desktop_.chord("ctrl+a");
  desktop_.chord("ctrl+c");
  EXPECT_EQ(desktop_.clipboard(), pasted);
}

TEST_F(TextArea, KeepsEmojiThroughAKeystrokeIntoTheFile) {
  desktop_.click("heatmap");
  desktop_.setClipboard("a😀b");
  desktop_.chord("ctrl+v");
  ASSERT_TRUE(desktop_.waitFor("query-text", "a😀b"));
  desktop_.click("query-text");
  desktop_.chord("End");
  desktop_.type("q");
  ASSERT_TRUE(desktop_.waitFor("query-text", "a😀bq"));
  desktop_.chord("ctrl+s");
  ASSERT_TRUE(desktop_.waitFor("picker.name"));
  const std::filesystem::path file = desktop_.home() / "emoji.json";
  desktop_.chord("ctrl+a");
  desktop_.setClipboard(file.string());
  desktop_.chord("ctrl+v");
  desktop_.chord("Return");
  ASSERT_TRUE(desktop_.waitUntilGone("picker.name"));
  std::ifstream stream(file);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  EXPECT_NE(bytes.str().find("\"text\": \"a😀bq\""), std::string::npos) << bytes.str();
}

TEST_F(TextArea, IsLeftByTab) {
  desktop_.click("query-text");
  desktop_.chord("Tab");
  desktop_.type("Q");
  desktop_.click("query-text");
  desktop_.chord("ctrl+End");
  desktop_.type("!");
  EXPECT_TRUE(desktop_.waitFor("query-text", kSentence + "!", 5)) << desktop_.value("query-text");
}

TEST(StartField, TakesPastedEmojiAndTabs) {
  Desktop desktop(1440, 900);
  ASSERT_TRUE(desktop.waitFor("start-text"));
  desktop.setClipboard("a😀b\tc");
  desktop.chord("ctrl+v");
  ASSERT_TRUE(desktop.waitFor("start-text", "a😀b c")) << desktop.value("start-text");
  desktop.chord("Return");
  EXPECT_TRUE(desktop.waitFor("query-text", "a😀b c"));
}

}  // namespace
