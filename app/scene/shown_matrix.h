#pragma once

#include <map>
#include <memory>
#include <vector>

#include "pipeline/trace.h"
#include "scene/colour_map.h"
#include "scene/matrix_picture.h"

namespace lab {

/// A stage's matrix ready to draw: made once for a result, away from the frame, and shared by the view, the strip and
/// the figure.
struct ShownMatrix {
  MatrixPicture picture;
  ValueRange range;
  /// For maps with more than one cell a pixel: `coarser[k]` has 2^(k+1) × 2^(k+1) cells a texel and keeps the value
  /// of largest magnitude, so that peaks survive. +∞ is masked, NaN undefined. Down to 32 texels a side.
  std::vector<attn::Matrix> coarser;
};
using ShownMatrixPtr = std::shared_ptr<const ShownMatrix>;
using ShownMatrices = std::map<MatrixStage, ShownMatrixPtr>;

/// A picture that holds values, ready to draw.
ShownMatrixPtr shownMatrix(MatrixPicture picture);

/// Every stage that `trace` has. What did not change since `before` is taken over from `previous`.
ShownMatrices shownMatrices(const attn::Trace& trace, const attn::Trace* before, const ShownMatrices& previous);

/// The value drawn for a cell: +∞ where the key may not be attended.
float shownValue(const MatrixPicture& picture, attn::Index row, attn::Index column);

/// All stages in the order they are computed.
const std::vector<MatrixStage>& allMatrixStages();

}  // namespace lab
