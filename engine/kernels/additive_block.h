#pragma once

#include <cstddef>

namespace attn::kernels {

// What the part of additive scores that is compiled for each vector width gets.

/// How a hidden unit's tanh(a + b) is made, by the largest |a| and |b| over all queries and keys.
/// tanh(a + b) = 1 − 2 / (x + 1) with x = e^2a e^2b, both exponentials made once a row.
enum class UnitKind {
  Pair,    ///< below 10.5, where the product of two x is a float: two units share one reciprocal
  Single,  ///< below 21, where x is a float
  Direct,  ///< beyond: an exponential for each query and key
};

/// Hidden units in the order of their kinds.
struct UnitCounts {
  std::size_t paired = 0;  ///< even
  std::size_t single = 0;
  std::size_t direct = 0;
  std::size_t all() const { return paired + single + direct; }
};

struct AdditiveBlock {
  const float* queries =
      nullptr;                  ///< (units, additiveRows) of e^2a, or a for direct ones; 0 for rows that are not there
  const float* keys = nullptr;  ///< (panel, units, panelWidth) of e^2b, or b
  const float* factors = nullptr;  ///< (units): v
  UnitCounts units;
  std::size_t rows = 0;  ///< 1 … AdditiveKernels::rows
  std::size_t keyCount = 0;
  float constant = 0;  ///< added to every score; Σ v of paired and single units is part of it
  float* scores = nullptr;
  std::size_t scoreStep = 0;
};

struct AdditiveKernels {
  std::size_t panelWidth;
  std::size_t rows;  ///< queries of a block
  /// e^2x of `count` numbers with |x| < 21, in place; `count` is a multiple of panelWidth.
  void (*doubledExponentials)(float* values, std::size_t count);
  void (*block)(const AdditiveBlock& block);
};

/// Of the vector width in use.
AdditiveKernels additiveKernels();

}  // namespace attn::kernels
