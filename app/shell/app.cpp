#include "shell/app.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "attention/catalogue.h"
#include "core/checks.h"
#include "document/custom_mask.h"
#include "panels/derivation_panel.h"
#include "pipeline/projections.h"
#include "scene/views.h"
#include "shell/actions.h"
#include "text/embeddings.h"
#include "text/tokenizers.h"
#include "ui/compat.h"
#include "ui/example_sentences.h"
#include "ui/field_cells.h"
#include "ui/heatmap_cells.h"
#include "ui/theme.h"
#include "views/heatmap_view.h"

namespace lab {
namespace {

constexpr double kGlyphPause = 0.1;  // seconds between two rebuilds of the font atlas

template <class Row>
void wantTitles(Fonts& fonts, const Words& words, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    fonts.want(words.title(row.title));
    fonts.want(words.title(row.summary));
  }
}

template <class Row>
void wantParameters(Fonts& fonts, const Words& words, const std::vector<Row>& rows) {
  for (const Row& row : rows)
    for (const attn::ParameterSpec& spec : row.parameters) fonts.want(words.title(spec.title));
}

/// The shape of the mask of the reader's own; 0 × 0 without one.
std::pair<attn::Index, attn::Index> customShape(const Document& document) {
  for (const attn::MaskSpec& mask : document.experiment.masks)
    if (mask.custom) return {mask.custom->rows(), mask.custom->cols()};
  return {0, 0};
}

}  // namespace

App::App(Settings settings, Host host)
    : settings_(std::move(settings)), host_(std::move(host)), evaluator_(host_.wake) {
  ui_.fonts = &fonts_;
  ui_.images = &images_;
  ui_.heatmaps = &heatmaps_;
  ui_.fields = &fields_;
  ui_.probe = &probe_;
  ui_.still = host_.still;
  ui_.clipboard = host_.clipboard;
  ui_.setClipboard = host_.setClipboard;
  if (!fonts_.chineseFound()) say(Message::Kind::Warning, Words::of(Language::English)("message.no-chinese-font"));
}

// ---- the document ----

bool App::empty() const {
  const attn::Experiment& experiment = history_.document().experiment;
  return experiment.entry == attn::Entry::Text && experiment.queryText.empty() && !draft_;
}

bool App::hasPicture() const { return !empty() && evaluator_.trace() != nullptr && !evaluator_.error(); }

Document App::shownDocument() const { return draft_ ? applied(history_.document(), *draft_) : history_.document(); }

void App::endSweep() {
  if (!view_.temperature.play) return;
  view_.temperature.play.reset();
  draft_.reset();
}

bool App::holdsSomething() const { return view_.temperature.dragging || view_.space.drag || view_.draw.drag; }

void App::letGo() {
  view_.temperature.dragging = false;
  view_.space.drag.reset();
  view_.draw.drag.reset();
}

void App::run(const Edit& edit) {
  view_.temperature.play.reset();
  draft_.reset();
  const auto before = customShape(history_.document());
  const std::size_t painted = history_.document().experiment.painted.size();
  history_.run(edit);
  const auto after = customShape(history_.document());
  if (const std::size_t left = history_.document().experiment.painted.size();
      left < painted && !std::holds_alternative<ResetWeights>(edit) && !std::holds_alternative<PaintWeights>(edit) &&
      !std::holds_alternative<OpenMatrices>(edit) && !std::holds_alternative<ReplaceExperiment>(edit))
    say(Message::Kind::Warning,
        Words::of(settings_.language)("message.painted-dropped", {{"count", std::to_string(painted - left)}}));
  if (before != after && before.first > 0 && after.first > 0 && !std::holds_alternative<OpenMatrices>(edit))
    say(Message::Kind::Done,
        Words::of(settings_.language)("message.mask-resized", {{"shape", attn::shapeText(after.first, after.second)}}));
  evaluateShown();
}

void App::take(const std::optional<EditRequest>& request, bool ofView) {
  if (!request) return;
  if (!ofView) endSweep();
  if (request->commit) {
    run(request->edit);
    return;
  }
  draft_ = request->edit;
  evaluateShown();
}

void App::evaluateShown() {
  if (empty()) {
    evaluator_.clear();
    view_.selected.reset();
    return;
  }
  const Document document = shownDocument();
  view_.head = std::min(view_.head, std::max<attn::Index>(1, document.experiment.heads) - 1);
  const ViewPanel& panel = viewPanelOf(view_.view);
  evaluator_.request({document.experiment, view_.head,
                      panel.variants != nullptr ? panel.variants(document, view_) : std::vector<attn::Experiment>()},
                     ui_.now, draft_.has_value());
}

void App::showExperiment(const attn::Experiment& experiment, std::optional<Cell> select) {
  endSweep();
  letGo();
  history_ = History(Document{experiment});
  draft_.reset();
  view_.selected = select;
  evaluateShown();
}

void App::undo() {
  endSweep();
  // What is being typed or dragged is a step of its own, so that redo can bring it back.
  if (draft_) run(*draft_);
  letGo();
  if (history_.canUndo()) history_.undo();
  experimentState_.forgetDrafts();
  brush_.stroke.reset();
  ImGui::SetWindowFocus(nullptr);
  evaluateShown();
}

void App::redo() {
  endSweep();
  if (draft_) run(*draft_);
  letGo();
  if (history_.canRedo()) history_.redo();
  experimentState_.forgetDrafts();
  brush_.stroke.reset();
  ImGui::SetWindowFocus(nullptr);
  evaluateShown();
}

// ---- before a frame ----

void App::wantGlyphs() {
  const Words& words = Words::of(settings_.language);
  if (preparedLanguage_ != settings_.language) {
    preparedLanguage_ = settings_.language;
    fonts_.want("中文");
    for (const auto& [key, text] : words.all()) fonts_.want(text);
    wantTitles(fonts_, words, attn::scoreCatalogue());
    wantTitles(fonts_, words, attn::normalizerCatalogue());
    wantTitles(fonts_, words, attn::maskCatalogue());
    wantTitles(fonts_, words, attn::positionCatalogue());
    wantTitles(fonts_, words, attn::biasCatalogue());
    wantTitles(fonts_, words, attn::headSchemeCatalogue());
    wantTitles(fonts_, words, attn::projectionCatalogue());
    wantTitles(fonts_, words, attn::tokenizerCatalogue());
    wantTitles(fonts_, words, attn::embeddingCatalogue());
    wantTitles(fonts_, words, colourMapCatalogue());
    wantTitles(fonts_, words, viewCatalogue());
    wantParameters(fonts_, words, attn::scoreCatalogue());
    wantParameters(fonts_, words, attn::maskCatalogue());
    wantParameters(fonts_, words, attn::biasCatalogue());
    wantParameters(fonts_, words, attn::positionCatalogue());
    for (const attn::MaskRow& row : attn::maskCatalogue())
      for (const attn::MaskArgument& argument : row.arguments) fonts_.want(words.title(argument.title));
    for (const std::string& sentence : exampleSentences()) fonts_.want(sentence);
    for (const std::string& file : settings_.recentFiles) fonts_.want(file);
  }
  const Document document = shownDocument();
  const attn::Experiment& e = document.experiment;
  std::string texts = e.queryText + e.keyText + file_.string() + startState_.text + dialogs_.picker.name +
                      dialogs_.exporting.options.title;
  if (texts == glyphsWantedFor_) return;
  fonts_.want(texts);
  for (const auto& labels : {e.queryTokens, e.keyTokens})
    for (const std::string& label : labels) fonts_.want(label);
  glyphsWantedFor_ = std::move(texts);
}

bool App::prepare(double now) {
  ui_.now = now;
  ui_.wakeAt = std::numeric_limits<double>::infinity();
  ui_.theme = settings_.theme;
  ui_.words = &Words::of(settings_.language);
  ui_.palette = &paletteOf(settings_.theme);
  ui_.metrics.base = baseFor(settings_.theme, host_.contentScale, settings_.zoom);
  const float thin = std::max(1.0F, std::round(host_.contentScale * settings_.zoom));
  ui_.metrics.line = settings_.theme == Theme::Projector ? 2 * thin : thin;
  ui_.metrics.projector = settings_.theme == Theme::Projector;
  view_.colourMap = settings_.colourMap;
  view_.showValues = settings_.showValues;
  view_.wholeRange = settings_.wholeRange;
  evaluator_.poll(now);
  finishExport();
  wantGlyphs();
  fonts_.setBase(ui_.metrics.base);
  applyTheme(*ui_.palette, ui_.metrics);
  // Typing Chinese brings new glyphs letter by letter: not each of them is worth a new atlas at once.
  if (!fonts_.stale()) return false;
  if (fontsBuiltAt_ >= 0 && now - fontsBuiltAt_ < kGlyphPause && !host_.still) {
    ui_.wakeAt = fontsBuiltAt_ + kGlyphPause;
    return false;
  }
  fontsBuiltAt_ = now;
  return fonts_.rebuild();
}

void App::rememberLook() {
  settings_.colourMap = view_.colourMap;
  settings_.showValues = view_.showValues;
  settings_.wholeRange = view_.wholeRange;
  if (std::exchange(view_.wantsExport, false) && hasPicture()) askForExport();
}

void App::showView(const std::string& view) {
  if (view != view_.view) {
    endSweep();
    if (holdsSomething()) draft_.reset();
    letGo();
  }
  view_.view = view;
  view_.hover.reset();
  view_.steps.playing = false;
}

void App::stepView(int direction) {
  const auto& views = viewCatalogue();
  const auto count = static_cast<int>(views.size());
  int at = 0;
  while (views[static_cast<std::size_t>(at)].name != view_.view) ++at;
  showView(views[static_cast<std::size_t>((at + direction + count) % count)].name);
}

double App::sleep() const { return ui_.wakeAt; }

bool App::animating() const { return evaluator_.waiting(ui_.now).has_value(); }

// ---- actions that touch the view ----

bool App::dialogIsOpen() const {
  return dialogs_.picker.open || dialogs_.exporting.open || dialogs_.matrices.open || dialogs_.palette.open ||
         dialogs_.shortcuts || dialogs_.formulas || dialogs_.about || dialogs_.unsaved;
}

void App::closeDialogs() {
  dialogs_.picker.open = dialogs_.exporting.open = dialogs_.palette.open = dialogs_.matrices.open = false;
  dialogs_.shortcuts = dialogs_.formulas = dialogs_.about = false;
  picked_ = nullptr;
}

void App::whenFree(std::function<void()> task) {
  if (dialogs_.unsaved) return;  // that question comes first
  if (!dialogIsOpen()) {
    task();
    return;
  }
  closeDialogs();
  waiting_ = std::move(task);
}

void App::press(const Shortcut& shortcut) {
  if (takeGridKey(shortcut)) return;
  const Action* action = actionFor(shortcut);
  if (action == nullptr || dialogIsOpen()) return;
  if (ImGui::GetIO().WantTextInput) {
    if (action->whileTyping == WhileTyping::Never) return;
    if (action->whileTyping == WhileTyping::AfterField) {
      actionAfterField_ = action->id;
      return;
    }
  }
  // Arrow keys walk through the controls of the other panels, and Space presses them.
  const bool forControls = (shortcut.key >= key::right && shortcut.key <= key::up) || shortcut.key == key::space;
  if (forControls && !shortcut.alt && !viewFocused_) return;
  runAction(*this, action->id);
}

void App::setLanguage(Language language) {
  settings_.language = language;
  // What a field said is in the other language, and the value in use is shown anyway.
  for (auto& [name, draft] : experimentState_.fields) draft.error.clear();
}

void App::zoom(int step) {
  constexpr float sizes[] = {0.5F, 0.6F, 0.7F, 0.8F, 0.9F, 1, 1.1F, 1.25F, 1.5F, 1.75F, 2, 2.5F, 3};
  if (step == 0) settings_.zoom = 1;
  const float now = settings_.zoom;
  if (step > 0)
    settings_.zoom =
        *std::find_if(std::begin(sizes), std::end(sizes) - 1, [&](float size) { return size > now + 0.01F; });
  if (step < 0)
    settings_.zoom =
        *std::find_if(std::rbegin(sizes), std::rend(sizes) - 1, [&](float size) { return size < now - 0.01F; });
}

void App::resetSettings() {
  Settings fresh;
  fresh.recentFiles = settings_.recentFiles;
  fresh.folder = settings_.folder;
  fresh.windowWidth = settings_.windowWidth;
  fresh.windowHeight = settings_.windowHeight;
  settings_ = fresh;
  view_.camera = {};
  say(Message::Kind::Done, Words::of(settings_.language)("message.reset"));
}

void App::toggleExperiment() {
  panels().experimentOpen = !layoutOfFrame().experimentOpen;
  // Where there is room for one panel only, the one that was asked for last is it.
  if (*panels().experimentOpen && !layoutOfFrame().experimentOpen) panels().inspectorOpen = false;
}

void App::toggleInspector() {
  panels().inspectorOpen = !layoutOfFrame().inspectorOpen;
  if (*panels().inspectorOpen && !layoutOfFrame().inspectorOpen) panels().experimentOpen = false;
}

void App::togglePanels() {
  const FrameLayout layout = layoutOfFrame();
  const bool open = !(layout.experimentOpen || layout.inspectorOpen);
  panels().experimentOpen = panels().inspectorOpen = open;
}

void App::stepStage(int direction) {
  std::vector<MatrixStage> there;
  for (const MatrixStage stage : allMatrixStages())
    if (evaluator_.shown(stage) && !(stage == MatrixStage::KeyVectors && evaluator_.trace()->selfAttention))
      there.push_back(stage);
  const auto at = std::find(there.begin(), there.end(), view_.stage);
  if (at == there.end()) return;
  const auto next =
      std::clamp<std::ptrdiff_t>(at - there.begin() + direction, 0, static_cast<std::ptrdiff_t>(there.size()) - 1);
  view_.stage = there[static_cast<std::size_t>(next)];
  view_.camera = {};
}

void App::moveSelectedCell(int rows, int columns) {
  if (evaluator_.trace() == nullptr) return;
  if (const auto move = viewPanelOf(view_.view).move)
    move(evaluator_.allHeads(), view_, rows, columns);
  else
    moveSelection(*evaluator_.trace(), view_, rows, columns);
}

void App::focusNextPanel() {
  const FrameLayout layout = layoutOfFrame();
  const std::string panels[] = {layout.experimentOpen ? "###experiment" : "###experiment-rail", "###tools", "###view",
                                "###strip", layout.inspectorOpen ? "###inspector" : "###inspector-rail"};
  const auto at = std::find(std::begin(panels), std::end(panels), compat::focusedWindow());
  wantedFocus_ = at == std::end(panels) || at + 1 == std::end(panels) ? panels[0] : *(at + 1);
}

void App::say(Message::Kind kind, std::string text) {
  fonts_.want(text);
  // What went wrong before is settled by what went right.
  if (kind == Message::Kind::Done) messages_.clear();
  messages_.push_back({kind, std::move(text), ui_.now + 4});
  if (messages_.size() > 3) messages_.erase(messages_.begin());
}

// ---- the frame ----

FrameLayout App::layoutOfFrame() const {
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  FrameRequest request;
  request.window = {display.x, display.y};
  request.metrics = ui_.metrics;
  if (const auto chosen = settings_.panels.find(view_.view); chosen != settings_.panels.end()) {
    request.experimentOpen = chosen->second.experimentOpen;
    request.inspectorOpen = chosen->second.inspectorOpen;
  }
  const ViewPanel& panel = viewPanelOf(view_.view);
  request.foldExperiment = panel.foldExperiment;
  request.foldInspector = panel.foldInspector;
  request.experimentWidth = settings_.experimentWidth;
  request.inspectorWidth = settings_.inspectorWidth;
  request.empty = empty();
  return layoutFrame(request);
}

void App::draw() {
  releaseCells();
  releaseFields();
  if (!actionAfterField_.empty()) compat::leaveField();
  probe_.beginFrame();
  const Pointed fromPanels = view_.pointed = std::exchange(view_.pointedByPanels, {});
  // Its frames did not come: an error stands where the view was, or the window slept.
  if (const auto& play = view_.temperature.play; play && ui_.now - play->frame > TemperatureState::Play::gap)
    endSweep();
  evaluateShown();
  if (evaluator_.trace() != nullptr) {
    const attn::Trace& trace = *evaluator_.trace();
    const std::pair<attn::Index, attn::Index> shape{trace.queries(), trace.keys()};
    if (shape != shape_) view_.camera = {};
    shape_ = shape;
    if (!view_.selected || view_.selected->row >= trace.queries() || view_.selected->column >= trace.keys())
      view_.selected = heaviestCell(trace);
    keepOpened(evaluator_.allHeads(), view_);
    if (!evaluator_.shown(view_.stage)) view_.stage = MatrixStage::Weights;
  }
  const FrameLayout layout = layoutOfFrame();
  ui_.low = layout.low;
  actionItems_ = actionItems(*this, *ui_.words);
  drawTop(layout);
  if (empty()) {
    drawStart(layout);
  } else {
    drawExperiment(layout);
    drawTabs(layout);
    drawTools(layout);
    drawView(layout);
    drawStrip(layout);
    drawInspector(layout);
    drawSplitters(layout);
    rememberLook();
  }
  drawMessages(ui_, messages_,
               empty() ? Rect{0, layout.top.bottom(), layout.top.width, layout.experiment.height} : layout.view);
  drawDialogs();
  if (!actionAfterField_.empty()) runAction(*this, std::exchange(actionAfterField_, {}));
  if (waiting_ && !dialogIsOpen()) std::exchange(waiting_, nullptr)();
  if (wantedFocus_) compat::focusWindow(std::exchange(wantedFocus_, std::nullopt)->c_str());
  // The views have yet to show it.
  if (view_.pointedByPanels != fromPanels) ui_.wakeAt = ui_.now;
  ui_.popupsBefore = compat::openPopups();
  images_.endFrame();
  if (const auto waiting = evaluator_.waiting(ui_.now)) ui_.wakeAt = std::min(ui_.wakeAt, ui_.now + 0.1);
}

}  // namespace lab
