#include "document/history.h"

#include <gtest/gtest.h>

namespace lab::test {
namespace {

double temperatureOf(const History& history) { return history.document().experiment.temperature; }

TEST(History, StartsCleanWithNothingToUndo) {
  const History history;
  EXPECT_FALSE(history.canUndo());
  EXPECT_FALSE(history.canRedo());
  EXPECT_FALSE(history.isDirty());
  EXPECT_EQ(history.undoLabel(), nullptr);
  EXPECT_EQ(history.redoLabel(), nullptr);
}

TEST(History, UndoesAndRedoesEditsInOrder) {
  History history;
  history.run(SetTemperature{2});
  history.run(SetScore{"dot"});
  EXPECT_STREQ(history.undoLabel(), "edit.set-score");
  history.undo();
  EXPECT_EQ(history.document().experiment.score, "scaled_dot");
  EXPECT_EQ(temperatureOf(history), 2);
  EXPECT_STREQ(history.undoLabel(), "edit.set-temperature");
  EXPECT_STREQ(history.redoLabel(), "edit.set-score");
  history.undo();
  EXPECT_EQ(temperatureOf(history), 1);
  EXPECT_FALSE(history.canUndo());
  history.redo();
  history.redo();
  EXPECT_EQ(history.document().experiment.score, "dot");
  EXPECT_EQ(temperatureOf(history), 2);
  EXPECT_FALSE(history.canRedo());
}

TEST(History, ForgetsWhatWasUndoneAfterANewEdit) {
  History history;
  history.run(SetTemperature{2});
  history.undo();
  history.run(SetTemperature{3});
  EXPECT_FALSE(history.canRedo());
  history.undo();
  EXPECT_EQ(temperatureOf(history), 1);
}

TEST(History, RecordsNothingForAnEditThatChangesNothing) {
  History history;
  history.run(SetTemperature{2});
  history.undo();
  history.run(SetTemperature{1});
  EXPECT_FALSE(history.canUndo());
  EXPECT_TRUE(history.canRedo()) << "an edit that changes nothing does not drop what can be redone";
}

TEST(History, IsDirtyExactlyWhereTheDocumentDiffersFromTheSavedOne) {
  History history;
  history.run(SetTemperature{2});
  EXPECT_TRUE(history.isDirty());
  history.markSaved();
  EXPECT_FALSE(history.isDirty());
  history.run(SetTemperature{3});
  EXPECT_TRUE(history.isDirty());
  history.undo();
  EXPECT_FALSE(history.isDirty());
  history.undo();
  EXPECT_TRUE(history.isDirty());
  history.redo();
  EXPECT_FALSE(history.isDirty());
  history.run(SetTemperature{5});
  history.run(SetTemperature{2});
  EXPECT_FALSE(history.isDirty()) << "edited back to what the file holds";
}

TEST(History, KeepsAThousandStepsThatShareTheirMatrices) {
  Document start;
  start.experiment.entry = attn::Entry::Vectors;
  start.experiment.x = std::make_shared<const attn::Matrix>(attn::Matrix::Ones(2, 2));
  History history(start);
  for (int step = 1; step <= 1000; ++step) history.run(SetSeed{static_cast<std::uint64_t>(step) + 1});
  EXPECT_EQ(history.document().experiment.x, start.experiment.x);
  for (int step = 1; step <= 1000; ++step) history.undo();
  EXPECT_EQ(history.document(), start);
}

}  // namespace
}  // namespace lab::test
