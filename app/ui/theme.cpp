#include "ui/theme.h"

#include <cmath>

#include "ui/compat.h"

namespace lab {

float baseFor(Theme theme, float contentScale, float zoom) {
  return std::round((theme == Theme::Projector ? 22.0F : 16.0F) * contentScale * zoom);
}

void applyTheme(const Palette& palette, const Metrics& metrics) {
  using compat::colour4;
  const float u = metrics.unit();
  const float scale = metrics.base / 16;
  ImGuiStyle style;
  style.WindowPadding = {0, 0};
  style.FramePadding = {u, std::round((3.5F * u - metrics.base) / 2)};
  style.ItemSpacing = {u, u / 2};
  style.ItemInnerSpacing = {u, u / 2};
  style.WindowRounding = 8 * scale;
  style.ChildRounding = 0;
  style.FrameRounding = style.PopupRounding = style.GrabRounding = 4 * scale;
  style.ScrollbarRounding = 4 * scale;
  style.ScrollbarSize = 1.5F * u;
  style.WindowBorderSize = style.PopupBorderSize = style.FrameBorderSize = metrics.line;
  style.ChildBorderSize = 0;
  style.DisplaySafeAreaPadding = {u, u};
  style.AntiAliasedLinesUseTex = false;

  ImVec4* c = style.Colors;
  c[ImGuiCol_Text] = colour4(palette.text);
  c[ImGuiCol_TextDisabled] = colour4(palette.dim);
  c[ImGuiCol_WindowBg] = c[ImGuiCol_MenuBarBg] = colour4(palette.panel);
  c[ImGuiCol_ChildBg] = {0, 0, 0, 0};
  c[ImGuiCol_PopupBg] = colour4(palette.panel);
  c[ImGuiCol_Border] = colour4(palette.edge);
  c[ImGuiCol_BorderShadow] = {0, 0, 0, 0};
  c[ImGuiCol_FrameBg] = c[ImGuiCol_Button] = colour4(palette.well);
  c[ImGuiCol_FrameBgHovered] = c[ImGuiCol_ButtonHovered] = c[ImGuiCol_HeaderHovered] = colour4(palette.hover);
  c[ImGuiCol_FrameBgActive] = c[ImGuiCol_ButtonActive] = c[ImGuiCol_HeaderActive] = colour4(palette.hover);
  c[ImGuiCol_Header] = colour4(palette.soft);
  c[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
  c[ImGuiCol_ScrollbarGrab] = colour4(palette.border);
  c[ImGuiCol_ScrollbarGrabHovered] = c[ImGuiCol_ScrollbarGrabActive] = colour4(palette.edge);
  c[ImGuiCol_CheckMark] = c[ImGuiCol_SliderGrab] = c[ImGuiCol_SliderGrabActive] = colour4(palette.accent);
  c[ImGuiCol_Separator] = colour4(palette.border);
  c[ImGuiCol_TextSelectedBg] = colour4(faded(palette.accent, 0.35F));
  c[ImGuiCol_NavHighlight] = colour4(palette.accent);
  c[ImGuiCol_ModalWindowDimBg] = {0, 0, 0, 0.45F};
  c[ImGuiCol_TitleBg] = c[ImGuiCol_TitleBgActive] = colour4(palette.panel);
  ImGui::GetStyle() = style;
}

}  // namespace lab
