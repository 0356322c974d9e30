#include "shell/build_frame.h"

#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include "shell/app.h"

namespace lab {

void buildFrame(App& app, double now) {
  if (app.prepare(now)) {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
  }
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  app.draw();
  ImGui::Render();
}

}  // namespace lab
