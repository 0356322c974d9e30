// The parts of one frame: where each panel stands and what becomes of what it hands back.
#include <algorithm>
#include <cmath>

#include "panels/catalogue_choices.h"
#include "panels/help_dialogs.h"
#include "panels/mask_bar.h"
#include "panels/stage_strip.h"
#include "panels/top_bar.h"
#include "panels/view_tabs.h"
#include "scene/number_text.h"
#include "shell/actions.h"
#include "shell/app.h"
#include "shell/version.h"
#include "ui/dialog.h"
#include "ui/heatmap_cells.h"
#include "ui/widgets.h"
#include "views/view_table.h"

namespace lab {
namespace {

constexpr ImGuiWindowFlags kFixed = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                    ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus;
constexpr double kStaleAfter = 0.06, kProgressAfter = 0.3;  // seconds: a drag that keeps up never flickers

/// A part of the window as an ImGui window of its own, without decoration.
class Part {
 public:
  Part(const char* name, Rect area, Rgba background, ImVec2 padding = {0, 0}, ImGuiWindowFlags flags = kFixed) {
    ImGui::SetNextWindowPos({area.x, area.y});
    ImGui::SetNextWindowSize({area.width, area.height});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, compat::colour4(background));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
    ImGui::Begin(name, nullptr, flags);
    ImGui::PopStyleVar(4);
    ImGui::PopStyleColor();
  }
  ~Part() { ImGui::End(); }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;
};

void verticalLine(const Ui& ui, float x, Rect area) {
  ImGui::GetWindowDrawList()->AddLine({x, area.y}, {x, area.bottom()}, compat::colour(ui.palette->border),
                                      ui.metrics.line);
}

/// The name of a panel and the button that folds it. @return whether it was clicked.
bool panelHead(Ui& ui, const char* name, std::string_view title, const char* arrow) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = ui.u(5);
  textMiddle(ui, ImGui::GetWindowDrawList(), {at.x, at.y + height / 2}, title, TextSize::Base, ui.palette->text);
  const float side = ui.u(3.5F);
  ImGui::SetCursorScreenPos({at.x + width - side + ui.u(0.75F), at.y + (height - side) / 2});
  const bool clicked = button(ui, name, arrow, Look::Flat, ui.tr("panel.fold"), true, side);
  ImGui::SetCursorScreenPos({at.x, at.y + height});
  return clicked;
}

}  // namespace

void App::drawTop(const FrameLayout& layout) {
  // ImGui takes a menu bar's height from the padding at its window's start; as high as the window it has no border.
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui_.u(1.25F), (layout.top.height - ui_.metrics.base) / 2});
  const Part part("###top", layout.top, ui_.palette->panel, {0, 0},
                  kFixed | ImGuiWindowFlags_MenuBar | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar();
  std::string title = empty() ? "" : file_.empty() ? ui_.tr("document.untitled") : file_.filename().string();
  if (!empty() && history_.isDirty()) title += " •";
  // A projector's type is 40 % larger to begin with.
  const int percent = static_cast<int>(std::lround(settings_.zoom * (ui_.projector() ? 28 : 20))) * 5;
  if (const auto action = drawTopBar(ui_, {actionItems_, title, settings_.theme, percent})) runAction(*this, *action);
}

void App::drawStart(const FrameLayout& layout) {
  const Rect area{0, layout.top.bottom(), layout.top.width, layout.experiment.height};
  const Part part("###start", area, ui_.palette->bg);
  const StartPanelResult result = drawStartPanel(ui_, startState_, settings_.recentFiles);
  if (result.text) {
    run(SetQueryText{*result.text});
    startState_ = {};
  }
  if (result.openFile) askForFile();
  if (result.recentFile) openFile(*result.recentFile);
}

void App::drawRail(const char* name, const char* titleKey, Rect area, bool left) {
  const Part part(name, area, ui_.palette->panel);
  ImGui::SetCursorPos({ui_.u(1), ui_.u(1)});
  const bool clicked = button(ui_, left ? "unfold-experiment" : "unfold-inspector", left ? "▸" : "◂", Look::Flat,
                              ui_.tr("panel.unfold"), true, area.width - ui_.u(2));
  // Its name opens it too; the keyboard has the button.
  const Rect below{area.x, area.y + ui_.u(6), area.width, area.height - ui_.u(6)};
  const bool named = ImGui::IsWindowHovered() && below.contains(compat::point(ImGui::GetIO().MousePos));
  if (named) compat::fill(ImGui::GetWindowDrawList(), below, ui_.palette->hover);
  if (clicked || (named && ImGui::IsMouseClicked(0))) left ? toggleExperiment() : toggleInspector();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const std::string& title = ui_.tr(titleKey);
  const float length = textSize(ui_, title, TextSize::Base).width;
  ui_.images->drawTurned(list, title, ui_.fonts->pixelSize(TextSize::Base), 90, ui_.palette->dim,
                         {area.centre().x, area.y + ui_.u(7) + length});
  verticalLine(ui_, left ? area.right() - ui_.metrics.line / 2 : area.x + ui_.metrics.line / 2, area);
}

void App::drawExperiment(const FrameLayout& layout) {
  if (!layout.experimentOpen) {
    drawRail("###experiment-rail", "panel.experiment", layout.experiment, true);
    return;
  }
  const Part part("###experiment", layout.experiment, ui_.palette->panel, {ui_.u(2), 0},
                  kFixed & ~ImGuiWindowFlags_NoScrollbar);
  verticalLine(ui_, layout.experiment.right() - ui_.metrics.line / 2, layout.experiment);
  if (panelHead(ui_, "fold-experiment", ui_.tr("panel.experiment"), "◂")) toggleExperiment();
  const attn::Trace* trace = evaluator_.error() ? nullptr : evaluator_.trace();
  experimentState_.painting = paintsMask();
  take(drawExperimentPanel(ui_, shownDocument(), trace, experimentState_));
  if (std::exchange(experimentState_.startPainting, false)) setPainting(true);
  if (const auto action = std::exchange(experimentState_.action, std::nullopt)) runAction(*this, *action);
  if (const auto role = std::exchange(experimentState_.load, std::nullopt)) askForMatrices(*role);
}

ViewInput App::viewInput() {
  const auto waiting = evaluator_.waiting(ui_.now);
  return {*evaluator_.trace(),
          evaluator_.allHeads(),
          shownDocument(),
          [this](MatrixStage stage) { return evaluator_.shown(stage); },
          evaluator_.headWeights(),
          evaluator_.variants(),
          paintsMask() ? &brush_ : nullptr,
          waiting && *waiting > kStaleAfter};
}

void App::drawTabs(const FrameLayout& layout) {
  const Part part("###tabs", layout.tabs, ui_.palette->bg);
  if (const auto view = drawViewTabs(ui_, layout.tabs, view_.view)) showView(*view);
}

void App::drawHeadTool(ToolRow& row) {
  // Of several heads one is looked at.
  const attn::Index heads = evaluator_.trace()->headCounts.query;
  if (heads <= 1 || !viewPanelOf(view_.view).perHead) return;
  std::vector<Choice> choices;
  for (attn::Index r = 0; r < heads; ++r)
    choices.push_back({ui_.tr("tools.head", {{"head", std::to_string(r + 1)}, {"count", std::to_string(heads)}}),
                       ui_.tr("tools.head.tip")});
  float width = 0;
  for (const Choice& choice : choices) width = std::max(width, textSize(ui_, choice.label, TextSize::Base).width);
  width += ui_.u(4);  // padding and the arrow
  row.fromRight(width);
  if (const auto chosen = combo(ui_, "head", choices, static_cast<int>(view_.head), width)) view_.head = *chosen;
}

void App::drawTools(const FrameLayout& layout) {
  const Part part("###tools", layout.tools, ui_.palette->bg, {0, 0});
  ToolRow row(ui_, layout.tools, layout.compactTools, layout.toolsHaveControls);
  if (!layout.compactTools || viewPanelOf(view_.view).tools == nullptr) {
    row.fromRight(buttonWidth(ui_, ui_.tr("tools.export")));
    if (button(ui_, "export", ui_.tr("tools.export"), Look::Plain, ui_.tr("tools.export.tip"), hasPicture()))
      askForExport();
  }
  if (hasPicture()) {
    drawHeadTool(row);  // first: what a view puts at the left end must not come to lie under it
    if (const auto tools = viewPanelOf(view_.view).tools) take(tools(ui_, viewInput(), view_, row));
  }
  const MainControls controls = row.mainControls();
  if (controls.score > 0) {
    row.fromLeft(controls.score);
    take(drawScoreTool(ui_, shownDocument(), controls.score));
  }
  if (controls.temperature > 0) {
    row.fromLeft(controls.temperature);
    take(drawTemperatureTool(ui_, shownDocument(), experimentState_, controls.temperature));
  }
}

void App::drawView(const FrameLayout& layout) {
  const Part part("###view", layout.view, ui_.palette->bg, {0, 0},
                  kFixed | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoNavInputs);
  viewFocused_ = ImGui::IsWindowFocused();
  if (evaluator_.error()) {
    const std::string text = ui_.words->error(*evaluator_.error());
    const float width = std::min(layout.view.width - ui_.u(8), ui_.u(80));
    ImGui::SetCursorPos({(layout.view.width - width) / 2, layout.view.height * 0.35F});
    ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui_.palette->bad));
    ImGui::PushTextWrapPos((layout.view.width + width) / 2);
    ImGui::TextUnformatted(("✗  " + text).c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
    probe_.note("view-error", layout.view, text);
    ImGui::SetCursorPos({(layout.view.width - width) / 2, ImGui::GetCursorPosY() + ui_.u(2)});
    if (history_.canUndo() && button(ui_, "view-undo", ui_.tr("action.undo"))) undo();
    return;
  }
  if (evaluator_.trace() == nullptr) {
    ImGui::SetCursorPos({ui_.u(4), ui_.u(4)});
    note(ui_, ui_.tr("view.computing"), ui_.palette->dim);
    return;
  }
  if (viewFocused_ && compat::keyboardFocusVisible())
    compat::outline(ImGui::GetWindowDrawList(), layout.view.inset(ui_.metrics.line), ui_.palette->accent, 0,
                    2 * ui_.metrics.line);
  const bool paints = paintsMask();
  if (paints)
    if (const auto action = drawMaskBar(ui_)) runAction(*this, *action);
  const attn::Experiment experiment = shownDocument().experiment;
  brush_.experiment = &experiment;
  take(viewPanelOf(view_.view).draw(ui_, viewInput(), view_), true);
  brush_.experiment = nullptr;
  if (const auto wanted = std::exchange(view_.wantsView, std::nullopt)) showView(*wanted);
  if (paints && !brush_.stroke && !dialogIsOpen() && !ImGui::IsAnyItemActive() && ui_.popupsBefore == 0 &&
      ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false))
    setPainting(false);
}

void App::drawStrip(const FrameLayout& layout) {
  const Part part("###strip", layout.strip, ui_.palette->panel);
  const Rect area = layout.strip;
  ImGui::GetWindowDrawList()->AddLine({area.x, area.y}, {area.right(), area.y}, compat::colour(ui_.palette->border),
                                      ui_.metrics.line);
  if (!hasPicture()) return;
  StageStrip strip{*evaluator_.trace(),  [this](MatrixStage stage) { return evaluator_.shown(stage); },
                   evaluator_.changed(), view_.view == "heatmap" ? std::optional(view_.stage) : std::nullopt,
                   std::nullopt,         layout.low};
  if (const auto waiting = evaluator_.waiting(ui_.now); waiting && *waiting > kProgressAfter)
    strip.computing = evaluator_.fraction();
  const auto clicked = drawStageStrip(ui_, strip);
  if (!clicked) return;
  if (clicked->kind == StripClick::Tokens) {
    panels().experimentOpen = true;
    experimentState_.query.takeFocus = true;
  } else {
    view_.stage = clicked->stage;
    view_.camera = {};
    if (view_.view != "heatmap") showView("heatmap");  // the view that shows any of them as a map
  }
}

void App::drawInspector(const FrameLayout& layout) {
  if (!layout.inspectorOpen) {
    drawRail("###inspector-rail", "panel.inspector", layout.inspector, false);
    return;
  }
  const Part part("###inspector", layout.inspector, ui_.palette->panel, {ui_.u(2), 0},
                  kFixed & ~ImGuiWindowFlags_NoScrollbar);
  verticalLine(ui_, layout.inspector.x + ui_.metrics.line / 2, layout.inspector);
  if (panelHead(ui_, "fold-inspector", ui_.tr("panel.inspector"), "▸")) toggleInspector();
  if (hasPicture())
    drawInspectorPanel(ui_, *evaluator_.trace(), evaluator_.allHeads(), view_, inspectorState_, layout.low);
}

void App::drawSplitters(const FrameLayout& layout) {
  const float percent = ui_.metrics.base / 16, grip = ui_.u(0.75F);
  const auto splitter = [&](const char* name, float x, float& width, float low, float high, float sign) {
    // Over the panels it lies between, which never come to the front.
    const Part part(name, {x - grip / 2, layout.experiment.y, grip, layout.experiment.height}, {0, 0, 0, 0}, {0, 0},
                    (kFixed & ~ImGuiWindowFlags_NoBringToFrontOnFocus) | ImGuiWindowFlags_NoNav);
    ImGui::InvisibleButton("grip", {grip, layout.experiment.height});
    lab::probe(ui_, name + 3);
    if (ImGui::IsItemHovered() || ImGui::IsItemActive()) {
      ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
      compat::fill(ImGui::GetWindowDrawList(),
                   {x - ui_.metrics.line, layout.experiment.y, 2 * ui_.metrics.line, layout.experiment.height},
                   ui_.palette->accent);
    }
    if (ImGui::IsItemActive()) width = std::clamp(width + sign * ImGui::GetIO().MouseDelta.x / percent, low, high);
  };
  if (layout.experimentOpen)
    splitter("###split-left", layout.experiment.right(), settings_.experimentWidth, 240, 400, 1);
  if (layout.inspectorOpen) splitter("###split-right", layout.inspector.x, settings_.inspectorWidth, 320, 560, -1);
}

void App::drawDialogs() {
  drawFilePickerDialog();
  drawMatrices();
  if (const auto options = drawExportDialog(ui_, dialogs_.exporting)) {
    const std::string name = (file_.empty() ? "heatmap" : file_.stem().string()) + ".png";
    openFilePicker(dialogs_.picker, FilePicker::Purpose::Save, ui_.tr("picker.heading.export"), {".png"},
                   settings_.folder, name);
    picked_ = [this, options = *options](const std::filesystem::path& file) { exportTo(file, options); };
  }
  if (const auto action = drawCommandPalette(ui_, dialogs_.palette, actionItems_)) runAction(*this, *action);
  drawShortcutHelp(ui_, dialogs_.shortcuts, actionItems_);
  drawFormulaHelp(ui_, dialogs_.formulas);
  drawAbout(ui_, dialogs_.about, kVersion);
  const std::string name = file_.empty() ? ui_.tr("document.untitled") : file_.filename().string();
  const auto choice = drawSaveQuestion(ui_, dialogs_.unsaved, name);
  if (!choice) return;
  if (*choice == SaveChoice::Cancel) {
    afterSaving_ = nullptr;
  } else if (*choice == SaveChoice::Save) {
    save(false);
  } else if (afterSaving_) {
    std::exchange(afterSaving_, nullptr)();
  }
}

}  // namespace lab
