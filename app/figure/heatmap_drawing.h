#pragma once

#include <cairo.h>

#include "scene/heatmap_layout.h"
#include "scene/palette.h"

namespace lab {

/// Fills an image surface of RGB24.
void drawBackground(cairo_surface_t* surface, const Palette& palette);

/// Draws a laid-out heatmap on it: cells, colour bar, marks and text.
void drawHeatmap(cairo_surface_t* surface, double scale, const MatrixPicture& picture, const HeatmapOptions& options,
                 const HeatmapLayout& layout, const Palette& palette);

}  // namespace lab
