#pragma once

#include <optional>
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
  std::optional<MapPanel> computed;  ///< none where there is no room for two
  MapPanel painted;
  Rect heading;                   ///< what the bars are of
  Rect bars;                      ///< the plot, from weight 0 at its bottom to 1 at its top
  float slot = 0;                 ///< the width that each key has
  std::vector<attn::Index> keys;  ///< those with a bar, in their order
  attn::Index leftOut = 0;        ///< the others
  Rect table;                     ///< measures and context; no width where there is no room
  float rowHeight = 0;
  std::size_t contextRows = 0;  ///< dimensions in the table

  float weightY(double weight) const;
  Rect slotRect(std::size_t at) const;  ///< the whole height of the plot
};
DrawLayout layoutDraw(const DrawSubject& subject, const SceneStyle& style, Rect area, std::optional<Cell> hover);

/// What is under the pointer.
struct DrawHit {
  enum class Part { Computed, Painted, Bar } part = Part::Painted;
  Cell cell;
};
std::optional<DrawHit> hitDraw(const DrawLayout& layout, const DrawSubject& subject, Point pointer);

/// Whether a weight can be painted: its key may be attended.
bool canPaint(const attn::Trace& trace, Cell cell);

/// How far the pointer goes for a weight from 0 to 1, in points: the height of the plot for a bar.
float paintTravel(const DrawLayout& layout, DrawHit::Part part, const SceneStyle& style);

/// @param lit the cell under the pointer or the one that is dragged
Drawing drawDrawing(const DrawLayout& layout, const DrawSubject& subject, const SceneStyle& style,
                    std::optional<Cell> lit);

/// Original and painted weights with the bars of the selected row. @throws attn::InputError `missing_input`.
ViewFigure drawFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size);

}  // namespace lab
