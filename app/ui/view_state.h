#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/numbers.h"
#include "scene/heatmap_layout.h"
#include "scene/matrix_picture.h"
#include "scene/shown_matrix.h"
#include "scene/steps_boxes.h"

namespace lab {

/// A query, a key or both under the pointer, in whatever view or panel: every view lights them up.
struct Pointed {
  std::optional<attn::Index> query, key;
  bool operator==(const Pointed&) const = default;
};

struct StepsPlan;

/// How the computation of a row is walked through.
struct StepsState {
  StepsOptions options;
  bool playing = false;
  double nextAt = 0;  ///< seconds: when the next step comes

  /// What was laid out last, and for what beside the result and the room.
  struct Kept {
    std::shared_ptr<const StepsPlan> plan;
    bool keysFromX = false, showValues = false;
    float base = 0;
    const void* words = nullptr;
  } kept;
};

/// Where the reader looks; never in the document, never undone.
struct ViewState {
  std::string view = "heatmap";  ///< a row of viewCatalogue()
  MatrixStage stage = MatrixStage::Weights;
  attn::Index head = 0;                   ///< which head is looked at, from 0
  std::optional<Cell> selected;           ///< query and key, in every view
  std::optional<Cell> hover;              ///< a cell of the stage that is shown
  std::vector<attn::NumberPlace> opened;  ///< a number that was clicked, and those that were opened from it
  StepsState steps;
  Pointed pointed;  ///< set by whoever has the pointer; cleared before each frame
  Camera camera;
  std::string colourMap = "viridis";
  bool showValues = true;
  bool wholeRange = false;   ///< weights from 0 to 1 instead of 0 to the largest
  bool wantsExport = false;  ///< a view's menu asked for the dialog
};

}  // namespace lab
