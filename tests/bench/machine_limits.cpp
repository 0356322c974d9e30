#include "machine_limits.h"

#include <array>

#include "kernel_inputs.h"
#include "kernels/isa.h"

namespace attn::bench {
namespace {

// More blocks than threads, so that every thread has its share whatever else the machine does.
constexpr std::size_t blocks = 32;

// One iteration of `run(block)` on all threads; counts what it returns as a rate.
template <class Run>
void limit(benchmark::State& state, const char* unit, Run&& run) {
  kernels::applyRequestedIsa();
  const Threads threads(state.range(0));
  double done = 0;
  for (auto _ : state) {
    std::array<double, blocks> each{};
    kernels::forBlocks(blocks, {}, [&](std::size_t block) { each[block] = run(block); });
    for (const double count : each) done += count;
  }
  state.counters[unit] = benchmark::Counter(done, benchmark::Counter::kIsRate);
}

void fma(benchmark::State& state) {
  std::array<float, blocks> sinks{};
  limit(state, "FLOP/s", [&](std::size_t block) { return runFma(20000, &sinks[block]); });
  benchmark::DoNotOptimize(sinks);
}

void exp(benchmark::State& state) {
  std::array<float, blocks> sinks{};
  limit(state, "exp/s", [&](std::size_t block) { return runExp(100, &sinks[block]); });
  benchmark::DoNotOptimize(sinks);
}

// 64 MiB there and 64 MiB back: a matrix of N = 4096.
void copyNt(benchmark::State& state) {
  const std::size_t count = std::size_t{1} << 24, share = count / blocks;
  const Floats from = normals(count), to(count);
  limit(state, "bytes/s", [&](std::size_t block) {
    runCopy(from.data() + block * share, to.data() + block * share, share);
    return 2.0 * static_cast<double>(share * sizeof(float));
  });
  benchmark::DoNotOptimize(to.data());
}

void register_(const char* name, void (*run)(benchmark::State&)) {
  benchmark::RegisterBenchmark(name, run)
      ->ArgName("threads")
      ->Arg(1)
      ->Arg(2)
      ->Unit(benchmark::kMillisecond)
      ->UseRealTime();
}
const bool registered = [] {
  register_("Limit/fma", fma);
  register_("Limit/exp", exp);
  register_("Limit/copy_nt", copyNt);
  return true;
}();

}  // namespace
}  // namespace attn::bench
