#pragma once

#include <optional>
#include <string>

#include "scene/heatmap_layout.h"
#include "scene/matrix_picture.h"
#include "scene/shown_matrix.h"
#include "ui/draw_state.h"
#include "ui/position_state.h"

namespace lab {

/// A query, a key or both under the pointer, in whatever view or panel: every view lights them up.
struct Pointed {
  std::optional<attn::Index> query, key;
  bool operator==(const Pointed&) const = default;
};

/// Where the reader looks; never in the document, never undone.
struct ViewState {
  std::string view = "heatmap";  ///< a row of viewCatalogue()
  MatrixStage stage = MatrixStage::Weights;
  attn::Index head = 0;          ///< which head is looked at, from 0
  std::optional<Cell> selected;  ///< query and key, in every view
  std::optional<Cell> hover;     ///< a cell of the stage that is shown
  Pointed pointed;               ///< set by whoever has the pointer; cleared before each frame
  Camera camera;
  std::string colourMap = "viridis";
  bool showValues = true;
  PositionState position;
  DrawState draw;
  bool painting = false;     ///< the pointer paints the mask instead of selecting cells
  bool wholeRange = false;   ///< weights from 0 to 1 instead of 0 to the largest
  bool wantsExport = false;  ///< a view's menu asked for the dialog
};

}  // namespace lab
