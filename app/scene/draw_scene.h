#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pipeline/painted_rows.h"
#include "scene/map_panel.h"
#include "scene/views.h"

namespace lab {

/// What is drawn: the weights as they were computed and as the reader painted them.
struct DrawSubject {
  const attn::Trace& trace;           ///< of one head, with weights
  ShownMatrixPtr computed, painted;   ///< one and the same where nothing was painted
  const attn::PaintedEffect& effect;  ///< of the selected row
  Cell selected;                      ///< whose row has bars
  bool stale = false;
};

/// The weights before painting, ready to draw. @param trace of one head, with weights
ShownMatrixPtr computedWeights(const attn::Trace& trace);

struct DrawLayout {
  Rect area;
  std::optional<MapPanel> computed;  ///< none where there is no room for two; its cells are as large as those painted
  MapPanel painted;
  Rect computedCaption, paintedCaption;
  Rect heading;                   ///< what the bars are of
  Rect bars;                      ///< the plot, from weight 0 at its bottom to 1 at its top
  float slot = 0;                 ///< the width that each key has
  std::vector<attn::Index> keys;  ///< those with a bar, in their order
  attn::Index leftOut = 0;        ///< the others
  float foot = 0;                 ///< below the plot, for the names of the keys
  Rect table;                     ///< measures and context; no width where there is no room
  float rowHeight = 0;
  std::size_t rows = 0, contextRows = 0;  ///< of the table; dimensions in it
  Rect words;                             ///< what can be done, on the screen; no width where there is no room

  float weightY(double weight) const;
  Rect slotRect(std::size_t at) const;  ///< the whole height of the plot
};
/// @param hover what is under the pointer, −1 for a side that is not pointed at
DrawLayout layoutDraw(const DrawSubject& subject, const SceneStyle& style, Rect area, std::optional<Cell> hover);

/// What is under the pointer.
struct DrawHit {
  enum class Part { Computed, Painted, Bar } part = Part::Painted;
  Cell cell;
};
std::optional<DrawHit> hitDraw(const DrawLayout& layout, const DrawSubject& subject, Point pointer);

/// Whether a weight can be painted: its key may be attended.
bool canPaint(const attn::Trace& trace, Cell cell);

/// The row of `cell` after its weight is set to `weight`. The others keep the proportions they have in `row`; where all
/// of it is on this one key, those that were computed, or else they share evenly.
/// @param row (m) of the weights, as it was when the change began  @param weight 0 … 1
std::vector<float> repainted(const attn::Trace& trace, Cell cell, std::span<const float> row, double weight);

/// What can be done with the selected weight, or what happens when a row with a single weight is changed: a sentence.
std::string drawHint(const DrawSubject& subject, const SceneStyle& style);

/// How far the pointer goes for a weight from 0 to 1, in points: the height of the plot for a bar.
float paintTravel(const DrawLayout& layout, DrawHit::Part part, const SceneStyle& style);

/// @param lit the cell under the pointer or the one that is dragged, −1 for a side that is not pointed at
Drawing drawDrawing(const DrawLayout& layout, const DrawSubject& subject, const SceneStyle& style,
                    std::optional<Cell> lit);

/// Original and painted weights with the bars of the selected row. @throws attn::InputError `missing_input`.
ViewFigure drawFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size);

}  // namespace lab
