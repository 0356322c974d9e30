#pragma once

#include <optional>

#include "document/edits.h"

namespace lab {

/// What a panel hands back: at most one edit a frame. While a control is held the edit is live — shown but not
/// recorded; letting go commits it as one undo step.
struct EditRequest {
  Edit edit;
  bool commit = true;
};

}  // namespace lab
