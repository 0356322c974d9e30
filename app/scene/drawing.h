#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "scene/colour_map.h"
#include "scene/field_codes.h"
#include "scene/geometry.h"
#include "scene/heatmap_layout.h"
#include "scene/shown_matrix.h"
#include "scene/text_style.h"

namespace lab {

// A picture as plain data, drawn from the first shape to the last: what a view's scene hands to the window (ImGui, GL)
// and to a figure (Cairo). Points of the page or pixels of the window; colours are final.

inline constexpr Rgba noInk{0, 0, 0, 0};

/// A rectangle: filled, then outlined on its edge. An ink of alpha 0 is not drawn.
struct BoxShape {
  Rect rect;
  Rgba fill = noInk, edge = noInk;
  float line = 1, radius = 0;
};

/// A line through points.
struct LineShape {
  std::vector<Point> points;
  Rgba ink;
  float width = 1;
  bool closed = false;
  float dash = 0;  ///< length of a dash and of the gap after it; 0: solid
};

/// A filled convex polygon.
struct AreaShape {
  std::vector<Point> corners;
  Rgba fill;
};

/// A cubic Bézier curve.
struct Curve {
  Point from, leave, arrive, to;  ///< the ends and, between them, their control points
  Rgba ink;
  float width = 1;
};
/// Many curves at once: thousands cost one shape.
struct CurvesShape {
  std::vector<Curve> curves;
};

struct DiscShape {
  Point centre;
  float radius = 1;
  Rgba fill = noInk, edge = noInk;
  float line = 1;
};

/// One line of text; `at` is the middle of its height and the end that `anchor` names; `angle` in degrees,
/// counter-clockwise about `at`.
struct TextShape {
  std::string text;
  Point at;
  TextSize size = TextSize::Base;
  Anchor anchor = Anchor::Left;
  float angle = 0;
  Rgba ink;
};

/// A formula of scene/formula.h with the left end of its baseline at `at`.
struct FormulaShape {
  std::string tex;
  Point at;
  float size = 16;  ///< of its main line, as `layoutFormula` takes it
  Rgba ink, accent, dim;
};

/// The coloured cells of a matrix, hatched where masked, crossed where not finite; no text and no labels.
struct CellsShape {
  ShownMatrixPtr matrix;
  Rect clip;
  Point origin;      ///< top left of cell (0, 0)
  float cell = 1;    ///< pitch of columns, and of rows where `height` is 0
  float height = 0;  ///< pitch of rows
  float gap = 0;     ///< 1 between cells of 12 points and more, else 0
  ValueRange range;  ///< as `rangeFor(*map, …)` gives it
  const ColourMapRow* map = nullptr;
  float strength = 1;  ///< below 1: faded towards the background
  Size text = {};      ///< half the size of what is written in masked cells: their lines stay clear of it
  std::vector<attn::Index> hatchedRows = {};  ///< rows without a key, hatched whole in figures

  float rowPitch() const { return height > 0 ? height : cell; }
};

/// The colours of a map, the lowest value at the bottom.
struct ColourBarShape {
  Rect rect;
  const ColourMapRow* map = nullptr;
};

/// A plane of queries, each point coloured by what it would attend to. Its pixels are whole ones.
struct FieldShape {
  Rect rect;
  std::shared_ptr<const attn::PlaneField> field;  ///< never null, with at least one key
  PlaneWindow window;                             ///< what of the plane fills `rect`
  FieldInks inks;
  bool coarse = false;  ///< at half the resolution: while something is dragged
};

/// What follows is drawn only here; without a rectangle everywhere again. Clips do not nest.
struct ClipShape {
  std::optional<Rect> rect;
};

using Shape = std::variant<BoxShape, LineShape, AreaShape, CurvesShape, DiscShape, TextShape, FormulaShape, CellsShape,
                           ColourBarShape, FieldShape, ClipShape>;
using Drawing = std::vector<Shape>;

/// Moves everything by `offset`.
void moveBy(Drawing& drawing, Point offset);

/// Appends `more` to `drawing`.
inline void append(Drawing& drawing, Drawing more) {
  drawing.insert(drawing.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace lab
