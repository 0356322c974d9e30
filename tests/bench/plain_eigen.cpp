#include "plain_eigen/plain_eigen.h"

#include <cmath>

#include "kernel_inputs.h"

// The same cases as plain Eigen has them, under PlainEigen/…. It knows no way to the context without the weights.

namespace attn::bench {
namespace {

void attention(benchmark::State& state, bool causal) {
  const auto n = static_cast<std::size_t>(state.range(0)), d = static_cast<std::size_t>(state.range(1)),
             heads = static_cast<std::size_t>(state.range(2));
  plain_eigen::setThreads(static_cast<int>(state.range(3)));
  const Floats q = normals(heads * n * d), k = normals(heads * n * d), v = normals(heads * n * d);
  const Floats weights(heads * n * n), context(heads * n * d);
  for (auto _ : state) {
    for (std::size_t head = 0; head < heads; ++head) {
      const std::size_t at = head * n * d;
      plain_eigen::attention(q.data() + at, k.data() + at, v.data() + at, n, d, causal, weights.data() + head * n * n,
                             context.data() + at);
    }
    benchmark::DoNotOptimize(context.data());
    benchmark::ClobberMemory();
  }
}

void softmax(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  plain_eigen::setThreads(static_cast<int>(state.range(1)));
  const Floats scores = normals(n * n), weights(n * n);
  float tau = 0.7F;
  for (auto _ : state) {
    tau = 1.6F - tau;
    plain_eigen::softmax(scores.data(), n, tau, weights.data());
    benchmark::DoNotOptimize(weights.data());
    benchmark::ClobberMemory();
  }
}

void sliderFrame(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  plain_eigen::setThreads(static_cast<int>(state.range(1)));
  const Floats scores = normals(n * n), weights(n * n), maxima(n), entropies(n), picture(sliderHeight * sliderWidth);
  float tau = 0.7F;
  for (auto _ : state) {
    tau = 1.6F - tau;
    plain_eigen::sliderFrame(scores.data(), n, tau, weights.data(), maxima.data(), entropies.data(), sliderHeight,
                             sliderWidth, picture.data());
    benchmark::DoNotOptimize(weights.data());
    benchmark::ClobberMemory();
  }
}

void additive(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0)), d = static_cast<std::size_t>(state.range(1));
  plain_eigen::setThreads(static_cast<int>(state.range(2)));
  const AdditiveInputs in(n, d);
  for (auto _ : state) {
    plain_eigen::additive(in.q.data(), in.k.data(), in.wq.data(), in.wk.data(), in.v.data(), n, d, in.scores.data());
    benchmark::DoNotOptimize(in.scores.data());
    benchmark::ClobberMemory();
  }
}

const bool registered = [] {
  benchmark::RegisterBenchmark("PlainEigen/Attention", attention, false)->Apply(attentionSizes);
  benchmark::RegisterBenchmark("PlainEigen/AttentionOutputOnly", attention, false)->Apply(attentionSizes);
  benchmark::RegisterBenchmark("PlainEigen/AttentionCausal", attention, true)->Apply(attentionSizes);
  benchmark::RegisterBenchmark("PlainEigen/SoftmaxTemperature", softmax)->Apply(softmaxSizes);
  benchmark::RegisterBenchmark("PlainEigen/SliderFrame", sliderFrame)->Apply(sliderSizes);
  benchmark::RegisterBenchmark("PlainEigen/Additive", additive)->Apply(additiveSizes);
  return true;
}();

}  // namespace
}  // namespace attn::bench
