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

using Edit = std::variant<SetQueryText, SetKeyText, SetCrossText, SetTokenizer, SetEmbedding, SetDimension, SetSeed,
                          SetPosition, SetProjection, SetScore, SetNumberParameter, SetHeads, SetBias, SetMasks,
                          SetNormalizer, SetTemperature, MoveKey, ReplaceExperiment>;

/// The document after the edit. A text edit turns a matrix experiment into a text one.
Document applied(Document document, const Edit& edit);

/// i18n key of what the menu calls it: "edit.set-temperature", so that it reads "Undo Set temperature".
const char* editLabel(const Edit& edit);

}  // namespace lab
