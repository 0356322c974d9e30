#include "ui/dialog.h"

#include <algorithm>

namespace lab {

bool beginDialog(Ui& ui, const char* name, std::string_view heading, float width, bool& open, EscapeInField escape,
                 bool ownKeys) {
  const std::string id = std::string("###") + name;
  if (open && !ImGui::IsPopupOpen(id.c_str())) ImGui::OpenPopup(id.c_str());
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const float fitted = std::min(width, display.x - ui.u(4));
  ImGui::SetNextWindowPos({display.x / 2, display.y / 2}, ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSizeConstraints({fitted, 0}, {fitted, display.y - ui.u(4)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(3), ui.u(2.5F)});
  const bool drawn =
      ImGui::BeginPopupModal(id.c_str(), nullptr,
                             ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize |
                                 ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings |
                                 (ownKeys ? ImGuiWindowFlags_NoNavInputs : ImGuiWindowFlags_None));
  ImGui::PopStyleVar();
  if (!drawn) return false;
  // In an open list or an edited field Escape means that list or field. ImGui has closed the list before this frame
  // began, so what counts is what was open when the key went down.
  const bool elsewhere = ui.popupsBefore > compat::surroundingPopups() ||
                         (escape == EscapeInField::LeavesField && ImGui::IsAnyItemActive());
  if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false) && !elsewhere) open = false;
  {
    const FontScope large(ui, TextSize::Large);
    ImGui::TextUnformatted(heading.data(), heading.data() + heading.size());
  }
  if (ui.probe != nullptr)
    ui.probe->note(
        name, {ImGui::GetWindowPos().x, ImGui::GetWindowPos().y, ImGui::GetWindowWidth(), ImGui::GetWindowHeight()},
        "open");
  space(ui.u(1.5F));
  if (!open) ImGui::CloseCurrentPopup();
  return true;
}

void endDialog() { ImGui::EndPopup(); }

void alignRight(float width) {
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0F, ImGui::GetContentRegionAvail().x - width));
}

float buttonWidth(const Ui& ui, std::string_view label) { return textSize(ui, label, TextSize::Base).width + ui.u(3); }

}  // namespace lab
