#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "attention/biases.h"
#include "attention/heads.h"
#include "attention/masks.h"
#include "attention/painted_row.h"
#include "attention/parameters.h"
#include "core/types.h"

namespace attn {

/// Where the computation starts.
enum class Entry {
  Text,     ///< text -> tokens -> vectors
  Vectors,  ///< x (and memory) given
  Ready,    ///< q, k and perhaps v given; `key_linear` needs no q
  Scores,   ///< scores given, perhaps v; one head
  Weights,  ///< bare weights given, perhaps v; one head; no mask, bias, normalizer or temperature is applied
};

/// Everything that decides the numbers, as one plain value. Names are catalogue names.
struct Experiment {
  Entry entry = Entry::Text;

  // Text
  std::string queryText;
  std::string keyText;     ///< read when `crossText`
  bool crossText = false;  ///< keys and values come from `keyText`
  std::string tokenizer = "word";
  std::string embedding = "random";
  Index dim = 0;  ///< 0: the embedding's own width

  // Matrices from outside; null = not given
  MatrixPtr x, memory;                              ///< Vectors: (n, d), (m, d_memory); no memory = self-attention
  MatrixPtr wQ, wK, wV, wO;                         ///< applied as X · W
  MatrixPtr q, k, v;                                ///< Ready; v may be null: then there is no context
  MatrixPtr scores, weights;                        ///< (n, m), of the entries of these names
  std::vector<std::string> queryTokens, keyTokens;  ///< labels of rows and columns; may be empty

  std::string projection;  ///< random | identity, where no matrix is given; empty: the entry's own, random for
                           ///< Text and identity for Vectors. Ready is never projected
  std::uint64_t seed = 1;
  std::string position = "none";
  Index firstPosition = 0;  ///< ≥ 0; where positions start to count: how the Position view shifts a sequence. Not saved
  Index heads = 1;          ///< h, of queries
  Index kvHeads = 0;        ///< g, of keys and values; 0: as many as heads
  std::string score = "scaled_dot";
  Parameters parameters;  ///< those that were given; the rest is drawn or standard. Also of local_p (`W_p`, `v_p`),
                          ///< of the relative bias (`relative`) and of learned positions (`position`)
  BiasSpec bias;
  std::vector<MaskSpec> masks;
  std::string normalizer = "softmax";
  double temperature = 1;
  std::vector<PaintedRow> painted;  ///< rows of weights set by hand, in the place of computed ones; those that do not
                                    ///< fit the heads, queries and keys are passed over

  bool operator==(const Experiment&) const = default;
};

/// h and g of the experiment, as given.
inline HeadCounts headCounts(const Experiment& experiment) {
  return {experiment.heads, experiment.kvHeads == 0 ? experiment.heads : experiment.kvHeads};
}

/// Tokens a side: 4,096 in the window, 16,384 in `compute`.
inline constexpr Index windowTokenLimit = 4096;
inline constexpr Index computeTokenLimit = 16384;

}  // namespace attn
