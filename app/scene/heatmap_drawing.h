#pragma once

#include "scene/drawing.h"
#include "scene/palette.h"

namespace lab {

/// A laid-out heatmap as a picture: cells, colour bar, labels and values. @param matrix the one that was laid out.
Drawing heatmapDrawing(const ShownMatrixPtr& matrix, const HeatmapOptions& options, const HeatmapLayout& layout,
                       const Palette& palette);

/// A label as a shape.
TextShape textShape(const SceneText& text, Rgba ink);

/// How a label is written: the selection in the accent, a warning in its colour.
Rgba inkOf(const Palette& palette, const SceneText& text);

}  // namespace lab
