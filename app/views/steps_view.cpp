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

constexpr double kSecondsAStep = 1.6;

int stepCount(const ViewState& view) {
  return view.steps.kept.plan ? static_cast<int>(stepBoxes(view.steps.kept.plan->boxes).size()) : 0;
}

Rect roomOf(Rect area) { return {std::round(area.x), std::round(area.y), area.width, area.height}; }

const StepsPlan& planned(Ui& ui, const ViewInput& input, ViewState& view, Rect area) {
  StepsState::Kept& kept = view.steps.kept;
  const Cell selected = view.selected.value_or(Cell{0, 0});
  const attn::Index head = std::min(view.head, static_cast<attn::Index>(input.all.heads.size()) - 1);
  const bool same = kept.plan && kept.keysFromX == view.steps.options.keysFromX && kept.words == ui.words &&
                    kept.showValues == view.showValues && kept.base == ui.metrics.base &&
                    samePlan(*kept.plan, input.all, head, area, selected);
  if (same) return *kept.plan;
  SceneStyle style = sceneStyle(ui);
  style.showValues = view.showValues;
  style.colourMap = view.colourMap;
  kept.plan = std::make_shared<const StepsPlan>(planSteps(input.all, head, view.steps.options, style, area, selected));
  kept.keysFromX = view.steps.options.keysFromX;
  kept.words = ui.words;
  kept.showValues = view.showValues;
  kept.base = ui.metrics.base;
  return *kept.plan;
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

/// Goes on playing, before anything of a frame is drawn: the bar above names the step that the picture shows.
void advance(Ui& ui, ViewState& view) {
  StepsState& steps = view.steps;
  if (!steps.playing || !steps.kept.plan) return;
  if (ui.now >= steps.nextAt) {
    if (steps.nextAt > 0) ++steps.options.step;
    steps.nextAt = ui.now + kSecondsAStep;
  }
  if (steps.options.step >= stepCount(view)) {
    steps.options.step = -1;
    steps.playing = false;
    return;
  }
  ui.wakeAt = std::min(ui.wakeAt, steps.nextAt);
}

/// What a number is, where the pointer rests on it.
void drawTooltip(Ui& ui, const StepsPlan& plan, const attn::NumberPlace& place) {
  const unsigned item =
      static_cast<unsigned>(place.row * 7919 + place.column * 31 + static_cast<int>(place.kind)) | 0x40000000U;
  if (!beginTooltip(ui, true, item)) return;
  const std::string name = matrixName(*ui.words, plan.all, place.kind) + ": " + placeText(*ui.words, plan.all, place);
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
  ui.probe->note("steps.sum", plan.card, scene.sum.empty() ? scene.words : scene.sum);
  ui.probe->note("steps.omitted", plan.formula, plan.omitted);
  ui.probe->note("steps.playing", plan.card, state.playing ? "on" : "off");
}

}  // namespace

void playSteps(ViewState& view) {
  StepsState& steps = view.steps;
  steps.playing = !steps.playing;
  steps.nextAt = 0;
  if (steps.playing && steps.options.step < 0) steps.options.step = 0;
}

void moveStep(ViewState& view, int direction) {
  StepsState& steps = view.steps;
  const int count = stepCount(view);
  steps.playing = false;
  // Everything is shown before the first step and after the last.
  int step = steps.options.step + direction;
  if (steps.options.step < 0) step = direction > 0 ? 0 : count - 1;
  steps.options.step = step >= count ? -1 : step;
}

std::optional<EditRequest> drawStepsView(Ui& ui, const ViewInput& input, ViewState& view) {
  const ImVec2 at = ImGui::GetCursorScreenPos(), size = ImGui::GetContentRegionAvail();
  if (size.x < ui.u(8) || size.y < ui.u(8) || input.all.queries() == 0) return std::nullopt;
  ImGui::InvisibleButton("steps", size);
  const bool hovered = ImGui::IsItemHovered() && !ui.still;
  const bool released = ImGui::IsItemDeactivated() && ImGui::IsMouseReleased(0);
  const StepsPlan& plan = planned(ui, input, view, roomOf({at.x, at.y, size.x, size.y}));

  const Point pointer = compat::point(ImGui::GetIO().MousePos);
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

  SceneStyle style = sceneStyle(ui);
  style.showValues = view.showValues;
  style.colourMap = view.colourMap;
  StepsScene scene = stepsScene(plan, view.steps.options, focus, style);
  if (hovered && !focus.hovered)
    for (const StepsSymbol& symbol : scene.symbols)
      if (symbol.rect.contains(pointer)) {
        focus.symbol = symbol.kind;
        scene = stepsScene(plan, view.steps.options, focus, style);
        break;
      }
  if (input.stale) scene.drawing.emplace_back(BoxShape{.rect = plan.area, .fill = faded(ui.palette->bg, 0.5F)});
  drawOnImGui(ui, ImGui::GetWindowDrawList(), scene.drawing);
  if (released && under) select(view, *under);
  if (under && !ImGui::IsMouseDown(0)) drawTooltip(ui, plan, *under);
  noteForTests(ui, plan, scene, view.steps);
  return std::nullopt;
}

// ---- tools ----

namespace {

void drawToggles(Ui& ui, ViewState& view) {
  StepsOptions& options = view.steps.options;
  checkbox(ui, "numbers-in-formula", ui.tr("steps.numbers"), options.numbersInFormula);
  tooltip(ui, ui.tr("steps.numbers.tip"));
  checkbox(ui, "keys-from-x", ui.tr("steps.from-x"), options.keysFromX);
  tooltip(ui, ui.tr("steps.from-x.tip"));
}

void drawMenu(Ui& ui, ViewState& view) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(1.5F), ui.u(1.5F)});
  if (ImGui::BeginPopup("steps-menu")) {
    drawToggles(ui, view);
    if (button(ui, "export", ui.tr("tools.export"))) {
      ImGui::CloseCurrentPopup();
      view.wantsExport = true;
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
}

void toggle(Ui& ui, ToolRow& row, const char* name, const char* key, bool& on) {
  const std::string& label = ui.tr(key);
  row.fromRight(buttonWidth(ui, label));
  if (button(ui, name, label, on ? Look::On : Look::Plain, ui.tr(std::string(key) + ".tip"))) on = !on;
}

void drawRowList(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row, float width) {
  const StepsPlan* plan = view.steps.kept.plan.get();
  const attn::Index first = plan != nullptr ? plan->window.firstQuery : 0;
  const attn::Index count = std::min(input.all.queries() - first, plan != nullptr ? plan->window.queries : 64);
  if (count <= 0) return;
  std::vector<Choice> choices;
  for (attn::Index i = first; i < first + count; ++i)
    choices.push_back({elided(visibleText(attn::queryLabel(input.all, i)), 16), ui.tr("steps.row.tip")});
  const Cell selected = view.selected.value_or(Cell{0, 0});
  row.fromLeft(width);
  if (const auto chosen = combo(ui, "steps-row", choices, static_cast<int>(selected.row - first), width)) {
    view.selected = Cell{first + *chosen, selected.column};
    view.opened.clear();
  }
}

void drawPlayer(Ui& ui, ViewState& view, ToolRow& row) {
  StepsState& steps = view.steps;
  const float side = ui.u(4);
  row.fromLeft(side);
  if (button(ui, "steps-back", "◀", Look::Plain, ui.tr("steps.back.tip"), true, side)) moveStep(view, -1);
  const std::string label = steps.playing ? ui.tr("steps.pause") : "▶ " + ui.tr("steps.play");
  const float width = std::max(buttonWidth(ui, "▶ " + ui.tr("steps.play")), buttonWidth(ui, ui.tr("steps.pause")));
  row.fromLeft(width);
  if (button(ui, "steps-play", label, steps.playing ? Look::On : Look::Plain, ui.tr("steps.play.tip"), true, width))
    playSteps(view);
  row.fromLeft(side);
  if (button(ui, "steps-forward", "▶", Look::Plain, ui.tr("steps.forward.tip"), true, side)) moveStep(view, 1);
}

}  // namespace

std::optional<EditRequest> drawStepsTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row) {
  advance(ui, view);
  StepsOptions& options = view.steps.options;
  if (row.compact()) {
    row.fromRight(buttonWidth(ui, ui.tr("tools.view")));
    if (button(ui, "steps-menu", ui.tr("tools.view"))) ImGui::OpenPopup("steps-menu");
    drawMenu(ui, view);
  } else {
    toggle(ui, row, "keys-from-x", "steps.from-x", options.keysFromX);
    toggle(ui, row, "numbers-in-formula", "steps.numbers", options.numbersInFormula);
  }
  row.label(ui.tr("steps.row"), ui.palette->dim);
  drawRowList(ui, input, view, row, ui.u(row.compact() ? 10 : 13));
  drawPlayer(ui, view, row);
  if (view.steps.kept.plan && row.room() > ui.u(30)) {
    StepsFocus focus;
    focus.selected = view.selected.value_or(Cell{0, 0});
    if (!view.opened.empty()) focus.opened = view.opened.back();
    const std::string text = stepText(*view.steps.kept.plan, options, focus, *ui.words);
    if (ui.probe != nullptr) ui.probe->note("steps.step", {0, 0, 1, 1}, text);
    row.label(text, ui.palette->dim);
  }
  return std::nullopt;
}

}  // namespace lab
