#pragma once

#include <algorithm>

#include "core/types.h"
#include "core/work.h"
#include "kernels/thread_pool.h"

namespace attn {

/// Calls `body(first, count)` over all rows in blocks of some 8 ms, and reports before each, so that a
/// computation that is no longer wanted stops soon. @param nanosecondsPerRow a rough cost; it decides
/// only how often is reported, never a result.
template <class Body>
void forRowBlocks(Index rows, double nanosecondsPerRow, const WorkShare& work, Body&& body) {
  const double blockNanoseconds = 8e6;
  const double fitting = std::clamp(blockNanoseconds / std::max(nanosecondsPerRow, 1.0), 1.0, 1e9);
  const Index block = static_cast<Index>(fitting);
  for (Index first = 0; first < rows; first += block) {
    work.progress(static_cast<double>(first) / static_cast<double>(rows));
    body(first, std::min(block, rows - first));
  }
}

/// The same with the blocks on all threads, where there is enough to do. What becomes of a row must not depend on
/// other rows, so that results are the same for any number of threads.
template <class Body>
void forRowBlocksOnThreads(Index rows, double nanosecondsPerRow, const WorkShare& work, Body&& body) {
  const double blockNanoseconds = 2e5;
  const double fitting = std::clamp(blockNanoseconds / std::max(nanosecondsPerRow, 1.0), 1.0, 1e9);
  const Index block = static_cast<Index>(fitting);
  kernels::forBlocks(static_cast<std::size_t>((rows + block - 1) / block), kernels::Progress::to(work),
                     [&](std::size_t at) {
                       const Index first = static_cast<Index>(at) * block;
                       body(first, std::min(block, rows - first));
                     });
}

}  // namespace attn
