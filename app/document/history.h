#pragma once

#include <optional>
#include <vector>

#include "document/document.h"
#include "document/edits.h"

namespace lab {

/// The document and the edits that led to it: undo, redo and the point that was saved.
class History {
 public:
  explicit History(Document start = {});

  const Document& document() const { return current_; }

  /// Applies and records one undo step; drops redo. An edit that changes nothing records nothing.
  void run(const Edit& edit);

  bool canUndo() const { return !undo_.empty(); }
  bool canRedo() const { return !redo_.empty(); }
  const char* undoLabel() const;  ///< i18n key; null if there is nothing to undo
  const char* redoLabel() const;
  void undo();
  void redo();

  /// The current state is what the file holds.
  void markSaved() { saved_ = current_; }
  bool isDirty() const { return !(saved_ == current_); }

 private:
  struct Step {
    const char* label;
    Document other;  ///< the document on the other side of this step
  };
  Document current_, saved_;
  std::vector<Step> undo_, redo_;
};

}  // namespace lab
