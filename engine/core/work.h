#pragma once

#include <atomic>
#include <cstddef>

namespace attn {

/// Thrown out of a computation that is no longer wanted; never an error, never shown.
struct Cancelled {};

/// How far one computation has come, and whether it is still wanted. Shared between the thread
/// that computes and the one that shows.
class Work {
 public:
  /// Called between blocks of rows; `fraction` of the whole computation in [0, 1].
  /// @throws Cancelled if the result is no longer wanted.
  void progress(double fraction) {
    fraction_.store(fraction, std::memory_order_relaxed);
    if (cancelled_.load(std::memory_order_relaxed)) throw Cancelled{};
  }
  void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  double fraction() const { return fraction_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> fraction_{0};
  std::atomic<bool> cancelled_{false};
};

/// The share of a `Work` that one step has: its 0 … 1 is `from` … `to` of the whole.
class WorkShare {
 public:
  WorkShare(Work* work, double from, double to) : work_(work), from_(from), to_(to) {}
  void progress(double fraction) const {
    if (work_ != nullptr) work_->progress(from_ + (to_ - from_) * fraction);
  }
  /// The share of one of `count` equal parts.
  WorkShare part(std::ptrdiff_t at, std::ptrdiff_t count) const {
    const double step = (to_ - from_) / static_cast<double>(count);
    return {work_, from_ + step * static_cast<double>(at), from_ + step * static_cast<double>(at + 1)};
  }
  static WorkShare none() { return {nullptr, 0, 1}; }

 private:
  Work* work_;
  double from_;
  double to_;
};

}  // namespace attn
