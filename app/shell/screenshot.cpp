#include "shell/screenshot.h"

#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <cfloat>
#include <cmath>

#include "figure/png_file.h"
#include "gfx/offscreen.h"
#include "io/files.h"
#include "shell/app.h"
#include "shell/build_frame.h"
#include "shell/imgui_input.h"

namespace lab {
namespace {

constexpr double kStep = 1.0 / 60;
constexpr int kFrames = 8;  // windows take their sizes, scroll bars their places, glyphs their atlas

void drawFrame(App& app, int frame, int width, int height) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
  io.DeltaTime = static_cast<float>(kStep);
  io.MousePos = {-FLT_MAX, -FLT_MAX};
  buildFrame(app, frame * kStep);
}

std::string pngOf(const std::vector<std::uint8_t>& pixels, int width, int height, double scale) {
  PngPicture picture;
  picture.width = width;
  picture.height = height;
  picture.pixelsPerPoint = scale;
  picture.fillRow = [&](int y, std::uint8_t* row) {
    const std::uint8_t* from = &pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 4];
    for (int x = 0; x < width; ++x)
      for (int channel = 0; channel < 3; ++channel) row[3 * x + channel] = from[4 * x + channel];
  };
  const std::vector<unsigned char> bytes = encodePng(picture);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

int takeScreenshot(const attn::Experiment& experiment, const ScreenshotOptions& options) {
  const int width = static_cast<int>(std::lround(options.size.width * options.scale));
  const int height = static_cast<int>(std::lround(options.size.height * options.scale));
  const gfx::Offscreen target(width, height);
  ImGui::CreateContext();
  prepareImGui();
  ImGui::GetIO().ConfigInputTextCursorBlink = false;
  ImGui_ImplOpenGL3_Init("#version 330 core");
  {
    Settings settings;
    settings.theme = options.theme;
    settings.language = options.language;
    Host host;
    host.contentScale = static_cast<float>(options.scale);
    host.still = true;
    App app(settings, host);
    app.showView(options.view);
    app.showExperiment(experiment, options.select);
    app.finishComputing();
    for (int frame = 0; frame < kFrames; ++frame) drawFrame(app, frame, width, height);
    target.bind();
    const Rgba back = paletteOf(options.theme).bg;
    glClearColor(static_cast<float>(back.r) / 255.0F, static_cast<float>(back.g) / 255.0F,
                 static_cast<float>(back.b) / 255.0F, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    glFinish();
    writeFile(options.output, pngOf(target.pixels(), width, height, options.scale));
  }
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
  return 0;
}

}  // namespace lab
