#pragma once

#include "pipeline/trace.h"
#include "ui/ui.h"
#include "ui/view_state.h"
#include "views/mask_brush.h"

namespace lab {

/// What the heatmap view draws and where the reader's hand is on it.
struct HeatmapView {
  const attn::Trace& trace;
  ShownMatrixPtr matrix;
  bool stale = false;  ///< a newer result is being computed: this one is shown at half strength
};

/// Draws the chosen stage's matrix into the rest of the window and reads hover, selection, zoom and pan from the
/// pointer and keyboard into `view`. @param brush paints the mask where the stage is one of queries and keys; null:
/// the pointer selects and moves the map
void drawHeatmapView(Ui& ui, const HeatmapView& shown, ViewState& view, MaskBrush* brush = nullptr);

/// Whether a stage's cells are pairs of query and key.
bool canPaintOn(MatrixStage stage);

/// Moves the selection by rows and columns, within the matrix; selects the first cell if there was none.
void moveSelection(const attn::Trace& trace, ViewState& view, int rows, int columns);

}  // namespace lab
