#pragma once

#include "scene/heatmap_layout.h"

namespace lab {

/// How the column labels lie.
enum class LabelTurn { Flat, Slanted, Upright };

/// What is drawn around the cells; in a small area the less needed parts go first.
struct Decor {
  bool names = true;   ///< of the axes
  bool labels = true;  ///< tokens
  bool bar = true;
  bool title = true;  ///< where one is asked for
};

/// The room that everything but the cells takes, measured once a layout.
struct HeatmapRoom {
  const MatrixPicture& picture;
  const HeatmapOptions& options;
  const MeasureText& measure;
  Decor decor;
  Ticks ticks;
  std::vector<attn::Index> emptyRows;
  float rowLabelWidth = 0, columnLabelWidth = 0, tickWidth = 0;  ///< the widest of each

  HeatmapRoom(const MatrixPicture& shown, const HeatmapOptions& asked, const MeasureText& measureText);

  float base() const { return options.metrics.base; }
  float unit() const { return options.metrics.unit(); }
  float height(TextSize size) const { return options.metrics.fontSize(size); }
  /// Cells lower than small text: labels are turned 90°.
  float finePitch() const { return height(TextSize::Small); }

  float rowLabelGap() const { return 1.75F * unit(); }
  float columnLabelGap(LabelTurn turn) const { return (turn == LabelTurn::Slanted ? 1.5F : 1.25F) * unit(); }
  /// From the map to the far end of the longest label.
  float columnLabelReach(LabelTurn turn) const;
  float rowLabelReach(LabelTurn turn) const;
  /// Left, right, above and below of the cells, `slantOverflow` being how far slanted labels reach beyond the map.
  float left(LabelTurn turn) const;
  float right(float slantOverflow) const;
  float top(LabelTurn turn) const;
  float bottom() const { return decor.bar ? height(TextSize::Small) / 2 : 0; }
  /// How far the last slanted labels reach to the right of a map with this pitch.
  float slantOverflow(float cell) const;
  LabelTurn turnFor(float cell) const;
};

// Shared by all heatmaps, in whatever scene they stand.
inline constexpr float kLargestCell = 6.5F;  // in B
inline constexpr float kWholeFrom = 8;       // points: from here on cells are whole points wide
inline constexpr float kGapFrom = 12;        // points; narrower cells touch

/// The middle of a length that is moved into `low` … `high`; where it is longer, the middle of these.
float keptWithin(float middle, float length, float low, float high);

/// What stands at `layout.bar`: numbers, and where the hovered value is. The rows and columns of `layout` are set.
void placeBarMarks(const MatrixPicture& picture, const HeatmapOptions& options, const Ticks& ticks,
                   HeatmapLayout& layout);

/// A token as its label: at most 12 characters.
std::string labelText(const std::string& token);

void placeLabels(const HeatmapRoom& room, LabelTurn reserved, HeatmapLayout& layout);
void placeNames(const HeatmapRoom& room, LabelTurn reserved, HeatmapLayout& layout);
void placeTitle(const HeatmapRoom& room, LabelTurn reserved, HeatmapLayout& layout);
void placeBar(const HeatmapRoom& room, HeatmapLayout& layout);
void placeValues(const HeatmapRoom& room, HeatmapLayout& layout);

}  // namespace lab
