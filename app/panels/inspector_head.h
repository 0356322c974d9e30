#pragma once

#include "pipeline/trace.h"
#include "ui/ui.h"
#include "ui/view_state.h"

namespace lab {

/// The top of the inspector: query → key, whose names point at them, the weight, which opens its derivation, and what
/// is special about the pair: a mask, a painted row. @param trace as the head that is looked at has it
void drawInspectorHead(Ui& ui, const attn::Trace& trace, ViewState& view, Cell cell);

}  // namespace lab
