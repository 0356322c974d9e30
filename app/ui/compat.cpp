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

}  // namespace lab::compat
