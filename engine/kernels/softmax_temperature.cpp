#include "kernels/softmax_temperature.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>

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

// The rows of one block, each written while the next one is computed.
class RowWriter {
 public:
  RowWriter(const TemperatureProblem& problem, const SoftmaxKernels& kernels)
      : p_(problem), kernels_(kernels), room_(problem.keys + 16), pool_(problem.picture == nullptr ? 0 : problem.keys) {
    if (p_.picture != nullptr) std::fill_n(pool_.data(), p_.keys, 0.0F);
    row_.keys = p_.keys;
    row_.perTau = 1.0 / p_.tau;
    row_.stream = p_.weights != nullptr && streams(p_.queries * p_.keys);
    row_.moments = p_.entropy != nullptr || p_.meanDistance != nullptr;
    row_.room = room_.data();
  }

  /// @param texel the row of the picture that this is the last row of
  void add(std::size_t query, std::optional<std::size_t> texel) {
    row_.scores = p_.scores + query * p_.keys;
    row_.visible = bytes(p_.visible, query * p_.keys);
    row_.highest = p_.rowMaxima[query];
    row_.place = static_cast<float>(query);
    const SoftmaxSums sums = kernels_.row(row_);
    finishPending();
    const bool empty = sums.sum == 0;
    if (p_.entropy != nullptr)
      p_.entropy[query] = empty ? 0 : std::log(sums.sum) - sums.moment / sums.sum * row_.perTau;
    if (p_.meanDistance != nullptr) p_.meanDistance[query] = empty ? 0 : sums.distance / sums.sum;
    if (p_.maximum != nullptr) p_.maximum[query] = empty ? 0 : 1.0 / sums.sum;
    row_.pending.factor = empty ? 0.0F : static_cast<float>(1.0 / sums.sum);
    row_.pending.weights = p_.weights == nullptr ? nullptr : p_.weights + query * p_.keys;
    row_.pending.pool = p_.picture == nullptr ? nullptr : pool_.data();
    pendingTexel_ = texel;
  }

  void finish() {
    row_.scores = nullptr;
    kernels_.row(row_);
    finishPending();
    if (row_.stream) kernels_.flush();
  }

 private:
  void finishPending() {
    if (pendingTexel_)
      kernels_.poolColumns(pool_.data(), p_.keys, p_.picture + *pendingTexel_ * p_.pictureColumns, p_.pictureColumns);
    pendingTexel_.reset();
  }

  const TemperatureProblem& p_;
  const SoftmaxKernels& kernels_;
  Scratch room_, pool_;
  SoftmaxRow row_;
  std::optional<std::size_t> pendingTexel_;
};

void weighPictureRows(const TemperatureProblem& p, RowWriter& writer, std::size_t first, std::size_t end) {
  for (std::size_t texel = first; texel < end; ++texel) {
    const std::size_t last = (texel + 1) * p.queries / p.pictureRows - 1;
    for (std::size_t query = texel * p.queries / p.pictureRows; query < last; ++query) writer.add(query, std::nullopt);
    writer.add(last, texel);
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
    RowWriter writer(p, kernels);
    const std::size_t first = block * together, end = std::min(first + together, rows);
    if (p.picture != nullptr)
      weighPictureRows(p, writer, first, end);
    else
      for (std::size_t query = first; query < end; ++query) writer.add(query, std::nullopt);
    writer.finish();
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
