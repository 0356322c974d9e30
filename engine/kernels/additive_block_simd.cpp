// Compiled once for each vector width: no Eigen header, and only Highway's functions and those of this file.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/additive_block_simd.cpp"
#include <hwy/foreach_target.h>
// foreach_target comes first
#include <hwy/highway.h>

#include "kernels/additive_block.h"
#include "kernels/vector_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace attn::kernels::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_NEON
constexpr int rows = 4;
#else
constexpr int rows = 2;  // sixteen registers
#endif
constexpr std::size_t rowStep = static_cast<std::size_t>(rows);

void doubledExponentials(float* values, std::size_t count) {
  const Tag tag;
  for (std::size_t i = 0; i < count; i += lanes)
    hn::Store(powerOfTwo(hn::Load(tag, values + i), constant(2 * log2e)), tag, values + i);
}

// sum − 2 v₁ / x₁ − 2 v₂ / x₂ = sum − 2 (v₁ x₂ + v₂ x₁) / (x₁ x₂), the reciprocal with one step of Newton's.
HWY_INLINE Floats subtractPair(Floats sum, Floats a1, Floats b1, Floats v1, Floats a2, Floats b2, Floats v2) {
  const Floats one = constant(1.0F);
  const Floats x1 = hn::MulAdd(a1, b1, one), x2 = hn::MulAdd(a2, b2, one);
  const Floats below = hn::Mul(x1, x2), above = hn::MulAdd(v1, x2, hn::Mul(v2, x1));
  const Floats guess = hn::ApproximateReciprocal(below);
  return hn::NegMulAdd(hn::Mul(above, guess), hn::NegMulAdd(below, guess, constant(2.0F)), sum);
}

HWY_INLINE Floats subtractSingle(Floats sum, Floats a, Floats b, Floats v) {
  return hn::NegMulAdd(v, reciprocal(hn::MulAdd(a, b, constant(1.0F))), sum);
}

// sum + 2v (1/2 − 1 / (e^2(a + b) + 1)); a float's tanh is ±1 beyond 9.1.
HWY_INLINE Floats addDirect(Floats sum, Floats a, Floats b, Floats v) {
  const Floats y = hn::Max(constant(-15.0F), hn::Min(constant(15.0F), hn::Add(a, b)));
  const Floats x = hn::Add(powerOfTwo(y, constant(2 * log2e)), constant(1.0F));
  return hn::MulAdd(v, hn::Sub(constant(0.5F), reciprocal(x)), sum);
}

struct Sums {
  Floats at[rows][2];
};

HWY_INLINE Floats twice(float v) { return constant(2 * v); }

// One tile: rows × two vectors of keys, over all hidden units.
HWY_INLINE void sumUnits(const AdditiveBlock& b, const float* HWY_RESTRICT key, Sums& sums) {
  const Tag tag;
  const float* query = b.queries;
  const float* factor = b.factors;
  const float* const pairsEnd = factor + b.units.paired;
  for (; factor < pairsEnd; factor += 2, query += 2 * rowStep, key += 2 * panelWidth) {
    const Floats v1 = twice(factor[0]), v2 = twice(factor[1]);
#pragma GCC unroll 2
    for (std::size_t half = 0; half < 2; ++half) {
      const Floats b1 = hn::Load(tag, key + half * lanes), b2 = hn::Load(tag, key + panelWidth + half * lanes);
#pragma GCC unroll 4
      for (int r = 0; r < rows; ++r)
        sums.at[r][half] =
            subtractPair(sums.at[r][half], constant(query[r]), b1, v1, constant(query[rows + r]), b2, v2);
    }
  }
  const float* const singlesEnd = factor + b.units.single;
  for (; factor < singlesEnd; ++factor, query += rowStep, key += panelWidth)
#pragma GCC unroll 2
    for (std::size_t half = 0; half < 2; ++half)
#pragma GCC unroll 4
      for (int r = 0; r < rows; ++r)
        sums.at[r][half] =
            subtractSingle(sums.at[r][half], constant(query[r]), hn::Load(tag, key + half * lanes), twice(*factor));
  const float* const end = factor + b.units.direct;
  for (; factor < end; ++factor, query += rowStep, key += panelWidth)
#pragma GCC unroll 2
    for (std::size_t half = 0; half < 2; ++half)
#pragma GCC unroll 4
      for (int r = 0; r < rows; ++r)
        sums.at[r][half] =
            addDirect(sums.at[r][half], constant(query[r]), hn::Load(tag, key + half * lanes), twice(*factor));
}

void block(const AdditiveBlock& b) {
  const Tag tag;
  for (std::size_t first = 0; first < b.keyCount; first += panelWidth) {
    Sums sums;
#pragma GCC unroll 4
    for (int r = 0; r < rows; ++r) sums.at[r][0] = sums.at[r][1] = hn::Zero(tag);
    sumUnits(b, b.keys + first * b.units.all(), sums);
#pragma GCC unroll 4
    for (int r = 0; r < rows; ++r) {
      if (static_cast<std::size_t>(r) >= b.rows) break;
      float* to = b.scores + static_cast<std::size_t>(r) * b.scoreStep + first;
#pragma GCC unroll 2
      for (std::size_t half = 0; half < 2; ++half) {
        const std::size_t at = first + half * lanes;
        const Floats score = hn::Add(sums.at[r][half], constant(b.constant));
        if (at + lanes <= b.keyCount)
          hn::StoreU(score, tag, to + half * lanes);
        else if (at < b.keyCount)
          storePart(score, to + half * lanes, b.keyCount - at);
      }
    }
  }
}

}  // namespace

AdditiveKernels kernelsOfAdditive() { return {panelWidth, rowStep, doubledExponentials, block}; }

}  // namespace attn::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attn::kernels {
HWY_EXPORT(kernelsOfAdditive);
AdditiveKernels additiveKernels() { return HWY_DYNAMIC_DISPATCH(kernelsOfAdditive)(); }
}  // namespace attn::kernels
#endif
