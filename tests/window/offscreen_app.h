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

  // ---- hands ----
  void movePointer(Point at) {
    ImGui::GetIO().MousePos = {at.x, at.y};
    frames(1);
  }
  void pressPointer(bool down) {
    ImGui::GetIO().MouseDown[0] = down;
    frames(2);
  }
  void click(const std::string& part) {
    movePointer(rect(part).centre());
    frames(1);
    pressPointer(true);
    pressPointer(false);
    // The next click is not the second of a double click.
    ImGui::GetIO().DeltaTime = 0.5F;
    frames(1);
    ImGui::GetIO().DeltaTime = 1.0F / 60;
  }
  /// A key as the window hands it on: to ImGui and to the actions.
  void press(const Shortcut& key) {
    const int modifiers = (key.shift ? 1 : 0) + (key.ctrl ? 2 : 0) + (key.alt ? 4 : 0);
    const auto send = [&](int code, bool down) {
      applyToImGui({{InputEvent::Kind::Key, 0, 0, code, down, modifiers}});
    };
    if (key.ctrl) send(341, true);
    send(key.key, true);
    app_->press(key);
    frames(2);
    send(key.key, false);
    if (key.ctrl) send(341, false);
    frames(2);
  }
  void type(const std::string& ascii) {
    for (const char c : ascii) {
      applyToImGui({{InputEvent::Kind::Character, 0, 0, c, true}});
      frames(2);
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
