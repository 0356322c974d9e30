#pragma once

#include <optional>

#include "document/custom_mask.h"
#include "panels/edit_request.h"
#include "scene/heatmap_layout.h"
#include "ui/ui.h"
#include "ui/view_state.h"

namespace lab {

/// The pointer as a brush on a map of queries and keys: the first cell of a stroke says whether it forbids or allows.
struct MaskBrush {
  const attn::Experiment* experiment = nullptr;  ///< what is shown, also the stroke so far; set before every frame

  struct Stroke {
    attn::Mask before, mask;
    MaskCell from, last;
    bool visible = false;  ///< what the stroke paints
    bool rectangle = false;
  };
  attn::Mask present;  ///< all masks of `presentOf` as one
  std::vector<attn::MaskSpec> presentOf;

  std::optional<Stroke> stroke;        ///< while the button is held
  std::optional<EditRequest> request;  ///< of this frame: live while the button is held, then one undo step
};

/// Reads the pointer on the map that was just submitted as an item. @param hovered its cell under the pointer
void readBrush(Ui& ui, const HeatmapLayout& layout, MaskBrush& brush, std::optional<Cell> hovered);

/// The cell under the pointer and, beside the pointer, what a click does there.
void drawBrush(Ui& ui, ImDrawList* list, const HeatmapLayout& layout, MaskBrush& brush, std::optional<Cell> hovered);

/// The cell of the part of the map that is seen which is nearest to the pointer.
std::optional<Cell> nearestCell(const HeatmapLayout& layout, Point pointer);

}  // namespace lab
