// Compiled once for each vector width: only Highway's functions and those of this file.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "machine_limits_simd.cpp"
#include <hwy/foreach_target.h>
// foreach_target comes first
#include <hwy/highway.h>

#include "kernels/vector_math-inl.h"
#include "machine_limits.h"

HWY_BEFORE_NAMESPACE();
namespace attn::kernels::HWY_NAMESPACE {
namespace {

double fma(std::size_t rounds, float* sink) {
  constexpr int chains = 12;  // enough to hide the latency, and registers for all
  Floats sums[chains];
  const Floats factor = constant(0.999F), term = constant(1e-3F);
#pragma GCC unroll 12
  for (int i = 0; i < chains; ++i) sums[i] = constant(static_cast<float>(i));
  for (std::size_t round = 0; round < rounds; ++round)
#pragma GCC unroll 12
    for (int i = 0; i < chains; ++i) sums[i] = hn::MulAdd(sums[i], factor, term);
#pragma GCC unroll 12
  for (int i = 1; i < chains; ++i) sums[0] = hn::Add(sums[0], sums[i]);
  *sink = hn::GetLane(sums[0]);
  return static_cast<double>(rounds) * chains * 2 * static_cast<double>(lanes);
}

double exponential(std::size_t rounds, float* sink) {
  constexpr std::size_t count = 2048;
  HWY_ALIGN float from[count];
  HWY_ALIGN float to[count];
  for (std::size_t i = 0; i < count; ++i) from[i] = -8.0F * static_cast<float>(i) / static_cast<float>(count);
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < count; i += lanes)
      hn::Store(fallingExponential(hn::Load(Tag(), from + i), constant(log2e)), Tag(), to + i);
    from[round % count] = -to[(round + 1) % count];  // so that no round can be left out
  }
  *sink = to[0];
  return static_cast<double>(rounds) * static_cast<double>(count);
}

void copy(const float* from, float* to, std::size_t count) {
  for (std::size_t i = 0; i < count; i += lanes) hn::Stream(hn::Load(Tag(), from + i), Tag(), to + i);
  hwy::FlushStream();
}

}  // namespace

double limitFma(std::size_t rounds, float* sink) { return fma(rounds, sink); }
double limitExp(std::size_t rounds, float* sink) { return exponential(rounds, sink); }
void limitCopy(const float* from, float* to, std::size_t count) { copy(from, to, count); }

}  // namespace attn::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attn::kernels {
HWY_EXPORT(limitFma);
HWY_EXPORT(limitExp);
HWY_EXPORT(limitCopy);
}  // namespace attn::kernels

namespace attn::bench {
double runFma(std::size_t rounds, float* sink) {
  using namespace kernels;
  return HWY_DYNAMIC_DISPATCH(limitFma)(rounds, sink);
}
double runExp(std::size_t rounds, float* sink) {
  using namespace kernels;
  return HWY_DYNAMIC_DISPATCH(limitExp)(rounds, sink);
}
void runCopy(const float* from, float* to, std::size_t count) {
  using namespace kernels;
  HWY_DYNAMIC_DISPATCH(limitCopy)(from, to, count);
}
}  // namespace attn::bench
#endif
