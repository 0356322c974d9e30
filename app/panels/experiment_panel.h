#pragma once

#include <map>
#include <optional>
#include <string>

#include "document/document.h"
#include "panels/edit_request.h"
#include "panels/number_grid.h"
#include "pipeline/trace.h"
#include "ui/text_area.h"
#include "ui/ui.h"
#include "ui/widgets.h"

namespace lab {

/// A matrix parameter's sheet.
struct MatrixSheetState {
  bool open = false;
  NumberGridState grid;
};

/// What the fields hold while they are edited, and what the panel asks of the window.
struct ExperimentPanelState {
  TextAreaState query, key;
  std::map<std::string, FieldDraft> fields;
  std::map<std::string, MatrixSheetState> sheets;  ///< by the parameter's name

  bool painting = false;              ///< set before each frame: the pointer paints the mask
  bool startPainting = false;         ///< a mask of the reader's own was just chosen
  std::optional<std::string> action;  ///< an action whose button was clicked
  std::optional<std::string> load;    ///< the role that an array of a file is wanted for

  /// What was typed is settled; which sheets are open stays.
  void forgetDrafts();
  /// The sheet that has the keyboard; null: none.
  NumberGridState* focusedGrid();
};

/// The experiment's settings, top to bottom as the computation runs. @param trace the last good result, for counts.
/// @return the reader's edit.
std::optional<EditRequest> drawExperimentPanel(Ui& ui, const Document& document, const attn::Trace* trace,
                                               ExperimentPanelState& state);

/// The temperature alone, for the view's tools while the panel is folded.
std::optional<EditRequest> drawTemperatureTool(Ui& ui, const Document& document, ExperimentPanelState& state,
                                               float width);
/// The score function alone, likewise.
std::optional<EditRequest> drawScoreTool(Ui& ui, const Document& document, float width);

}  // namespace lab
