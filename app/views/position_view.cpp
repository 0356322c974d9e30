#include "views/position_view.h"

#include <algorithm>
#include <cmath>

#include "attention/catalogue.h"
#include "scene/number_text.h"
#include "ui/dialog.h"
#include "ui/drawing_on_imgui.h"
#include "ui/widgets.h"
#include "views/tooltip_rows.h"
#include "views/typed_steps.h"

namespace lab {
namespace {

bool isUsed(const attn::Experiment& experiment, const std::string& scheme) {
  return experiment.position == scheme || experiment.bias.name == scheme;
}

Edit useOf(const std::string& scheme) {
  if (kindOf(scheme) == SchemeKind::Biased) return SetBias{attn::BiasSpec(scheme)};
  return SetPosition{scheme};
}

/// What was computed for the scheme and shift that are asked for now.
const Variant* variantFor(const ViewInput& input, const std::string& scheme, attn::Index shift) {
  for (const Variant& variant : input.variants)
    if (isUsed(variant.experiment, scheme) && variant.experiment.firstPosition == shift) return &variant;
  return nullptr;
}

/// The shift of what was computed last: while the slider moves it is a frame or more behind.
attn::Index shownShift(const ViewInput& input, const std::string& scheme, const PositionOptions& options) {
  if (input.variants.empty() || !isUsed(input.variants.back().experiment, scheme)) return options.shift;
  return input.variants.back().experiment.firstPosition;
}

std::string problemOf(const Ui& ui, const Variant* variant, const std::string& scheme) {
  if (variant == nullptr || !variant->error) return {};
  const attn::InputError& error = *variant->error;
  const bool ends = scheme == "learned" && error.id() == "shape" && variant->experiment.firstPosition > 0;
  return ends ? ui.tr("position.learned-ends", error.arguments()) : ui.words->error(error);
}

const attn::Trace* traceOf(const Variant* variant) {
  return variant != nullptr && variant->trace ? &*variant->trace : nullptr;
}

/// Nothing tells positions: says so, and offers all that could.
void drawNone(Ui& ui, Rect area, PositionState& state) {
  const float width = std::min(area.width - ui.u(6), ui.u(116));
  const float left = area.x + (area.width - width) / 2;
  float y = area.y + std::max(ui.u(3), area.height * 0.12F);
  const auto paragraph = [&](const std::string& what, Rgba ink) {
    ImGui::SetCursorScreenPos({left, y});
    ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ink));
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
    ImGui::TextUnformatted(what.c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
    y += ImGui::GetItemRectSize().y + ui.u(1.5F);
  };
  paragraph(ui.tr("position.none"), ui.palette->text);
  paragraph(ui.tr("position.none.look"), ui.palette->dim);
  if (ui.probe != nullptr) ui.probe->note("position.none", area, "none");
  float widest = 0;
  const std::vector<PositionScheme> schemes = positionSchemes();
  for (const PositionScheme& scheme : schemes) widest = std::max(widest, buttonWidth(ui, ui.title(scheme.title)));
  for (const PositionScheme& scheme : schemes) {
    ImGui::SetCursorScreenPos({left, y});
    if (button(ui, ("position.look." + scheme.name).c_str(), ui.title(scheme.title), Look::Plain,
               ui.title(scheme.summary), true, widest))
      state.options.scheme = scheme.name;
    const float x = left + widest + ui.u(2);
    const std::string summary = elidedTo(ui, ui.title(scheme.summary), TextSize::Small, left + width - x);
    textMiddle(ui, ImGui::GetWindowDrawList(), {x, y + ui.u(1.75F)}, summary, TextSize::Small, ui.palette->dim);
    y += ui.u(4.25F);
  }
}

// ---- what is hovered ----

double valueAt(const ShownMatrixPtr& shown, Cell cell) {
  return static_cast<double>((*shown->picture.values)(cell.row, cell.column));
}

void mapTip(Ui& ui, const ShownMatrixPtr& shown, Cell cell, const char* names) {
  const MatrixPicture& picture = shown->picture;
  ImGui::TextUnformatted(
      ui.tr(names, {{"row", elided(picture.rowLabels[static_cast<std::size_t>(cell.row)], 24)},
                    {"column", elided(picture.columnLabels[static_cast<std::size_t>(cell.column)], 24)}})
          .c_str());
  drawTooltipLine(ui, ui.tr("tip.value"), headlineText(valueAt(shown, cell)));
}

void scoresTip(Ui& ui, const PositionSubject& subject, Cell cell) {
  const PositionPictures& of = subject.pictures;
  ImGui::TextUnformatted(
      ui.tr("position.tip.pair", {{"row", elided(attn::queryLabel(subject.source.trace, cell.row), 24)},
                                  {"column", elided(attn::keyLabel(subject.source.trace, cell.column), 24)}})
          .c_str());
  drawTooltipLine(ui, ui.tr("tip.score"), headlineText(valueAt(of.unshifted, cell)));
  if (!of.shifted) return;
  drawTooltipLine(ui, ui.tr("position.from", {{"position", std::to_string(subject.source.shift)}}),
                  headlineText(valueAt(of.shifted, cell)));
  drawTooltipLine(ui, ui.tr("position.tip.difference"),
                  headlineText(valueAt(of.shifted, cell) - valueAt(of.unshifted, cell)));
}

void curveTip(Ui& ui, const PositionSubject& subject, attn::Index distance) {
  const PositionPictures& of = subject.pictures;
  ImGui::TextUnformatted(
      ui.tr("position.tip.distance", {{"distance", fixedText(static_cast<double>(distance), 0)}}).c_str());
  if (of.curves.size() > 0) {
    const attn::Index at = std::clamp<attn::Index>(distance + of.reach, 0, of.curves.cols() - 1);
    for (attn::Index head = 0; head < std::min<attn::Index>(of.curves.rows(), 8); ++head)
      drawTooltipLine(ui, ui.tr("position.head", {{"head", std::to_string(head + 1)}}),
                      headlineText(static_cast<double>(of.curves(head, at))));
    return;
  }
  const auto at = static_cast<std::size_t>(
      std::clamp<attn::Index>(distance, 0, static_cast<attn::Index>(of.byDistance.mean.size()) - 1));
  drawTooltipLine(ui, ui.tr("position.tip.product"), headlineText(of.byDistance.mean[at]));
}

void pairTip(Ui& ui, const PositionSubject& subject, attn::Index pair) {
  const PositionPictures& of = subject.pictures;
  const auto at = static_cast<std::size_t>(pair);
  const attn::Index query = subject.selected.row + subject.source.shift,
                    key = subject.selected.column + subject.source.shift;
  const double from = attn::rotaryAngles(query, of.width)[at], to = attn::rotaryAngles(key, of.width)[at];
  ImGui::TextUnformatted(
      ui.tr("position.tip.pair-of", {{"first", std::to_string(2 * pair + 1)}, {"second", std::to_string(2 * pair + 2)}})
          .c_str());
  drawTooltipLine(ui, ui.tr("position.query-at", {{"position", std::to_string(query)}}), headlineText(from) + " rad");
  drawTooltipLine(ui, ui.tr("position.key-at", {{"position", std::to_string(key)}}), headlineText(to) + " rad");
  drawTooltipLine(ui, "Δ", headlineText(to - from) + " rad");
}

void drawTip(Ui& ui, const PositionSubject& subject, const PositionHit& hit) {
  const auto part = static_cast<unsigned>(hit.part);
  const auto item =
      (static_cast<unsigned>(hit.cell.row * 4099 + hit.cell.column + hit.distance) * 8 + part) ^ 0x38000000U;
  if (!beginTooltip(ui, true, item, hit.part == PositionHit::Part::Curve ? 0 : 0.4)) return;
  const bool bias = subject.kind() == SchemeKind::Biased;
  switch (hit.part) {
    case PositionHit::Part::Table:
      mapTip(ui, subject.pictures.table, hit.cell, "position.tip.entry");
      break;
    case PositionHit::Part::Products:
      mapTip(ui, subject.pictures.products, hit.cell, bias ? "position.tip.pair" : "position.tip.positions");
      break;
    case PositionHit::Part::Scores:
      scoresTip(ui, subject, hit.cell);
      break;
    case PositionHit::Part::Curve:
      curveTip(ui, subject, hit.distance);
      break;
    case PositionHit::Part::Pair:
      pairTip(ui, subject, hit.cell.row);
      break;
  }
  endTooltip();
}

void noteForTests(const Ui& ui, const PositionLayout& layout, const PositionSubject& subject, const SceneStyle& style) {
  if (ui.probe == nullptr || !ui.probe->enabled()) return;
  ui.probe->note("position.scheme", layout.area, subject.source.scheme);
  ui.probe->note("position.shift", layout.words, std::to_string(subject.source.shift));
  ui.probe->note("position.sentence", layout.words, shiftSentence(subject, style));
  ui.probe->note("position.plot", layout.plot);
  const auto map = [&](const char* name, const std::optional<MapPanel>& panel) {
    if (!panel) return;
    ui.probe->note(name, panel->layout.clip);
    for (attn::Index row = 0; row < std::min<attn::Index>(panel->layout.rows, 6); ++row)
      for (attn::Index column = 0; column < std::min<attn::Index>(panel->layout.columns, 6); ++column)
        ui.probe->note(std::string(name) + "." + std::to_string(row) + "." + std::to_string(column),
                       panel->layout.cellRect({row, column}), copyText(valueAt(panel->matrix, {row, column})));
  };
  map("position.table", layout.table);
  map("position.products", layout.products);
  map("position.unshifted", layout.unshifted);
  map("position.shifted", layout.shifted);
}

void readKeys(const Ui& ui, PositionOptions& options) {
  options.shift = std::clamp<attn::Index>(options.shift + typedSteps(ui), 0, mostShift);
}

/// Pairs of the score maps, and of a bias, are queries and keys: they light up and are selected.
void readPointer(const PositionSubject& subject, const std::optional<PositionHit>& hit, ViewState& view) {
  if (!hit) return;
  const bool pair = hit->part == PositionHit::Part::Scores ||
                    (hit->part == PositionHit::Part::Products && subject.kind() == SchemeKind::Biased);
  if (!pair) return;
  view.pointed = {hit->cell.row, hit->cell.column};
  ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (ImGui::IsItemDeactivated()) view.selected = hit->cell;
}

}  // namespace

std::vector<attn::Experiment> positionVariants(const Document& document, const ViewState& view) {
  const PositionOptions& options = view.position.options;
  const std::string scheme = shownScheme(document.experiment, options);
  if (scheme.empty()) return {};
  std::vector<attn::Experiment> wanted = {withScheme(document.experiment, scheme, 0)};
  if (options.shift > 0) wanted.push_back(withScheme(document.experiment, scheme, options.shift));
  return wanted;
}

std::optional<EditRequest> drawPositionView(Ui& ui, const ViewInput& input, ViewState& view) {
  const ImVec2 at = ImGui::GetCursorScreenPos(), size = ImGui::GetContentRegionAvail();
  if (size.x < ui.u(24) || size.y < ui.u(24)) return std::nullopt;
  const Rect area{at.x, at.y, size.x, size.y};
  PositionState& state = view.position;
  const std::string scheme = shownScheme(input.document.experiment, state.options);
  if (scheme.empty() || input.trace.queries() == 0) {
    drawNone(ui, area, state);
    return std::nullopt;
  }
  readKeys(ui, state.options);
  const attn::Index shift = shownShift(input, scheme, state.options);
  const Variant *unshifted = variantFor(input, scheme, 0),
                *shifted = shift > 0 ? variantFor(input, scheme, shift) : nullptr;
  const PositionSource source{input.trace, scheme, view.head, shift, traceOf(unshifted), traceOf(shifted)};
  const PositionPictures& pictures = state.memory.of(source);
  Cell selected = view.selected.value_or(Cell{0, 0});
  selected = {std::min(selected.row, input.trace.queries() - 1), std::min(selected.column, input.trace.keys() - 1)};
  std::string problem = problemOf(ui, unshifted, scheme);
  if (problem.empty()) problem = problemOf(ui, shifted, scheme);
  const PositionSubject subject{source, pictures, selected, problem, input.stale};

  ImGui::InvisibleButton("position-view", size);
  const SceneStyle style = sceneStyle(ui);
  PositionLayout layout = layoutPosition(subject, style, area);
  const bool hovered = (ImGui::IsItemHovered() || ImGui::IsItemActive()) && !ui.still;
  std::optional<PositionHit> hit;
  if (hovered) hit = hitPosition(layout, subject, compat::point(ImGui::GetIO().MousePos));
  readPointer(subject, hit, view);
  // Pointed at in another part of the window: as here.
  std::optional<PositionHit> lit = hit;
  if (const auto cell = cellOf(view.pointed); cell && !hit)
    lit = PositionHit{subject.kind() == SchemeKind::Biased ? PositionHit::Part::Products : PositionHit::Part::Scores,
                      *cell};
  if (lit) layout = layoutPosition(subject, style, area, lit);
  drawOnImGui(ui, ImGui::GetWindowDrawList(), positionDrawing(layout, subject, style, lit));
  if (hit && !ImGui::IsMouseDown(0)) drawTip(ui, subject, *hit);
  noteForTests(ui, layout, subject, style);
  return std::nullopt;
}

// ---- tools ----

namespace {

void drawSchemes(Ui& ui, const attn::Experiment& experiment, PositionState& state, ToolRow& row, float width) {
  const std::string own = ownScheme(experiment), shown = shownScheme(experiment, state.options);
  const std::vector<PositionScheme> schemes = positionSchemes();
  std::vector<Choice> choices;
  if (own.empty())
    choices.push_back(
        {ui.title(attn::findRow(attn::positionCatalogue(), "none", "position").title), ui.tr("position.none.tip")});
  const std::size_t before = choices.size();
  int current = own.empty() && shown.empty() ? 0 : -1;
  for (std::size_t i = 0; i < schemes.size(); ++i) {
    std::string title = ui.title(schemes[i].title);
    if (isUsed(experiment, schemes[i].name)) title += " ✓";
    choices.push_back({title, ui.title(schemes[i].summary)});
    if (schemes[i].name == shown) current = static_cast<int>(before + i);
  }
  row.fromLeft(width);
  const auto chosen = combo(ui, "position-scheme", choices, current, width);
  if (!chosen) return;
  const auto at = static_cast<std::size_t>(*chosen);
  state.options.scheme = at < before ? std::string() : schemes[at - before].name;
  // The experiment's own is followed when the experiment changes.
  if (state.options.scheme == own) state.options.scheme.clear();
}

void drawShift(Ui& ui, PositionState& state, ToolRow& row) {
  const std::string value = std::to_string(state.options.shift);
  const float width = std::clamp(row.room() - ui.u(30), ui.u(12), ui.u(26));
  if (row.room() < width + ui.u(8)) return;
  const float number = textSize(ui, "64", TextSize::Base).width;
  row.fromRight(number);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  textMiddle(ui, ImGui::GetWindowDrawList(), {at.x + number, at.y + ui.u(1.75F)}, value, TextSize::Base,
             ui.palette->text, Align::Right);
  row.fromRight(width);
  const SliderResult moved = linearSlider(ui, "position.shift-slider", static_cast<double>(state.options.shift), 0,
                                          static_cast<double>(mostShift), 0, width, true);
  tooltip(ui, ui.tr("position.shift.tip"));
  if (moved.value) state.options.shift = static_cast<attn::Index>(std::lround(*moved.value));
  const std::string& word = ui.tr("position.shift");
  const float wide = textSize(ui, word, TextSize::Base).width;
  if (row.room() < wide + ui.u(4)) return;
  row.fromRight(wide);
  const ImVec2 left = ImGui::GetCursorScreenPos();
  textMiddle(ui, ImGui::GetWindowDrawList(), {left.x, left.y + ui.u(1.75F)}, word, TextSize::Base, ui.palette->dim);
}

}  // namespace

std::optional<EditRequest> drawPositionTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row) {
  PositionState& state = view.position;
  const attn::Experiment& experiment = input.document.experiment;
  const std::string scheme = shownScheme(experiment, state.options);
  std::optional<EditRequest> request;
  drawSchemes(ui, experiment, state, row, row.compact() ? ui.u(18) : ui.u(24));
  if (row.compact() && row.room() > ui.u(50)) {
    row.fromRight(buttonWidth(ui, ui.tr("tools.export")));
    if (button(ui, "export", ui.tr("tools.export"), Look::Plain, ui.tr("tools.export.tip"))) view.wantsExport = true;
  }
  if (scheme.empty()) return request;
  if (!isUsed(experiment, scheme)) {
    const std::string problem = problemOf(ui, variantFor(input, scheme, 0), scheme);
    row.fromLeft(buttonWidth(ui, ui.tr("position.use")));
    if (button(ui, "position.use", ui.tr("position.use"), Look::Main,
               problem.empty() ? ui.tr("position.use.tip") : problem, problem.empty())) {
      request = EditRequest{useOf(scheme), true};
      state.options.scheme = scheme;
    }
  }
  drawShift(ui, state, row);
  return request;
}

}  // namespace lab
