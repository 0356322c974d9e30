#include "panels/mask_bar.h"

#include "ui/dialog.h"

namespace lab {

std::optional<std::string> drawMaskBar(Ui& ui) {
  std::optional<std::string> chosen;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Rect bar{at.x, at.y, ImGui::GetContentRegionAvail().x, ui.u(5)};
  ImDrawList* list = ImGui::GetWindowDrawList();
  compat::fill(list, bar, ui.palette->soft);
  struct Item {
    const char* action;
    const char* label;
    Look look;
  };
  const Item items[] = {{"mask-allow-all", "mask.allow-all", Look::Plain},
                        {"mask-invert", "mask.invert", Look::Plain},
                        {"open-mask", "mask.load", Look::Plain},
                        {"paint-mask", "mask.done", Look::Main}};
  float width = 0;
  for (const Item& item : items) width += buttonWidth(ui, ui.tr(item.label)) + ui.u();
  const float left = bar.right() - ui.u() - width;
  const std::string& hint = ui.tr("mask.painting");
  const std::string shown = elidedTo(ui, hint, TextSize::Base, left - bar.x - ui.u(3));
  textMiddle(ui, list, {bar.x + ui.u(2), bar.centre().y}, shown, TextSize::Base, ui.palette->text);
  ImGui::Dummy({left - bar.x, bar.height});
  tooltip(ui, shown == hint ? ui.tr("mask.painting.tip") : hint + "\n" + ui.tr("mask.painting.tip"));
  if (ui.probe != nullptr) ui.probe->note("mask-bar", bar, shown);
  float x = left;
  for (const Item& item : items) {
    ImGui::SetCursorScreenPos({x, bar.y + ui.u(0.75F)});
    const std::string name = std::string("bar.") + item.action;
    if (button(ui, name.c_str(), ui.tr(item.label), item.look, ui.tr(std::string(item.label) + ".tip")))
      chosen = item.action;
    x += buttonWidth(ui, ui.tr(item.label)) + ui.u();
  }
  ImGui::SetCursorScreenPos({bar.x, bar.bottom()});
  return chosen;
}

}  // namespace lab
