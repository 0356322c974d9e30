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

// After so many keys the pending row gets its turn.
constexpr std::size_t runKeys = summedKeys;
// Scores are asked for so far ahead: the next page is not fetched by the processor itself.
constexpr std::size_t keysAhead = 512;

template <bool masked>
HWY_INLINE Floats load(const float* scores, const unsigned char* visible, std::size_t count) {
  const Floats all = count >= lanes ? hn::LoadU(Tag(), scores) : loadPart(scores, count, minusInfinity);
  if constexpr (!masked) return all;
  return hn::IfThenElse(visibleLanes(visible, count), all, constant(minusInfinity));
}

// Sums of exponentials, alone and times (s − s_max) and |key − place|, lane by lane.
struct LaneSums {
  Floats sum, moment, distance;
};

HWY_INLINE LaneSums noSums() { return {hn::Zero(Tag()), hn::Zero(Tag()), hn::Zero(Tag())}; }

// One vector: its exponentials go to `to` and into the sums. @param offset key − place
template <bool moments>
HWY_INLINE void addPowers(Floats x, Floats factor, Floats offset, float* to, LaneSums& sums) {
  hn::Mask<Tag> counts;
  const Floats e = fallingExponential(x, factor, counts);
  if constexpr (moments) {
    sums.moment = hn::MulAdd(e, hn::IfThenElseZero(counts, x), sums.moment);  // 0 · ∞ would be NaN
    sums.distance = hn::MulAdd(e, hn::Abs(offset), sums.distance);
  }
  sums.sum = hn::Add(sums.sum, e);
  hn::Store(e, Tag(), to);
}

// to = from · factor past the caches or not, and `pool` is raised to it. No `to`: only the pool.
void scaleAndPool(const float* from, float factor, float* to, float* pool, std::size_t count, bool stream) {
  const Tag tag;
  const Floats times = constant(factor);
  const std::size_t offset = to != nullptr && stream ? toAlignment(to) : 0;
  const std::size_t head = offset < count ? offset : count;
  const std::size_t body = head + (count - head) / lanes * lanes;
  for (std::size_t i = head; i < body; i += lanes) {
    const Floats weight = hn::Mul(hn::LoadU(tag, from + i), times);
    hn::StoreU(hn::Max(weight, hn::LoadU(tag, pool + i)), tag, pool + i);
    if (to == nullptr) continue;
    if (stream)
      hn::Stream(weight, tag, to + i);
    else
      hn::StoreU(weight, tag, to + i);
  }
  for (std::size_t i = head == 0 ? body : 0; i < count; i = i + 1 == head ? body : i + 1) {
    const float weight = from[i] * factor;
    if (to != nullptr) to[i] = weight;
    if (weight > pool[i]) pool[i] = weight;
  }
}

// Keys [first, end) of the pending row.
HWY_INLINE void writePending(const SoftmaxRow& row, std::size_t first, std::size_t end) {
  const PendingRow& p = row.pending;
  float* to = p.weights == nullptr ? nullptr : p.weights + first;
  if (p.pool != nullptr)
    scaleAndPool(row.room + first, p.factor, to, p.pool + first, end - first, row.stream);
  else if (to != nullptr)
    scaleRow(row.room + first, constant(p.factor), to, end - first, row.stream);
}

template <bool masked, bool moments>
SoftmaxSums exponentials(const SoftmaxRow& row) {
  const Floats highest = constant(row.highest);
  const Floats factor = constant(static_cast<float>(row.perTau * static_cast<double>(log2e)));
  // The pending row is written a little ahead, from one whole vector of the result to another.
  const std::size_t ahead = row.stream && row.pending.weights != nullptr ? toAlignment(row.pending.weights) : 0;
  std::size_t written = 0;
  const Floats step = constant(static_cast<float>(lanes));
  Floats offset = hn::Sub(hn::Iota(Tag(), 0), constant(row.place));
  LaneSums all = noSums(), lost = noSums();
  for (std::size_t first = 0; first < row.keys; first += runKeys) {
    const std::size_t end = row.keys - first < runKeys ? row.keys : first + runKeys;
    const std::size_t writtenEnd = row.keys - end < ahead ? row.keys : end + ahead;
    writePending(row, written, writtenEnd);
    written = writtenEnd;
    LaneSums sums = noSums();
    std::size_t key = first;
    for (; key + lanes <= end; key += lanes, offset = hn::Add(offset, step)) {
      if (lanes == 16 || key % 16 == 0) hwy::Prefetch(row.scores + key + keysAhead);
      addPowers<moments>(hn::Sub(load<masked>(row.scores + key, masked ? row.visible + key : nullptr, lanes), highest),
                         factor, offset, row.room + key, sums);
    }
    if (key < end)
      addPowers<moments>(
          hn::Sub(load<masked>(row.scores + key, masked ? row.visible + key : nullptr, end - key), highest), factor,
          offset, row.room + key, sums);
    addCarefully(sums.sum, all.sum, lost.sum);
    if (moments) {
      addCarefully(sums.moment, all.moment, lost.moment);
      addCarefully(sums.distance, all.distance, lost.distance);
    }
  }
  return {laneSum(all.sum), moments ? laneSum(all.moment) : 0, moments ? laneSum(all.distance) : 0};
}

SoftmaxSums softmaxRow(const SoftmaxRow& row) {
  if (row.scores == nullptr || row.highest == minusInfinity) {
    writePending(row, 0, row.keys);
    if (row.scores != nullptr) fillRow(row.room, 0.0F, row.keys, false);
    return {};
  }
  if (row.visible != nullptr) return row.moments ? exponentials<true, true>(row) : exponentials<true, false>(row);
  return row.moments ? exponentials<false, true>(row) : exponentials<false, false>(row);
}

void flush() { hwy::FlushStream(); }

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

SoftmaxKernels kernelsOfSoftmax() { return {softmaxRow, flush, highestOf, poolColumns}; }

}  // namespace attn::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attn::kernels {
HWY_EXPORT(kernelsOfSoftmax);
SoftmaxKernels softmaxKernels() { return HWY_DYNAMIC_DISPATCH(kernelsOfSoftmax)(); }
}  // namespace attn::kernels
#endif
