#pragma once

#include <vector>

#include "core/work.h"
#include "pipeline/experiment.h"

namespace attn {

/// How vectors become queries, keys and values where no matrix is given.
struct ProjectionRow {
  const char* name;  ///< random | identity
  Title title;
  Title summary;
  const char* formula;
  const char* source;
};

const std::vector<ProjectionRow>& projectionCatalogue();

/// What enters the score and the context.
struct Projected {
  MatrixPtr q, k, v;         ///< (n, d_q), (m, d_k), (m, d_v); v may be null
  MatrixPtr wQ, wK, wV;      ///< what the vectors were multiplied by; null: the identity, or no vectors
  MatrixPtr plainQ, plainK;  ///< before they were turned; those of q and k where nothing is turned
};

/// X · W for each of Q, K, V: a given matrix, else one drawn from the seed (purposes W_Q, W_K, W_V; variance 1 / rows;
/// as wide as high, but for keys and values that heads share: g/h of that), else the identity, which copies nothing.
/// @throws InputError `product`, `not_finite`, `shape`, `unknown_name`, `heads_divide`.
Projected projectVectors(const Experiment& experiment, const MatrixPtr& xQuery, const MatrixPtr& xKey,
                         const WorkShare& work);

/// The ready Q, K and V of the experiment, checked; of given scores or weights, V alone.
/// @throws InputError `missing_input`, `not_finite`, `rows`, `product`, `shape`.
Projected readyProjections(const Experiment& experiment);

/// The projection's name where no matrix is given: the experiment's own, else the entry's; "none" for entries behind
/// the projections.
std::string projectionName(const Experiment& experiment);

/// Whether `projectVectors` draws anything, so that the seed matters.
bool drawsProjections(const Experiment& experiment);

/// Whether W_O is drawn (purpose W_O, as wide as high): several heads, random projections, and none given.
bool drawsOutputProjection(const Experiment& experiment);

/// Whether the entry has vectors that are projected.
bool isProjected(Entry entry);

/// A matrix from outside: there, not empty and finite. @throws InputError `missing_input`, `shape`, `not_finite`.
void requireGiven(const char* name, const MatrixPtr& matrix);

}  // namespace attn
