#pragma once

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
  bool operator==(const StepsOptions&) const = default;
};

/// The part of every matrix that is shown: so many queries and keys from a first one on, and so many dimensions.
struct StepsWindow {
  attn::Index firstQuery = 0, queries = 0, firstKey = 0, keys = 0, dimensions = 0;
  bool operator==(const StepsWindow&) const = default;
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
  ShownMatrixPtr matrix;    ///< the part that is shown, as drawn
  ValueRange range;
  Rect cells;  ///< where the layout puts it, without the gap at its end

  attn::Index rows() const { return transposed ? span.columns : span.rows; }
  attn::Index columns() const { return transposed ? span.rows : span.columns; }
  attn::NumberPlace placeOf(Cell cell) const;
};

/// The boxes of a head's computation, from the left, without places; the matrices of the entry that it does not have
/// are left out. @param all every head
std::vector<StepsBox> stepsBoxes(const attn::Trace& all, attn::Index head, const StepsOptions& options,
                                 const SceneStyle& style);

/// Keeps of every box what the window shows and copies its numbers, with ranges that boxes of one kind share: one for
/// vectors and matrices, one for scores.
void fillBoxes(std::vector<StepsBox>& boxes, const attn::Trace& all, attn::Index head, const StepsWindow& window);

/// Places in `boxes` of the lower band from the left: the steps of a row's computation.
std::vector<std::size_t> stepBoxes(const std::vector<StepsBox>& boxes);

}  // namespace lab
