#pragma once

#include "scene/drawing.h"
#include "scene/scene_style.h"

namespace lab {

/// A heatmap as one part of a scene.
struct MapPanel {
  ShownMatrixPtr matrix;  ///< never null
  HeatmapOptions options;
  HeatmapLayout layout;
};

/// How a heatmap stands among other things.
struct MapPanelOptions {
  bool bar = true;
  float cellShare = 0.45F;  ///< as of HeatmapOptions: a small map has cells rather than names
  std::optional<Cell> hover = std::nullopt, selected = std::nullopt;
};

/// Lays `matrix` out in `area`. @param range before it is made symmetric for a diverging map
MapPanel layoutMapPanel(ShownMatrixPtr matrix, Rect area, ValueRange range, const SceneStyle& style,
                        const MapPanelOptions& as);

/// @param strength below 1: faded towards the background, while a newer result is computed
void drawMapPanel(Drawing& drawing, const MapPanel& panel, const SceneStyle& style, float strength = 1);

/// An outline around cells that is legible on every colour.
void drawRing(Drawing& drawing, Rect cells, Rgba ink, float thickness, const Palette& palette);

/// Around the cell that is pointed at, or the whole row or column where the other index is −1.
void drawPointed(Drawing& drawing, const MapPanel& panel, Cell pointed, const SceneStyle& style);

/// Rings around a row and a cell of the panel, as far as they are seen; nothing for those outside of it.
void drawSelection(Drawing& drawing, const MapPanel& panel, Cell selected, const SceneStyle& style);

}  // namespace lab
