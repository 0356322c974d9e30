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
  bool allNumbers = false;  ///< of a derivation
  int measure = -1;         ///< whose arithmetic is shown, a row of the measures' table; −1: none
};

/// The selected cell, written out in numbers: score, the row's weights step by step, context, measures.
/// Where a number was opened, its derivation instead.
/// @param trace as the head that is looked at has it @param all every head
/// @param compact a low window: the four largest keys, context and measures in one line each.
void drawInspectorPanel(Ui& ui, const attn::Trace& trace, const attn::Trace& all, ViewState& view,
                        InspectorState& state, bool compact);

}  // namespace lab
