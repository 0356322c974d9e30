#pragma once

#include <imgui.h>
#include <imgui_stdlib.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "scene/geometry.h"

// Every Dear ImGui call that differs between 1.86 (Debian 12) and later versions, and the conversions between its
// types and ours. Elsewhere only what works in all of them is used.

namespace lab::compat {

inline ImVec2 vec(Point p) { return {p.x, p.y}; }
inline Point point(ImVec2 v) { return {v.x, v.y}; }
inline ImU32 colour(Rgba c) { return IM_COL32(c.r, c.g, c.b, c.a); }
inline ImVec4 colour4(Rgba c) {
  return {static_cast<float>(c.r) / 255.0F, static_cast<float>(c.g) / 255.0F, static_cast<float>(c.b) / 255.0F,
          static_cast<float>(c.a) / 255.0F};
}

inline ImTextureID textureId(unsigned id) { return reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(id)); }

/// An outline of `thickness` centred on the rectangle's edge (1.92.8 swapped AddRect's last two arguments).
inline void outline(ImDrawList* list, Rect r, Rgba ink, float rounding, float thickness) {
#if IMGUI_VERSION_NUM >= 19280
  list->AddRect({r.x, r.y}, {r.right(), r.bottom()}, colour(ink), rounding, thickness);
#else
  list->AddRect({r.x, r.y}, {r.right(), r.bottom()}, colour(ink), rounding, 0, thickness);
#endif
}

inline void fill(ImDrawList* list, Rect r, Rgba ink, float rounding = 0) {
  list->AddRectFilled({r.x, r.y}, {r.right(), r.bottom()}, colour(ink), rounding);
}

inline void drawText(ImDrawList* list, ImFont* font, float size, Point at, Rgba ink, std::string_view text) {
  list->AddText(font, size, {at.x, at.y}, colour(ink), text.data(), text.data() + text.size());
}

inline Size textSize(ImFont* font, float size, std::string_view text) {
  const ImVec2 v = font->CalcTextSizeA(size, 1e9F, 0.0F, text.data(), text.data() + text.size());
  return {v.x, v.y};
}

inline Rect itemRect() {
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  return {low.x, low.y, high.x - low.x, high.y - low.y};
}

/// The drawing of a heatmap by shader, in the middle of a draw list.
inline void addCallback(ImDrawList* list, ImDrawCallback callback, void* data) {
  list->AddCallback(callback, data);
  list->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

/// How many lists, menus and dialogs are open, and how many of them are being drawn around here.
int openPopups();
int surroundingPopups();

/// Gives the keyboard to a window and shows where it is.
void focusWindow(const char* name);
/// The window that has the keyboard: the name it was begun with, or "".
std::string focusedWindow();
/// Ends the editing of a field, which then reports that it was left. Between the start of a frame and its fields.
void leaveField();

/// Whether the keyboard (not the pointer) put the focus where it is, so that it must be shown.
bool keyboardFocusVisible();

}  // namespace lab::compat
