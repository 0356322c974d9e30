#pragma once

#include <cstddef>

namespace attn::bench {

// What the processor can do at best with the vector width in use: one thread's share of each.

/// Multiply-adds on registers; returns how many floating-point operations that were.
double runFma(std::size_t rounds, float* sink);
/// e^x of 2,048 numbers in the first-level cache, `rounds` times; returns how many.
double runExp(std::size_t rounds, float* sink);
/// to = from past the caches; both aligned to 64 bytes, `count` a multiple of 64.
void runCopy(const float* from, float* to, std::size_t count);

}  // namespace attn::bench
