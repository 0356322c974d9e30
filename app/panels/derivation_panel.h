#pragma once

#include "pipeline/numbers.h"
#include "scene/arithmetic.h"
#include "ui/ui.h"
#include "ui/view_state.h"

namespace lab {

/// The number that was opened last, from the numbers it comes from, each of which opens in turn, down to the
/// embedding; above it the way there.
/// @param all every head
void drawDerivation(Ui& ui, const attn::Trace& all, ViewState& view, bool& allNumbers);

/// The query, the key or both that a number is of.
Pointed pointedAt(const attn::NumberPlace& place);

/// Forgets what was opened or pointed at where the result no longer has it, and what was opened where another query or
/// key was selected since.
void keepOpened(const attn::Trace& all, ViewState& view);

/// Opens a number; the inspector shows where it comes from.
void openNumber(ViewState& view, const attn::NumberPlace& place);

/// The number that a cell of a stage is, where the inspector has not shown it already.
std::optional<attn::NumberPlace> numberOfStage(MatrixStage stage, Cell cell);

/// The arithmetic as formulas under each other, broken between terms where a line is full.
void drawArithmetic(Ui& ui, const std::string& symbol, const ArithmeticLine& line, const char* probeName);

}  // namespace lab
