#pragma once

#include <functional>

#include "scene/drawing.h"
#include "scene/heatmap_room.h"
#include "scene/scene_style.h"

namespace lab {

/// A heatmap as one part of a scene.
struct MapPanel {
  ShownMatrixPtr matrix;   ///< never null
  HeatmapOptions options;  ///< `area` is the room of the cells with all that stands around them
  HeatmapLayout layout;
};

/// How a heatmap stands among other things.
struct MapPanelOptions {
  bool bar = true;
  bool rowLabels = true;
  bool columnLabels = true;
  bool rowName = true, columnName = true;  ///< of the axes
  /// Labels count: every second, fifth, … stands where there is no room for all.
  bool numbered = false;
  /// −1 for a side that is not pointed at, or that the map does not have.
  std::optional<Cell> hover = std::nullopt, selected = std::nullopt;
};

/// The largest pitch of cells for which `fits` holds: whole points from 8 on, at most 6.5 B, never 0.
float largestPitch(const Metrics& metrics, const std::function<bool(float)>& fits);

/// What stands around the cells of a map, in points.
struct MapMargins {
  float left = 0, top = 0, right = 0, bottom = 0;
};

/// A heatmap that is laid out by the size of its cells, so that several of them can have the same one. It takes the
/// least room around its cells: on the screen, where cells are lower than text, the labels of the selected and of the
/// hovered row and column alone.
class MapPlan {
 public:
  /// @param matrix not empty. @param range before it is made symmetric for a diverging map
  MapPlan(ShownMatrixPtr matrix, ValueRange range, const SceneStyle& style, const MapPanelOptions& as);

  /// The same matrix otherwise; labels are not measured again.
  MapPlan with(const MapPanelOptions& as) const;

  MapMargins margins(float cell) const;
  /// The cells with their margins.
  Size size(float cell) const;
  /// The largest pitch with which it fits.
  float pitchIn(Size room) const;
  /// With the top left corner of its margins at `corner`.
  MapPanel at(Point corner, float cell) const;

 private:
  enum class Lie { Flat, Slanted };  // of the labels of columns

  void setOptions(const MapPanelOptions& as);
  float line(TextSize size) const { return style_.metrics.fontSize(size); }
  TextSize sizeOf(float cell) const;
  float rowGap(float cell) const;
  bool isFine(float cell) const { return cell < line(TextSize::Small); }
  Lie lieOf(float cell) const;
  bool showsAll(float cell) const { return as_.numbered || !isFine(cell) || !style_.interactive; }
  std::vector<attn::Index> labelled(attn::Index count, float cell, float least, std::optional<attn::Index> hovered,
                                    std::optional<attn::Index> selected) const;
  SceneText labelOf(const std::string& token, TextSize size, bool hovered, bool selected) const;
  void placeRowLabels(HeatmapLayout& layout) const;
  void placeColumnLabels(HeatmapLayout& layout, Rect area) const;
  void placeNames(HeatmapLayout& layout, Rect area) const;
  void placeBar(HeatmapLayout& layout) const;

  ShownMatrixPtr matrix_;
  const SceneStyle& style_;
  MapPanelOptions as_;
  HeatmapOptions options_;
  Ticks ticks_;
  std::vector<attn::Index> emptyRows_;
  float rowWidth_ = 0, columnWidth_ = 0, tickWidth_ = 0;  ///< the widest of each, in small text
  std::vector<float> lastWidths_;                         ///< of the labels of the last columns, the last one first
};

/// @param strength below 1: faded towards the background, while a newer result is computed
void drawMapPanel(Drawing& drawing, const MapPanel& panel, const SceneStyle& style, float strength = 1);

/// An outline around cells that is legible on every colour.
void drawRing(Drawing& drawing, Rect cells, Rgba ink, float thickness, const Palette& palette);

/// Around the cell that is pointed at, or the whole row or column where the other index is −1.
void drawPointed(Drawing& drawing, const MapPanel& panel, Cell pointed, const SceneStyle& style);

/// Rings around a row and a cell of the panel, as far as they are seen; nothing for those outside of it.
void drawSelection(Drawing& drawing, const MapPanel& panel, Cell selected, const SceneStyle& style);

}  // namespace lab
