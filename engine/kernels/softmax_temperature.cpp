#include "kernels/softmax_temperature.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "kernels/isa.h"
#include "kernels/scratch.h"
#include "kernels/sizes.h"
#include "kernels/softmax_row.h"
#include "kernels/thread_pool.h"

namespace attn::kernels {
namespace {

// Keys of one block: some 20 µs.
const std::size_t blockKeys = 65536;
// An exponential, with what is read and written for it, costs about as much as so many multiply-adds.
const double workOfKey = 16;

const unsigned char* bytes(const bool* visible, std::size_t at) {
  static_assert(sizeof(bool) == 1);
  return visible == nullptr ? nullptr : reinterpret_cast<const unsigned char*>(visible + at);
}

void weighRow(const TemperatureProblem& p, const SoftmaxKernels& kernels, std::size_t query, float* room, float* pool) {
  SoftmaxRow row;
  row.scores = p.scores + query * p.keys;
  row.visible = bytes(p.visible, query * p.keys);
  row.keys = p.keys;
  row.highest = p.rowMaxima[query];
  row.perTau = 1.0 / p.tau;
  row.weights = p.weights == nullptr ? nullptr : p.weights + query * p.keys;
  row.stream = streams(p.queries * p.keys);
  row.pool = pool;
  row.moments = p.entropy != nullptr;
  row.room = room;
  const SoftmaxSums sums = kernels.row(row);
  const bool empty = sums.sum == 0;
  if (p.entropy != nullptr) p.entropy[query] = empty ? 0 : std::log(sums.sum) - sums.moment / sums.sum;
  if (p.maximum != nullptr) p.maximum[query] = empty ? 0 : 1.0 / sums.sum;
}

// Rows [first, end) that make one row of the picture, or any rows without one.
void weighRows(const TemperatureProblem& p, const SoftmaxKernels& kernels, std::size_t first, std::size_t end,
               const Scratch& room, float* pool) {
  for (std::size_t query = first; query < end; ++query) weighRow(p, kernels, query, room.data(), pool);
}

void weighPictureRows(const TemperatureProblem& p, const SoftmaxKernels& kernels, std::size_t first, std::size_t end,
                      const Scratch& room) {
  const Scratch pool(p.keys);
  std::fill_n(pool.data(), p.keys, 0.0F);
  for (std::size_t texel = first; texel < end; ++texel) {
    weighRows(p, kernels, texel * p.queries / p.pictureRows, (texel + 1) * p.queries / p.pictureRows, room,
              pool.data());
    kernels.poolColumns(pool.data(), p.keys, p.picture + texel * p.pictureColumns, p.pictureColumns);
  }
}

bool isLarge(std::size_t queries, std::size_t keys) {
  return static_cast<double>(queries) * static_cast<double>(keys) * workOfKey > smallWork;
}

}  // namespace

void softmaxAtTemperature(const TemperatureProblem& p, const Progress& progress) {
  assert(p.tau > 0 && p.rowMaxima != nullptr);
  assert(p.picture == nullptr ||
         (p.pictureRows >= 1 && p.pictureRows <= p.queries && p.pictureColumns >= 1 && p.pictureColumns <= p.keys));
  if (p.queries == 0 || p.keys == 0) return;
  applyRequestedIsa();
  const SoftmaxKernels kernels = softmaxKernels();
  const std::size_t rows = p.picture == nullptr ? p.queries : p.pictureRows;
  const std::size_t together = std::max<std::size_t>(1, blockKeys / p.keys * rows / p.queries);
  forBlocksIf(isLarge(p.queries, p.keys), ceilDivide(rows, together), progress, [&](std::size_t block) {
    const Scratch room(p.keys + 16);
    const std::size_t first = block * together, end = std::min(first + together, rows);
    if (p.picture == nullptr)
      weighRows(p, kernels, first, end, room, nullptr);
    else
      weighPictureRows(p, kernels, first, end, room);
  });
}

void highestScores(const float* scores, const bool* visible, std::size_t queries, std::size_t keys, float* maxima,
                   const Progress& progress) {
  applyRequestedIsa();
  const SoftmaxKernels kernels = softmaxKernels();
  const std::size_t together = std::max<std::size_t>(1, 4 * blockKeys / std::max<std::size_t>(1, keys));
  forBlocksIf(isLarge(queries, keys), ceilDivide(queries, together), progress, [&](std::size_t block) {
    for (std::size_t query = block * together; query < std::min((block + 1) * together, queries); ++query)
      maxima[query] = kernels.highest(scores + query * keys, bytes(visible, query * keys), keys);
  });
}

}  // namespace attn::kernels
