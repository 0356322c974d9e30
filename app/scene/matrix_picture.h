#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/types.h"
#include "pipeline/trace.h"
#include "scene/colour_map.h"

namespace lab {

/// The matrices of a trace that can be looked at, in the order they are computed.
enum class MatrixStage { QueryVectors, KeyVectors, Q, K, V, Scores, Mask, Weights, Context };

/// scores | weights | … as on the command line; null for an unknown one.
const char* matrixStageName(MatrixStage stage);
std::optional<MatrixStage> matrixStageNamed(std::string_view name);

/// What one heatmap shows: plain data, the same for the screen and a figure.
struct MatrixPicture {
  MatrixStage stage = MatrixStage::Weights;
  attn::MatrixPtr values;                ///< null: nothing to show
  attn::MaskPtr visible;                 ///< of scores and weights: where false the cell is masked; else null
  attn::MatrixPtr scores;                ///< of weights: the small second line in large cells
  bool queryRows = false;                ///< rows are queries: an empty row is hatched whole with "!" at its label
  std::vector<attn::Index> paintedRows;  ///< of weights, ascending: painted by the reader, "✎" at their labels
  std::vector<std::string> rowLabels, columnLabels;
  std::string rowAxis, columnAxis;  ///< i18n keys: "axis.query", "axis.key", "axis.dimension", "axis.token"
  bool diverging = false;           ///< signed values: the diverging map, unless a figure asks for another
};

/// The picture of `stage`; `values` is null if the trace does not have it. A mask is shown as 0 and 1.
MatrixPicture pictureOf(const attn::Trace& trace, MatrixStage stage);

/// Whether a stage's matrix is the same in both. Matrices are shared and never change, so it is enough to compare
/// pointers.
bool sameMatrix(const attn::Trace& a, const attn::Trace& b, MatrixStage stage);

/// A token as a label: a space, tab or line break would be an empty one, its sign stands for it.
std::string visibleText(const std::string& token);

/// Whether a stage has the same numbers in both, in whatever memory: a stage may be computed again to the same result.
bool sameNumbers(const attn::Trace& a, const attn::Trace& b, MatrixStage stage);

/// A cell of a matrix; in scores and weights row = query, column = key.
struct Cell {
  attn::Index row = 0, column = 0;
  bool operator==(const Cell&) const = default;
};

}  // namespace lab
