#pragma once

#include <optional>
#include <vector>

#include "core/types.h"
#include "pipeline/trace.h"
#include "scene/drawing.h"
#include "scene/scene_style.h"

namespace lab {

/// What a figure of a view is about.
struct ViewSubject {
  const attn::Trace& trace;      ///< every head
  attn::Index head = 0;          ///< the one that is looked at
  std::optional<Cell> selected;  ///< query and key; none: the heaviest weight
};

/// A view on a page of its own.
struct ViewFigure {
  Size size;  ///< points
  Drawing drawing;
};

/// One way to look at an experiment, as --view names it: the window's tab, its menu, `export` and `screenshot`.
struct ViewRow {
  const char* name;
  attn::Title title;
  attn::Title summary;
  /// The figure at `size`, or at what it needs. Null for the heatmap, whose figures have options of their own.
  /// @throws attn::InputError where the experiment has nothing for this view.
  ViewFigure (*figure)(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size) = nullptr;
};

const std::vector<ViewRow>& viewCatalogue();

/// @throws attn::InputError `unknown_name`.
const ViewRow& viewNamed(std::string_view name);

/// Where a result has a selection of its own: the heaviest weight of the trace's first head.
std::optional<Cell> heaviestCell(const attn::Trace& trace);

}  // namespace lab
