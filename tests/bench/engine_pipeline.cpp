#include <benchmark/benchmark.h>

#include <string>

#include "core/random.h"
#include "kernel_inputs.h"
#include "pipeline/pipeline.h"
#include "scene/shown_matrix.h"

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

attn::MatrixPtr drawn(attn::Index rows, const char* purpose) {
  return std::make_shared<attn::Matrix>(attn::normalMatrix(1, purpose, rows, 64, 1, attn::WorkShare::none()));
}

// Ready queries, keys and perhaps values of 64 numbers.
attn::Experiment readyOf(std::int64_t n, bool values) {
  attn::Experiment experiment;
  experiment.entry = attn::Entry::Ready;
  experiment.q = drawn(n, "q");
  experiment.k = drawn(n, "k");
  if (values) experiment.v = drawn(n, "v");
  return experiment;
}

// A new temperature: weights, their measures and, with values, the context. The last trace is kept until the next
// one is there, as the window does.
void PipelineTemperature(benchmark::State& state) {
  attn::Pipeline pipeline;
  attn::Experiment experiment = readyOf(state.range(0), state.range(1) != 0);
  attn::Trace shown = pipeline.evaluate(experiment);
  experiment.temperature = 0.7;
  shown = pipeline.evaluate(experiment);  // memory for two results
  for (auto _ : state) {
    experiment.temperature = 1.6 - experiment.temperature;
    shown = pipeline.evaluate(experiment);
    benchmark::DoNotOptimize(shown.head().weights->data());
  }
  if (pipeline.runs(attn::StageId::Scores) != 1) state.SkipWithError("the scores were computed again");
}
BENCHMARK(PipelineTemperature)
    ->ArgNames({"N", "values"})
    ->ArgsProduct({{1024, 4096}, {0, 1}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

// A step of the slider as the window's worker does it, without values: weights, measures, and every coarser level of
// the picture. @param pooled the first level made in the same pass as the weights, or read from them again
void WindowSlider(benchmark::State& state) {
  attn::Pipeline pipeline;
  const std::int64_t n = state.range(0);
  attn::Experiment experiment = readyOf(n, false);
  const attn::PictureSize size = state.range(1) != 0 ? attn::PictureSize{n / 2, n / 2} : attn::PictureSize{};
  attn::Trace before = pipeline.evaluate(experiment);
  lab::ShownMatrices drawn = lab::shownMatrices(before, nullptr, {});
  experiment.temperature = 0.7;
  const auto step = [&] {
    experiment.temperature = 1.6 - experiment.temperature;
    attn::Trace trace = pipeline.evaluate(experiment, attn::StageId::Measures, nullptr, size);
    drawn = lab::shownMatrices(trace, &before, drawn);
    before = std::move(trace);
  };
  step();
  for (auto _ : state) step();
}
BENCHMARK(WindowSlider)
    ->ArgNames({"N", "pooled"})
    ->ArgsProduct({{1024, 4096}, {0, 1}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

// Everything from Q, K and V on.
void PipelineEvaluate(benchmark::State& state, const char* score, std::int64_t n) {
  attn::Pipeline pipeline;
  attn::Experiment experiment = readyOf(n, true), other = experiment;
  experiment.score = other.score = score;
  other.q = drawn(n, "other q");
  attn::Trace shown = pipeline.evaluate(experiment);
  shown = pipeline.evaluate(other);  // memory for two results
  for (auto _ : state) {
    std::swap(experiment, other);
    shown = pipeline.evaluate(experiment);
    benchmark::DoNotOptimize(shown.context->data());
  }
}

#define PIPELINE_EVALUATE(n, score)                     \
  BENCHMARK_CAPTURE(PipelineEvaluate, score, #score, n) \
      ->Name("PipelineEvaluate/N:" #n "/" #score)       \
      ->Unit(benchmark::kMillisecond)                   \
      ->UseRealTime()
PIPELINE_EVALUATE(1024, scaled_dot);
PIPELINE_EVALUATE(4096, scaled_dot);
PIPELINE_EVALUATE(1024, general);
PIPELINE_EVALUATE(1024, additive);

}  // namespace
