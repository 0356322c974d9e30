#pragma once

#include <memory>
#include <string>
#include <vector>

#include "attention/parameters.h"
#include "core/types.h"
#include "measures/row_measures.h"
#include "pipeline/experiment.h"

namespace attn {

/// Every intermediate of one computation. Cheap to copy: matrices are shared and never change.
/// What an entry does not have is null (a Ready experiment has no xQuery).
struct Trace {
  std::shared_ptr<const std::vector<std::string>> queryTokens, keyTokens;  ///< labels; empty vector if none
  bool selfAttention = true;
  MatrixPtr xQuery, xKey;  ///< (n, d), (m, d): what enters the projections, positions added
  MatrixPtr q, k, v;       ///< (n, d_q), (m, d_k), (m, d_v)
  Parameters parameters;   ///< of the score function, complete
  MatrixPtr scores;        ///< (n, m), before the mask
  MaskPtr visible;         ///< (n, m)
  MatrixPtr weights;       ///< (n, m)
  MatrixPtr context;       ///< (n, d_v)
  MatrixPtr output;        ///< (n, d_out), W_O applied
  std::shared_ptr<const std::vector<RowMeasures>> measures;  ///< one a query
  Experiment experiment;                                     ///< what it was computed from

  Index queries() const { return scores ? scores->rows() : 0; }
  Index keys() const { return scores ? scores->cols() : 0; }
};

/// "animal" or "query 3" where there is no text; counting from 1, as people read it.
std::string queryLabel(const Trace& trace, Index query);
std::string keyLabel(const Trace& trace, Index key);

}  // namespace attn
