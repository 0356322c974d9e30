#pragma once

#include <optional>
#include <string>

#include "figure/heatmap_figure.h"
#include "ui/ui.h"
#include "ui/widgets.h"

namespace lab {

/// What the reader wants of a figure; kept while the program runs.
struct ExportDialog {
  bool open = false;
  FigureOptions options;               ///< `colourMap` is set once the reader chooses one
  std::string weightsMap = "viridis";  ///< what weights are drawn with on the screen
  bool ownSize = false;
  float width = 480, height = 400;
  FieldDraft widthDraft, heightDraft, scaleDraft;
};

/// Size, scale, stage, colours and title of the figure. @return the options once the reader asks for the file.
std::optional<FigureOptions> drawExportDialog(Ui& ui, ExportDialog& dialog);

}  // namespace lab
