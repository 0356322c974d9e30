#include "ui/widgets.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "scene/text_width.h"
#include "ui/utf8.h"

namespace lab {

Size textSize(const Ui& ui, std::string_view text, TextSize size) {
  const float pixels = ui.fonts->pixelSize(size);
  return simpleText(text) ? compat::textSize(ui.fonts->at(size), pixels, text) : ui.images->lineSize(text, pixels);
}

void textAt(const Ui& ui, ImDrawList* list, Point at, std::string_view text, TextSize size, Rgba ink, Align align) {
  const float width = align == Align::Left ? 0 : textSize(ui, text, size).width;
  const float pixels = ui.fonts->pixelSize(size);
  const float x = std::round(align == Align::Left ? at.x : align == Align::Right ? at.x - width : at.x - width / 2);
  if (simpleText(text))
    compat::drawText(list, ui.fonts->at(size), pixels, {x, std::round(at.y)}, ink, text);
  else
    ui.images->drawTurned(list, text, pixels, 0, ink, {x, at.y + pixels / 2});
}

void textMiddle(const Ui& ui, ImDrawList* list, Point at, std::string_view text, TextSize size, Rgba ink, Align align) {
  textAt(ui, list, {at.x, at.y - ui.fonts->pixelSize(size) / 2}, text, size, ink, align);
}

std::string elidedTo(const Ui& ui, std::string_view text, TextSize size, float width) {
  return elidedTo(measureOf(ui), text, size, width);
}

MeasureText measureOf(const Ui& ui) {
  return [&ui](std::string_view text, TextSize size) { return textSize(ui, text, size); };
}

void note(Ui& ui, std::string_view text, Rgba ink) {
  const FontScope font(ui, TextSize::Small);
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ink));
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(text.data(), text.data() + text.size());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
}

void emptyState(Ui& ui, Rect area, std::string_view text) {
  const float width = std::min(area.width - ui.u(8), ui.u(64));
  ImGui::SetCursorScreenPos({area.x + (area.width - width) / 2, area.y + area.height * 0.35F});
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui.palette->dim));
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
  ImGui::TextUnformatted(text.data(), text.data() + text.size());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
}

void fieldMessage(Ui& ui, const char* sign, std::string_view text, Rgba ink) {
  note(ui, std::string(sign) + " " + std::string(text), ink);
}

// ---- tooltips ----

bool beginTooltip(Ui& ui, bool hovered, unsigned item, double delay, const std::optional<TooltipPlace>& place) {
  if (!hovered || ui.still) {
    if (ui.hoveredItem == item) ui.hoveredItem = 0;
    return false;
  }
  if (ui.hoveredItem != item) {
    ui.hoveredItem = item;
    ui.hoveredSince = ui.now;
  }
  if (ui.now - ui.hoveredSince < delay) {
    ui.wakeAt = std::min(ui.wakeAt, ui.hoveredSince + delay);
    return false;
  }
  // ImGui hides a window while it finds its size: a second frame must follow the first.
  if (ui.now - ui.hoveredSince < delay + 0.1) ui.wakeAt = ui.now;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(1.25F), ui.u()});
  ImGui::PushStyleColor(ImGuiCol_PopupBg, compat::colour4(ui.palette->well));
  if (place) ImGui::SetNextWindowPos(compat::vec(place->at), ImGuiCond_Always, compat::vec(place->pivot));
  ImGui::BeginTooltip();
  ImGui::PushFont(ui.fonts->at(TextSize::Small));
  return true;
}

void endTooltip() {
  ImGui::PopFont();
  ImGui::EndTooltip();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
}

void tooltip(Ui& ui, std::string_view text) {
  if (text.empty()) return;
  const Rect rect = compat::itemRect();
  const unsigned item =
      ImGui::GetID(text.data(), text.data() + text.size()) ^ static_cast<unsigned>(rect.x * 31 + rect.y * 1009);
  const bool hovered = ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled);
  if (hovered && (ImGui::IsMouseDown(0) || ImGui::IsMouseReleased(0))) {
    // What was clicked is known: its tooltip would hide what the click does. It comes again once the pointer left.
    ui.hoveredItem = item;
    ui.hoveredSince = std::numeric_limits<double>::infinity();
    return;
  }
  if (!beginTooltip(ui, hovered && !ImGui::IsItemActive(), item)) return;
  ImGui::PushTextWrapPos(ui.u(44));
  ImGui::TextUnformatted(text.data(), text.data() + text.size());
  ImGui::PopTextWrapPos();
  endTooltip();
}

void openMenu(Ui& ui, const char* name) {
  ui.menuAnchor = compat::itemRect();
  ImGui::OpenPopup(name);
}

bool beginMenu(Ui& ui, const char* name) {
  // At the side of the window where its control is, so that it lies within.
  const bool right = ui.menuAnchor.centre().x > ImGui::GetIO().DisplaySize.x / 2;
  const float x = right ? ui.menuAnchor.right() : ui.menuAnchor.x;
  ImGui::SetNextWindowPos({x, ui.menuAnchor.bottom() + ui.u(0.5F)}, ImGuiCond_Appearing, {right ? 1.0F : 0.0F, 0});
  return ImGui::BeginPopup(name);
}

// ---- shared by the controls ----

void focusRing(Ui& ui) {
  const bool shown = ImGui::IsItemActive() || (ImGui::IsItemFocused() && compat::keyboardFocusVisible());
  if (!shown) return;
  const float thickness = 2 * ui.metrics.line;
  compat::outline(ImGui::GetWindowDrawList(), compat::itemRect(), ui.palette->accent, ImGui::GetStyle().FrameRounding,
                  thickness);
}

void probe(Ui& ui, std::string_view name, std::string_view value) {
  if (ui.probe != nullptr) ui.probe->note(name, compat::itemRect(), value);
}

void space(float pixels) { ImGui::Dummy({0, std::max(0.0F, pixels - ImGui::GetStyle().ItemSpacing.y)}); }

// ---- controls ----

namespace {

void comboItems(Ui& ui, const char* name, const std::vector<Choice>& choices, int current, std::optional<int>& chosen) {
  for (int i = 0; i < static_cast<int>(choices.size()); ++i) {
    const Choice& choice = choices[static_cast<std::size_t>(i)];
    ImGui::PushID(i);
    if (ImGui::Selectable(choice.label.c_str(), i == current, 0, {0, ui.u(3)}) && i != current) chosen = i;
    if (i == current && ImGui::IsWindowAppearing()) ImGui::SetItemDefaultFocus();
    probe(ui, std::string(name) + "." + std::to_string(i), choice.label);
    tooltip(ui, choice.tooltip);
    ImGui::PopID();
  }
}

}  // namespace

void comboArrow(Ui& ui, bool enabled) {
  const Rect rect = compat::itemRect();
  textMiddle(ui, ImGui::GetWindowDrawList(), {rect.right() - ui.u(1.25F), rect.centre().y}, "▾", TextSize::Base,
             enabled ? ui.palette->dim : ui.palette->off, Align::Middle);
  focusRing(ui);
}

std::optional<int> combo(Ui& ui, const char* name, const std::vector<Choice>& choices, int current, float width,
                         bool enabled, std::string_view whyNot) {
  std::optional<int> chosen;
  const bool known = current >= 0 && current < static_cast<int>(choices.size());
  const std::string shown = known ? choices[static_cast<std::size_t>(current)].label : std::string();
  ImGui::SetNextItemWidth(width);
  ImGui::BeginDisabled(!enabled);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(), ui.u()});
  ImGui::PushStyleVar(ImGuiStyleVar_SelectableTextAlign, {0, 0.5F});
  ImGui::SetNextWindowSizeConstraints({width, 0}, {1e9F, ui.u(60)});
  const float inner = width - ui.u(3.5F);
  const std::string preview = elidedTo(ui, shown, TextSize::Base, inner);
  const bool open =
      ImGui::BeginCombo((std::string("###") + name).c_str(), preview.c_str(), ImGuiComboFlags_NoArrowButton);
  if (open) {
    comboItems(ui, name, choices, current, chosen);
    ImGui::EndCombo();
  }
  ImGui::PopStyleVar(2);
  comboArrow(ui, enabled);
  probe(ui, name, shown);
  ImGui::EndDisabled();
  if (!open)
    tooltip(ui, enabled ? (known ? choices[static_cast<std::size_t>(current)].tooltip : "") : std::string(whyNot));
  return chosen;
}

bool button(Ui& ui, const char* name, std::string_view label, Look look, std::string_view tip, bool enabled,
            float width) {
  const Palette& p = *ui.palette;
  const Rgba back = look == Look::Main ? p.accent : look == Look::On ? p.soft : p.well;
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(look == Look::Main ? p.on
                                                       : look == Look::On ? p.accent
                                                                          : p.text));
  ImGui::PushStyleColor(ImGuiCol_Button, look == Look::Flat || !enabled ? ImVec4{0, 0, 0, 0} : compat::colour4(back));
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, compat::colour4(look == Look::Main ? p.accent : p.hover));
  ImGui::PushStyleColor(ImGuiCol_Border, look == Look::Flat ? ImVec4{0, 0, 0, 0}
                                                            : compat::colour4(look == Look::Main ? p.accent
                                                                              : enabled          ? p.edge
                                                                                                 : p.border));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                      {look == Look::Flat ? ui.u() : ui.u(1.5F), ImGui::GetStyle().FramePadding.y});
  ImGui::BeginDisabled(!enabled);
  const bool clicked = ImGui::Button((std::string(label) + "###" + name).c_str(), {width, 0});
  ImGui::EndDisabled();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(4);
  if (!ImGui::IsItemActive()) focusRing(ui);
  probe(ui, name, label);
  tooltip(ui, tip);
  return clicked;
}

float segmentsWidth(const Ui& ui, const std::vector<Choice>& choices) {
  float width = 0;
  for (const Choice& choice : choices) width += textSize(ui, choice.label, TextSize::Small).width + ui.u(2);
  return width;
}

std::optional<int> segments(Ui& ui, const char* name, const std::vector<Choice>& choices, int current) {
  const Palette& p = *ui.palette;
  std::optional<int> clicked;
  const float height = ui.u(2.75F);
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float total = segmentsWidth(ui, choices);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float rounding = ImGui::GetStyle().FrameRounding;
  float x = start.x;
  for (int i = 0; i < static_cast<int>(choices.size()); ++i) {
    const Choice& choice = choices[static_cast<std::size_t>(i)];
    const float width = textSize(ui, choice.label, TextSize::Small).width + ui.u(2);
    ImGui::SetCursorScreenPos({x, start.y});
    if (ImGui::InvisibleButton((std::string(name) + "." + std::to_string(i)).c_str(), {width, height})) clicked = i;
    const Rect rect = compat::itemRect();
    if (i == current || ImGui::IsItemHovered())
      compat::fill(list, rect, i == current ? p.soft : p.hover,
                   i == 0 || i + 1 == static_cast<int>(choices.size()) ? rounding : 0);
    if (i > 0) list->AddLine({x, start.y}, {x, start.y + height}, compat::colour(p.edge), ui.metrics.line);
    textMiddle(ui, list, rect.centre(), choice.label, TextSize::Small, i == current ? p.accent : p.dim, Align::Middle);
    if (ImGui::IsItemFocused() && compat::keyboardFocusVisible())
      compat::outline(list, rect, p.accent, rounding, 2 * ui.metrics.line);
    probe(ui, std::string(name) + "." + std::to_string(i), i == current ? "on" : "off");
    tooltip(ui, choice.tooltip);
    x += width;
  }
  compat::outline(list, {start.x, start.y, total, height}, p.edge, rounding, ui.metrics.line);
  ImGui::SetCursorScreenPos(start);
  ImGui::Dummy({total, height});
  return clicked;
}

bool checkbox(Ui& ui, const char* name, std::string_view label, bool& on) {
  const bool changed = ImGui::Checkbox((std::string(label) + "###" + name).c_str(), &on);
  probe(ui, name, on ? "on" : "off");
  return changed;
}

void numberField(Ui& ui, const char* name, FieldDraft& draft, std::string_view shown, float width,
                 const std::function<std::string(const std::string&)>& accept) {
  // An error is about the value it left in use: with another one it is settled.
  if (!draft.error.empty() && draft.errorFor != shown) draft.error.clear();
  if (!draft.editing && draft.error.empty()) draft.text = shown;
  const bool bad = !draft.error.empty();
  if (bad) {
    ImGui::PushStyleColor(ImGuiCol_Border, compat::colour4(ui.palette->bad));
    ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 2 * ui.metrics.line);
  }
  // Numbers stand at the right; while a field is edited ImGui sets them at the left, where the cursor is.
  const std::string visible = elidedTo(ui, draft.text, TextSize::Base, width - ui.u(1.5F));
  ImGui::SetNextItemWidth(width);
  if (!draft.editing) ImGui::PushStyleColor(ImGuiCol_Text, {0, 0, 0, 0});
  const bool entered = ImGui::InputText((std::string("###") + name).c_str(), &draft.text,
                                        ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  if (!draft.editing) ImGui::PopStyleColor();
  if (bad) {
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
  }
  const Rect rect = compat::itemRect();
  if (!draft.editing)
    textMiddle(ui, ImGui::GetWindowDrawList(), {rect.right() - ui.u(), rect.centre().y}, visible, TextSize::Base,
               ui.palette->text, Align::Right);
  focusRing(ui);
  probe(ui, name, draft.text);
  const bool left = ImGui::IsItemDeactivated();
  if (ImGui::IsItemActivated()) draft.error.clear();
  if (left || entered) {
    const bool givenUp = ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false);
    draft.error = !givenUp && draft.text != shown ? accept(draft.text) : std::string();
    draft.errorFor = shown;
  }
  draft.editing = ImGui::IsItemActive();
}

// ---- formulas ----

namespace {

void drawFormulaIn(Ui& ui, std::string_view tex, Rect area) {
  float size = ui.metrics.base;
  FormulaLayout layout = ui.images->formula(tex, size);
  const float room = area.width - ui.u();
  if (layout.size.width > room) {
    size = std::max(ui.metrics.base * 0.6F, std::floor(size * room / layout.size.width));
    layout = ui.images->formula(tex, size);
  }
  const float x = area.x + std::max(0.0F, (area.width - layout.size.width) / 2);
  const float y = area.y + (area.height - layout.size.height) / 2 + layout.baseline;
  const Palette& p = *ui.palette;
  ImGui::PushClipRect({area.x, area.y}, {area.right(), area.bottom()}, true);
  ui.images->drawFormula(ImGui::GetWindowDrawList(), tex, size, p.text, p.accent, p.dim, {x, y});
  ImGui::PopClipRect();
}

}  // namespace

void formulaBox(Ui& ui, const char* name, std::string_view tex) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float needed = ui.images->formula(tex, ui.metrics.base).size.height + ui.u(1.5F);
  const Rect area{at.x, at.y, ImGui::GetContentRegionAvail().x, std::max(ui.u(6), std::round(needed))};
  compat::fill(ImGui::GetWindowDrawList(), area, ui.palette->well, ImGui::GetStyle().FrameRounding);
  drawFormulaIn(ui, tex, area);
  ImGui::Dummy({area.width, area.height});
  probe(ui, name, tex);
}

void formulaLine(Ui& ui, std::string_view tex, float width) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = std::round(ui.images->formula(tex, ui.metrics.base).size.height + ui.u(ui.low ? 0.25F : 0.5F));
  drawFormulaIn(ui, tex, {at.x, at.y, width, height});
  ImGui::Dummy({width, height});
}

// ---- layout ----

float field(Ui& ui, std::string_view label, std::string_view tip) {
  const float left = ImGui::GetCursorPosX();
  const float available = ImGui::GetContentRegionAvail().x;
  const float labelWidth = std::round(available * 0.47F);
  ImGui::AlignTextToFramePadding();
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui.palette->dim));
  const std::string shown = elidedTo(ui, label, TextSize::Base, labelWidth - ui.u(0.5F));
  ImGui::TextUnformatted(shown.c_str());
  ImGui::PopStyleColor();
  tooltip(ui, tip);
  ImGui::SameLine();
  ImGui::SetCursorPosX(left + labelWidth);
  return available - labelWidth;
}

void rule(Ui& ui) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::GetWindowDrawList()->AddLine({at.x, at.y}, {at.x + width, at.y}, compat::colour(ui.palette->border),
                                      ui.metrics.line);
  ImGui::Dummy({width, ui.metrics.line});
}

void section(Ui& ui, std::string_view heading, bool first) {
  if (!first) space(ui.u(1.5F));
  rule(ui);
  space(ui.u(0.25F));
  note(ui, heading, ui.palette->dim);
}

bool foldingSection(Ui& ui, const char* name, std::string_view heading, std::string_view result, bool& open) {
  space(ui.u(ui.low ? 0.5F : 1.25F));
  rule(ui);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = ui.u(3);
  if (ImGui::InvisibleButton(name, {width, height})) open = !open;
  const Rect rect = compat::itemRect();
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (ImGui::IsItemHovered()) compat::fill(list, rect, ui.palette->hover, ImGui::GetStyle().FrameRounding);
  if (ImGui::IsItemFocused() && compat::keyboardFocusVisible()) focusRing(ui);
  const float resultWidth = textSize(ui, result, TextSize::Base).width;
  const std::string title = elidedTo(ui, heading, TextSize::Base, width - resultWidth - ui.u(3));
  textMiddle(ui, list, {at.x, rect.centre().y}, open ? "▾" : "▸", TextSize::Base, ui.palette->dim);
  textMiddle(ui, list, {at.x + ui.u(1.75F), rect.centre().y}, title, TextSize::Base, ui.palette->text);
  textMiddle(ui, list, {rect.right(), rect.centre().y}, result, TextSize::Base, ui.palette->text, Align::Right);
  probe(ui, name, result);
  return open;
}

}  // namespace lab
