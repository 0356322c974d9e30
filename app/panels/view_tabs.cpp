#include "panels/view_tabs.h"

#include <cmath>

#include "scene/views.h"
#include "ui/widgets.h"

namespace lab {
namespace {

/// One tab: a word, underlined in the accent while its view is shown. @return whether it was clicked.
bool drawTab(Ui& ui, const std::string& name, const std::string& title, std::string_view tip, Rect area, bool on) {
  ImGui::SetCursorScreenPos({area.x, area.y});
  const bool clicked = ImGui::InvisibleButton(("###" + name).c_str(), {area.width, area.height});
  const bool hovered = ImGui::IsItemHovered();
  ImDrawList* list = ImGui::GetWindowDrawList();
  textMiddle(ui, list, area.centre(), title, TextSize::Base, on || hovered ? ui.palette->text : ui.palette->dim,
             Align::Middle);
  const float thick = 2 + ui.metrics.line;
  if (on) compat::fill(list, {area.x, area.bottom() - thick, area.width, thick}, ui.palette->accent);
  focusRing(ui);
  probe(ui, name, on ? "on" : "");
  tooltip(ui, tip);
  return clicked;
}

}  // namespace

std::optional<std::string> drawViewTabs(Ui& ui, Rect area, const std::string& current) {
  std::optional<std::string> chosen;
  const auto& views = viewCatalogue();
  const float gap = ui.u(3);
  const std::string more = ui.tr("tabs.more");
  const float moreWidth = textSize(ui, more, TextSize::Base).width;
  const auto widthOf = [&](const ViewRow& view) { return textSize(ui, ui.title(view.title), TextSize::Base).width; };
  float all = ui.u(4) - gap;
  for (const ViewRow& view : views) all += widthOf(view) + gap;
  const bool folded = all > area.width;
  const float end = area.right() - ui.u(2) - (folded ? moreWidth + gap : 0);
  float x = area.x + ui.u(2);
  ImGui::GetWindowDrawList()->AddLine({area.x, area.bottom() - ui.metrics.line / 2},
                                      {area.right(), area.bottom() - ui.metrics.line / 2},
                                      compat::colour(ui.palette->border), ui.metrics.line);
  const auto put = [&](const ViewRow& view, float width) {
    const Rect at{std::round(x), area.y, std::round(width), area.height};
    if (drawTab(ui, std::string("tab.") + view.name, ui.title(view.title), ui.title(view.summary), at,
                view.name == current))
      chosen = view.name;
    x += width + gap;
  };
  std::vector<const ViewRow*> hidden;
  for (const ViewRow& view : views) {
    const float width = widthOf(view);
    if (hidden.empty() && x + width <= end + 0.5F)
      put(view, width);
    else
      hidden.push_back(&view);
  }
  if (hidden.empty()) return chosen;
  // The view that is shown has its name in the bar, even from under "More".
  std::string title = more;
  bool on = false;
  for (const ViewRow* view : hidden)
    if (view->name == current) {
      title = std::string(ui.title(view->title)) + " ▾";
      on = true;
    }
  const float width = std::min(textSize(ui, title, TextSize::Base).width, area.right() - ui.u() - x);
  if (drawTab(ui, "tab.more", elidedTo(ui, title, TextSize::Base, width), ui.tr("tabs.more.tip"),
              {std::round(x), area.y, std::round(width), area.height}, on))
    openMenu(ui, "more-views");
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(1), ui.u(1)});
  if (beginMenu(ui, "more-views")) {
    for (const ViewRow* view : hidden) {
      if (ImGui::MenuItem(ui.title(view->title), nullptr, view->name == current)) chosen = view->name;
      probe(ui, std::string("tab.") + view->name);
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
  return chosen;
}

}  // namespace lab
