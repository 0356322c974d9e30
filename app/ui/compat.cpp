#include "ui/compat.h"

#include <imgui_internal.h>

namespace lab::compat {

bool keyboardFocusVisible() {
  const ImGuiContext& context = *ImGui::GetCurrentContext();
#if IMGUI_VERSION_NUM >= 19140
  return context.NavCursorVisible;
#else
  return !context.NavDisableHighlight;
#endif
}

int openPopups() { return ImGui::GetCurrentContext()->OpenPopupStack.Size; }
int surroundingPopups() { return ImGui::GetCurrentContext()->BeginPopupStack.Size; }

void focusWindow(const char* name) {
  ImGuiWindow* window = ImGui::FindWindowByName(name);
  if (window == nullptr) return;
  ImGui::FocusWindow(window);
  if (window->NavLastIds[0] == 0) ImGui::NavInitWindow(window, true);
  ImGuiContext& context = *ImGui::GetCurrentContext();
  context.NavDisableHighlight = false;
  context.NavDisableMouseHover = true;
}

std::string focusedWindow() {
  const ImGuiWindow* window = ImGui::GetCurrentContext()->NavWindow;
  return window == nullptr ? std::string() : std::string(window->RootWindow->Name);
}

void leaveField() { ImGui::ClearActiveID(); }

}  // namespace lab::compat
