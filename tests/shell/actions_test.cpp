#include "shell/actions.h"

#include <gtest/gtest.h>

#include <set>

#include "panels/command_palette.h"

namespace {

using lab::Action;
using lab::actionTable;

TEST(Actions, HaveATitleInEachLanguage) {
  for (const lab::Language language : {lab::Language::English, lab::Language::Chinese})
    for (const Action& action : actionTable()) {
      if (action.title != nullptr)
        EXPECT_STRNE(lab::Words::of(language).title(*action.title), "") << action.id;
      else
        EXPECT_TRUE(lab::Words::of(language).all().contains("action." + action.id)) << action.id;
      EXPECT_TRUE(lab::Words::of(language).all().contains(action.menu)) << action.menu;
    }
}

TEST(Actions, HaveUniqueIdsAndShortcuts) {
  std::set<std::string> ids, shortcuts;
  for (const Action& action : actionTable()) {
    EXPECT_TRUE(ids.insert(action.id).second) << action.id;
    const std::string shortcut = lab::shortcutText(action.shortcut);
    if (shortcut.empty()) continue;
    EXPECT_TRUE(shortcuts.insert(shortcut).second) << shortcut;
  }
}

TEST(Actions, AreFoundByTheirShortcut) {
  for (const Action& action : actionTable()) {
    if (action.shortcut.key == lab::key::none) continue;
    const Action* found = lab::actionFor(action.shortcut);
    ASSERT_NE(found, nullptr) << action.id;
    EXPECT_EQ(found->id, action.id);
  }
  EXPECT_EQ(lab::actionFor({'W', true, true, true}), nullptr);
}

TEST(Actions, TakeThePlusWithShiftAndTheKeypad) {
  EXPECT_EQ(lab::actionFor({lab::key::equal, true, true})->id, "zoom-in");
  EXPECT_EQ(lab::actionFor({lab::key::keypadAdd, true})->id, "zoom-in");
  EXPECT_EQ(lab::actionFor({lab::key::keypadSubtract, true})->id, "zoom-out");
  EXPECT_EQ(lab::actionFor({'Y', true})->id, "redo");
}

TEST(Actions, NeverTakeAKeyThatTypesALetterFromATextField) {
  for (const Action& action : actionTable()) {
    const bool letter = !action.shortcut.ctrl && !action.shortcut.alt && action.shortcut.key < 256;
    if (!letter || action.shortcut.key == lab::key::none) continue;
    EXPECT_EQ(action.whileTyping, lab::WhileTyping::Never) << action.id;
  }
}

TEST(CommandPalette, FindsACommandByPartsOfItsNameInAnyCase) {
  lab::ActionItem item;
  item.id = "theme-projector";
  item.title = "Projector theme";
  EXPECT_TRUE(lab::matchesCommand("", item));
  EXPECT_TRUE(lab::matchesCommand("the PRO", item));
  EXPECT_FALSE(lab::matchesCommand("dark", item));
}

}  // namespace
