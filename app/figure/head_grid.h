#pragma once

#include <optional>
#include <vector>

#include "scene/heatmap_layout.h"

namespace lab {

/// Small heatmaps side by side, row by row, as one figure.
struct HeadGrid {
  Size size;  ///< of the whole, in points
  std::vector<HeatmapLayout>
      layouts;  ///< one a picture; the bar stands in one of them, the figure's title in the first
};

/// Columns of a grid of `panels` panels of this shape: about 4 : 3 as a whole, with few places left empty.
int gridColumns(int panels, Size panel);

/// Lays out one heatmap for each head, all of one size on one scale of colours, with one bar right of the first row.
/// @param pictures at least two, of one shape.
/// @param options what all have in common; its `title` stands above all. @param titles one above each.
/// @param size of the whole; none: what the matrices need.
HeadGrid layoutHeads(const std::vector<MatrixPicture>& pictures, const HeatmapOptions& options,
                     const std::vector<std::string>& titles, std::optional<Size> size, const MeasureText& measure);

}  // namespace lab
