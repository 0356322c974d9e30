#include <algorithm>
#include <cmath>

#include "kernel_inputs.h"
#include "kernels/fused_attention.h"

namespace attn::bench {
namespace {

enum class Keep { WeightsAndContext, Context };

void attention(benchmark::State& state, Keep keep, bool causal) {
  const auto n = static_cast<std::size_t>(state.range(0)), d = static_cast<std::size_t>(state.range(1)),
             heads = static_cast<std::size_t>(state.range(2));
  const Threads threads(state.range(3));
  const Floats q = normals(heads * n * d), k = normals(heads * n * d), v = normals(heads * n * d);
  const Floats weights(keep == Keep::Context ? 0 : heads * n * n), context(heads * n * d);
  kernels::AttentionProblem p;
  p.queries = p.keys = n;
  p.width = p.valueWidth = p.queryStep = p.keyStep = p.valueStep = p.contextStep = d;
  p.heads = p.keyHeads = heads;
  p.queryHead = p.keyHead = p.valueHead = p.contextHead = n * d;
  p.q = q.data();
  p.k = k.data();
  p.v = v.data();
  p.scale = static_cast<float>(1 / std::sqrt(static_cast<double>(d)));
  p.causal = causal;
  p.weights = keep == Keep::Context ? nullptr : weights.data();
  p.context = context.data();
  for (auto _ : state) {
    kernels::attend(p);
    benchmark::DoNotOptimize(context.data());
    benchmark::ClobberMemory();
  }
}

void Attention(benchmark::State& state) { attention(state, Keep::WeightsAndContext, false); }
void AttentionOutputOnly(benchmark::State& state) { attention(state, Keep::Context, false); }
void AttentionCausal(benchmark::State& state) { attention(state, Keep::WeightsAndContext, true); }
BENCHMARK(Attention)->Apply(attentionSizes);
BENCHMARK(AttentionOutputOnly)->Apply(attentionSizes);
BENCHMARK(AttentionCausal)->Apply(attentionSizes);

}  // namespace
}  // namespace attn::bench
