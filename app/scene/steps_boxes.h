#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/numbers.h"
#include "scene/scene_style.h"
#include "scene/shown_matrix.h"

namespace lab {

/// What the Steps view is asked for; where the reader looks, never in the document.
struct StepsOptions {
  bool numbersInFormula = false;
  bool keysFromX = false;  ///< K and V with the matrices they come from
  int step = -1;           ///< which box of the lower band is being explained, from 0; −1: everything is shown
  /// All heads and the output after the context; unset: where there is room for them.
  std::optional<bool> output;
  bool operator==(const StepsOptions&) const = default;
};

/// What the rows or the columns of a matrix are.
enum class StepsAxis { Queries, Keys, Dimensions };

/// One number for each axis.
struct StepsAxes {
  std::array<attn::Index, 3> at = {};
  attn::Index& operator[](StepsAxis axis) { return at[static_cast<std::size_t>(axis)]; }
  attn::Index operator[](StepsAxis axis) const { return at[static_cast<std::size_t>(axis)]; }
  bool operator==(const StepsAxes&) const = default;
};

/// The part of every matrix that is shown: `shown` queries, keys and dimensions from `first` on. A matrix with fewer
/// dimensions shows all it has.
struct StepsWindow {
  StepsAxes first, shown;
  bool operator==(const StepsWindow&) const = default;
};

/// The largest magnitudes of what is drawn: boxes of one kind share their colours.
struct StepsRanges {
  double vectors = 0, pairs = 0, weights = 0;
  double leastWeight = 0;  ///< below 0 of weights that were given and of `ratio`, which divides by a sum of any sign
};

/// Three bands, one under the other: the lower one is aligned by query row, above it stand the right-hand factors,
/// aligned by column, and above those what keys and values come from (Falk's scheme).
enum class StepsBand { Top, Upper, Lower };

/// One matrix on the canvas.
struct StepsBox {
  attn::NumberSpan span;    ///< which numbers it shows
  bool transposed = false;  ///< drawn with rows and columns exchanged
  StepsBand band = StepsBand::Lower;
  int column = 0;           ///< on the canvas, from the left
  std::string sign;         ///< between it and the box before it: "×", "→"
  std::string tex;          ///< its name
  std::string detail;       ///< its shape, or words
  attn::NumberShape shape;  ///< of the whole matrix, as drawn
  StepsAxis down = StepsAxis::Dimensions, across = StepsAxis::Dimensions;  ///< of its rows and columns, as drawn
  ShownMatrixPtr matrix;                                                   ///< the part that is shown, as drawn
  ValueRange range;
  Rect cells;                      ///< where the layout puts it, without the gap at its end
  Size pitch;                      ///< of its cells, which need not be square
  float gap = 0;                   ///< 1 between cells of 12 points and more
  std::optional<TextSize> values;  ///< numbers fit into its cells, this large

  attn::Index rows() const { return transposed ? span.columns : span.rows; }
  attn::Index columns() const { return transposed ? span.rows : span.columns; }
  attn::NumberPlace placeOf(Cell cell) const;
  Point corner(attn::Index row, attn::Index column) const {
    return {cells.x + static_cast<float>(column) * pitch.width, cells.y + static_cast<float>(row) * pitch.height};
  }
  Point middle(attn::Index row, attn::Index column) const {
    const Point at = corner(row, column);
    return {at.x + (pitch.width - gap) / 2, at.y + (pitch.height - gap) / 2};
  }
  /// Whether the whole matrix has more rows, or columns, as drawn, than are shown.
  bool rowsAreCut() const { return rows() < shape.rows; }
  bool columnsAreCut() const { return columns() < shape.columns; }
};

/// Whether there is something to fold away: all heads or an output after the context.
bool hasOutputBoxes(const attn::Trace& all, attn::Index head);

/// The boxes of a head's computation, from the left, without places; the matrices of the entry that it does not have
/// are left out, and all heads and the output where `options.output` is false. @param all every head
/// @param query whose hidden layer is shown, of scores that have one
std::vector<StepsBox> stepsBoxes(const attn::Trace& all, attn::Index head, attn::Index query,
                                 const StepsOptions& options, const SceneStyle& style);

/// The ranges of whole matrices of moderate size; of others 0.
StepsRanges wholeRanges(const std::vector<StepsBox>& boxes, const attn::Trace& all, attn::Index head);

/// Keeps of every box what the window shows and copies its numbers.
/// @param ranges grow where what is shown is larger
void fillBoxes(std::vector<StepsBox>& boxes, const attn::Trace& all, attn::Index head, const StepsWindow& window,
               StepsRanges& ranges);

/// How many of an axis' numbers the longest box has.
attn::Index countAlong(const std::vector<StepsBox>& boxes, StepsAxis axis);

/// Places in `boxes` of the lower band from the left: the steps of a row's computation.
std::vector<std::size_t> stepBoxes(const std::vector<StepsBox>& boxes);

}  // namespace lab
