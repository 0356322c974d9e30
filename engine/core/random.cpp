#include "core/random.h"

#include <cmath>
#include <numbers>

#include "core/row_blocks.h"

namespace attn {

std::uint64_t fnv1a64(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
  return hash;
}

NormalGenerator::NormalGenerator(std::uint64_t seed, std::string_view purpose) : state_(seed ^ fnv1a64(purpose)) {}

// SplitMix64 (Steele, Lea & Flood 2014): the top 53 bits, moved by half a step so that 0 and 1 never occur.
double NormalGenerator::uniform() {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  z ^= z >> 31U;
  return (static_cast<double>(z >> 11U) + 0.5) * 0x1p-53;
}

double NormalGenerator::next() {
  if (hasSpare_) {
    hasSpare_ = false;
    return spare_;
  }
  const double radius = std::sqrt(-2.0 * std::log(uniform()));
  const double angle = 2.0 * std::numbers::pi * uniform();
  spare_ = radius * std::sin(angle);
  hasSpare_ = true;
  return radius * std::cos(angle);
}

Matrix normalMatrix(std::uint64_t seed, std::string_view purpose, Index rows, Index columns, double variance,
                    const WorkShare& work) {
  Matrix out(rows, columns);
  NormalGenerator normals(seed, purpose);
  const double spread = std::sqrt(variance);
  const double nanosecondsPerNormal = 40;
  forRowBlocks(rows, nanosecondsPerNormal * static_cast<double>(columns), work, [&](Index first, Index count) {
    for (Index row = first; row < first + count; ++row)
      for (Index column = 0; column < columns; ++column) out(row, column) = static_cast<float>(normals.next() * spread);
  });
  return out;
}

}  // namespace attn
