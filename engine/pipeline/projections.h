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
  MatrixPtr q, k, v;  ///< (n, d_q), (m, d_k), (m, d_v); v may be null
};

/// X · W for each of Q, K, V: a given matrix, else one drawn from the seed (purposes W_Q, W_K, W_V; as wide as
/// high; variance 1 / rows), else the identity, which copies nothing.
/// @throws InputError `product`, `not_finite`, `shape`, `unknown_name`.
Projected projectVectors(const Experiment& experiment, const MatrixPtr& xQuery, const MatrixPtr& xKey,
                         const WorkShare& work);

/// The ready Q, K and V of the experiment, checked. @throws InputError `missing_input`, `not_finite`, `rows`, `shape`.
Projected readyProjections(const Experiment& experiment);

/// The projection's name where no matrix is given: the experiment's own, else the entry's; "none" for Ready.
std::string projectionName(const Experiment& experiment);

/// Whether `projectVectors` draws anything, so that the seed matters.
bool drawsProjections(const Experiment& experiment);

/// A matrix from outside: there, not empty and finite. @throws InputError `missing_input`, `shape`, `not_finite`.
void requireGiven(const char* name, const MatrixPtr& matrix);

}  // namespace attn
