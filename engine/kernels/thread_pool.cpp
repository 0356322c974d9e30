#include "kernels/thread_pool.h"

#include <hwy/cache_control.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace attn::kernels {
namespace {

struct Job {
  void (*body)(void*, std::size_t) = nullptr;
  void* context = nullptr;
  std::size_t blocks = 0;
};

class Pool {
 public:
  Pool() { start(std::max(1U, std::thread::hardware_concurrency())); }
  ~Pool() { stop(); }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  unsigned threads() const { return count_.load(std::memory_order_relaxed); }

  void resize(unsigned count) {
    const std::lock_guard<std::mutex> alone(busy_);
    if (count == threads()) return;
    stop();
    start(count);
  }

  /// False where the pool is busy or has no workers: nothing was run.
  bool tryRun(const Job& job, const Progress& progress) {
    const std::unique_lock<std::mutex> alone(busy_, std::try_to_lock);
    if (!alone.owns_lock() || workers_.empty()) return false;
    job_ = job;
    next_.store(0, std::memory_order_relaxed);
    error_ = nullptr;
    state_.store(open, std::memory_order_release);
    generation_.fetch_add(1, std::memory_order_release);
    generation_.notify_all();
    work(&progress);
    // Workers that have not come by now are not waited for: they find the job closed.
    state_.fetch_and(~open, std::memory_order_acq_rel);
    for (unsigned spin = 0; state_.load(std::memory_order_acquire) != 0; ++spin)
      spin < spins ? hwy::Pause() : std::this_thread::yield();
    if (error_) std::rethrow_exception(error_);
    return true;
  }

 private:
  static constexpr std::uint32_t open = 1U << 31;
  // Some 50 µs: jobs often follow one another, and a sleeping thread takes as long to wake.
  static constexpr unsigned spins = 2000;

  void start(unsigned count) {
    count_.store(count, std::memory_order_relaxed);
    stopping_.store(false, std::memory_order_relaxed);
    const std::uint32_t seen = generation_.load(std::memory_order_relaxed);
    for (unsigned i = 1; i < count; ++i) workers_.emplace_back([this, seen] { serve(seen); });
  }

  void stop() {
    stopping_.store(true, std::memory_order_relaxed);
    generation_.fetch_add(1, std::memory_order_release);
    generation_.notify_all();
    for (std::thread& worker : workers_) worker.join();
    workers_.clear();
  }

  void serve(std::uint32_t seen) {
    while (true) {
      for (unsigned spin = 0; spin < spins && generation_.load(std::memory_order_acquire) == seen; ++spin) hwy::Pause();
      generation_.wait(seen, std::memory_order_acquire);
      seen = generation_.load(std::memory_order_acquire);
      if (stopping_.load(std::memory_order_relaxed)) return;
      if (!join()) continue;
      work(nullptr);
      state_.fetch_sub(1, std::memory_order_release);
    }
  }

  // Counts this thread among those that run the job, unless the job is closed.
  bool join() {
    std::uint32_t state = state_.load(std::memory_order_relaxed);
    while ((state & open) != 0)
      if (state_.compare_exchange_weak(state, state + 1, std::memory_order_acquire)) return true;
    return false;
  }

  void work(const Progress* progress) {
    try {
      for (std::size_t block = next_.fetch_add(1); block < job_.blocks; block = next_.fetch_add(1)) {
        if (progress != nullptr) progress->report(static_cast<double>(block) / static_cast<double>(job_.blocks));
        job_.body(job_.context, block);
      }
    } catch (...) {
      const std::lock_guard<std::mutex> alone(errorMutex_);
      if (!error_) error_ = std::current_exception();
      next_.store(job_.blocks);
    }
  }

  std::mutex busy_, errorMutex_;
  std::vector<std::thread> workers_;
  Job job_;
  std::exception_ptr error_;
  std::atomic<unsigned> count_{1};
  std::atomic<std::size_t> next_{0};
  std::atomic<std::uint32_t> state_{0};  // whether the job is open; the number of workers in it
  std::atomic<std::uint32_t> generation_{0};
  std::atomic<bool> stopping_{false};
};

Pool& pool() {
  static Pool only;
  return only;
}

}  // namespace

unsigned threads() { return pool().threads(); }

void setThreads(unsigned count) {
  assert(count >= 1);
  pool().resize(count);
}

void runBlocks(std::size_t blocks, void (*body)(void*, std::size_t), void* context, const Progress& progress) {
  if (blocks > 1 && pool().tryRun({body, context, blocks}, progress)) return;
  forBlocksHere(blocks, progress, [&](std::size_t block) { body(context, block); });
}

}  // namespace attn::kernels
