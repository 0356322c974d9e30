#include "kernel_inputs.h"
#include "kernels/additive_scores.h"
#include "kernels/fused_attention.h"
#include "kernels/matrix_product.h"
#include "kernels/softmax_temperature.h"

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

// Scores, their maxima and somewhere for the weights.
struct Cached {
  explicit Cached(std::size_t n) : scores(normals(n * n)), maxima(n), weights(n * n) {
    kernels::highestScores(scores.data(), nullptr, n, n, maxima.data());
    problem.queries = problem.keys = n;
    problem.scores = scores.data();
    problem.rowMaxima = maxima.data();
    problem.weights = weights.data();
  }
  Floats scores, maxima, weights;
  kernels::TemperatureProblem problem;
};

void slide(benchmark::State& state, kernels::TemperatureProblem& problem) {
  problem.tau = 0.7;
  for (auto _ : state) {
    problem.tau = 1.6 - problem.tau;
    kernels::softmaxAtTemperature(problem);
    benchmark::DoNotOptimize(problem.weights);
    benchmark::ClobberMemory();
  }
}

void SoftmaxTemperature(benchmark::State& state) {
  const Threads threads(state.range(1));
  Cached cached(static_cast<std::size_t>(state.range(0)));
  slide(state, cached.problem);
}
BENCHMARK(SoftmaxTemperature)->Apply(softmaxSizes);

// All that a step of the slider needs before drawing: weights, maxima, entropies, and the picture of the heatmap.
void SliderFrame(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  const Threads threads(state.range(1));
  Cached cached(n);
  const Floats picture(sliderHeight * sliderWidth);
  std::vector<double> entropy(n), maximum(n);
  cached.problem.entropy = entropy.data();
  cached.problem.maximum = maximum.data();
  cached.problem.picture = picture.data();
  cached.problem.pictureRows = sliderHeight;
  cached.problem.pictureColumns = sliderWidth;
  slide(state, cached.problem);
}
BENCHMARK(SliderFrame)->Apply(sliderSizes);

void Additive(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0)), d = static_cast<std::size_t>(state.range(1));
  const Threads threads(state.range(2));
  const AdditiveInputs in(n, d);
  kernels::AdditiveProblem p;
  p.queries = p.keys = n;
  p.hidden = p.queryWidth = p.keyWidth = p.queryStep = p.keyStep = p.queryWeightStep = p.keyWeightStep = d;
  p.q = in.q.data();
  p.k = in.k.data();
  p.queryWeights = in.wq.data();
  p.keyWeights = in.wk.data();
  p.v = in.v.data();
  p.scores = in.scores.data();
  for (auto _ : state) {
    kernels::additiveScores(p);
    benchmark::DoNotOptimize(p.scores);
    benchmark::ClobberMemory();
  }
}
BENCHMARK(Additive)->Apply(additiveSizes);

// A small product, as projections and training make them.
void Product(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0)), d = static_cast<std::size_t>(state.range(1)),
             m = static_cast<std::size_t>(state.range(2));
  const Threads threads(1);
  const Floats left = normals(n * d), right = normals(d * m), out(n * m);
  for (auto _ : state) {
    kernels::multiply({n, m, d, left.data(), d, false, right.data(), state.range(3) != 0 ? d : m, state.range(3) != 0,
                       out.data(), m});
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  state.counters["FLOP/s"] =
      benchmark::Counter(2.0 * static_cast<double>(n * m * d), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(Product)
    ->ArgNames({"n", "d", "m", "transposed"})
    ->Args({64, 128, 192, 0})
    ->Args({64, 128, 192, 1})
    ->Args({1024, 64, 64, 0})
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace attn::bench
