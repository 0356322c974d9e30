#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scene/colour_map.h"
#include "scene/geometry.h"
#include "scene/matrix_picture.h"
#include "scene/text_style.h"

namespace lab {

/// Where the reader looks: 1 = fitted; `centre` in cells (column, row), the middle of the view.
struct Camera {
  float zoom = 1;
  std::optional<Point> centre;  ///< none: the middle of the matrix
  bool operator==(const Camera&) const = default;
};

enum class Emphasis { Plain, Hovered, Selected };
enum class Anchor { Left, Middle, Right };

/// A run of text at `at`, which is the middle of its height and the end that `anchor` names; `angle` in degrees,
/// counter-clockwise about `at`.
struct SceneText {
  std::string text;
  std::string full;  ///< the whole text where `text` was elided, else empty
  Point at;
  TextSize size = TextSize::Base;
  Anchor anchor = Anchor::Middle;
  float angle = 0;
  Emphasis emphasis = Emphasis::Plain;
  bool dim = false;
  bool warning = false;  ///< the "!" at the label of an empty row; a painted one has "✎"
};

/// What is asked for besides the picture.
struct HeatmapOptions {
  Rect area;  ///< everything is laid out within it
  Metrics metrics;
  ValueRange range;
  const ColourMapRow* map = nullptr;  ///< never null
  bool showValues = true;
  bool showBar = true;
  bool markPainted = true;   ///< "✎" at the labels of painted rows
  bool interactive = false;  ///< on screen: fine cells label only what is hovered or selected
  Camera camera;
  std::optional<Cell> hover;  ///< −1 for a side that is not pointed at
  std::optional<Cell> selected;
  std::string rowAxisText, columnAxisText;  ///< already in the reader's language
  std::string title;
};

/// What a cell holds: a number, nothing (masked), or NaN or an infinity, which is crossed.
enum class CellKind { Number, Masked, NotFinite };
CellKind cellKind(const MatrixPicture& picture, Cell cell);

/// The value written in one cell: black or white on a number's colour; the renderer writes a masked cell's "0" in
/// `dim` and "NaN" in `bad`.
struct CellText {
  Cell cell;
  CellKind kind = CellKind::Number;
  SceneText value;
  std::optional<SceneText> score;  ///< the small second line
  Rgba ink;
};

/// Everything but the coloured cells themselves, as rectangles and text; row 0 on top, column 0 on the left.
struct HeatmapLayout {
  Rect view;             ///< the room for cells; a zoomed map fills it
  float fittedCell = 0;  ///< pitch at zoom 1
  Rect clip;             ///< cells are drawn only here; with zoom the map is larger than it
  Rect map;              ///< the whole matrix, may reach beyond `clip`
  float cell = 0;        ///< pitch of one cell
  float gap = 0;         ///< 1 between cells of 12 points and more, else 0
  attn::Index rows = 0, columns = 0;
  attn::Index firstRow = 0, endRow = 0, firstColumn = 0, endColumn = 0;  ///< those within `clip`
  std::vector<SceneText> labels;                                         ///< tokens on both axes, axis names, title
  std::vector<CellText> values;                                          ///< empty unless they fit
  Rect bar;                                                              ///< the colour bar
  std::vector<SceneText> barTicks;                                       ///< right of the bar
  std::vector<float> barTickY;
  std::optional<float> barMarkerY;  ///< the hovered value
  std::vector<attn::Index> emptyRows;

  Rect cellRect(Cell cell) const;  ///< without its gap
  Rect rowRect(attn::Index row) const;
};

/// Cells are square and at most 6.5 B; the map is centred. Column labels lie flat if all fit, else all turn 45°,
/// else (cells lower than small text, 14 points at B = 16) 90°: on screen for hover and selection only, in figures
/// every label or, where they would touch, every second, third, … one. Values are written where the widest fits.
/// Costs what is visible, not what the matrix holds. In an area too small for everything the axis names go first,
/// then the labels, then the bar, then the title; a name or title too long for the area is elided.
HeatmapLayout layoutHeatmap(const MatrixPicture& picture, const HeatmapOptions& options, const MeasureText& measure);

/// The size in points that `options.area` needs for cells of pitch `cell` with all labels. A title widens it to at
/// most 40 B.
Size naturalHeatmapSize(const MatrixPicture& picture, const HeatmapOptions& options, const MeasureText& measure,
                        float cell);

/// The cell under the pointer; none in a gap, outside the map or outside the clip.
std::optional<Cell> cellAt(const HeatmapLayout& layout, Point pointer);

/// The camera after zooming by `factor` so that the point of the map under `pointer` stays there. 1 ≤ zoom, and a
/// cell never larger than the view.
Camera zoomedAt(const HeatmapLayout& layout, const Camera& camera, Point pointer, float factor);

/// The camera after dragging the map by `delta` points; the map never leaves the view.
Camera panned(const HeatmapLayout& layout, const Camera& camera, Point delta);

/// At most `characters` wide (a Chinese character counts 2), elided in the middle with …
std::string elided(const std::string& text, int characters);

}  // namespace lab
