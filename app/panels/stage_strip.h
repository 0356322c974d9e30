#pragma once

#include <functional>
#include <optional>
#include <set>

#include "pipeline/trace.h"
#include "ui/ui.h"
#include "ui/view_state.h"

namespace lab {

/// What the strip shows of the computation.
struct StageStrip {
  const attn::Trace& trace;
  std::function<ShownMatrixPtr(MatrixStage)> matrix;  ///< null pointer: the trace does not have it
  const std::set<MatrixStage>& changed;               ///< by the last edit
  std::optional<MatrixStage> shown;
  std::optional<double> computing;  ///< 0 … 1 while a newer result is on its way
  bool flat = false;                ///< a low window: names only
};

enum class StripClick { Tokens, Stage };
struct StripResult {
  StripClick kind;
  MatrixStage stage = MatrixStage::Weights;
};

/// The stages in the order they are computed; a click shows a stage's matrix.
std::optional<StripResult> drawStageStrip(Ui& ui, const StageStrip& strip);

}  // namespace lab
