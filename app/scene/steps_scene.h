#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scene/drawing.h"
#include "scene/steps_boxes.h"
#include "scene/views.h"

namespace lab {

/// Which numbers are shown and where they stand: depends on the result, the room and the language, not on what is
/// hovered. Cheap to keep from frame to frame, dear to make.
struct StepsPlan {
  attn::Trace all;  ///< every head
  attn::Index head = 0;
  std::vector<StepsBox> boxes;
  StepsWindow window;
  Rect area, canvas;         ///< `canvas`: boxes with their labels
  Rect formula, card;        ///< rooms; empty where the area is too low for them
  float cell = 0, gap = 0;   ///< pitch of a cell; 1 between cells of 12 points and more
  bool values = false;       ///< numbers fit into the cells
  bool rowLabels = true;     ///< every row has its label; else only what is looked at
  bool columnLabels = true;  ///< the same of columns
  std::string omitted;       ///< what is left out, in words; empty: nothing
};

/// Lays a computation out in `area`. Cells are as large as fit, at most 3 B, at least half of B; what does not fit
/// then is left out: a window of queries and keys around the selection, and the first dimensions.
/// @param all every head, with weights
StepsPlan planSteps(const attn::Trace& all, attn::Index head, const StepsOptions& options, const SceneStyle& style,
                    Rect area, Cell selected);

/// Whether a plan is still what `planSteps` would give.
bool samePlan(const StepsPlan& plan, const attn::Trace& all, attn::Index head, Rect area, Cell selected);

/// A symbol of the formula and the matrix it stands for.
struct StepsSymbol {
  Rect rect;
  attn::NumberKind kind;
};

/// The picture of a plan with what is looked at.
struct StepsScene {
  Drawing drawing;
  std::vector<StepsSymbol> symbols;
  std::string sum;    ///< the TeX in the card
  std::string words;  ///< what stands there where there is no arithmetic
};

struct StepsFocus {
  Cell selected;                             ///< query and key
  std::optional<attn::NumberPlace> hovered;  ///< under the pointer
  std::optional<attn::NumberPlace> opened;   ///< the number that was clicked last
  std::optional<attn::NumberKind> symbol;    ///< a symbol of the formula is under the pointer
  std::optional<attn::Index> query, key;     ///< pointed at, here or in another part of the window
};

StepsScene stepsScene(const StepsPlan& plan, const StepsOptions& options, const StepsFocus& focus,
                      const SceneStyle& style);

/// The number that the card explains: the hovered one, else the selected row's in the current step, else the one that
/// was clicked, else the selected pair's score.
attn::NumberPlace explainedNumber(const StepsPlan& plan, const StepsOptions& options, const StepsFocus& focus);

/// The number under the pointer; none between the boxes.
std::optional<attn::NumberPlace> numberUnder(const StepsPlan& plan, Point pointer);

/// The cell of a number as drawn; none where it is not shown.
std::optional<Rect> cellOf(const StepsPlan& plan, const attn::NumberPlace& place);

/// "step 3 of 7: Q Kᵀ": the step that is being explained.
std::string stepText(const StepsPlan& plan, const StepsOptions& options, const StepsFocus& focus, const Words& words);

/// The figure. @throws attn::InputError never: every experiment has weights.
ViewFigure stepsFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size);

}  // namespace lab
