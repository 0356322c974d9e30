// What a frame of the real interface costs while the temperature is dragged: the pipeline, the interface's draw
// lists, the upload of the new weights and the drawing itself, off screen at 1440×900. On a machine without a GPU
// the drawing is software and by far the largest part.
#include <backends/imgui_impl_opengl3.h>
#include <benchmark/benchmark.h>
#include <imgui.h>

#include <cfloat>
#include <chrono>

#include "gfx/offscreen.h"
#include "scene/views.h"
#include "shell/app.h"
#include "shell/build_frame.h"
#include "shell/imgui_input.h"

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

attn::Experiment sentence(int words) {
  attn::Experiment experiment;
  for (int i = 0; i < words; ++i) experiment.queryText += "word" + std::to_string(i) + " ";
  return experiment;
}

/// ImGui and its OpenGL renderer on an off-screen target.
class Interface {
 public:
  Interface() : target_(1440, 900) {
    ImGui::CreateContext();
    lab::prepareImGui();
    ImGui_ImplOpenGL3_Init("#version 330 core");
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {1440, 900};
    io.DeltaTime = 1.0F / 60;
    io.MousePos = {-FLT_MAX, -FLT_MAX};
  }
  ~Interface() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext();
  }
  Interface(const Interface&) = delete;
  Interface& operator=(const Interface&) = delete;

  void buildFrame(lab::App& app, double now) { lab::buildFrame(app, now); }

  void drawFrame() {
    target_.bind();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    glFinish();
  }

 private:
  lab::gfx::Offscreen target_;
};

void temperatureDragFrame(benchmark::State& state) {
  Interface interface;
  lab::App app(lab::Settings{}, lab::Host{});
  attn::Experiment experiment = sentence(static_cast<int>(state.range(0)));
  double now = 0, compute = 0, build = 0, draw = 0;
  const auto frame = [&] {
    now += 1.0 / 60;
    experiment.temperature = experiment.temperature > 10 ? 0.1 : experiment.temperature * 1.02;
    const auto start = Clock::now();
    app.showExperiment(experiment, lab::Cell{0, 0});
    app.finishComputing();
    compute += millisecondsSince(start);
    const auto built = Clock::now();
    interface.buildFrame(app, now);
    build += millisecondsSince(built);
    const auto drawn = Clock::now();
    interface.drawFrame();
    draw += millisecondsSince(drawn);
  };
  for (int i = 0; i < 5; ++i) frame();
  compute = build = draw = 0;
  for (auto _ : state) frame();
  const auto frames = static_cast<double>(state.iterations());
  state.counters["compute_ms"] = compute / frames;
  state.counters["interface_ms"] = build / frames;
  state.counters["upload_and_draw_ms"] = draw / frames;
}

BENCHMARK(temperatureDragFrame)
    ->Name("TemperatureDragFrame")
    ->ArgName("N")
    ->Arg(16)
    ->Arg(256)
    ->Arg(1024)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

/// Building one frame of a view, 64 tokens and 12 heads: what the processor does before anything is drawn. The
/// selection moves each time, so that what depends on it is laid out anew.
void viewFrame(benchmark::State& state, const std::string& view) {
  Interface interface;
  lab::App app(lab::Settings{}, lab::Host{});
  attn::Experiment experiment = sentence(64);
  experiment.dim = 48;
  experiment.heads = 12;
  app.showView(view);
  app.showExperiment(experiment, lab::Cell{0, 0});
  app.finishComputing();
  double now = 0;
  attn::Index row = 0;
  const auto frame = [&] {
    now += 1.0 / 60;
    row = (row + 1) % 64;
    app.view().selected = lab::Cell{row, 63 - row};
    interface.buildFrame(app, now);
  };
  for (int i = 0; i < 10; ++i) {
    frame();
    app.finishComputing();
  }
  for (auto _ : state) {
    frame();
    state.PauseTiming();
    interface.drawFrame();
    state.ResumeTiming();
  }
}

const bool viewsAreRegistered = [] {
  for (const lab::ViewRow& row : lab::viewCatalogue()) {
    const std::string name = row.name;
    benchmark::RegisterBenchmark(("View/" + name).c_str(), [name](benchmark::State& state) {
      viewFrame(state, name);
    })->Unit(benchmark::kMillisecond);
  }
  return true;
}();

}  // namespace
