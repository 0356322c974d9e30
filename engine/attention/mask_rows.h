#pragma once

#include <cstring>

#include "core/types.h"

namespace attn {

// A bool is one byte that holds 0 or 1, so the C library's search is the fastest test.
static_assert(sizeof(bool) == 1);

/// Whether some key may not be attended by some query.
inline bool hidesSome(const Mask& visible) {
  return visible.size() > 0 && std::memchr(visible.data(), 0, static_cast<std::size_t>(visible.size())) != nullptr;
}

/// Whether the query of this row may attend to no key.
inline bool isEmptyRow(const Mask& visible, Index row) {
  if (visible.cols() == 0) return true;  // and there is no memory to look through
  return std::memchr(visible.data() + row * visible.cols(), 1, static_cast<std::size_t>(visible.cols())) == nullptr;
}

}  // namespace attn
