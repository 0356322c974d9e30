#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ui/ui.h"
#include "ui/widgets.h"

namespace lab {

struct StartPanelState {
  std::string text;
  bool focused = false;  ///< the field has had the focus once
};

struct StartPanelResult {
  std::optional<std::string> text;  ///< a sentence to show
  bool openFile = false;
  std::optional<std::string> recentFile;
};

/// What an empty window shows: one field with the focus, examples, recent files.
StartPanelResult drawStartPanel(Ui& ui, StartPanelState& state, const std::vector<std::string>& recentFiles);

}  // namespace lab
