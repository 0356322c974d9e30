#pragma once

#include <string>
#include <variant>
#include <vector>

#include "document/document.h"

namespace lab {

// One small struct per edit: what the reader did, as a value. `apply` is the only way a document changes.

struct SetQueryText {
  std::string text;
};
struct SetKeyText {
  std::string text;
};
struct SetCrossText {
  bool cross;
};
struct SetTokenizer {
  std::string name;
};
struct SetEmbedding {
  std::string name;
};
struct SetDimension {
  attn::Index dim;
};  ///< 0: the embedding's own
struct SetSeed {
  std::uint64_t seed;
};
struct SetPosition {
  std::string name;
};
struct SetProjection {
  std::string name;
};
struct SetScore {
  std::string name;
};
struct SetNumberParameter {
  std::string name;
  double value;
};
/// Also of a mask, the bias or the position.
struct SetMatrixParameter {
  std::string name;
  attn::MatrixPtr values;  ///< null: drawn from the seed again, or left out where it may be
  bool perHead = false;    ///< h blocks of rows, one under the other
};
struct SetHeads {
  attn::Index heads;    ///< h, of queries
  attn::Index kvHeads;  ///< g, of keys and values; 0: as many
};
struct SetBias {
  attn::BiasSpec bias;
};
struct SetMasks {
  std::vector<attn::MaskSpec> masks;
};
struct PaintMask {
  std::vector<attn::MaskSpec> masks;
};  ///< by hand: a stroke on the map, or all cells at once
struct PaintWeights {
  std::vector<attn::PaintedRow> rows;
};  ///< all rows that are set by hand, with the one that was just painted
struct ResetWeights {
  std::vector<attn::PaintedRow> rows;
};  ///< those that stay
struct SetNormalizer {
  std::string name;
};
struct SetTemperature {
  double tau;
};
struct MoveKey {
  attn::Index key, group;  ///< of key/value head `group`
  attn::Vector by;         ///< (d_k)
};                         ///< where `attn::canMoveKeys`; elsewhere nothing
struct ReplaceExperiment {
  attn::Experiment experiment;
};  ///< an example sentence, a dropped text

struct OpenMatrices {
  attn::Experiment experiment;
};  ///< arrays of a file

using Edit = std::variant<SetQueryText, SetKeyText, SetCrossText, SetTokenizer, SetEmbedding, SetDimension, SetSeed,
                          SetPosition, SetProjection, SetScore, SetNumberParameter, SetMatrixParameter, SetHeads,
                          SetBias, SetMasks, PaintMask, PaintWeights, ResetWeights, SetNormalizer, SetTemperature,
                          MoveKey, ReplaceExperiment, OpenMatrices>;

/// The document after the edit. A text edit turns a matrix experiment into a text one. A mask of the reader's own
/// follows the number of tokens: see `fitCustomMasks`. Painted rows stay while heads, queries and keys stay as many.
Document applied(Document document, const Edit& edit);

/// i18n key of what the menu calls it: "edit.set-temperature", so that it reads "Undo Set temperature".
const char* editLabel(const Edit& edit);

}  // namespace lab
