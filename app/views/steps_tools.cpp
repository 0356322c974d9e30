#include <algorithm>

#include "panels/catalogue_choices.h"
#include "panels/experiment_panel.h"
#include "panels/temperature_field.h"
#include "scene/heatmap_layout.h"
#include "scene/steps_scene.h"
#include "ui/dialog.h"
#include "ui/long_combo.h"
#include "views/steps_view.h"

namespace lab {
namespace {

constexpr double kSecondsAStep = 1.6;

int stepCount(const ViewState& view) {
  return view.steps.kept.plan ? static_cast<int>(stepBoxes(view.steps.kept.plan->boxes).size()) : 0;
}

std::optional<int> stepOf(const ViewState& view) {
  if (!view.steps.kept.plan) return std::nullopt;
  return currentStep(*view.steps.kept.plan, view.steps.options,
                     view.opened.empty() ? std::nullopt : std::optional(view.opened.back()));
}

/// Goes on playing, before anything of a frame is drawn: the bar above names the step that the picture shows.
void advance(Ui& ui, ViewState& view) {
  StepsState& steps = view.steps;
  if (!steps.playing || !steps.kept.plan) return;
  if (steps.nextAt == 0) steps.nextAt = ui.now + kSecondsAStep;
  if (ui.now >= steps.nextAt) {
    ++steps.options.step;
    steps.nextAt = ui.now + kSecondsAStep;
  }
  if (steps.options.step + 1 >= stepCount(view)) {
    steps.options.step = stepCount(view) - 1;
    steps.playing = false;
    return;
  }
  ui.wakeAt = std::min(ui.wakeAt, steps.nextAt);
}

// ---- what the bar may have no room for ----

/// What need not stand in the menu: the frame will place it in the rest of the bar, or there is none.
struct InBar {
  bool score = true, temperature = true;
  bool steps = true;  ///< the list of steps, which is the view's own
};

InBar controlsInBar(const ToolRow& row, const attn::Experiment& experiment) {
  if (!row.hasControls()) return {};
  const MainControls controls = row.mainControls();
  InBar in{controls.score > 0, controls.temperature > 0};
  const bool vectors = experiment.entry == attn::Entry::Text || experiment.entry == attn::Entry::Vectors;
  if (!vectors && experiment.entry != attn::Entry::Ready) in.score = true;  // there is none to choose
  if (experiment.entry == attn::Entry::Weights) in.temperature = true;
  return in;
}

void drawToggles(Ui& ui, ViewState& view) {
  StepsOptions& options = view.steps.options;
  checkbox(ui, "numbers-in-formula", ui.tr("steps.numbers"), options.numbersInFormula);
  tooltip(ui, ui.tr("steps.numbers.tip"));
  checkbox(ui, "keys-from-x", ui.tr("steps.from-x"), options.keysFromX);
  tooltip(ui, ui.tr("steps.from-x.tip"));
  checkbox(ui, "steps-values", ui.tr("tools.values"), view.showValues);
  tooltip(ui, ui.tr("tools.values.tip"));
}

bool showsOutput(const StepsState& steps) {
  if (!steps.kept.plan) return false;
  const auto& boxes = steps.kept.plan->boxes;
  return std::any_of(boxes.begin(), boxes.end(), [](const StepsBox& box) {
    return box.span.kind == attn::NumberKind::Joined || box.span.kind == attn::NumberKind::Output;
  });
}
bool hasOutput(const StepsState& steps) {
  return steps.kept.plan && hasOutputBoxes(steps.kept.plan->all, steps.kept.plan->head);
}

/// After a choice arrows and Space are about the picture again, not about the list.
void giveKeysToView() { ImGui::SetWindowFocus("###view"); }

std::vector<Choice> stepChoices(const Ui& ui, const ViewState& view) {
  const StepsPlan& plan = *view.steps.kept.plan;
  std::vector<Choice> choices{{stepText(plan, std::nullopt, *ui.words), ui.tr("steps.list.tip")}};
  if (stepCount(view) < 2) return choices;
  for (int i = 0; i < stepCount(view); ++i) choices.push_back({stepText(plan, i, *ui.words), ui.tr("steps.list.tip")});
  return choices;
}

void drawStepCombo(Ui& ui, ViewState& view, float width) {
  const std::vector<Choice> choices = stepChoices(ui, view);
  const std::optional<int> step = stepOf(view);
  const int at = step && choices.size() > 1 ? *step + 1 : 0;
  if (const auto chosen = combo(ui, "steps-list", choices, at, width)) {
    goToStep(view, *chosen - 1);
    giveKeysToView();
  }
  if (ui.probe != nullptr)
    ui.probe->note("steps.step", compat::itemRect(), choices[static_cast<std::size_t>(at)].label);
}

std::optional<EditRequest> drawMenu(Ui& ui, const ViewInput& input, ViewState& view, InBar in) {
  std::optional<EditRequest> request;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(1.5F), ui.u(1.5F)});
  if (beginMenu(ui, "view-menu")) {
    const float width = ui.u(28);
    if (!in.steps && view.steps.kept.plan) drawStepCombo(ui, view, width);
    if (!in.score) {
      ImGui::TextUnformatted(ui.tr("experiment.scores").c_str());
      request = drawScoreTool(ui, input.document, width);
    }
    if (!in.temperature)
      if (const auto edit = drawCompactTemperature(ui, input.document.experiment, view.steps.temperature, width))
        request = edit;
    drawToggles(ui, view);
    if (bool shown = showsOutput(view.steps); hasOutput(view.steps)) {
      if (checkbox(ui, "steps-output", ui.tr("steps.output-tool"), shown)) view.steps.options.output = shown;
      tooltip(ui, ui.tr("steps.output-tool.tip"));
    }
    if (button(ui, "export", ui.tr("tools.export"))) {
      ImGui::CloseCurrentPopup();
      view.wantsExport = true;
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
  return request;
}

// ---- the bar ----

void toggle(Ui& ui, ToolRow& row, const char* name, const char* key, bool& on) {
  const std::string& label = ui.tr(key);
  row.fromRight(buttonWidth(ui, label));
  if (button(ui, name, label, on ? Look::On : Look::Plain, ui.tr(std::string(key) + ".tip"))) on = !on;
}

void drawRowList(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row, float width) {
  const Cell selected = view.selected.value_or(Cell{0, 0});
  row.fromLeft(width);
  const auto label = [&](attn::Index i) { return elided(visibleText(attn::queryLabel(input.all, i)), 16); };
  if (const auto chosen = longCombo(ui, "steps-row", input.all.queries(), label, selected.row, width,
                                    view.steps.rowFilter, ui.tr("steps.row.tip"))) {
    view.selected = Cell{*chosen, selected.column};
    view.opened.clear();
    giveKeysToView();
  }
}

void drawPlayer(Ui& ui, ViewState& view, ToolRow& row) {
  StepsState& steps = view.steps;
  const float side = ui.u(4);
  const std::optional<int> step = stepOf(view);
  row.fromLeft(side);
  if (button(ui, "steps-back", "◀", Look::Plain, ui.tr("steps.back.tip"), step != 0, side)) moveStep(view, -1);
  const std::string label = steps.playing ? ui.tr("steps.pause") : "▶ " + ui.tr("steps.play");
  const float width = std::max(buttonWidth(ui, "▶ " + ui.tr("steps.play")), buttonWidth(ui, ui.tr("steps.pause")));
  row.fromLeft(width);
  if (button(ui, "steps-play", label, steps.playing ? Look::On : Look::Plain, ui.tr("steps.play.tip"), true, width))
    playSteps(view);
  row.fromLeft(side);
  if (button(ui, "steps-forward", "▶", Look::Plain, ui.tr("steps.forward.tip"), step != stepCount(view) - 1, side))
    moveStep(view, 1);
}

/// The step, and in its list all of them, where there is room. @return whether there is
bool drawStepList(Ui& ui, ViewState& view, ToolRow& row) {
  const std::vector<Choice> choices = stepChoices(ui, view);
  float width = 0;
  for (const Choice& choice : choices) width = std::max(width, textSize(ui, choice.label, TextSize::Base).width);
  // What a teacher sets live goes before the whole name of a step, where there is room for both at all.
  const float least = textSize(ui, choices[0].label, TextSize::Base).width + ui.u(4);
  const float score = ui.u(ToolRow::leastScore + ToolRow::gap);
  const float both = score + ui.u(ToolRow::leastTemperature + 2 * ToolRow::gap);
  const float easy = score + ui.u(ToolRow::easyTemperature + 2 * ToolRow::gap);
  const float kept = !row.hasControls()            ? 0
                     : row.room() >= both + least  ? std::min(easy, row.room() - least)
                     : row.room() >= score + least ? score
                                                   : 0;
  width = std::clamp(width + ui.u(4), least, std::max(least, row.room() - kept));
  if (row.room() < width) return false;
  row.fromLeft(width);
  drawStepCombo(ui, view, width);
  return true;
}

}  // namespace

void goToStep(ViewState& view, int step) {
  view.steps.playing = false;
  view.steps.options.step = std::clamp(step, -1, stepCount(view) - 1);
  if (step < 0) view.opened.clear();
}

void playSteps(ViewState& view) {
  StepsState& steps = view.steps;
  const bool plays = !steps.playing;
  const int step = stepOf(view).value_or(0);
  goToStep(view, plays && step + 1 >= stepCount(view) ? 0 : step);
  steps.playing = plays;
  steps.nextAt = 0;
}

void moveStep(ViewState& view, int direction) {
  const int last = stepCount(view) - 1;
  if (last < 0) return;
  const std::optional<int> step = stepOf(view);
  goToStep(view, step ? std::clamp(*step + direction, 0, last) : direction > 0 ? 0 : last);
}

std::optional<EditRequest> drawStepsTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row) {
  advance(ui, view);
  StepsOptions& options = view.steps.options;
  // What a teacher sets live stays in the bar: the rest gives way to it.
  float toggles = buttonWidth(ui, ui.tr("steps.from-x")) + buttonWidth(ui, ui.tr("steps.numbers")) + ui.u(4.5F);
  if (hasOutput(view.steps)) toggles += buttonWidth(ui, ui.tr("steps.output-tool")) + ui.u(1.5F);
  const bool hasMenu = row.compact() || row.room() < toggles + ui.u(row.hasControls() ? 110 : 65);
  ImVec2 menuAt;
  if (hasMenu) {
    row.fromRight(buttonWidth(ui, ui.tr("tools.view")));
    menuAt = ImGui::GetCursorScreenPos();
  } else {
    if (bool shown = showsOutput(view.steps); hasOutput(view.steps)) {
      toggle(ui, row, "steps-output", "steps.output-tool", shown);
      if (shown != showsOutput(view.steps)) options.output = shown;
    }
    toggle(ui, row, "keys-from-x", "steps.from-x", options.keysFromX);
    toggle(ui, row, "numbers-in-formula", "steps.numbers", options.numbersInFormula);
  }
  if (!hasMenu || row.room() > ui.u(90)) row.label(ui.tr("steps.row"), ui.palette->dim);
  drawRowList(ui, input, view, row, ui.u(row.room() < ui.u(100) ? 10 : 13));
  drawPlayer(ui, view, row);
  const bool listed = view.steps.kept.plan && drawStepList(ui, view, row);
  if (!hasMenu) return std::nullopt;
  InBar in = controlsInBar(row, input.document.experiment);
  in.steps = listed;
  ImGui::SetCursorScreenPos(menuAt);
  if (button(ui, "view-menu", ui.tr("tools.view"))) openMenu(ui, "view-menu");
  return drawMenu(ui, input, view, in);
}

}  // namespace lab
