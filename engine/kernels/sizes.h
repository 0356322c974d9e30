#pragma once

#include <cstddef>

namespace attn::kernels {

constexpr std::size_t ceilDivide(std::size_t count, std::size_t by) { return (count + by - 1) / by; }

/// Multiply-adds up to which a computation stays on the calling thread: attention with N = 128, d = 64.
constexpr double smallWork = 128.0 * 128.0 * 128.0;

/// Whether a result of `count` floats is written past the caches: larger than what they hold for its reader.
constexpr bool streams(std::size_t count) { return count >= std::size_t{1} << 19; }

}  // namespace attn::kernels
