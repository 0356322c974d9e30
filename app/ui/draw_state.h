#pragma once

#include <optional>
#include <vector>

#include "pipeline/painted_rows.h"
#include "scene/draw_scene.h"

namespace lab {

/// The view Draw: the weight that is held, and what is remembered from frame to frame.
struct DrawState {
  struct Drag {
    Cell cell;
    attn::Index head = 0;
    std::vector<float> row;                 ///< of the weights when it was taken
    std::vector<attn::PaintedRow> painted;  ///< of the document then
    float from = 0, travel = 1;             ///< pixels: where the pointer was, and how far 0 … 1 is
    double weight = 0, start = 0;
    bool moved = false;
  };
  std::optional<Drag> drag;

  attn::MatrixPtr computedOf;  ///< what `computed` shows
  ShownMatrixPtr computed;
  attn::MatrixPtr effectOf, effectBefore;
  attn::Index effectRow = -1;
  attn::PaintedEffect effect;
};

}  // namespace lab
