#pragma once

#include <cstddef>
#include <type_traits>

#include "kernels/progress.h"

namespace attn::kernels {

// The one pool of the whole program: its threads serve every computation in turn.

/// How many threads compute, the calling one included; as many as the machine has until it is set.
unsigned threads();

/// @param count at least 1. Waits for the computation that is running, if there is one; not from inside a block.
void setThreads(unsigned count);

/// Runs `body(context, block)` once for every block in [0, blocks), in any order and on any thread; blocks are
/// handed out one at a time. A call made while the pool is busy (from inside a block, or from another thread)
/// runs on its own thread. Which thread runs a block must not change what it computes, so that results are the
/// same for any number of threads.
/// The first exception of a block or of `progress` is rethrown once no block is running any more.
void runBlocks(std::size_t blocks, void (*body)(void* context, std::size_t block), void* context,
               const Progress& progress);

/// The same with a callable; `body(block)`.
template <class Body>
void forBlocks(std::size_t blocks, const Progress& progress, Body&& body) {
  using Function = std::remove_reference_t<Body>;
  runBlocks(
      blocks, [](void* at, std::size_t block) { (*static_cast<Function*>(at))(block); },
      const_cast<void*>(static_cast<const void*>(&body)), progress);
}

/// The same on the calling thread alone: waking workers costs more than a small computation.
template <class Body>
void forBlocksHere(std::size_t blocks, const Progress& progress, Body&& body) {
  for (std::size_t block = 0; block < blocks; ++block) {
    progress.report(static_cast<double>(block) / static_cast<double>(blocks));
    body(block);
  }
}

/// One of the two above.
template <class Body>
void forBlocksIf(bool manyThreads, std::size_t blocks, const Progress& progress, Body&& body) {
  if (manyThreads)
    forBlocks(blocks, progress, body);
  else
    forBlocksHere(blocks, progress, body);
}

}  // namespace attn::kernels
