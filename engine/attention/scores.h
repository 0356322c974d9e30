#pragma once

#include "attention/derivation.h"
#include "attention/parameters.h"
#include "core/types.h"
#include "core/work.h"

namespace attn {

// Every function here: queries (n, d_q), keys (m, d_k) -> scores (n, m); row = query, column = key.
// Inputs are finite and parameters complete with checked shapes: `computeScores` has seen to it.

Matrix dotScores(const Matrix& queries, const Matrix& keys, const Parameters&, const WorkShare&);
Matrix scaledDotScores(const Matrix& queries, const Matrix& keys, const Parameters&, const WorkShare&);
Matrix generalScores(const Matrix& queries, const Matrix& keys, const Parameters&, const WorkShare&);
Matrix additiveScores(const Matrix& queries, const Matrix& keys, const Parameters&, const WorkShare&);
Matrix cosineScores(const Matrix& queries, const Matrix& keys, const Parameters&, const WorkShare&);
Matrix gaussianScores(const Matrix& queries, const Matrix& keys, const Parameters&, const WorkShare&);

// One score taken apart. `score` is the engine's own (q, k) entry and becomes `numbers["s"]`; the steps
// are the same products and sums, kept in double so that they add up to it on paper.
ScoreDerivation explainDot(const Vector& query, const Vector& key, const Parameters&, float score);
ScoreDerivation explainScaledDot(const Vector& query, const Vector& key, const Parameters&, float score);
ScoreDerivation explainGeneral(const Vector& query, const Vector& key, const Parameters&, float score);
ScoreDerivation explainAdditive(const Vector& query, const Vector& key, const Parameters&, float score);
ScoreDerivation explainCosine(const Vector& query, const Vector& key, const Parameters&, float score);
ScoreDerivation explainGaussian(const Vector& query, const Vector& key, const Parameters&, float score);

}  // namespace attn
