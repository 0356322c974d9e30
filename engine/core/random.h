#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/types.h"
#include "core/work.h"

namespace attn {

/// FNV-1a, 64 bit, of the bytes of `text` (Fowler, Noll & Vo; offset basis 0xCBF29CE484222325).
std::uint64_t fnv1a64(std::string_view text);

/// Standard normals of one purpose: SplitMix64 started at `seed XOR fnv1a64(purpose)`, Box–Muller on
/// successive pairs of uniforms. The same seed and purpose give the same numbers on every machine.
class NormalGenerator {
 public:
  NormalGenerator(std::uint64_t seed, std::string_view purpose);
  double next();

 private:
  double uniform();
  std::uint64_t state_;
  double spare_ = 0;
  bool hasSpare_ = false;
};

/// (rows, columns) of normals with the given variance, filled row by row: drawn and scaled in double,
/// then rounded.
Matrix normalMatrix(std::uint64_t seed, std::string_view purpose, Index rows, Index columns, double variance,
                    const WorkShare& work = WorkShare::none());

}  // namespace attn
