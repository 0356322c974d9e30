// Included once per vector width, inside the files that Highway compiles for each of them (foreach_target): the
// guard toggles with the width. No function here is shared between widths.

#if defined(ATTENTION_VECTOR_MATH_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef ATTENTION_VECTOR_MATH_INL_H
#undef ATTENTION_VECTOR_MATH_INL_H
#else
#define ATTENTION_VECTOR_MATH_INL_H
#endif

#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace attn::kernels::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Tag = hn::ScalableTag<float>;
using Bits = hn::RebindToSigned<Tag>;
using Floats = hn::Vec<Tag>;

constexpr std::size_t lanes = hn::MaxLanes(Tag());
constexpr std::size_t panelWidth = 2 * lanes;  // columns of one packed panel

// Rows of a register tile that is two vectors wide, and of one that is up to four (32 registers) or two.
#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_NEON
constexpr int tileRows = 12;
constexpr int mostVectors = 4;
#else
constexpr int tileRows = 6;
constexpr int mostVectors = 2;
#endif

constexpr float log2e = 1.44269504088896341F;
constexpr float minusInfinity = -__builtin_inff();
// Added to a number below 2^22, it rounds it to an integer and leaves that in the low bits.
constexpr float rounder = 12582912.0F;  // 1.5 · 2^23
// Powers of two below 2^−115.5, about e^−80, are taken as 0: over up to 16,384 keys what remains is still a normal
// float, and subnormal ones are slow.
constexpr float lowestPower = -115.0F;

HWY_INLINE Floats constant(float value) { return hn::Set(Tag(), value); }

// 2^(x·factor) of finite x: 2^n times a polynomial in the rest f, |f| ≤ 1/2, whose largest relative error is least
// (Lawson's iteration, p(0) = 1): 1.7e-7 with the roundings. `shifted` is n + rounder.
HWY_INLINE Floats powerOfTwo(Floats x, Floats factor, Floats shifted) {
  const Floats f = hn::MulSub(x, factor, hn::Sub(shifted, constant(rounder)));
  Floats p = hn::MulAdd(constant(1.32647272e-3F), f, constant(9.67151269e-3F));
  p = hn::MulAdd(p, f, constant(5.55073374e-2F));
  p = hn::MulAdd(p, f, constant(2.40222421e-1F));
  p = hn::MulAdd(p, f, constant(6.93146978e-1F));
  p = hn::MulAdd(p, f, constant(1.0F));
  const auto exponent = hn::ShiftLeft<23>(hn::BitCast(Bits(), shifted));
  return hn::BitCast(Tag(), hn::Add(hn::BitCast(Bits(), p), exponent));
}

HWY_INLINE Floats powerOfTwo(Floats x, Floats factor) {
  return powerOfTwo(x, factor, hn::MulAdd(x, factor, constant(rounder)));
}

// e^(x/τ) of x ≤ 0, `factor` = log2(e)/τ; exactly 0 for what is below e^−80, −∞ and NaN. `counts`: where it is not.
HWY_INLINE Floats fallingExponential(Floats x, Floats factor, hn::Mask<Tag>& counts) {
  const Floats shifted = hn::MulAdd(x, factor, constant(rounder));
  counts = hn::Ge(shifted, constant(rounder + lowestPower));
  return hn::IfThenElseZero(counts, powerOfTwo(x, factor, shifted));
}

HWY_INLINE Floats fallingExponential(Floats x, Floats factor) {
  hn::Mask<Tag> counts;
  return fallingExponential(x, factor, counts);
}

// 1/x for normal x with a normal reciprocal; relative error below 2e-7.
HWY_INLINE Floats reciprocal(Floats x) {
  const Floats guess = hn::ApproximateReciprocal(x);
  return hn::Mul(guess, hn::NegMulAdd(x, guess, constant(2.0F)));
}

HWY_INLINE double laneSum(Floats v) {
  HWY_ALIGN float each[lanes];
  hn::Store(v, Tag(), each);
  double sum = 0;
  for (std::size_t i = 0; i < lanes; ++i) sum += static_cast<double>(each[i]);
  return sum;
}

// A sum of many sums, lane by lane: what rounding takes away is carried along (Kahan), so that rows of 100,000 keys
// still sum to 1.
HWY_INLINE void addCarefully(Floats term, Floats& sum, Floats& lost) {
  const Floats added = hn::Sub(term, lost);
  const Floats after = hn::Add(sum, added);
  lost = hn::Sub(hn::Sub(after, sum), added);
  sum = after;
}

// Exponentials are summed plainly over so many keys, and these sums carefully: the same everywhere, so that weights
// are the same to the bit whichever way they are made.
constexpr std::size_t summedKeys = 128;

HWY_INLINE float laneMax(Floats v) { return hn::GetLane(hn::MaxOfLanes(Tag(), v)); }

// The first `count` lanes from memory, the others `rest`; reads no further. count < lanes.
HWY_INLINE Floats loadPart(const float* from, std::size_t count, float rest) {
  HWY_ALIGN float part[lanes];
  for (std::size_t i = 0; i < lanes; ++i) part[i] = i < count ? from[i] : rest;
  return hn::Load(Tag(), part);
}

HWY_INLINE void storePart(Floats v, float* to, std::size_t count) {
  HWY_ALIGN float part[lanes];
  hn::Store(v, Tag(), part);
  for (std::size_t i = 0; i < count && i < lanes; ++i) to[i] = part[i];
}

// The lanes that may be attended, from one byte a key; reads `count` ≤ lanes bytes, the other lanes are false.
HWY_INLINE hn::Mask<Tag> visibleLanes(const unsigned char* visible, std::size_t count) {
#if HWY_TARGET == HWY_SCALAR
  return hn::Ne(constant(count > 0 && *visible != 0 ? 1.0F : 0.0F), constant(0.0F));
#else
  const hn::Rebind<std::uint8_t, Tag> bytes;
  const Bits bits;
  if (count >= lanes)
    return hn::RebindMask(Tag(), hn::Ne(hn::PromoteTo(bits, hn::LoadU(bytes, visible)), hn::Zero(bits)));
  HWY_ALIGN float flags[lanes];
  for (std::size_t i = 0; i < lanes; ++i) flags[i] = i < count && visible[i] != 0 ? 1.0F : 0.0F;
  return hn::Ne(hn::Load(Tag(), flags), constant(0.0F));
#endif
}

// How many floats from `to` on lie before the next whole vector.
HWY_INLINE std::size_t toAlignment(const float* to) {
  const std::size_t offset = reinterpret_cast<std::uintptr_t>(to) / sizeof(float) % lanes;
  return offset == 0 ? 0 : lanes - offset;
}

// to = from · factor, past the caches if `stream`.
HWY_INLINE void scaleRow(const float* HWY_RESTRICT from, Floats factor, float* HWY_RESTRICT to, std::size_t count,
                         bool stream) {
  const Tag tag;
  std::size_t i = 0;
  const float single = hn::GetLane(factor);
  if (stream) {
    const std::size_t head = toAlignment(to) < count ? toAlignment(to) : count;
    for (; i < head; ++i) to[i] = from[i] * single;
    for (; i + 4 * lanes <= count; i += 4 * lanes) {
      hn::Stream(hn::Mul(hn::LoadU(tag, from + i), factor), tag, to + i);
      hn::Stream(hn::Mul(hn::LoadU(tag, from + i + lanes), factor), tag, to + i + lanes);
      hn::Stream(hn::Mul(hn::LoadU(tag, from + i + 2 * lanes), factor), tag, to + i + 2 * lanes);
      hn::Stream(hn::Mul(hn::LoadU(tag, from + i + 3 * lanes), factor), tag, to + i + 3 * lanes);
    }
    for (; i + lanes <= count; i += lanes) hn::Stream(hn::Mul(hn::LoadU(tag, from + i), factor), tag, to + i);
  } else {
    for (; i + lanes <= count; i += lanes) hn::StoreU(hn::Mul(hn::LoadU(tag, from + i), factor), tag, to + i);
  }
  for (; i < count; ++i) to[i] = from[i] * single;
}

HWY_INLINE void fillRow(float* to, float value, std::size_t count, bool stream) {
  const Tag tag;
  const Floats all = constant(value);
  std::size_t i = 0;
  if (stream) {
    const std::size_t head = toAlignment(to) < count ? toAlignment(to) : count;
    for (; i < head; ++i) to[i] = value;
    for (; i + lanes <= count; i += lanes) hn::Stream(all, tag, to + i);
  } else {
    for (; i + lanes <= count; i += lanes) hn::StoreU(all, tag, to + i);
  }
  for (; i < count; ++i) to[i] = value;
}

// One register tile: rows × two vectors of columns. `a(row, k)` lies at a[row·rowStep + k·step], the panel holds
// panelWidth columns for each k.
template <int rows>
struct Tile {
  Floats at[rows][2];
};

template <int rows>
HWY_INLINE void multiplyTile(const float* HWY_RESTRICT a, std::size_t rowStep, std::size_t step,
                             const float* HWY_RESTRICT panel, std::size_t depth, Tile<rows>& tile) {
  const Tag tag;
#pragma GCC unroll 16
  for (int r = 0; r < rows; ++r) tile.at[r][0] = tile.at[r][1] = hn::Zero(tag);
  for (std::size_t k = 0; k < depth; ++k) {
    const Floats left = hn::Load(tag, panel), right = hn::Load(tag, panel + lanes);
#pragma GCC unroll 16
    for (int r = 0; r < rows; ++r) {
      const Floats factor = hn::Set(tag, a[static_cast<std::size_t>(r) * rowStep]);
      tile.at[r][0] = hn::MulAdd(factor, left, tile.at[r][0]);
      tile.at[r][1] = hn::MulAdd(factor, right, tile.at[r][1]);
    }
    a += step;
    panel += panelWidth;
  }
}

// Four rows of four floats become four columns: to[k·toStep + row] = from[row·fromStep + k].
#if HWY_TARGET != HWY_SCALAR
HWY_INLINE void transposeFour(const float* from, std::size_t fromStep, float* to, std::size_t toStep) {
  const hn::FixedTag<float, 4> four;
  const hn::RebindToSigned<hn::FixedTag<double, 2>> two;
  const auto a = hn::LoadU(four, from), b = hn::LoadU(four, from + fromStep), c = hn::LoadU(four, from + 2 * fromStep),
             d = hn::LoadU(four, from + 3 * fromStep);
  const auto ab0 = hn::BitCast(two, hn::InterleaveLower(four, a, b)),
             ab1 = hn::BitCast(two, hn::InterleaveUpper(four, a, b)),
             cd0 = hn::BitCast(two, hn::InterleaveLower(four, c, d)),
             cd1 = hn::BitCast(two, hn::InterleaveUpper(four, c, d));
  hn::StoreU(hn::BitCast(four, hn::InterleaveLower(two, ab0, cd0)), four, to);
  hn::StoreU(hn::BitCast(four, hn::InterleaveUpper(two, ab0, cd0)), four, to + toStep);
  hn::StoreU(hn::BitCast(four, hn::InterleaveLower(two, ab1, cd1)), four, to + 2 * toStep);
  hn::StoreU(hn::BitCast(four, hn::InterleaveUpper(two, ab1, cd1)), four, to + 3 * toStep);
}
#endif

// to[k·width + row] = from[row·fromStep + k] for `rows` ≤ width rows of `depth` floats; 0 in the other columns.
HWY_INLINE void packTransposed(const float* from, std::size_t fromStep, std::size_t rows, std::size_t depth, float* to,
                               std::size_t width) {
  std::size_t row = 0;
#if HWY_TARGET != HWY_SCALAR
  for (; row + 4 <= rows; row += 4) {
    std::size_t k = 0;
    for (; k + 4 <= depth; k += 4) transposeFour(from + row * fromStep + k, fromStep, to + k * width + row, width);
    for (; k < depth; ++k)
      for (std::size_t i = row; i < row + 4; ++i) to[k * width + i] = from[i * fromStep + k];
  }
#endif
  for (; row < width; ++row)
    for (std::size_t k = 0; k < depth; ++k) to[k * width + row] = row < rows ? from[row * fromStep + k] : 0.0F;
}

}  // namespace attn::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
