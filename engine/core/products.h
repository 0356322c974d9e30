#pragma once

#include "core/types.h"
#include "core/work.h"

namespace attn {

// Matrix products on all threads; the same bits for any number of them.

/// left (n, d) · right (d, m) -> (n, m).
Matrix product(const Matrix& left, const Matrix& right, const WorkShare& work);

/// scale · left (n, d) · rightᵀ, right (m, d) -> (n, m).
Matrix productTransposed(const Matrix& left, const Matrix& right, const WorkShare& work, float scale = 1);

}  // namespace attn
