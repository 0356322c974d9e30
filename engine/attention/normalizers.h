#pragma once

#include <span>
#include <vector>

#include "attention/derivation.h"
#include "core/types.h"
#include "core/work.h"

namespace attn {

// Every function here: scores (n, m) finite, visible (n, m) -> weights (n, m), by row. A key that may not
// be attended has weight exactly 0; a row with no key left is all 0 (and is flagged by its measures).

/// exp(s/τ) / Σ exp(s/τ), the row maximum subtracted first: the same in theory, no overflow in practice.
/// A key whose exp is below e^−80 (1.8e-35) of the row's largest gets 0: floats hardly go further.
Matrix softmaxRows(const Matrix& scores, const Mask& visible, double tau, const WorkShare&);

/// Euclidean projection of s/τ on the simplex: Σ max(z − t, 0) = 1, and exact zeros where z ≤ t.
/// Source: Martins & Astudillo 2016, algorithm 1. The threshold is found in double.
Matrix sparsemaxRows(const Matrix& scores, const Mask& visible, double tau, const WorkShare&);

/// α-entmax of s/τ at α = 1.5: Σ max(z/2 − t, 0)² = 1. Source: Peters, Niculae & Martins 2019, algorithm 2.
Matrix entmax15Rows(const Matrix& scores, const Mask& visible, double tau, const WorkShare&);

/// 1 on the largest score, shared equally among exact ties; the limit τ → 0 of softmax.
Matrix hardmaxRows(const Matrix& scores, const Mask& visible, double tau, const WorkShare&);

/// 1 / (1 + exp(−s/τ)) key by key: rows need not sum to 1.
Matrix sigmoidRows(const Matrix& scores, const Mask& visible, double tau, const WorkShare&);

/// s / Σ s without an exponential, as some tutorials print it. Not a distribution where scores are
/// negative; a row whose visible scores sum to 0 (or so near that a quotient is no float) is NaN. τ cancels.
Matrix ratioRows(const Matrix& scores, const Mask& visible, double tau, const WorkShare&);

/// 1 / (number of keys that may be attended); the limit τ → ∞.
Matrix uniformRows(const Matrix& scores, const Mask& visible, double tau, const WorkShare&);

// One row of weights step by step. The last step's values are the engine's weights to the bit; masked keys
// have their score, NaN in the steps between, and weight 0.
std::vector<WeightStep> explainSoftmax(std::span<const float> scores, std::span<const bool> visible, double tau);
std::vector<WeightStep> explainSparsemax(std::span<const float> scores, std::span<const bool> visible, double tau);
std::vector<WeightStep> explainEntmax15(std::span<const float> scores, std::span<const bool> visible, double tau);
std::vector<WeightStep> explainHardmax(std::span<const float> scores, std::span<const bool> visible, double tau);
std::vector<WeightStep> explainSigmoid(std::span<const float> scores, std::span<const bool> visible, double tau);
std::vector<WeightStep> explainRatio(std::span<const float> scores, std::span<const bool> visible, double tau);
std::vector<WeightStep> explainUniform(std::span<const float> scores, std::span<const bool> visible, double tau);

}  // namespace attn
