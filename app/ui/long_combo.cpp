#include "ui/long_combo.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "ui/text_area.h"

namespace lab {
namespace {

using attn::Index;

constexpr Index kUnfiltered = 12;  // entries that can be looked through at a glance
constexpr float kLineUnits = 3, kLongest = 42;

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::vector<Index> matching(Index count, const std::function<std::string(Index)>& label, const std::string& filter) {
  std::vector<Index> found;
  const std::string wanted = lowered(filter);
  for (Index i = 0; i < count; ++i)
    if (lowered(label(i)).find(wanted) != std::string::npos) found.push_back(i);
  return found;
}

std::optional<Index> drawEntries(Ui& ui, const char* name, Index count, const std::function<std::string(Index)>& label,
                                 Index current, const std::string& filter, bool entered, bool changed) {
  std::optional<Index> chosen;
  std::vector<Index> found;
  if (!filter.empty()) found = matching(count, label, filter);
  const Index lines = filter.empty() ? count : static_cast<Index>(found.size());
  const auto at = [&](Index line) { return filter.empty() ? line : found[static_cast<std::size_t>(line)]; };
  if (lines == 0) note(ui, ui.tr("palette.none"), ui.palette->dim);
  if (entered && lines > 0) chosen = at(0);
  const float pitch = ui.u(kLineUnits);
  if (ImGui::IsWindowAppearing() && filter.empty())
    ImGui::SetScrollY(std::max(0.0F, pitch * static_cast<float>(current) - (ImGui::GetWindowHeight() - pitch) / 2));
  if (changed) ImGui::SetScrollY(0);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(lines), pitch);
  while (clipper.Step())
    for (int line = clipper.DisplayStart; line < clipper.DisplayEnd; ++line) {
      const Index i = at(line);
      ImGui::PushID(static_cast<int>(i));
      if (ImGui::Selectable(label(i).c_str(), i == current, 0, {0, pitch})) chosen = i;
      probe(ui, std::string(name) + "." + std::to_string(i), label(i));
      ImGui::PopID();
    }
  ImGui::PopStyleVar();
  return chosen;
}

}  // namespace

std::optional<Index> longCombo(Ui& ui, const char* name, Index count, const std::function<std::string(Index)>& label,
                               Index current, float width, std::string& filter, std::string_view tip) {
  std::optional<Index> chosen;
  const std::string shown = current >= 0 && current < count ? label(current) : std::string();
  ImGui::SetNextItemWidth(width);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(), ui.u()});
  ImGui::PushStyleVar(ImGuiStyleVar_SelectableTextAlign, {0, 0.5F});
  ImGui::SetNextWindowSizeConstraints({std::max(width, ui.u(16)), 0}, {1e9F, ui.u(kLongest + 8)});
  const std::string preview = elidedTo(ui, shown, TextSize::Base, width - ui.u(3.5F));
  const bool open =
      ImGui::BeginCombo((std::string("###") + name).c_str(), preview.c_str(), ImGuiComboFlags_NoArrowButton);
  if (open) {
    bool entered = false, changed = false;
    if (count > kUnfiltered) {
      if (ImGui::IsWindowAppearing()) {
        filter.clear();
        ImGui::SetKeyboardFocusHere();
      }
      const std::string field = std::string("###") + name + ".filter";
      const std::string before = filter;
      ImGui::SetNextItemWidth(-1);
      entered = textLine(field.c_str(), ui.tr("list.filter").c_str(), filter, ImGuiInputTextFlags_EnterReturnsTrue);
      changed = filter != before;
      probe(ui, std::string(name) + ".filter", filter);
      space(ui.u(0.5F));
    }
    const float height = std::min(ui.u(kLongest), ui.u(kLineUnits) * static_cast<float>(count));
    ImGui::BeginChild((std::string(name) + ".list").c_str(), {0, height}, false);
    const std::string kept = count > kUnfiltered ? filter : std::string();
    chosen = drawEntries(ui, name, count, label, current, kept, entered, changed);
    ImGui::EndChild();
    if (chosen) ImGui::CloseCurrentPopup();
    ImGui::EndCombo();
  }
  ImGui::PopStyleVar(2);
  comboArrow(ui, true);
  probe(ui, name, shown);
  if (!open) tooltip(ui, tip);
  if (chosen == current) chosen.reset();
  return chosen;
}

}  // namespace lab
