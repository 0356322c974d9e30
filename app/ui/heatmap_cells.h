#pragma once

#include "ui/ui.h"
#include "ui/view_state.h"

struct ImDrawList;

namespace lab {

/// Puts a heatmap's cells into the draw list, to be drawn by shader. `draw` is in pixels of the window; its line and
/// palette are the theme's.
void drawCells(const Ui& ui, ImDrawList* list, const ShownMatrixPtr& matrix, gfx::HeatmapDraw draw);

/// The map a picture is drawn with: the diverging one for signed values, else the chosen one.
const ColourMapRow& mapOf(const MatrixPicture& picture, const std::string& chosen);

/// The colours of a map, the lowest value at the bottom.
void drawColourBar(ImDrawList* list, Rect bar, const ColourMapRow& map);

/// Frees what the last frame's cells needed. Before a new frame is drawn.
void releaseCells();

}  // namespace lab
