#pragma once

#include <optional>
#include <string>

#include "scene/heatmap_layout.h"
#include "scene/matrix_picture.h"
#include "scene/shown_matrix.h"

namespace lab {

/// Where the reader looks; never in the document, never undone.
struct ViewState {
  MatrixStage stage = MatrixStage::Weights;
  attn::Index head = 0;          ///< which head is looked at, from 0
  std::optional<Cell> selected;  ///< query and key, in every view
  std::optional<Cell> hover;     ///< a cell of the stage that is shown
  Camera camera;
  std::string colourMap = "viridis";
  bool showValues = true;
  bool painting = false;    ///< the pointer paints the mask instead of selecting cells
  bool wholeRange = false;  ///< weights from 0 to 1 instead of 0 to the largest
};

}  // namespace lab
