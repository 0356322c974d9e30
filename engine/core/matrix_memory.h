#pragma once

#include "core/types.h"

namespace attn {

// Memory of large results is used again: fresh pages cost more than the arithmetic that fills them.

/// (rows, columns), contents unspecified; in the memory of a matrix of this size that was shared and is no longer
/// used, where there is one.
Matrix unfilledMatrix(Index rows, Index columns);

/// Shares `values`. Once nobody uses it any more a large matrix's memory is kept for `unfilledMatrix`, up to 256 MiB
/// in all: what the window's largest experiment takes.
MatrixPtr shareMatrix(Matrix values);

}  // namespace attn
