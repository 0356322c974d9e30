#pragma once

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/numbers.h"
#include "scene/compare_columns.h"
#include "scene/heads_scene.h"
#include "scene/heatmap_layout.h"
#include "scene/links_scene.h"
#include "scene/matrix_picture.h"
#include "scene/shown_matrix.h"
#include "scene/steps_boxes.h"
#include "scene/temperature_scene.h"
#include "ui/draw_state.h"
#include "ui/position_state.h"
#include "ui/space_state.h"
#include "ui/widgets.h"

namespace lab {

/// A query, a key or both under the pointer, in whatever view or panel: every view lights them up.
struct Pointed {
  std::optional<attn::Index> query = {}, key = {};
  std::optional<attn::NumberPlace> number = {};  ///< a number of a derivation
  bool operator==(const Pointed&) const = default;
};

/// As a cell of the pairs, −1 for a side that is not pointed at; none where neither is.
inline std::optional<Cell> cellOf(const Pointed& pointed) {
  if (!pointed.query && !pointed.key) return std::nullopt;
  return Cell{pointed.query.value_or(-1), pointed.key.value_or(-1)};
}

/// The links: what the reader chose, and what was found for it.
struct LinksState {
  LinksOptions options;
  LinkCache cache;
  LinksHit hover;                     ///< what was under the pointer in the last frame
  float overflow = 0;                 ///< of the last frame: whether all tokens were there
  std::optional<Cell> shownSelected;  ///< what was scrolled to last
};

struct StepsPlan;

/// How the computation of a row is walked through.
struct StepsState {
  StepsOptions options;
  bool playing = false;
  double nextAt = 0;  ///< seconds: when the next step comes
  StepsAxes scroll;   ///< the first query, key and dimension that are shown
  struct Wheel {
    float down = 0, across = 0;  ///< what was turned and is less than a number
  } wheel;
  std::optional<Cell> shownSelected;             ///< what was scrolled to last
  std::optional<attn::NumberPlace> shownOpened;  ///< the same of a number
  FieldDraft temperature;                        ///< in the menu, where the bar has no room
  std::string rowFilter;                         ///< typed into the list of rows

  /// What was laid out last, and for what beside the result and the room.
  struct Kept {
    std::shared_ptr<const StepsPlan> plan;
    StepsOptions options;
    bool showValues = false;
    float base = 0;
    const void* words = nullptr;
  } kept;
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
    double start = 1;                 ///< the temperature it began at and ends with
    double since = 0;                 ///< seconds
    double frame = 0;                 ///< when it last moved
    static constexpr double gap = 1;  ///< seconds without a frame of the view: it has ended
  };
  TemperatureOptions options;
  SweepMemory memory;
  std::optional<Play> play;
  bool dragging = false;  ///< the marker is held
};

/// The heads: what the reader chose, and what was computed of them.
struct HeadsState {
  HeadsOptions options;
  std::vector<ShownMatrixPtr> measured;  ///< what `heads` and `summary` are of
  std::vector<HeadCard> heads;           ///< by number
  std::vector<HeadCard> summary;         ///< mean and maximum; empty while they are computed
  std::shared_future<std::vector<HeadCard>> pending;
  std::vector<ShownMatrixPtr> pendingOf;
  std::vector<attn::Index> order;  ///< of the last frame: the heads as they stood
  int columns = 1;                 ///< of the last frame
};

/// Where the reader looks; never in the document, never undone.
struct ViewState {
  std::string view = "heatmap";  ///< a row of viewCatalogue()
  MatrixStage stage = MatrixStage::Weights;
  attn::Index head = 0;                   ///< which head is looked at, from 0
  std::optional<Cell> selected;           ///< query and key, in every view
  std::optional<Cell> hover;              ///< a cell of the stage that is shown
  Pointed pointed;                        ///< set by the view that has the pointer, else what a panel set last
  Pointed pointedByPanels;                ///< panels are drawn after the views: `pointed` of the next frame
  std::vector<attn::NumberPlace> opened;  ///< a number that was clicked, and those that were opened from it
  Camera camera;
  std::string colourMap = "viridis";
  bool showValues = true;
  bool wholeRange = false;               ///< weights from 0 to 1 instead of 0 to the largest
  bool painting = false;                 ///< the pointer paints the mask instead of selecting cells
  bool wantsExport = false;              ///< a view's menu asked for the dialog
  std::optional<std::string> wantsView;  ///< a view asked for another one, a row of viewCatalogue()

  // Of the views of these names.
  LinksState links;
  StepsState steps;
  CompareState compare;
  TemperatureState temperature;
  SpaceState space;
  HeadsState heads;
  PositionState position;
  DrawState draw;
};

}  // namespace lab
