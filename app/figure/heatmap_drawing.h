#pragma once

#include <cairo.h>

#include "scene/heatmap_layout.h"
#include "scene/palette.h"

namespace lab {

/// Draws a laid-out heatmap on an image surface of RGB24: background, cells, colour bar, marks and text.
void drawHeatmap(cairo_surface_t* surface, double scale, const MatrixPicture& picture, const HeatmapOptions& options,
                 const HeatmapLayout& layout, const Palette& palette);

}  // namespace lab
