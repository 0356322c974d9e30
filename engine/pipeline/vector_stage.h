#pragma once

#include "core/work.h"
#include "pipeline/experiment.h"
#include "pipeline/token_stage.h"

namespace attn {

/// What enters the projections; one matrix in self-attention.
struct Vectors {
  MatrixPtr query, key;
  MatrixPtr positions;                   ///< the table of learned positions that was added
  MatrixPtr embeddedQuery, embeddedKey;  ///< before positions were added; query and key where none were
  MatrixPtr added;                       ///< the longer of the tables that were added, of whatever kind; null: none
};

/// Embedded or given vectors with positions added; nothing for entries that begin later.
/// @throws InputError of `embedTokens` and of a given position table; `missing_input`, `not_finite`; `position_ready`
/// where positions are to be added to vectors that are not there.
Vectors vectorsOf(const Experiment& experiment, const TokenSides& tokens, const WorkShare& work);

}  // namespace attn
