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
Matrix concatScores(const Matrix& queries, const Matrix& keys, const Parameters&, const WorkShare&);
Matrix mlpScores(const Matrix& queries, const Matrix& keys, const Parameters&, const WorkShare&);
Matrix locationScores(const Matrix& queries, const Matrix& keys, const Parameters&, const WorkShare&);
Matrix cosineScores(const Matrix& queries, const Matrix& keys, const Parameters&, const WorkShare&);
Matrix gaussianScores(const Matrix& queries, const Matrix& keys, const Parameters&, const WorkShare&);
/// (r, m): a row for each row of W; queries are not read.
Matrix keyLinearScores(const Matrix& queries, const Matrix& keys, const Parameters&, const WorkShare&);

// One score taken apart. `score` is the engine's own (q, k) entry and becomes `numbers["s"]`; the steps
// are the same products and sums, kept in double so that they add up to it on paper.
ScoreDerivation explainDot(const Vector& query, const Vector& key, const Parameters&, float score, ScorePlace);
ScoreDerivation explainScaledDot(const Vector& query, const Vector& key, const Parameters&, float score, ScorePlace);
ScoreDerivation explainGeneral(const Vector& query, const Vector& key, const Parameters&, float score, ScorePlace);
ScoreDerivation explainAdditive(const Vector& query, const Vector& key, const Parameters&, float score, ScorePlace);
ScoreDerivation explainConcat(const Vector& query, const Vector& key, const Parameters&, float score, ScorePlace);
ScoreDerivation explainMlp(const Vector& query, const Vector& key, const Parameters&, float score, ScorePlace);
ScoreDerivation explainLocation(const Vector& query, const Vector& key, const Parameters&, float score, ScorePlace);
ScoreDerivation explainCosine(const Vector& query, const Vector& key, const Parameters&, float score, ScorePlace);
ScoreDerivation explainGaussian(const Vector& query, const Vector& key, const Parameters&, float score, ScorePlace);
ScoreDerivation explainKeyLinear(const Vector& query, const Vector& key, const Parameters&, float score, ScorePlace);

}  // namespace attn
