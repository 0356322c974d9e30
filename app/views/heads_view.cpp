#include "views/heads_view.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "scene/number_text.h"
#include "scene/shared_range.h"
#include "ui/dialog.h"
#include "ui/drawing_on_imgui.h"
#include "ui/heatmap_cells.h"
#include "ui/widgets.h"
#include "views/tooltip_rows.h"

namespace lab {
namespace {

/// Weights of all heads that are summarised within a frame; more of them beside it.
constexpr attn::Index kAtOnce = 2'000'000;

void takeSummary(HeadsState& state, std::vector<HeadCard> cards, const std::vector<ShownMatrixPtr>& of) {
  if (of == state.measured) state.summary = std::move(cards);
}

/// Mean and maximum: at once where that is quick, else by a thread of its own, one after the other.
void updateSummary(Ui& ui, HeadsState& state) {
  using namespace std::chrono_literals;
  if (state.pending.valid() && (ui.still || state.pending.wait_for(0s) == std::future_status::ready)) {
    takeSummary(state, state.pending.get(), state.pendingOf);
    state.pending = {};
  }
  if (!state.summary.empty() || state.measured.size() < 2) return;
  const auto heads = static_cast<attn::Index>(state.measured.size());
  if (state.measured.front()->picture.values->size() * heads <= kAtOnce || ui.still) {
    state.summary = summaryCards(state.measured);
    return;
  }
  if (!state.pending.valid()) {
    state.pendingOf = state.measured;
    state.pending = std::async(std::launch::async, summaryCards, state.measured).share();
  }
  ui.wakeAt = std::min(ui.wakeAt, ui.now + 0.05);
}

/// Measures and summaries, again only when the weights changed.
void update(Ui& ui, const ViewInput& input, HeadsState& state) {
  if (state.measured != input.headWeights) {
    state.measured = input.headWeights;
    state.heads.clear();
    state.summary.clear();
    for (std::size_t head = 0; head < state.measured.size(); ++head) {
      const auto& rows = input.all.heads[head].measures;
      HeadCard card{HeadCard::Kind::Head, static_cast<attn::Index>(head), state.measured[head], std::nullopt};
      if (rows) card.measures = attn::meanMeasures(*rows);
      state.heads.push_back(std::move(card));
    }
  }
  updateSummary(ui, state);
}

HeadsSubject subjectOf(const ViewInput& input, const ViewState& view) {
  const HeadsState& state = view.heads;
  HeadsSubject subject;
  subject.cards = sortedHeads(state.heads, state.options);
  subject.headCount = static_cast<attn::Index>(state.heads.size());
  subject.looked = view.head;
  const attn::Entry entry = input.document.experiment.entry;
  subject.single = entry == attn::Entry::Scores || entry == attn::Entry::Weights;
  subject.selected = view.selected;
  subject.query = view.pointed.query;
  subject.key = view.pointed.key;
  subject.stale = input.stale;
  subject.map = &mapOf(state.measured.front()->picture, view.colourMap);
  subject.range = sharedRange(state.measured);
  if (view.wholeRange) subject.range = {0, 1};
  subject.range = rangeFor(*subject.map, subject.range);
  if (state.measured.size() < 2) return subject;
  for (const HeadCard& card : state.summary) subject.cards.push_back(card);
  if (state.summary.empty())
    for (const auto kind : {HeadCard::Kind::Mean, HeadCard::Kind::Maximum})
      subject.cards.push_back({kind, 0, nullptr, std::nullopt});
  return subject;
}

void open(ViewState& view, attn::Index head) {
  view.head = head;
  view.stage = MatrixStage::Weights;
  view.camera = {};
  view.wantsView = "heatmap";
}

void drawCardTooltip(Ui& ui, const HeadCard& card, std::optional<Cell> cell) {
  const unsigned item = 0xE0000000U | static_cast<unsigned>(card.head * 8 + static_cast<int>(card.kind));
  if (!beginTooltip(ui, true, item)) return;
  ImGui::TextUnformatted(cardTitle(*ui.words, card).c_str());
  TooltipRows rows;
  if (cell && card.weights) {
    const MatrixPicture& picture = card.weights->picture;
    const bool masked = picture.visible && !(*picture.visible)(cell->row, cell->column);
    rows.emplace_back(
        labelWithIndex(picture.rowLabels, cell->row) + " → " + labelWithIndex(picture.columnLabels, cell->column),
        masked ? ui.tr("tip.masked") : headlineText(static_cast<double>((*picture.values)(cell->row, cell->column))));
  }
  if (card.measures)
    for (const HeadMeasureRow& row : headMeasureRows())
      rows.emplace_back(ui.tr(row.key), headlineText((*card.measures).*row.value));
  drawTooltipRows(ui, rows);
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui.palette->dim));
  ImGui::PushTextWrapPos(ui.u(40));
  ImGui::TextUnformatted(ui.tr(card.kind == HeadCard::Kind::Head   ? "heads.open.tip"
                               : card.kind == HeadCard::Kind::Mean ? "heads.mean.tip"
                                                                   : "heads.maximum.tip")
                             .c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  endTooltip();
}

/// @return the head that is to be opened.
std::optional<attn::Index> readPointer(Ui& ui, const HeadsScene& scene, const HeadsSubject& subject, ViewState& view) {
  const ImGuiIO& io = ImGui::GetIO();
  HeadsOptions& options = view.heads.options;
  options.scroll = std::clamp(options.scroll, 0.0F, scene.overflow);
  if (!ImGui::IsItemHovered() || ui.still) return std::nullopt;
  options.scroll = std::clamp(options.scroll - io.MouseWheel * ui.u(8), 0.0F, scene.overflow);
  const Point pointer = compat::point(io.MousePos);
  const std::optional<std::size_t> at = scene.cardAt(pointer);
  if (!at) return std::nullopt;
  const HeadCard& card = subject.cards[*at];
  std::optional<Cell> cell;
  if (card.weights)
    cell = scene.cellAt(*at, pointer, card.weights->picture.values->rows(), card.weights->picture.values->cols());
  if (cell) view.pointed = {cell->row, cell->column};
  if (!ImGui::IsMouseDown(0)) drawCardTooltip(ui, card, cell);
  if (card.kind != HeadCard::Kind::Head) return std::nullopt;
  ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return ImGui::IsItemDeactivated() ? std::optional(card.head) : std::nullopt;
}

void noteForTests(Ui& ui, const HeadsScene& scene, const HeadsSubject& subject, Rect area) {
  if (ui.probe == nullptr || !ui.probe->enabled()) return;
  std::string order;
  for (std::size_t i = 0; i < scene.cards.size(); ++i) {
    const HeadCard& card = subject.cards[i];
    const std::string name = card.kind == HeadCard::Kind::Mean      ? "mean"
                             : card.kind == HeadCard::Kind::Maximum ? "maximum"
                                                                    : std::to_string(card.head);
    ui.probe->note("head-card." + name, scene.cards[i].rect, card.measures ? copyText(card.measures->entropy) : "");
    if (card.kind == HeadCard::Kind::Head) order += (order.empty() ? "" : " ") + name;
  }
  ui.probe->note("heads-view", area, order);
}

}  // namespace

std::optional<EditRequest> drawHeadsView(Ui& ui, const ViewInput& input, ViewState& view) {
  const ImVec2 at = ImGui::GetCursorScreenPos(), size = ImGui::GetContentRegionAvail();
  if (size.x < ui.u(12) || size.y < ui.u(8) || input.headWeights.empty()) return std::nullopt;
  const Rect area{at.x, at.y, size.x, size.y};
  ImGui::InvisibleButton("heads-view", size);
  HeadsState& state = view.heads;
  update(ui, input, state);
  HeadsSubject subject = subjectOf(input, view);
  const SceneStyle style = sceneStyle(ui);
  // Where cards stand does not depend on the pointer: they are laid out once to find what it is on.
  HeadsScene scene = headsScene(subject, state.options, style, area);
  state.columns = scene.columns;
  state.order.clear();
  for (const HeadCard& card : subject.cards)
    if (card.kind == HeadCard::Kind::Head) state.order.push_back(card.head);
  const std::optional<attn::Index> clicked = readPointer(ui, scene, subject, view);
  if (ImGui::IsItemHovered() && !ui.still) {
    subject.pointed = scene.cardAt(compat::point(ImGui::GetIO().MousePos));
    subject.query = view.pointed.query;
    subject.key = view.pointed.key;
    scene = headsScene(subject, state.options, style, area);
  }
  drawOnImGui(ui, ImGui::GetWindowDrawList(), scene.drawing);
  noteForTests(ui, scene, subject, area);
  const bool enter = ImGui::IsWindowFocused() && !ImGui::GetIO().WantTextInput &&
                     ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter), false);
  if (clicked)
    open(view, *clicked);
  else if (enter)
    open(view, view.head);
  return std::nullopt;
}

std::optional<EditRequest> drawHeadsTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row) {
  // The frame's own button stands in wide bars only.
  if (row.compact()) {
    row.fromRight(buttonWidth(ui, ui.tr("tools.export")));
    if (button(ui, "export", ui.tr("tools.export"), Look::Plain, ui.tr("tools.export.tip"))) view.wantsExport = true;
  }
  if (input.headWeights.size() < 2) return std::nullopt;
  HeadsOptions& options = view.heads.options;
  std::vector<Choice> choices{{ui.tr("heads.number"), ui.tr("heads.sort.tip")}};
  int current = 0;
  const char* tips[] = {"measure.entropy.tip", "measure.effective-keys.tip", "heads.diagonal-mass.tip",
                        "heads.mean-distance.tip"};
  for (const HeadMeasureRow& measure : headMeasureRows()) {
    if (measure.order == options.order) current = static_cast<int>(choices.size());
    choices.push_back({ui.tr(measure.key), ui.tr(tips[choices.size() - 1])});
  }
  const std::string direction = options.descending ? "↓" : "↑";
  row.fromRight(ui.u(4));
  const std::string tip =
      ui.tr(options.descending ? "heads.descending" : "heads.ascending") + " · " + ui.tr("heads.direction.tip");
  if (button(ui, "heads-direction", direction, Look::Plain, tip, true, ui.u(4)))
    options.descending = !options.descending;
  row.fromRight(ui.u(19));
  if (const auto chosen = combo(ui, "heads-sort", choices, current, ui.u(19)))
    options.order = *chosen == 0 ? HeadOrder::Number : headMeasureRows()[static_cast<std::size_t>(*chosen) - 1].order;
  if (!row.hasControls()) {
    const float width = textSize(ui, ui.tr("heads.sort"), TextSize::Base).width;
    row.fromRight(width);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    textMiddle(ui, ImGui::GetWindowDrawList(), {at.x, at.y + ui.u(1.75F)}, ui.tr("heads.sort"), TextSize::Base,
               ui.palette->dim);
  }
  return std::nullopt;
}

void moveHead(const attn::Trace& all, ViewState& view, int rows, int columns) {
  const auto& order = view.heads.order;
  const auto at = std::find(order.begin(), order.end(), view.head);
  if (at == order.end() || all.heads.empty()) return;
  const auto count = static_cast<std::ptrdiff_t>(order.size());
  const std::ptrdiff_t next = at - order.begin() + rows * view.heads.columns + columns;
  if (next >= 0 && next < count) view.head = order[static_cast<std::size_t>(next)];
}

}  // namespace lab
