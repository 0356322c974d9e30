#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "panels/edit_request.h"
#include "pipeline/trace.h"
#include "ui/tool_row.h"
#include "ui/ui.h"
#include "ui/view_state.h"
#include "views/mask_brush.h"

namespace lab {

/// An experiment that a view wanted beside the document's own, and what came of it.
struct Variant {
  attn::Experiment experiment;
  std::optional<attn::Trace> trace;  ///< as the head that is looked at has it; none after an error
  ShownMatrixPtr weights;            ///< null after an error
  std::optional<attn::InputError> error;
};

/// What a view reads. Everything belongs to one finished result, so that no two parts of a view disagree.
struct ViewInput {
  const attn::Trace& trace;  ///< as the head that is looked at has it
  const attn::Trace& all;    ///< every head
  Document document;         ///< with what is being dragged or typed
  std::function<ShownMatrixPtr(MatrixStage)> shown;
  const std::vector<ShownMatrixPtr>& headWeights;  ///< one a head
  const std::vector<Variant>& variants;            ///< in the order the view asked for
  MaskBrush* brush = nullptr;                      ///< while the mask is painted, in the heatmap only
  bool stale = false;                              ///< a newer result is being computed: draw at half strength
};

/// How the window shows a row of viewCatalogue(): one row here.
struct ViewPanel {
  const char* name;
  /// Draws into the rest of the ImGui window and hands back at most one edit.
  std::optional<EditRequest> (*draw)(Ui&, const ViewInput&, ViewState&);
  /// The view's own controls in the bar above; null: none.
  std::optional<EditRequest> (*tools)(Ui&, const ViewInput&, ViewState&, ToolRow&) = nullptr;
  /// Experiments to compute beside the document's; null: none.
  std::vector<attn::Experiment> (*variants)(const Document&, const ViewState&) = nullptr;
  /// What the arrow keys do; null: they move the selection.
  void (*move)(const attn::Trace& all, ViewState&, int rows, int columns) = nullptr;
  bool perHead = true;                                 ///< shows one head: the bar has a list of heads
  bool foldExperiment = false, foldInspector = false;  ///< before the reader has chosen
};

const std::vector<ViewPanel>& viewTable();

/// The row of `view`, which exists.
const ViewPanel& viewPanelOf(std::string_view view);

}  // namespace lab
