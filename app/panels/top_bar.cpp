#include "panels/top_bar.h"

#include <cmath>

#include "ui/widgets.h"

namespace lab {
namespace {

void drawMenu(Ui& ui, const std::vector<ActionItem>& actions, const char* menu, std::optional<std::string>& chosen) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(), ui.u()});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.u(2.5F), ui.u(1)});
  const bool open = ImGui::BeginMenu((ui.tr(menu) + "###" + menu).c_str());
  probe(ui, menu);
  if (open) {
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.u(), ui.u(0.75F)});
    bool first = true;
    for (const ActionItem& item : actions) {
      if (item.menu != menu || !item.inMenu) continue;
      if (item.startsGroup && !first) {
        ImGui::Dummy({0, 0});
        ImGui::Separator();
      }
      first = false;
      if (ImGui::MenuItem((item.title + "###" + item.id).c_str(), item.shortcut.c_str(), item.checked.value_or(false),
                          item.enabled))
        chosen = item.id;
      probe(ui, "menu-item." + item.id, item.enabled ? "enabled" : "disabled");
    }
    ImGui::PopStyleVar();
    ImGui::EndMenu();
  }
  ImGui::PopStyleVar(2);
}

/// Switches of one kind: which action each button stands for.
void drawSwitch(Ui& ui, const char* name, const std::vector<Choice>& choices, const std::vector<const char*>& actions,
                int current, std::optional<std::string>& chosen) {
  if (const auto clicked = segments(ui, name, choices, current)) chosen = actions[static_cast<std::size_t>(*clicked)];
}

}  // namespace

std::optional<std::string> drawTopBar(Ui& ui, const TopBar& bar) {
  std::optional<std::string> chosen;
  const float height = ui.u(5);
  const ImVec2 origin = ImGui::GetWindowPos();
  const float width = ImGui::GetWindowWidth();
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.u(1.25F), (height - ui.metrics.base) / 2});
  float menusEnd = 0;
  if (ImGui::BeginMenuBar()) {
    ImGui::SetCursorPosX(ui.u(0.75F));
    for (const char* menu : {"menu.file", "menu.edit", "menu.view", "menu.help"})
      drawMenu(ui, bar.actions, menu, chosen);
    menusEnd = ImGui::GetCursorScreenPos().x;
    ImGui::EndMenuBar();
  }
  ImGui::PopStyleVar();

  const std::vector<Choice> languages = {{"EN", "English"}, {"中文", "中文"}};
  const std::vector<Choice> themes = {{ui.tr("theme.dark"), ui.tr("theme.dark.tip")},
                                      {ui.tr("theme.light"), ui.tr("theme.light.tip")},
                                      {ui.tr("theme.projector"), ui.tr("theme.projector.tip")}};
  const std::vector<Choice> sizes = {{"A−", ui.tr("zoom.out.tip")},
                                     {std::to_string(bar.zoomPercent) + " %", ui.tr("zoom.reset.tip")},
                                     {"A+", ui.tr("zoom.in.tip")}};
  const float gap = ui.u(2), y = origin.y + (height - ui.u(2.75F)) / 2;
  float x = origin.x + width;
  ImGui::PushClipRect({origin.x, origin.y}, {origin.x + width, origin.y + height}, false);
  // From the right; in a narrow window the menu has to do for those that have no room.
  const int language = ui.words->language() == Language::English ? 0 : 1;
  const auto all = segmentsWidth(ui, sizes) + segmentsWidth(ui, themes) + segmentsWidth(ui, languages) + 3 * gap;
  const auto two = segmentsWidth(ui, themes) + segmentsWidth(ui, languages) + 2 * gap;
  const float free = x - menusEnd - gap;
  const auto place = [&](const char* name, const std::vector<Choice>& choices, const std::vector<const char*>& actions,
                         int current) {
    x -= gap + segmentsWidth(ui, choices);
    ImGui::SetCursorScreenPos({x, y});
    drawSwitch(ui, name, choices, actions, current, chosen);
  };
  if (all <= free) place("zoom", sizes, {"zoom-out", "zoom-reset", "zoom-in"}, -1);
  if (two <= free)
    place("theme", themes, {"theme-dark", "theme-light", "theme-projector"}, static_cast<int>(bar.theme));
  if (segmentsWidth(ui, languages) + gap <= free)
    place("language", languages, {"language-en", "language-zh"}, language);

  const float room = x - gap - menusEnd;
  const std::string title = elidedTo(ui, bar.title, TextSize::Small, room - gap);
  const float titleWidth = textSize(ui, title, TextSize::Small).width;
  // In the middle of the bar, or of what the menus and switches leave of it.
  float middle = origin.x + width / 2;
  if (middle + titleWidth / 2 > x - gap || middle - titleWidth / 2 < menusEnd + gap)
    middle = menusEnd + (x - menusEnd) / 2;
  if (room > ui.u(6))
    textMiddle(ui, ImGui::GetWindowDrawList(), {middle, origin.y + height / 2}, title, TextSize::Small, ui.palette->dim,
               Align::Middle);
  if (ui.probe != nullptr) ui.probe->note("title", {middle - titleWidth / 2, origin.y, titleWidth, height}, bar.title);
  ImGui::GetWindowDrawList()->AddLine({origin.x, origin.y + height - ui.metrics.line / 2},
                                      {origin.x + width, origin.y + height - ui.metrics.line / 2},
                                      compat::colour(ui.palette->border), ui.metrics.line);
  ImGui::PopClipRect();
  return chosen;
}

}  // namespace lab
