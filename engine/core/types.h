#pragma once

#include <Eigen/Core>
#include <memory>

namespace attn {

using Index = Eigen::Index;

/// 32-bit, row by row: a row is one query (scores, weights, context) or one token (vectors).
using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::VectorXf;

/// (n, m), true where the key may be attended.
using Mask = Eigen::Array<bool, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Matrices are never changed once they are shared: stages, traces, documents and threads hand
/// the same one around, and two pointers that are equal mean equal contents.
using MatrixPtr = std::shared_ptr<const Matrix>;
using MaskPtr = std::shared_ptr<const Mask>;

/// A name as people read it, in each language of the program.
struct Title {
  const char* en;
  const char* zh;
};

}  // namespace attn
