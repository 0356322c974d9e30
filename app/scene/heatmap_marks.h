#pragma once

#include <vector>

#include "scene/geometry.h"

namespace lab {

// The marks on a heatmap's cells as lines and rectangles, the same for the screen and a figure.

struct Segment {
  Point from, to;
};

/// Rising lines across a masked cell or an empty row, `spacing` apart along its edges.
/// @param middleFree leaves out the line through the middle of a square, where a "0" is written.
std::vector<Segment> hatchLines(Rect rect, float spacing, bool middleFree = false);

/// The spacing of the hatch in cells of this height: half of it, within 8 … 24 points.
float hatchSpacing(float cellHeight);

/// The two diagonals of a NaN cell; with `middleFree` only their outer thirds, so that "NaN" can be read.
std::vector<Segment> crossLines(Rect rect, bool middleFree);

/// An outline around cells with a halo on both sides, legible on every colour of every map. Each rectangle is the
/// middle of its line.
struct Ring {
  Rect outerHalo, line, innerHalo;  ///< halos are 1 point thick
  float thickness = 2;              ///< of `line`
};
Ring ringAround(Rect cells, float thickness);

/// The mark of a value on the colour bar: a triangle left of it that points at `y`.
std::vector<Point> barMarker(Rect bar, float y);

}  // namespace lab
