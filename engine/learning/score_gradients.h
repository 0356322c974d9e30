#pragma once

#include <string_view>
#include <vector>

#include "learning/scalar.h"

namespace attn {

/// What a change of the scores says of a change of their inputs.
template <class Scalar>
struct ScoreGradients {
  MatrixOf<Scalar> queries;  ///< (n, d_q); empty where the score does not read queries
  MatrixOf<Scalar> keys;     ///< (m, d_k)
  ParametersOf<Scalar> parameters;
};

/// One score function and its derivative, in plain loops: a row for every row of `scoreCatalogue`.
template <class Scalar>
struct ScoreDerivative {
  const char* name;
  /// queries (n, d_q), keys (m, d_k), one head's complete parameters -> (n, m).
  MatrixOf<Scalar> (*scores)(const MatrixOf<Scalar>& queries, const MatrixOf<Scalar>& keys,
                             const ParametersOf<Scalar>&);
  /// @param dScores (n, m), the gradient of a loss with respect to the scores.
  ScoreGradients<Scalar> (*gradients)(const MatrixOf<Scalar>& queries, const MatrixOf<Scalar>& keys,
                                      const ParametersOf<Scalar>&, const MatrixOf<Scalar>& dScores);
};

/// For float and double.
template <class Scalar>
const std::vector<ScoreDerivative<Scalar>>& scoreDerivatives();

/// The row of `name`, which must be a score's name: anything else is a bug.
template <class Scalar>
const ScoreDerivative<Scalar>& scoreDerivative(std::string_view name);

}  // namespace attn
