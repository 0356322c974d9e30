#pragma once

#include "core/types.h"
#include "core/work.h"

namespace attn {

// Matrix products in blocks, so that a large one can be cancelled.

/// left (n, d) · right (d, m) -> (n, m).
Matrix product(const Matrix& left, const Matrix& right, const WorkShare& work);

/// left (n, d) · rightᵀ, right (m, d) -> (n, m).
Matrix productTransposed(const Matrix& left, const Matrix& right, const WorkShare& work);

}  // namespace attn
