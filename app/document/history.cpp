#include "document/history.h"

#include <cassert>
#include <utility>

namespace lab {

History::History(Document start) : current_(start), saved_(std::move(start)) {}

void History::run(const Edit& edit) {
  Document next = applied(current_, edit);
  if (next == current_) return;
  undo_.push_back({editLabel(edit), std::exchange(current_, std::move(next))});
  redo_.clear();
}

const char* History::undoLabel() const { return canUndo() ? undo_.back().label : nullptr; }
const char* History::redoLabel() const { return canRedo() ? redo_.back().label : nullptr; }

void History::undo() {
  assert(canUndo());
  Step step = std::move(undo_.back());
  undo_.pop_back();
  redo_.push_back({step.label, std::exchange(current_, std::move(step.other))});
}

void History::redo() {
  assert(canRedo());
  Step step = std::move(redo_.back());
  redo_.pop_back();
  undo_.push_back({step.label, std::exchange(current_, std::move(step.other))});
}

}  // namespace lab
