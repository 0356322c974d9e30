#pragma once

#include <string>

#include "learning/normalizer_gradients.h"
#include "learning/score_gradients.h"

namespace attn {

/// One head of attention as a function to be differentiated.
template <class Scalar>
struct Differentiable {
  std::string score = "scaled_dot";
  std::string normalizer = "softmax";
  Scalar tau = 1;
  Mask visible;              ///< (n, m)
  MatrixOf<Scalar> q, k, v;  ///< (n, d_q), (m, d_k), (m, d_v)
  ParametersOf<Scalar> parameters;
};

template <class Scalar>
struct Forward {
  MatrixOf<Scalar> scores, weights, context;  ///< (n, m), (n, m), (n, d_v)
};

/// Scores, weights and context in plain loops. A row without a key has weights and context 0.
template <class Scalar>
Forward<Scalar> forward(const Differentiable<Scalar>& attention);

/// The gradients of a loss, by input.
template <class Scalar>
struct AttentionGradients {
  MatrixOf<Scalar> queries, keys, values;
  ParametersOf<Scalar> parameters;
  Scalar temperature = 0;
  MatrixOf<Scalar> scores;  ///< (n, m): what flows back into the scores; 0 where a key is masked
};

/// @param dContext (n, d_v), the gradient of a loss with respect to the context.
template <class Scalar>
AttentionGradients<Scalar> gradients(const Differentiable<Scalar>& attention, const MatrixOf<Scalar>& dContext);

}  // namespace attn
