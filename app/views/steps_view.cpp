#include "views/steps_view.h"

#include <algorithm>
#include <cmath>

#include "panels/derivation_panel.h"
#include "scene/heatmap_layout.h"
#include "scene/number_names.h"
#include "scene/number_text.h"
#include "scene/steps_scene.h"
#include "ui/dialog.h"
#include "ui/drawing_on_imgui.h"

namespace lab {
namespace {

Rect roomOf(Rect area) { return {std::round(area.x), std::round(area.y), area.width, area.height}; }

SceneStyle styleOf(const Ui& ui, const ViewState& view) {
  SceneStyle style = sceneStyle(ui);
  style.showValues = view.showValues;
  style.colourMap = view.colourMap;
  return style;
}

attn::Index headOf(const ViewInput& input, const ViewState& view) {
  return std::min(view.head, static_cast<attn::Index>(input.all.heads.size()) - 1);
}

/// The layout of the last frame where it still holds.
const StepsPlan& planned(Ui& ui, const ViewInput& input, ViewState& view, Rect area) {
  StepsState& steps = view.steps;
  StepsState::Kept& kept = steps.kept;
  StepsOptions options = steps.options;
  options.step = -1, options.numbersInFormula = false;  // neither moves a box
  const attn::Index head = headOf(input, view), query = view.selected.value_or(Cell{0, 0}).row;
  const bool numbers = kept.plan && sameNumbers(*kept.plan, input.all, head);
  const bool same = numbers && kept.plan->area == area && kept.plan->window.first == steps.scroll &&
                    (kept.plan->query == query || !attn::hasNumbers(input.all, head, attn::NumberKind::Hidden)) &&
                    kept.options == options && kept.words == ui.words && kept.showValues == view.showValues &&
                    kept.base == ui.metrics.base;
  if (same) return *kept.plan;
  kept.plan = std::make_shared<const StepsPlan>(planSteps(input.all, head, query, options, styleOf(ui, view), area,
                                                          steps.scroll, numbers ? kept.plan.get() : nullptr));
  kept.options = options;
  kept.words = ui.words;
  kept.showValues = view.showValues;
  kept.base = ui.metrics.base;
  steps.scroll = kept.plan->window.first;
  return *kept.plan;
}

/// What was selected or opened since the last frame is brought into view; scrolling away from it is allowed.
void follow(const StepsPlan& plan, ViewState& view) {
  StepsState& steps = view.steps;
  const Cell selected = view.selected.value_or(Cell{0, 0});
  if (steps.shownSelected != selected) {
    const bool rowMoved = !steps.shownSelected || steps.shownSelected->row != selected.row,
               columnMoved = !steps.shownSelected || steps.shownSelected->column != selected.column;
    if (rowMoved) steps.scroll[StepsAxis::Queries] = scrolledTo(plan, StepsAxis::Queries, selected.row);
    if (columnMoved) steps.scroll[StepsAxis::Keys] = scrolledTo(plan, StepsAxis::Keys, selected.column);
    steps.shownSelected = selected;
  }
  const std::optional<attn::NumberPlace> opened =
      view.opened.empty() ? std::nullopt : std::optional(view.opened.back());
  if (steps.shownOpened == opened) return;
  steps.shownOpened = opened;
  if (!opened) return;
  for (const StepsBox& box : plan.boxes)
    if (box.span.kind == opened->kind && !box.span.contains(*opened)) {
      const StepsAxis rows = box.transposed ? box.across : box.down, columns = box.transposed ? box.down : box.across;
      steps.scroll[rows] = scrolledTo(plan, rows, opened->row);
      steps.scroll[columns] = scrolledTo(plan, columns, opened->column);
    }
}

/// Whole numbers of what a wheel was turned; the rest is kept for the next frame.
attn::Index wholeSteps(float turned, float& kept, attn::Index page) {
  if (turned != 0 && (turned > 0) != (kept > 0)) kept = 0;
  kept += turned * std::max(1.0F, static_cast<float>(page) / 8);
  const float whole = std::trunc(kept);
  kept -= whole;
  return static_cast<attn::Index>(whole);
}

void readWheel(const StepsPlan& plan, StepsState& steps, Point pointer) {
  const ImGuiIO& io = ImGui::GetIO();
  const float down = io.KeyShift ? 0 : io.MouseWheel, across = io.MouseWheelH + (io.KeyShift ? io.MouseWheel : 0);
  const auto move = [&](float turned, float& kept, bool sideways) {
    if (turned == 0) return;
    const StepsAxis axis = scrolledAxis(plan, pointer, sideways);
    const attn::Index shown = plan.window.shown[axis];
    steps.scroll[axis] =
        std::clamp<attn::Index>(steps.scroll[axis] - wholeSteps(turned, kept, shown), 0, plan.counts[axis] - shown);
  };
  move(down, steps.wheel.down, false);
  move(across, steps.wheel.across, true);
}

void select(ViewState& view, const attn::NumberPlace& place) {
  Cell cell = view.selected.value_or(Cell{0, 0});
  const Pointed pointed = pointedAt(place);
  if (pointed.query) cell.row = *pointed.query;
  if (pointed.key) cell.column = *pointed.key;
  view.selected = cell;
  openNumber(view, place);
  view.steps.playing = false;
  view.steps.options.step = -1;
}

void click(ViewState& view, const StepsPlan& plan, const StepsFocus& focus) {
  if (focus.hovered) return select(view, *focus.hovered);
  if (focus.fold) view.steps.options.output = true;
  if (focus.symbol)
    if (const auto step = stepOfKind(plan, *focus.symbol)) goToStep(view, *step);
}

/// What a number is, where the pointer rests on it.
void drawTooltip(Ui& ui, const StepsPlan& plan, const attn::NumberPlace& place) {
  const unsigned item =
      static_cast<unsigned>(place.row * 7919 + place.column * 31 + static_cast<int>(place.kind)) | 0x40000000U;
  if (!beginTooltip(ui, true, item)) return;
  const std::string name =
      matrixName(*ui.words, plan.all, place.kind) + ui.tr("text.colon") + placeText(*ui.words, plan.all, place);
  ImGui::TextUnformatted(name.c_str());
  ImGui::TextUnformatted(headlineText(attn::numberAt(plan.all, plan.head, place)).c_str());
  endTooltip();
}

void noteForTests(Ui& ui, const StepsPlan& plan, const StepsScene& scene, const StepsState& state) {
  if (ui.probe == nullptr || !ui.probe->enabled()) return;
  for (const StepsBox& box : plan.boxes) {
    const std::string name = "steps." + std::to_string(static_cast<int>(box.span.kind)) + (box.transposed ? "t" : "");
    ui.probe->note(name, box.cells, std::to_string(box.rows()) + "x" + std::to_string(box.columns()));
    for (attn::Index r = 0; r < std::min<attn::Index>(box.rows(), 8); ++r)
      for (attn::Index c = 0; c < std::min<attn::Index>(box.columns(), 8); ++c) {
        const attn::NumberPlace place = box.placeOf({r, c});
        ui.probe->note(name + "." + std::to_string(r) + "." + std::to_string(c), *cellOf(plan, place),
                       fixedText(attn::numberAt(plan.all, plan.head, place), 6));
      }
  }
  ui.probe->note("steps.sum", plan.layout.card, scene.sum.empty() ? scene.words : scene.sum);
  ui.probe->note("steps.omitted", {plan.layout.caption.x, plan.layout.caption.y, 1, 1}, plan.omitted);
  if (plan.layout.fold.width > 0) ui.probe->note("steps.fold", plan.layout.fold);
  ui.probe->note("steps.playing", plan.layout.card, state.playing ? "on" : "off");
}

}  // namespace

std::optional<EditRequest> drawStepsView(Ui& ui, const ViewInput& input, ViewState& view) {
  const ImVec2 at = ImGui::GetCursorScreenPos(), size = ImGui::GetContentRegionAvail();
  if (size.x < ui.u(8) || size.y < ui.u(8) || input.all.queries() == 0) return std::nullopt;
  ImGui::InvisibleButton("steps", size);
  const bool hovered = ImGui::IsItemHovered() && !ui.still;
  const bool released = ImGui::IsItemDeactivated() && ImGui::IsMouseReleased(0) && hovered;
  const Rect area = roomOf({at.x, at.y, size.x, size.y});
  const Point pointer = compat::point(ImGui::GetIO().MousePos);
  // The first tells how much there is room for, the second is scrolled to what is looked at.
  const StepsPlan& before = planned(ui, input, view, area);
  follow(before, view);
  if (hovered) readWheel(before, view.steps, pointer);
  const StepsPlan& plan = planned(ui, input, view, area);

  StepsFocus focus;
  focus.selected = view.selected.value_or(Cell{0, 0});
  if (hovered) focus.hovered = numberUnder(plan, pointer);
  const std::optional<attn::NumberPlace> under = focus.hovered;
  if (under) view.pointed = pointedAt(*under);
  // A number that is pointed at in a derivation is explained as one of the canvas is.
  if (!under) focus.hovered = view.pointed.number;
  if (!view.opened.empty()) focus.opened = view.opened.back();
  focus.query = view.pointed.query;
  focus.key = view.pointed.key;
  focus.fold = hovered && plan.layout.fold.contains(pointer);

  const SceneStyle style = styleOf(ui, view);
  StepsScene scene = stepsScene(plan, view.steps.options, focus, style);
  if (hovered && !under)
    for (const StepsSymbol& symbol : scene.symbols)
      if (symbol.rect.contains(pointer)) {
        focus.symbol = symbol.kind;
        scene = stepsScene(plan, view.steps.options, focus, style);
        break;
      }
  if (focus.symbol || focus.fold) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (input.stale) scene.drawing.emplace_back(BoxShape{.rect = plan.area, .fill = faded(ui.palette->bg, 0.5F)});
  drawOnImGui(ui, ImGui::GetWindowDrawList(), scene.drawing);
  noteForTests(ui, plan, scene, view.steps);
  if (under && !ImGui::IsMouseDown(0)) drawTooltip(ui, plan, *under);
  focus.hovered = under;
  if (released) click(view, plan, focus);
  return std::nullopt;
}

}  // namespace lab
