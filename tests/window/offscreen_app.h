#pragma once

#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <cfloat>
#include <memory>
#include <string>

#include "gfx/offscreen.h"
#include "shell/app.h"
#include "shell/build_frame.h"
#include "shell/imgui_input.h"

namespace lab {

/// The whole interface off screen, without a window system: frames are drawn one by one, parts are asked for by name.
class OffscreenApp {
 public:
  explicit OffscreenApp(Settings settings = {}, int width = 1440, int height = 900) : target_(width, height) {
    ImGui::CreateContext();
    prepareImGui();
    ImGui_ImplOpenGL3_Init("#version 330 core");
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
    io.DeltaTime = 1.0F / 60;
    io.MousePos = {-FLT_MAX, -FLT_MAX};
    Host host;
    host.clipboard = [this] { return clipboard; };
    host.setClipboard = [this](const std::string& text) { clipboard = text; };
    app_ = std::make_unique<App>(std::move(settings), host);
    app_->probe().enable();
    frames(3);
  }
  ~OffscreenApp() {
    app_.reset();
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext();
  }
  OffscreenApp(const OffscreenApp&) = delete;
  OffscreenApp& operator=(const OffscreenApp&) = delete;

  void frames(int count) {
    for (int i = 0; i < count; ++i) {
      now_ += 1.0 / 60;
      app_->finishComputing();
      buildFrame(*app_, now_);
      target_.bind();
      ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    }
  }

  App& app() { return *app_; }
  bool shows(const std::string& part) { return app_->probe().parts().contains(part); }
  std::string value(const std::string& part) {
    const auto found = app_->probe().parts().find(part);
    return found == app_->probe().parts().end() ? "(not on the screen)" : found->second.value;
  }
  Rect rect(const std::string& part) { return app_->probe().parts().at(part).rect; }

  std::string clipboard;

 private:
  gfx::Offscreen target_;
  std::unique_ptr<App> app_;
  double now_ = 0;
};

}  // namespace lab
