#pragma once

namespace attn::kernels {

/// Where a kernel reports how far it has come, 0 … 1, between blocks and always from the thread that called it.
/// What the report throws ends the computation and reaches the caller.
class Progress {
 public:
  Progress() = default;
  /// @param sink anything with `progress(double) const`, such as `attn::WorkShare`; it must outlive the call.
  template <class Sink>
  static Progress to(const Sink& sink) {
    Progress out;
    out.sink_ = &sink;
    out.call_ = [](const void* at, double fraction) { static_cast<const Sink*>(at)->progress(fraction); };
    return out;
  }
  void report(double fraction) const {
    if (call_ != nullptr) call_(sink_, fraction);
  }

 private:
  const void* sink_ = nullptr;
  void (*call_)(const void*, double) = nullptr;
};

}  // namespace attn::kernels
