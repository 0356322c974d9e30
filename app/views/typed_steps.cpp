#include "views/typed_steps.h"

#include "ui/compat.h"

namespace lab {

int typedSteps(const Ui& ui) {
  const ImGuiIO& io = ImGui::GetIO();
  // After undo and redo no window has the keys: then they are still the view's.
  const std::string focus = compat::focusedWindow();
  if ((!focus.empty() && focus != "###view") || io.WantTextInput || ui.popupsBefore > 0 || io.KeyCtrl) return 0;
  int steps = 0;
  for (const ImWchar character : io.InputQueueCharacters) {
    // Without Shift + is =.
    if (character == '+' || character == '=') ++steps;
    if (character == '-' || character == '_' || character == 0x2212) --steps;
  }
  return steps;
}

}  // namespace lab
