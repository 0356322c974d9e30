#include "core/products.h"

#include <algorithm>
#include <cassert>

#include "core/matrix_memory.h"
#include "kernels/fused_attention.h"
#include "kernels/matrix_product.h"

namespace attn {
namespace {

std::size_t size(Index count) { return static_cast<std::size_t>(count); }

}  // namespace

Matrix product(const Matrix& left, const Matrix& right, const WorkShare& work) {
  assert(left.cols() == right.rows() && left.cols() > 0);
  Matrix out = unfilledMatrix(left.rows(), right.cols());
  kernels::MatrixProduct p;
  p.rows = size(left.rows()), p.columns = size(right.cols());
  p.leftStep = size(left.cols()), p.rightStep = p.outStep = p.columns;
  p.out = out.data();
  // A sum over thousands of keys is a sum of sums: more exact, and what is packed stays in the caches.
  const Index most = 1024, parts = (left.cols() + most - 1) / most;
  for (Index part = 0; part < parts; ++part) {
    const Index first = part * most;
    p.depth = size(std::min(most, left.cols() - first));
    p.left = left.data() + first;
    p.right = right.data() + first * right.cols();
    p.accumulate = part > 0;
    const WorkShare share = work.part(part, parts);
    kernels::multiply(p, kernels::Progress::to(share));
  }
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
