// Compiled once for each vector width: no Eigen header, and only Highway's functions and those of this file.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/softmax_row_simd.cpp"
#include <hwy/foreach_target.h>
// foreach_target comes first
#include <hwy/highway.h>

#include "kernels/softmax_row.h"
#include "kernels/vector_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace attn::kernels::HWY_NAMESPACE {
namespace {

// Sums of so many keys are made in 32 bits, and added up in 64.
constexpr std::size_t runKeys = 1024;

template <bool masked>
HWY_INLINE Floats load(const float* scores, const unsigned char* visible, std::size_t count) {
  const Floats all = count >= lanes ? hn::LoadU(Tag(), scores) : loadPart(scores, count, minusInfinity);
  if constexpr (!masked) return all;
  return hn::IfThenElse(visibleLanes(visible, count), all, constant(minusInfinity));
}

// One vector: its exponentials go to `to` and into the sums.
template <bool moments>
HWY_INLINE void addPowers(Floats x, Floats factor, float* to, Floats& sum, Floats& moment) {
  Floats e;
  if constexpr (moments) {
    // Kept finite, so that 0 · it is 0.
    const Floats power = hn::Max(hn::Mul(x, factor), constant(2 * lowestPowerOfTwo));
    e = hn::IfThenElseZero(hn::Ge(power, constant(lowestPowerOfTwo)), powerOfTwo(x, factor));
    moment = hn::MulAdd(e, power, moment);
  } else {
    e = fallingExponential(x, factor);
  }
  sum = hn::Add(sum, e);
  hn::Store(e, Tag(), to);
}

template <bool masked, bool moments>
SoftmaxSums exponentials(const SoftmaxRow& row) {
  const Floats highest = constant(row.highest);
  const Floats factor = constant(static_cast<float>(row.perTau * static_cast<double>(log2e)));
  SoftmaxSums out;
  for (std::size_t first = 0; first < row.keys; first += runKeys) {
    const std::size_t end = row.keys - first < runKeys ? row.keys : first + runKeys;
    Floats sum = hn::Zero(Tag()), moment = hn::Zero(Tag());
    std::size_t key = first;
    for (; key + lanes <= end; key += lanes)
      addPowers<moments>(hn::Sub(load<masked>(row.scores + key, row.visible + key, lanes), highest), factor,
                         row.room + key, sum, moment);
    if (key < end)
      addPowers<moments>(hn::Sub(load<masked>(row.scores + key, row.visible + key, end - key), highest), factor,
                         row.room + key, sum, moment);
    out.sum += laneSum(sum);
    if (moments) out.moment += laneSum(moment);
  }
  out.moment *= 0.69314718055994531;  // they were powers of two
  return out;
}

HWY_INLINE SoftmaxSums exponentials(const SoftmaxRow& row) {
  if (row.visible != nullptr) return row.moments ? exponentials<true, true>(row) : exponentials<true, false>(row);
  return row.moments ? exponentials<false, true>(row) : exponentials<false, false>(row);
}

// to = from · factor past the caches or not, and `pool` is raised to it.
void scaleAndPool(const float* HWY_RESTRICT from, float factor, float* HWY_RESTRICT to, float* HWY_RESTRICT pool,
                  std::size_t count, bool stream) {
  const Tag tag;
  const Floats times = constant(factor);
  std::size_t i = 0;
  const std::size_t head = to != nullptr && stream ? toAlignment(to) : 0;
  const auto single = [&](std::size_t at) HWY_ATTR {
    const float weight = from[at] * factor;
    if (to != nullptr) to[at] = weight;
    if (weight > pool[at]) pool[at] = weight;
  };
  for (; i < head && i < count; ++i) single(i);
  for (; i + lanes <= count; i += lanes) {
    const Floats weight = hn::Mul(hn::LoadU(tag, from + i), times);
    hn::StoreU(hn::Max(weight, hn::LoadU(tag, pool + i)), tag, pool + i);
    if (to == nullptr) continue;
    if (stream)
      hn::Stream(weight, tag, to + i);
    else
      hn::StoreU(weight, tag, to + i);
  }
  for (; i < count; ++i) single(i);
}

SoftmaxSums softmaxRow(const SoftmaxRow& row) {
  if (row.highest == minusInfinity) {
    if (row.weights != nullptr) fillRow(row.weights, 0.0F, row.keys, row.stream);
    return {};
  }
  const SoftmaxSums sums = exponentials(row);
  const float factor = static_cast<float>(1.0 / sums.sum);
  if (row.pool != nullptr)
    scaleAndPool(row.room, factor, row.weights, row.pool, row.keys, row.stream);
  else if (row.weights != nullptr)
    scaleRow(row.room, constant(factor), row.weights, row.keys, row.stream);
  if (row.stream) hwy::FlushStream();
  return sums;
}

float highestOf(const float* scores, const unsigned char* visible, std::size_t keys) {
  Floats highest = constant(minusInfinity);
  for (std::size_t key = 0; key < keys; key += lanes)
    highest = hn::Max(highest, visible == nullptr ? load<false>(scores + key, nullptr, keys - key)
                                                  : load<true>(scores + key, visible + key, keys - key));
  return laneMax(highest);
}

void poolColumns(float* pool, std::size_t keys, float* picture, std::size_t columns) {
  std::size_t key = 0;
  for (std::size_t column = 0; column < columns; ++column) {
    const std::size_t end = (column + 1) * keys / columns;
    float largest = 0;
    for (; key < end; ++key) largest = pool[key] > largest ? pool[key] : largest;
    picture[column] = largest;
  }
  for (std::size_t i = 0; i < keys; ++i) pool[i] = 0;
}

}  // namespace

SoftmaxKernels kernelsOfSoftmax() { return {softmaxRow, highestOf, poolColumns}; }

}  // namespace attn::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attn::kernels {
HWY_EXPORT(kernelsOfSoftmax);
SoftmaxKernels softmaxKernels() { return HWY_DYNAMIC_DISPATCH(kernelsOfSoftmax)(); }
}  // namespace attn::kernels
#endif
