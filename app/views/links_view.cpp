#include "views/links_view.h"

#include <algorithm>
#include <cmath>

#include "scene/number_text.h"
#include "ui/drawing_on_imgui.h"
#include "ui/widgets.h"
#include "views/tooltip_rows.h"

namespace lab {
namespace {

/// Weights looked at in one frame: some 30 ms. What a picture is taken of is found at once.
constexpr attn::Index kMostCells = attn::Index{4096} * 4096;
constexpr float kWheelTokens = 3;
constexpr std::size_t kNotedLinks = 64;

std::vector<LinkCache::Head> shownHeads(const ViewInput& input, const ViewState& view) {
  std::vector<LinkCache::Head> heads;
  const auto count = static_cast<attn::Index>(input.headWeights.size());
  for (attn::Index head = 0; head < count; ++head) {
    const bool shown = count > 1 && view.links.options.allHeads ? !view.links.options.hiddenHeads.contains(head)
                                                                : head == std::min(view.head, count - 1);
    if (shown) heads.push_back({head, input.headWeights[static_cast<std::size_t>(head)]});
  }
  return heads;
}

/// What is pointed at: here in the last frame, or in another part of the window.
void setPointed(LinksSubject& subject, const ViewState& view) {
  const LinksHit& hover = view.links.hover;
  subject.query = view.pointed.query;
  subject.key = view.pointed.key;
  if (hover.legend) subject.head = hover.legend->head;
  if (hover.token) (hover.token->side == LinkSide::Query ? subject.query : subject.key) = hover.token->index;
  if (hover.link) {
    subject.query = hover.link->link.query;
    subject.key = hover.link->link.key;
  }
}

// ---- pointer and keyboard ----

void select(ViewState& view, const LinksHit& hit) {
  Cell cell = view.selected.value_or(Cell{0, 0});
  if (hit.token) (hit.token->side == LinkSide::Query ? cell.row : cell.column) = hit.token->index;
  if (hit.link) {
    cell = {hit.link->link.query, hit.link->link.key};
    view.head = hit.link->head;
  }
  if (hit.token || hit.link) view.selected = view.links.shownSelected = cell;
}

void clickLegend(LinksOptions& options, const LegendEntry& entry, attn::Index heads) {
  auto& hidden = options.hiddenHeads;
  if (entry.head) {
    if (hidden.erase(*entry.head) == 0) hidden.insert(*entry.head);
  } else if (!hidden.empty()) {
    hidden.clear();
  } else {
    for (attn::Index head = 0; head < heads; ++head) hidden.insert(head);
  }
}

void scroll(const LinksScene& scene, LinksOptions& options, float points) {
  options.scroll = scrolledBy(scene.geometry, options.scroll, points);
}

void readPointer(Ui& ui, const LinksScene& scene, attn::Index heads, ViewState& view) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool hovered = ImGui::IsItemHovered() && !ui.still;
  LinksOptions& options = view.links.options;
  const LinksGeometry& g = scene.geometry;
  const bool dragging = ImGui::IsItemActive() && ImGui::IsMouseDragging(0);
  view.links.hover = hovered && !dragging ? scene.hit(compat::point(io.MousePos)) : LinksHit{};
  const LinksHit& hover = view.links.hover;
  if (hover.token || hover.link || hover.legend) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (hovered && io.MouseWheel != 0 && io.KeyCtrl) options.zoom = g.zoom * std::pow(1.2F, io.MouseWheel);
  if (hovered && io.MouseWheel != 0 && !io.KeyCtrl) scroll(scene, options, -io.MouseWheel * kWheelTokens * g.pitch);
  if (dragging) scroll(scene, options, g.layout == LinksLayout::Columns ? -io.MouseDelta.y : -io.MouseDelta.x);
  if (!ImGui::IsItemDeactivated() || !hovered) return;
  const ImVec2 moved = ImGui::GetMouseDragDelta(0, 0);
  if (std::abs(moved.x) + std::abs(moved.y) >= ui.u(0.75F)) return;
  if (hover.legend)
    clickLegend(options, *hover.legend, heads);
  else
    select(view, hover);
}

void readKeys(const LinksScene& scene, LinksOptions& options) {
  if (!ImGui::IsWindowFocused() || ImGui::GetIO().WantTextInput) return;
  const auto pressed = [](ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key)); };
  const float page = 0.9F * scene.geometry.alongSize();
  if (pressed(ImGuiKey_PageDown)) scroll(scene, options, page);
  if (pressed(ImGuiKey_PageUp)) scroll(scene, options, -page);
  if (pressed(ImGuiKey_Home)) options.scroll = 0;
  if (pressed(ImGuiKey_End)) options.scroll = scene.geometry.overflow > 0 ? 1 : 0;
}

/// A selection that was made with the keyboard or elsewhere is brought onto the screen.
void followSelection(const LinksScene& scene, ViewState& view) {
  LinksState& state = view.links;
  if (view.selected == state.shownSelected || !view.selected) return;
  const std::optional<Cell> before = std::exchange(state.shownSelected, view.selected);
  const LinksGeometry& g = scene.geometry;
  const bool keyOnly = before && before->row == view.selected->row;
  state.options.scroll = keyOnly ? scrolledTo(g, state.options.scroll, LinkSide::Key, view.selected->column)
                                 : scrolledTo(g, state.options.scroll, LinkSide::Query, view.selected->row);
}

// ---- tooltips ----

unsigned tooltipItem(std::size_t kind, attn::Index a, attn::Index b) {
  return static_cast<unsigned>(kind * 40503 + static_cast<std::size_t>(a) * 7919 + static_cast<std::size_t>(b)) |
         0xC0000000U;
}

/// @param looked which of so many heads the measures are of
TooltipRows tokenRows(Ui& ui, const attn::HeadTrace& head, attn::Index query, std::size_t heads, attn::Index looked) {
  TooltipRows rows;
  if (!head.measures || query >= static_cast<attn::Index>(head.measures->size())) return rows;
  const attn::RowMeasures& row = (*head.measures)[static_cast<std::size_t>(query)];
  if (row.empty) return rows;
  if (heads > 1) rows.emplace_back(ui.tr("heads.label"), std::to_string(looked + 1));
  rows.emplace_back(ui.tr("measure.entropy"), headlineText(row.entropy));
  rows.emplace_back(ui.tr("measure.effective-keys"), headlineText(row.effectiveKeys));
  rows.emplace_back(ui.tr("measure.maximum"), headlineText(row.maximum));
  return rows;
}

/// Clear of the links: below the label in a column, outside of the rows.
TooltipPlace placeBeside(const Ui& ui, const LinkToken& token, LinksLayout layout) {
  const Rect& r = token.rect;
  const bool query = token.side == LinkSide::Query;
  if (layout == LinksLayout::Columns)
    return {{query ? r.right() : r.x, r.bottom() + ui.u(0.5F)}, {query ? 1.0F : 0.0F, 0}};
  return {{r.centre().x, query ? r.y - ui.u(0.5F) : r.bottom() + ui.u(0.5F)}, {0.5F, query ? 1.0F : 0.0F}};
}

void drawTokenTooltip(Ui& ui, const ViewInput& input, const MatrixPicture& picture, const LinkToken& token,
                      LinksLayout layout, attn::Index head) {
  const bool query = token.side == LinkSide::Query;
  if (!beginTooltip(ui, true, tooltipItem(query ? 1 : 2, token.index, 0), 0.4, placeBeside(ui, token, layout))) return;
  const auto& labels = query ? picture.rowLabels : picture.columnLabels;
  ImGui::TextUnformatted(labels[static_cast<std::size_t>(token.index)].c_str());
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui.palette->dim));
  const std::string place =
      ui.tr(query ? "links.token.query" : "links.token.key",
            {{"place", std::to_string(token.index + 1)}, {"count", std::to_string(labels.size())}});
  ImGui::TextUnformatted(place.c_str());
  ImGui::PopStyleColor();
  if (query) drawTooltipRows(ui, tokenRows(ui, input.trace.head(), token.index, input.all.heads.size(), head));
  endTooltip();
}

void drawLinkTooltip(Ui& ui, const ViewInput& input, const MatrixPicture& picture, const HeadLink& link) {
  if (!beginTooltip(ui, true, tooltipItem(static_cast<std::size_t>(link.head) + 3, link.link.query, link.link.key)))
    return;
  const std::string names =
      labelWithIndex(picture.rowLabels, link.link.query) + " → " + labelWithIndex(picture.columnLabels, link.link.key);
  ImGui::TextUnformatted(names.c_str());
  TooltipRows rows;
  if (input.all.heads.size() > 1) rows.emplace_back(ui.tr("heads.label"), std::to_string(link.head + 1));
  for (auto& row : pairRows(ui, input.all.head(link.head), {link.link.query, link.link.key}))
    rows.push_back(std::move(row));
  drawTooltipRows(ui, rows);
  endTooltip();
}

void drawTooltips(Ui& ui, const ViewInput& input, const MatrixPicture& picture, const LinksHit& hover,
                  LinksLayout layout, attn::Index head) {
  if (ImGui::IsMouseDown(0)) return;
  if (hover.token) drawTokenTooltip(ui, input, picture, *hover.token, layout, head);
  if (hover.link && hover.link->head < static_cast<attn::Index>(input.all.heads.size()))
    drawLinkTooltip(ui, input, picture, *hover.link);
  if (hover.legend && hover.legend->head && beginTooltip(ui, true, tooltipItem(99, *hover.legend->head, 0))) {
    ImGui::TextUnformatted(ui.tr("links.legend.tip").c_str());
    endTooltip();
  }
}

void noteForTests(Ui& ui, const LinksScene& scene, const LinksOptions& options, Rect area) {
  if (ui.probe == nullptr || !ui.probe->enabled()) return;
  ui.probe->note("links", area, scene.status);
  ui.probe->note("links.drawn", scene.geometry.plot, std::to_string(scene.links.size()));
  ui.probe->note("links.layout", scene.geometry.plot,
                 scene.geometry.layout == LinksLayout::Columns ? "columns" : "rows");
  for (const LinkToken& token : scene.tokens)
    ui.probe->note((token.side == LinkSide::Query ? "link-query." : "link-key.") + std::to_string(token.index),
                   token.rect);
  for (const LegendEntry& entry : scene.legend)
    ui.probe->note(entry.head ? "links.head." + std::to_string(*entry.head) : "links.every-head", entry.rect,
                   entry.head ? (options.hiddenHeads.contains(*entry.head) ? "off" : "on") : "");
  const std::size_t first = scene.links.size() - std::min(kNotedLinks, scene.links.size());
  for (std::size_t i = first; i < scene.links.size(); ++i) {
    const DrawnLink& link = scene.links[i];
    const Point middle{(link.curve.from.x + link.curve.to.x) / 2, (link.curve.from.y + link.curve.to.y) / 2};
    ui.probe->note("link." + std::to_string(link.of.head) + "." + std::to_string(link.of.link.query) + "." +
                       std::to_string(link.of.link.key),
                   {middle.x - 1, middle.y - 1, 2, 2}, copyText(static_cast<double>(link.of.link.weight)));
  }
}

}  // namespace

std::optional<EditRequest> drawLinksView(Ui& ui, const ViewInput& input, ViewState& view) {
  const ImVec2 at = ImGui::GetCursorScreenPos(), size = ImGui::GetContentRegionAvail();
  if (size.x < ui.u(8) || size.y < ui.u(8) || input.headWeights.empty()) return std::nullopt;
  const Rect area{at.x, at.y, size.x, size.y};
  ImGui::InvisibleButton("links", size);
  LinksState& state = view.links;
  LinksSubject subject;
  subject.headCount = static_cast<attn::Index>(input.headWeights.size());
  subject.links = state.cache.find(shownHeads(input, view), state.options.filter,
                                   ui.still ? kMostCells * subject.headCount : kMostCells);
  if (!state.cache.complete()) ui.wakeAt = ui.now;
  subject.weights = input.headWeights.front();
  subject.wholeRange = view.wholeRange;
  subject.selected = view.selected;
  subject.stale = input.stale;
  setPointed(subject, view);
  LinksOptions options = state.options;
  options.allHeads = options.allHeads && subject.headCount > 1;
  const auto [first, end] = linksGeometry(subject, options, sceneStyle(ui), area).seen(LinkSide::Query);
  subject.page = state.cache.page(first, end);
  const LinksScene scene = linksScene(subject, options, sceneStyle(ui), area);
  state.overflow = scene.geometry.overflow;
  state.options.zoom = scene.geometry.zoom;
  drawOnImGui(ui, ImGui::GetWindowDrawList(), scene.drawing);

  const LinksHit before = state.hover;
  readPointer(ui, scene, subject.headCount, view);
  readKeys(scene, state.options);
  followSelection(scene, view);
  const LinksHit& hover = state.hover;
  if (hover.token) (hover.token->side == LinkSide::Query ? view.pointed.query : view.pointed.key) = hover.token->index;
  if (hover.link) view.pointed = {hover.link->link.query, hover.link->link.key};
  const bool lit = before.token || before.link || before.legend, lights = hover.token || hover.link || hover.legend;
  if (lit != lights) ui.wakeAt = ui.now;
  drawTooltips(ui, input, subject.weights->picture, hover, scene.geometry.layout, view.head);
  noteForTests(ui, scene, state.options, area);
  return std::nullopt;
}

}  // namespace lab
