#include "core/products.h"

#include <cassert>

#include "core/matrix_memory.h"
#include "kernels/fused_attention.h"
#include "kernels/matrix_product.h"

namespace attn {
namespace {

std::size_t size(Index count) { return static_cast<std::size_t>(count); }

}  // namespace

Matrix product(const Matrix& left, const Matrix& right, const WorkShare& work) {
  assert(left.cols() == right.rows());
  Matrix out = unfilledMatrix(left.rows(), right.cols());
  kernels::MatrixProduct p;
  p.rows = size(left.rows()), p.columns = size(right.cols()), p.depth = size(left.cols());
  p.left = left.data(), p.leftStep = p.depth;
  p.right = right.data(), p.rightStep = p.columns;
  p.out = out.data(), p.outStep = p.columns;
  kernels::multiply(p, kernels::Progress::to(work));
  return out;
}

// These are attention's scores, whose kernel writes large results past the caches.
Matrix productTransposed(const Matrix& left, const Matrix& right, const WorkShare& work, float scale) {
  assert(left.cols() == right.cols());
  Matrix out = unfilledMatrix(left.rows(), right.rows());
  kernels::AttentionProblem p;
  p.queries = size(left.rows()), p.keys = size(right.rows()), p.width = size(left.cols());
  p.q = left.data(), p.queryStep = p.width;
  p.k = right.data(), p.keyStep = p.width;
  p.scale = scale;
  p.scores = out.data();
  kernels::attend(p, kernels::Progress::to(work));
  return out;
}

}  // namespace attn
