#pragma once

#include <algorithm>

#include "core/types.h"
#include "core/work.h"

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

}  // namespace attn
