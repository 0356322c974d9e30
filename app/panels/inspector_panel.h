#pragma once

#include "pipeline/trace.h"
#include "ui/ui.h"
#include "ui/view_state.h"

namespace lab {

/// Which parts are unfolded.
struct InspectorState {
  bool score = true, weights = true, context = true, measures = true;
  bool compactContext = false, compactMeasures = false;  ///< in a low window
  bool allKeys = false;
  bool allDimensions = false;
};

/// The selected cell, written out in numbers: score, the row's weights step by step, context, measures.
/// @param compact a low window: the four largest keys, context and measures in one line each.
void drawInspectorPanel(Ui& ui, const attn::Trace& trace, ViewState& view, InspectorState& state, bool compact);

}  // namespace lab
