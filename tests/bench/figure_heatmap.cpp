#include <benchmark/benchmark.h>

#include <string>

#include "figure/heatmap_figure.h"
#include "figure/text_raster.h"
#include "scene/heatmap_layout.h"
#include "scene/shown_matrix.h"

namespace {

lab::MatrixPicture pictureOf(attn::Index side) {
  lab::MatrixPicture picture;
  attn::Matrix values(side, side);
  for (attn::Index i = 0; i < values.size(); ++i) values.data()[i] = static_cast<float>(i * 37 % 101) / 101.0F;
  picture.values = std::make_shared<const attn::Matrix>(std::move(values));
  for (attn::Index i = 0; i < side; ++i) picture.rowLabels.push_back("token" + std::to_string(i));
  picture.columnLabels = picture.rowLabels;
  picture.queryRows = true;
  return picture;
}

// What a new temperature costs beside the weights: their range and all coarser levels. 64 MB are read once at N = 4096.
void ShownWeights(benchmark::State& state) {
  const lab::MatrixPicture picture = pictureOf(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(lab::shownMatrix(picture));
}
BENCHMARK(ShownWeights)->ArgName("N")->Arg(1024)->Arg(4096)->Unit(benchmark::kMillisecond)->UseRealTime();

// What a frame pays for the geometry of the heatmap; texts are measured by a table, as on screen.
void HeatmapLayoutOfAFrame(benchmark::State& state) {
  const lab::MatrixPicture picture = pictureOf(state.range(0));
  lab::HeatmapOptions options;
  options.area = {0, 0, 784, 692};
  options.map = &lab::colourMapNamed("viridis");
  options.interactive = true;
  options.hover = options.selected = lab::Cell{1, 1};
  if (state.range(1) > 1) options.camera = {static_cast<float>(state.range(1)), std::nullopt};
  const lab::MeasureText measure = [](std::string_view text, lab::TextSize) {
    return lab::Size{8.0F * static_cast<float>(text.size()), 16};
  };
  for (auto _ : state) benchmark::DoNotOptimize(lab::layoutHeatmap(picture, options, measure));
}
BENCHMARK(HeatmapLayoutOfAFrame)
    ->ArgNames({"N", "zoom"})
    ->Args({11, 1})
    ->Args({256, 1})
    ->Args({4096, 1})
    ->Args({4096, 200})
    ->Unit(benchmark::kMicrosecond);

void HeatmapPng(benchmark::State& state) {
  attn::Trace trace;
  trace.heads.resize(1);
  trace.heads[0].weights = pictureOf(state.range(0)).values;
  lab::FigureOptions figure;
  figure.scale = 2;
  figure.bare = state.range(1) != 0;
  for (auto _ : state) benchmark::DoNotOptimize(lab::heatmapPng(trace, figure));
}
BENCHMARK(HeatmapPng)
    ->ArgNames({"N", "bare"})
    ->Args({12, 0})
    ->Args({300, 0})
    ->Args({1024, 1})
    ->Unit(benchmark::kMillisecond);

void FormulaRaster(benchmark::State& state) {
  const lab::MeasureRun measure = lab::pangoMeasureRun();
  for (auto _ : state) {
    const auto layout = lab::layoutFormula("s(q, k) = \\frac{q \\cdot k}{\\sqrt{d}}", 16, measure);
    benchmark::DoNotOptimize(lab::rasterFormula(layout, 2, lab::rgb(0), lab::rgb(0), lab::rgb(0)));
  }
}
BENCHMARK(FormulaRaster)->Unit(benchmark::kMicrosecond);

}  // namespace
