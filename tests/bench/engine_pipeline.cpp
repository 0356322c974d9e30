#include <benchmark/benchmark.h>

#include <string>

#include "pipeline/pipeline.h"

namespace {

// A text of `tokens` words, most of them different.
attn::Experiment textOf(std::int64_t tokens) {
  attn::Experiment experiment;
  for (std::int64_t i = 0; i < tokens; ++i) experiment.queryText += "word" + std::to_string(i * 7919 % 1000) + " ";
  return experiment;
}

// One step of the slider: weights, context and measures; the scores stay.
void dragTemperature(benchmark::State& state, attn::Index dim) {
  attn::Pipeline pipeline;
  attn::Experiment experiment = textOf(state.range(0));
  experiment.dim = dim;
  pipeline.evaluate(experiment);
  double step = 0;
  for (auto _ : state) {
    experiment.temperature = 0.1 + 0.01 * step;
    step = step < 1000 ? step + 1 : 0;
    benchmark::DoNotOptimize(pipeline.evaluate(experiment));
  }
  if (pipeline.runs(attn::StageId::Scores) != 1) state.SkipWithError("the scores were computed again");
}

void TemperatureDrag(benchmark::State& state) { dragTemperature(state, 0); }
BENCHMARK(TemperatureDrag)->ArgName("N")->Arg(256)->Arg(1024)->Unit(benchmark::kMillisecond);

// The same with vectors of 64 numbers.
void TemperatureDragWide(benchmark::State& state) { dragTemperature(state, 64); }
BENCHMARK(TemperatureDragWide)->ArgName("N")->Arg(256)->Arg(1024)->Unit(benchmark::kMillisecond);

// Another score function of vectors of 64 numbers: scores and all that follows.
void ScoreChange(benchmark::State& state, const char* score) {
  attn::Pipeline pipeline;
  attn::Experiment experiment = textOf(state.range(0));
  experiment.dim = 64;
  const std::string other = score == std::string("dot") ? "scaled_dot" : "dot";
  for (auto _ : state) {
    state.PauseTiming();
    experiment.score = other;
    pipeline.evaluate(experiment);
    experiment.score = score;
    state.ResumeTiming();
    benchmark::DoNotOptimize(pipeline.evaluate(experiment));
  }
}
#define SCORE_CHANGE(name) \
  BENCHMARK_CAPTURE(ScoreChange, name, #name)->ArgName("N")->Arg(256)->Unit(benchmark::kMillisecond)
SCORE_CHANGE(dot);
SCORE_CHANGE(scaled_dot);
SCORE_CHANGE(general);
SCORE_CHANGE(additive);
SCORE_CHANGE(cosine);
SCORE_CHANGE(gaussian);

}  // namespace
