#pragma once

#include <optional>
#include <string>

#include "scene/compare_columns.h"
#include "scene/heatmap_layout.h"
#include "scene/matrix_picture.h"
#include "scene/shown_matrix.h"
#include "scene/temperature_scene.h"
#include "ui/widgets.h"

namespace lab {

/// A query, a key or both under the pointer, in whatever view or panel: every view lights them up.
struct Pointed {
  std::optional<attn::Index> query, key;
  bool operator==(const Pointed&) const = default;
};

/// The view Compare: what is compared, and what is remembered from frame to frame.
struct CompareState {
  CompareOptions options;
  CompareMemory memory;
  std::vector<FieldDraft> temperatures;  ///< the list that is edited
  bool scrolling = false;                ///< the scroll bar is held
};

/// The view Temperature: what is laid over, and the sweep that plays.
struct TemperatureState {
  struct Play {
    double start = 1;  ///< the temperature it began at and ends with
    double since = 0;  ///< seconds
    double frame = 0;  ///< when it last moved
  };
  TemperatureOptions options;
  SweepMemory memory;
  std::optional<Play> play;
  bool dragging = false;  ///< the marker is held
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
  bool painting = false;     ///< the pointer paints the mask instead of selecting cells
  bool wholeRange = false;   ///< weights from 0 to 1 instead of 0 to the largest
  CompareState compare;
  TemperatureState temperature;
  bool wantsExport = false;  ///< a view's menu asked for the dialog
};

}  // namespace lab
