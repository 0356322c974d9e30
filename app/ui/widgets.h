#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/compat.h"
#include "ui/ui.h"

namespace lab {

// The repeated idioms of the window, named. `name` is a stable id and what tests call the part; visible text may
// change with the language, names may not.

// ---- text drawn at a place ----
enum class Align { Left, Middle, Right };

Size textSize(const Ui& ui, std::string_view text, TextSize size);
/// The same for scenes. `ui` must outlive it.
MeasureText measureOf(const Ui& ui);
/// `at` is the top of the line and the end that `align` names.
void textAt(const Ui& ui, ImDrawList* list, Point at, std::string_view text, TextSize size, Rgba ink,
            Align align = Align::Left);
/// As `textAt`, with the middle of the line's height at `at`.
void textMiddle(const Ui& ui, ImDrawList* list, Point at, std::string_view text, TextSize size, Rgba ink,
                Align align = Align::Left);
/// `text`, or its beginning and … where it is wider than `width` pixels.
std::string elidedTo(const Ui& ui, std::string_view text, TextSize size, float width);

/// Switches ImGui's font while it lives.
class FontScope {
 public:
  FontScope(const Ui& ui, TextSize size) { ImGui::PushFont(ui.fonts->at(size)); }
  ~FontScope() { ImGui::PopFont(); }
  FontScope(const FontScope&) = delete;
  FontScope& operator=(const FontScope&) = delete;
};

/// A line of dim, small, wrapped text within the panel.
void note(Ui& ui, std::string_view text, Rgba ink);
/// "✗ …" or "! …" under a field, wrapped.
void fieldMessage(Ui& ui, const char* sign, std::string_view text, Rgba ink);

/// What a view says where it has nothing to show: dim words in the upper middle of `area`.
void emptyState(Ui& ui, Rect area, std::string_view text);

// ---- tooltips ----
/// On the item just drawn, after 0.4 s.
void tooltip(Ui& ui, std::string_view text);

/// Opens a menu below the control that was drawn last.
void openMenu(Ui& ui, const char* name);
/// Whether the menu is open: what follows stands in it, up to ImGui::EndPopup().
bool beginMenu(Ui& ui, const char* name);
/// Where a tooltip stands instead of at the pointer: `pivot` of it (0 … 1 of its size) at a point of the window.
struct TooltipPlace {
  Point at, pivot;
};
/// A tooltip with free content; returns whether to draw it now (then call `endTooltip`).
bool beginTooltip(Ui& ui, bool hovered, unsigned item, double delay = 0.4,
                  const std::optional<TooltipPlace>& place = std::nullopt);
void endTooltip();

// ---- controls ----
struct Choice {
  std::string label;
  std::string tooltip;
};

/// @return the index that was chosen.
std::optional<int> combo(Ui& ui, const char* name, const std::vector<Choice>& choices, int current, float width,
                         bool enabled = true, std::string_view whyNot = {});

/// The sign of a list on the item just drawn, and its focus ring.
void comboArrow(Ui& ui, bool enabled);

enum class Look { Plain, Main, Flat, On };
bool button(Ui& ui, const char* name, std::string_view label, Look look = Look::Plain, std::string_view tip = {},
            bool enabled = true, float width = 0);

/// A row of joined buttons of which one is on (−1: none). @return the index that was clicked.
std::optional<int> segments(Ui& ui, const char* name, const std::vector<Choice>& choices, int current);
float segmentsWidth(const Ui& ui, const std::vector<Choice>& choices);

bool checkbox(Ui& ui, const char* name, std::string_view label, bool& on);

/// What a text field holds while it is edited, and why its last text was refused.
struct FieldDraft {
  std::string text;
  bool editing = false;
  std::string error;
  std::string errorFor;  ///< the value that was in use when the error was made
};

/// A field for one number: `shown` until it is edited; Enter or leaving it hands the text to `accept`, which
/// returns an error in the reader's language or nothing. The error stays under the field until the next edit.
void numberField(Ui& ui, const char* name, FieldDraft& draft, std::string_view shown, float width,
                 const std::function<std::string(const std::string&)>& accept);

struct SliderResult {
  std::optional<double> value;  ///< moved to
  bool released = false;        ///< the drag, key or double click is over: one undo step
};
/// Logarithmic from `low` to `high`, filled from `neutral`, with ticks at powers of ten where `ticks`.
/// Arrow keys move it, a double click returns it to `neutral`.
SliderResult logSlider(Ui& ui, const char* name, double value, double low, double high, double neutral, float width,
                       bool ticks, bool enabled);
SliderResult linearSlider(Ui& ui, const char* name, double value, double low, double high, double neutral, float width,
                          bool enabled);

/// A formula on a well, centred; scaled down if it would not fit.
void formulaBox(Ui& ui, const char* name, std::string_view tex);
/// A formula centred in `width` at the cursor; scaled down if it would not fit.
void formulaLine(Ui& ui, std::string_view tex, float width);

// ---- layout ----
/// A dim label at the left and the cursor where the control starts; @return the control's width.
float field(Ui& ui, std::string_view label, std::string_view tip = {});
/// A rule across the panel and a dim heading.
/// The first of a panel stands right under its head.
void section(Ui& ui, std::string_view heading, bool first = false);
void rule(Ui& ui);
/// A heading with a triangle that folds what is under it, and its result at the right. @return whether it is open.
bool foldingSection(Ui& ui, const char* name, std::string_view heading, std::string_view result, bool& open);
void space(float pixels);

/// Outlines the item just drawn while the keyboard is on it.
void focusRing(Ui& ui);
/// Tells tests about the item just drawn.
void probe(Ui& ui, std::string_view name, std::string_view value = {});

}  // namespace lab
