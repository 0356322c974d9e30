#pragma once

#include <map>
#include <optional>
#include <string>

#include "document/document.h"
#include "panels/edit_request.h"
#include "pipeline/trace.h"
#include "ui/text_area.h"
#include "ui/ui.h"
#include "ui/widgets.h"

namespace lab {

/// What the fields hold while they are edited.
struct ExperimentPanelState {
  TextAreaState query, key;
  std::map<std::string, FieldDraft> fields;
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
