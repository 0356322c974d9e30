// What the Space view's shader costs: a plane of queries over a whole 1280×720 picture, computed anew in every frame,
// as while a key or the temperature is dragged but at full resolution.
#include <benchmark/benchmark.h>

#include "gfx/field_renderer.h"
#include "gfx/offscreen.h"
#include "pipeline/pipeline.h"

namespace {

lab::FieldShape shapeOf(const attn::Experiment& experiment) {
  const attn::Trace trace = attn::oneHead(attn::Pipeline().evaluate(experiment), 0);
  const attn::QueryField field = attn::queryField(trace, 0);
  const attn::QueryPlane plane = attn::dimensionPlane(trace.q->row(0).transpose(), 0, 1);
  lab::FieldShape shape;
  shape.rect = {0, 0, 1280, 720};
  shape.window = {-4, 4, -2.25, 2.25};
  shape.field =
      std::make_shared<const attn::PlaneField>(attn::PlaneField{field, plane, attn::planeScores(field, plane)});
  shape.inks.keys.assign(field.keys.size(), lab::rgb(0x56b4e9));
  shape.inks.map = &lab::colourMapNamed("viridis");
  return shape;
}

void spaceShader(benchmark::State& state, const char* score) {
  const lab::gfx::Offscreen target(1280, 720);
  lab::gfx::FieldRenderer renderer;
  attn::Experiment experiment;
  for (int i = 0; i < state.range(0); ++i) experiment.queryText += "word" + std::to_string(i) + " ";
  experiment.dim = 2;
  experiment.score = score;
  lab::FieldShape shape = shapeOf(experiment);
  for (auto _ : state) {
    shape.window.left -= 1e-6;  // another window: nothing can be kept
    target.bind();
    renderer.draw(shape, 1280, 720);
    glFinish();
  }
  state.counters["points"] = static_cast<double>(renderer.codeWidth()) * renderer.codeHeight();
}

BENCHMARK_CAPTURE(spaceShader, dot, "scaled_dot")
    ->Name("SpaceShader")
    ->ArgName("keys")
    ->Arg(8)
    ->Arg(64)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();
BENCHMARK_CAPTURE(spaceShader, gaussian, "gaussian")
    ->Name("SpaceShaderGaussian")
    ->ArgName("keys")
    ->Arg(8)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();
BENCHMARK_CAPTURE(spaceShader, additive, "additive")
    ->Name("SpaceShaderAdditive")
    ->ArgName("keys")
    ->Arg(8)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

}  // namespace
