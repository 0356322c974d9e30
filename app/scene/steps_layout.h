#pragma once

#include <vector>

#include "scene/scene_style.h"
#include "scene/steps_boxes.h"

namespace lab {

/// How the keys are written under the columns.
enum class KeyLabels { Flat, Turned, LookedAt };

/// Where everything but the boxes stands, and how the boxes' cells are pitched: the geometry of a plan.
struct StepsLayout {
  Rect formula, card;   ///< rooms; the formula's is empty where the area is too low
  Rect canvas;          ///< boxes with their labels
  Rect fold;            ///< the mark of what is folded away; empty where nothing is
  Point caption;        ///< middle of the line that says what is left out
  float rowLabels = 0;  ///< width of the queries' labels
  KeyLabels keyLabels = KeyLabels::Turned;
  TextSize rowLabelSize = TextSize::Base;
  bool hasBars = false;    ///< under the boxes, which tell what of their columns is shown
  float keyLabelRoom = 0;  ///< how long the turned label of a key may be
};

/// What the layout needs of the numbers and words.
struct StepsWants {
  float number[3] = {};  ///< width of the widest vector's, pair's and weight's number, small; 0: none are written
  float rowLabel = 0, smallRowLabel = 0;  ///< width of the widest label of a query
  float keyLabel = 0;                     ///< and of a key, small
  bool foldable = false;                  ///< the output may be folded, and is
  StepsAxes counts;
};

/// Chooses how much of the matrices fits into `area` and gives every box its cells. Rows of the lower band are equally
/// high. Cells need not be square: a column of keys is widened first, until its numbers fit; columns of dimensions are
/// narrower where room is short, and so are the rows above the lower band. Where not everything fits, what is shown
/// has cells large enough for its labels.
/// @param boxes get `cells`, `pitch`, `gap`, `values`; @param window gets `shown`
/// @return whether cells are comfortable, so that nothing need be folded away
bool layOutSteps(std::vector<StepsBox>& boxes, StepsWindow& window, StepsLayout& layout, const StepsWants& wants,
                 const SceneStyle& style, Rect area);

}  // namespace lab
