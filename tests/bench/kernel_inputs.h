#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "kernels/scratch.h"
#include "kernels/thread_pool.h"

namespace attn::bench {

/// Numbers in memory as the kernels like it best.
struct Floats {
  explicit Floats(std::size_t count) : size(count), at(kernels::allocateFloats(count), kernels::freeFloats) {
    std::fill_n(at.get(), count, 0.0F);
  }
  float* data() const { return at.get(); }
  std::size_t size;
  std::unique_ptr<float, void (*)(float*)> at;
};

/// Standard normals, others in every run; drawn once and repeated with a shift beyond a million.
inline Floats normals(std::size_t count) {
  static std::mt19937_64 engine{std::random_device{}()};
  std::normal_distribution<float> normal;
  Floats out(count);
  const std::size_t drawn = std::min<std::size_t>(count, 1000003);
  for (std::size_t i = 0; i < drawn; ++i) out.data()[i] = normal(engine);
  for (std::size_t i = drawn; i < count; ++i) out.data()[i] = out.data()[i - drawn];
  return out;
}

/// (n, d) queries and keys, (d, d) weights that keep their variance, (d) factors; somewhere for the scores.
struct AdditiveInputs {
  AdditiveInputs(std::size_t n, std::size_t d)
      : q(normals(n * d)), k(normals(n * d)), wq(normals(d * d)), wk(normals(d * d)), v(normals(d)), scores(n * n) {
    for (const Floats* weights : {&wq, &wk})
      for (std::size_t i = 0; i < d * d; ++i) weights->data()[i] /= std::sqrt(static_cast<float>(d));
  }
  Floats q, k, wq, wk, v, scores;
};

/// The number of threads for as long as it lives.
class Threads {
 public:
  explicit Threads(std::int64_t count) { kernels::setThreads(static_cast<unsigned>(count)); }
  ~Threads() { kernels::setThreads(before_); }

 private:
  unsigned before_ = kernels::threads();
};

/// Attention/N:…/d:64/heads:{1,12}/threads:{1,2}; 12 heads up to N = 1024.
inline void attentionSizes(benchmark::internal::Benchmark* b) {
  b->ArgNames({"N", "d", "heads", "threads"})->Unit(benchmark::kMillisecond)->UseRealTime();
  for (const std::int64_t n : {128, 512, 1024, 2048, 4096})
    for (const std::int64_t heads : {1, 12})
      for (const std::int64_t threads : {1, 2})
        if (heads == 1 || n <= 1024) b->Args({n, 64, heads, threads});
}

/// SoftmaxTemperature/N:…/threads:{1,2}
inline void softmaxSizes(benchmark::internal::Benchmark* b) {
  b->ArgNames({"N", "threads"})->Unit(benchmark::kMillisecond)->UseRealTime();
  for (const std::int64_t n : {1024, 2048, 4096, 8192})
    for (const std::int64_t threads : {1, 2}) b->Args({n, threads});
}

/// The heatmap's share of the window, in pixels.
constexpr std::size_t sliderHeight = 692, sliderWidth = 784;

/// SliderFrame/N:4096/threads:2
inline void sliderSizes(benchmark::internal::Benchmark* b) {
  b->ArgNames({"N", "threads"})->Unit(benchmark::kMillisecond)->UseRealTime();
  b->Args({4096, 2});
}

/// Additive/N:…/d:64/threads:{1,2}
inline void additiveSizes(benchmark::internal::Benchmark* b) {
  b->ArgNames({"N", "d", "threads"})->Unit(benchmark::kMillisecond)->UseRealTime();
  for (const std::int64_t n : {128, 512, 1024})
    for (const std::int64_t threads : {1, 2}) b->Args({n, 64, threads});
}

}  // namespace attn::bench
