#pragma once

#include <vector>

#include "core/types.h"

namespace attn {

// Predictive alignment (`local_p:D`): each query says where it looks. Source: Luong, Pham & Manning 2015, eq. 9, 10.

/// p_i = m · sigmoid(v_pᵀ tanh(W_p q_i)), one a query, in double.
/// @param queries (n, d_q)  @param wP (d_a, d_q)  @param vP (1, d_a)
std::vector<double> predictedCentres(const Matrix& queries, const Matrix& wP, const Matrix& vP, Index keys);

/// |j − p_i| ≤ reach -> (n, m).
Mask predictiveMask(const std::vector<double>& centres, Index keys, Index reach);

/// exp(−(j − p_i)² / (2σ²)), σ = reach / 2: what a weight is multiplied by after it was normalized.
double predictiveFactor(double centre, Index key, Index reach);

/// Multiplies every weight by its factor. @param weights (n, m)
void applyPredictiveFactors(const std::vector<double>& centres, Index reach, Matrix& weights);

}  // namespace attn
