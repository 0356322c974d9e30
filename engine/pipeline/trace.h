#pragma once

#include <memory>
#include <string>
#include <vector>

#include "attention/derivation.h"
#include "attention/heads.h"
#include "attention/parameters.h"
#include "core/types.h"
#include "measures/row_measures.h"
#include "pipeline/experiment.h"

namespace attn {

/// Of a picture of the weights, such as the pixels of the screen that show it: each number the largest of an area of
/// weights, made while they are computed. For what must be shown while a slider moves. 0 for none.
struct PictureSize {
  Index rows = 0, columns = 0;
};

/// One head of a computation. With one head, its q, k, v, context are those of the trace.
struct HeadTrace {
  MatrixPtr q, k, v;      ///< this head's columns: (n, d_q), (m, d_k), (m, d_v); heads that share keys share k and v
  Parameters parameters;  ///< of the score function, complete, as this head reads them
  MatrixPtr scores;       ///< (n, m), before bias and mask
  MatrixPtr bias;         ///< (n, m); null without a bias
  MatrixPtr biased;       ///< (n, m) scores + bias: what is divided by τ; the same matrix as `scores` without a bias
  MaskPtr visible;        ///< (n, m); one for all heads unless a mask reads the queries (`local_p`)
  std::shared_ptr<const std::vector<double>> centres;  ///< (n) p_i of `local_p`; null without it
  MatrixPtr weights;                                   ///< (n, m), with painted rows
  MatrixPtr computed;                                  ///< (n, m) before painting; the same matrix where nothing is
  std::vector<Index> painted;                          ///< queries whose row was painted, ascending
  MatrixPtr picture;  ///< softmax weights in fewer numbers, if that was asked for when they were made: see PictureSize
  MatrixPtr context;  ///< (n, d_v); null without values
  std::shared_ptr<const std::vector<RowMeasures>> measures;  ///< one a query
};

/// Every intermediate of one computation. Cheap to copy: matrices are shared and never change.
/// What an entry does not have is null (a Ready experiment has no xQuery, bare weights have no scores).
struct Trace {
  std::shared_ptr<const std::vector<std::string>> queryTokens, keyTokens;  ///< labels; empty vector if none
  std::shared_ptr<const std::vector<std::string>> rowTokens;  ///< of the rows of scores, weights and context: the
                                                              ///< query tokens, or "row 0", … of `key_linear`
  bool selfAttention = true;
  MatrixPtr xQuery, xKey;                ///< (n, d), (m, d_memory): what enters the projections, positions added
  MatrixPtr embeddedQuery, embeddedKey;  ///< before positions were added: those of xQuery and xKey where none were
  MatrixPtr addedPositions;              ///< (max(n, m), d): row i was added to the vectors at place i; null: none
  MatrixPtr wQ, wK, wV;                  ///< what the vectors are multiplied by; null is the identity
  MatrixPtr plainQ, plainK;              ///< Q and K before rope turned them; q and k where nothing was turned
  MatrixPtr q, k, v;      ///< (n, h·d_q), (m, g·d_k), (m, g·d_v): what enters the score, unsplit, turned by rope
  HeadCounts headCounts;  ///< h and g
  Parameters parameters;  ///< complete: of the score, of masks, bias and position; all heads
  std::vector<HeadTrace> heads;  ///< h of them, from the scores on
  MatrixPtr context;             ///< (n, h·d_v): the heads' contexts side by side
  MatrixPtr wO;                  ///< what the context is multiplied by; null is the identity
  MatrixPtr output;              ///< (n, d_out)
  Experiment experiment;         ///< what it was computed from

  /// Head `r`; an empty one where nothing was computed yet.
  const HeadTrace& head(Index r = 0) const;
  Index queries() const;  ///< rows of scores and weights
  Index keys() const;     ///< columns of scores and weights
};

/// The trace as head `r` alone has it: its q, k, v and context in the place of the unsplit ones, and no other head.
/// `headCounts` stay, so that a reader knows what it is one of. Nothing is copied.
Trace oneHead(const Trace& trace, Index r);

/// "animal" or "query 3" where there is no text; counting from 1, as people read it.
std::string queryLabel(const Trace& trace, Index query);
std::string keyLabel(const Trace& trace, Index key);

/// One score taken apart, of a trace that has scores of vectors (not those of a file: see `hasDerivation`).
ScoreDerivation explainScore(const Trace& trace, Index head, Index query, Index key);

/// Whether scores were computed from Q and K, so that `explainScore` has something to say.
bool hasDerivation(const Trace& trace);

/// One row of weights step by step: the score, the bias where there is one, the normalizer's steps, the factors of
/// `local_p` and "✎" where the row was painted. The last step's values are the weights. Empty for bare weights.
std::vector<WeightStep> explainWeights(const Trace& trace, Index head, Index query);

}  // namespace attn
