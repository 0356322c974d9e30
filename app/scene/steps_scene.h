#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scene/drawing.h"
#include "scene/steps_layout.h"
#include "scene/views.h"

namespace lab {

/// Which numbers are shown and where they stand: depends on the result, the room and the language, not on what is
/// hovered. Cheap to keep from frame to frame, dear to make.
struct StepsPlan {
  attn::Trace all;  ///< every head
  attn::Index head = 0, query = 0;
  std::vector<StepsBox> boxes;
  StepsWindow window;
  StepsAxes counts;  ///< how many queries, keys and dimensions there are
  StepsRanges ranges;
  Rect area;
  StepsLayout layout;
  std::string omitted;  ///< what is left out, in words; empty: nothing
};

/// Lays a computation out in `area`. What does not fit at a legible size is left out: of queries, keys and dimensions
/// those from `first` on are shown, or the last ones.
/// @param all every head, with weights
/// @param query whose hidden layer is shown, of scores that have one
/// @param before a plan of the same numbers, whose colours are kept; may be null
StepsPlan planSteps(const attn::Trace& all, attn::Index head, attn::Index query, const StepsOptions& options,
                    const SceneStyle& style, Rect area, const StepsAxes& first, const StepsPlan* before = nullptr);

/// The same with a pair in view.
StepsPlan planStepsAround(const attn::Trace& all, attn::Index head, const StepsOptions& options,
                          const SceneStyle& style, Rect area, Cell selected);

/// Whether a plan has the numbers of this result.
bool sameNumbers(const StepsPlan& plan, const attn::Trace& all, attn::Index head);

/// The first of an axis, moved as little as brings a place into view with its neighbours.
attn::Index scrolledTo(const StepsPlan& plan, StepsAxis axis, attn::Index at);

/// What the wheel moves over a point: the rows of the box there, or its columns; the queries between the boxes. Where
/// all of them are shown, the other axis.
StepsAxis scrolledAxis(const StepsPlan& plan, Point pointer, bool sideways);

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
  bool fold = false;                         ///< the mark of what is folded is under the pointer
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

/// The step that is looked at, from 0: while the computation is walked through that one, else the step of the number
/// that was opened; none while everything is shown.
std::optional<int> currentStep(const StepsPlan& plan, const StepsOptions& options,
                               const std::optional<attn::NumberPlace>& opened);

/// The step that a matrix belongs to: its own, or the one it is a factor of; none of what is not on the canvas.
std::optional<int> stepOfKind(const StepsPlan& plan, attn::NumberKind kind);

/// "step 3 of 7: Q Kᵀ"; without a step "all 7 steps".
std::string stepText(const StepsPlan& plan, std::optional<int> step, const Words& words);

/// The figure. @throws attn::InputError never: every experiment has weights.
ViewFigure stepsFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size);

}  // namespace lab
