#pragma once

#include <future>
#include <optional>
#include <string>

#include "scene/heads_scene.h"
#include "scene/heatmap_layout.h"
#include "scene/links_scene.h"
#include "scene/matrix_picture.h"
#include "scene/shown_matrix.h"

namespace lab {

/// A query, a key or both under the pointer, in whatever view or panel: every view lights them up.
struct Pointed {
  std::optional<attn::Index> query, key;
  bool operator==(const Pointed&) const = default;
};

/// The links: what the reader chose, and what was found for it.
struct LinksState {
  LinksOptions options;
  LinkCache cache;
  LinksHit hover;                     ///< what was under the pointer in the last frame
  float overflow = 0;                 ///< of the last frame: whether all tokens were there
  std::optional<Cell> shownSelected;  ///< what was scrolled to last
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
  attn::Index head = 0;          ///< which head is looked at, from 0
  std::optional<Cell> selected;  ///< query and key, in every view
  std::optional<Cell> hover;     ///< a cell of the stage that is shown
  Pointed pointed;               ///< set by whoever has the pointer; cleared before each frame
  Camera camera;
  std::string colourMap = "viridis";
  bool showValues = true;
  bool wholeRange = false;  ///< weights from 0 to 1 instead of 0 to the largest
  LinksState links;
  HeadsState heads;
  bool wantsExport = false;  ///< a view's menu asked for the dialog
};

}  // namespace lab
