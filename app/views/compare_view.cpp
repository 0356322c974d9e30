#include "views/compare_view.h"

#include <algorithm>
#include <cmath>

#include "scene/compare_arithmetic.h"
#include "scene/compare_scene.h"
#include "scene/number_text.h"
#include "ui/drawing_on_imgui.h"
#include "ui/widgets.h"
#include "views/tooltip_rows.h"

namespace lab {
namespace {

const Variant* variantOf(const ViewInput& input, const CompareChoice& choice) {
  const auto found = std::find_if(input.variants.begin(), input.variants.end(), [&](const Variant& variant) {
    return sameChoice(variant.experiment, choice.experiment);
  });
  return found == input.variants.end() ? nullptr : &*found;
}

/// What there is to see of one finished result; nothing of a choice that is still being computed.
CompareSubject subjectOf(const Ui& ui, const ViewInput& input, const ViewState& view) {
  const std::vector<CompareChoice> choices = compareChoices(input.trace.experiment, view.compare.options);
  CompareSubject subject;
  subject.by = view.compare.options.by;
  subject.selected = view.selected;
  subject.differences = view.compare.options.differences;
  subject.wholeRange = view.wholeRange;
  subject.stale = input.stale;
  if (!choices.empty()) subject.reference = referenceOf(choices, view.compare.options);
  for (const CompareChoice& choice : choices) {
    CompareOutcome outcome;
    if (const Variant* variant = variantOf(input, choice))
      outcome = {variant->trace ? &*variant->trace : nullptr, variant->weights,
                 variant->error ? &*variant->error : nullptr};
    subject.columns.push_back(compareColumn(choice, outcome, subject.by, view.selected, *ui.words));
  }
  return subject;
}

void drawEmpty(Ui& ui, Rect area, attn::Entry entry) {
  const char* key = entry == attn::Entry::Weights  ? "compare.empty.weights"
                    : entry == attn::Entry::Scores ? "compare.empty.scores"
                                                   : "compare.empty.none";
  emptyState(ui, area, ui.tr(key));
  if (ui.probe != nullptr) ui.probe->note("compare.empty", area, key);
}

std::optional<Edit> useOf(const CompareColumn& column, CompareBy by, double tau) {
  if (by == CompareBy::Scores) return SetScore{column.key};
  if (by == CompareBy::Normalizers) return SetNormalizer{column.key};
  return SetTemperature{tau};
}

// ---- tooltips ----

void wrapped(Ui& ui, const std::string& text, Rgba ink) {
  if (text.empty()) return;
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ink));
  ImGui::PushTextWrapPos(ui.u(44));
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
}

void cellTip(Ui& ui, const CompareColumn& column, Cell cell) {
  const MatrixPicture& picture = column.weights->picture;
  ImGui::TextUnformatted(
      (labelWithIndex(picture.rowLabels, cell.row) + " → " + labelWithIndex(picture.columnLabels, cell.column))
          .c_str());
  wrapped(ui, column.title + (column.detail.empty() ? "" : " · " + column.detail), ui.palette->dim);
  const auto number = [&](const attn::Matrix& values) {
    return headlineText(static_cast<double>(values(cell.row, cell.column)));
  };
  drawTooltipLine(ui, ui.tr("tip.weight"), number(*picture.values));
  if (column.scores) drawTooltipLine(ui, ui.tr("tip.score"), number(*column.scores));
  if (picture.visible && !(*picture.visible)(cell.row, cell.column)) drawTooltipLine(ui, ui.tr("tip.masked"), "−∞");
  if (column.difference) drawTooltipLine(ui, ui.tr("compare.difference"), number(*column.difference->picture.values));
  if (!column.own) wrapped(ui, ui.tr("compare.use.tip"), ui.palette->dim);
}

void numberTip(Ui& ui, const CompareSubject& subject, const CompareHit& hit) {
  static constexpr const char* tips[compareNumbers] = {"measure.entropy.tip",        "measure.effective-keys.tip",
                                                       "measure.maximum.tip",        "compare.its-key.tip",
                                                       "compare.jensen-shannon.tip", "compare.kendall.tip"};
  if (hit.part == CompareHit::Part::Numbers) {
    const CompareColumn& column = subject.columns[hit.column];
    ImGui::TextUnformatted(column.title.c_str());
    for (std::size_t i = 0; i < compareNumbers; ++i)
      drawTooltipLine(ui, ui.tr(compareNumberKey(static_cast<CompareNumber>(i))),
                      compareNumberText(subject, hit.column, static_cast<CompareNumber>(i)));
  }
  if (hit.part == CompareHit::Part::Numbers)
    wrapped(ui, comparisonArithmetic(subject, hit.column, hit.number), ui.palette->accent);
  wrapped(ui, ui.tr(tips[static_cast<std::size_t>(hit.number)]), ui.palette->text);
}

void drawTip(Ui& ui, const CompareSubject& subject, const CompareHit& hit) {
  const auto item =
      static_cast<unsigned>(hit.column * 7919 + static_cast<std::size_t>(hit.query.value_or(-1)) * 104729 +
                            static_cast<std::size_t>(hit.key.value_or(-1)) * 31 + static_cast<std::size_t>(hit.number) +
                            static_cast<std::size_t>(hit.part) * 3) |
      0x40000000U;
  if (!beginTooltip(ui, true, item)) return;
  const CompareColumn& column = subject.columns[hit.column];
  switch (hit.part) {
    case CompareHit::Part::Head:
      ImGui::TextUnformatted((column.title + (column.detail.empty() ? std::string() : " · " + column.detail)).c_str());
      wrapped(ui, column.summary, ui.palette->text);
      wrapped(ui, column.error, ui.palette->bad);
      wrapped(ui, ui.tr("compare.head.tip"), ui.palette->dim);
      break;
    case CompareHit::Part::Map:
    case CompareHit::Part::Bars:
      cellTip(ui, column, {*hit.query, *hit.key});
      break;
    case CompareHit::Part::Numbers:
    case CompareHit::Part::Names:
      numberTip(ui, subject, hit);
      break;
  }
  endTooltip();
}

// ---- pointer ----

void readScroll(const Ui& ui, const CompareLayout& layout, CompareState& state) {
  const ImGuiIO& io = ImGui::GetIO();
  CompareOptions& options = state.options;
  if (ImGui::IsItemActivated())
    state.scrolling =
        layout.scrollMost > 0 && layout.scrollTrack.inset(-ui.u(0.5F)).contains(compat::point(io.MousePos));
  if (!ImGui::IsItemActive()) state.scrolling = false;
  if (state.scrolling && layout.scrollThumb.width > 0)
    options.scroll += io.MouseDelta.x * layout.scrollTrack.width / layout.scrollThumb.width;
  if (ImGui::IsItemHovered()) options.scroll -= (io.MouseWheel + io.MouseWheelH) * layout.step / 2;
  options.scroll = std::clamp(options.scroll, 0.0F, layout.scrollMost);
}

std::optional<EditRequest> readClicks(const Ui& ui, const CompareSubject& subject, const std::optional<CompareHit>& hit,
                                      const std::vector<CompareChoice>& choices, ViewState& view) {
  if (!hit || view.compare.scrolling) return std::nullopt;
  const bool cell = hit->part == CompareHit::Part::Map || hit->part == CompareHit::Part::Bars;
  if (hit->part == CompareHit::Part::Head) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (hit->part == CompareHit::Part::Map && ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0)) {
    const CompareColumn& column = subject.columns[hit->column];
    if (column.own) return std::nullopt;
    const auto edit = useOf(column, subject.by, choices[hit->column].experiment.temperature);
    if (edit) return EditRequest{*edit, true};
  }
  if (!ImGui::IsItemDeactivated()) return std::nullopt;
  const ImVec2 moved = ImGui::GetMouseDragDelta(0, 0);
  if (std::abs(moved.x) + std::abs(moved.y) >= ui.u(0.75F)) return std::nullopt;
  if (cell) view.selected = Cell{*hit->query, *hit->key};
  if (hit->part == CompareHit::Part::Head) view.compare.options.referenceKey() = subject.columns[hit->column].key;
  return std::nullopt;
}

void noteForTests(const Ui& ui, const CompareLayout& layout, const CompareSubject& subject) {
  if (ui.probe == nullptr || !ui.probe->enabled()) return;
  const auto note = [&](const std::string& name, Rect rect, const std::string& value) {
    ui.probe->note("compare." + name, rect, value);
  };
  note("columns", layout.columnsArea, std::to_string(subject.columns.size()));
  for (std::size_t i = 0; i < subject.columns.size(); ++i) {
    const CompareColumn& column = subject.columns[i];
    const CompareLayout::Column& at = layout.columns[i];
    note("head." + column.key, at.head, i == subject.reference ? "reference" : column.own ? "own" : "");
    if (!column.error.empty()) note("error." + column.key, at.map, column.error);
    for (std::size_t row = 0; row < layout.numbers.size(); ++row) {
      const CompareNumber number = layout.numbers[row];
      note(
          std::string(compareNumberKey(number)).substr(8) + "." + column.key,
          {at.numbers.x, at.numbers.y + static_cast<float>(row) * layout.rowHeight, at.numbers.width, layout.rowHeight},
          compareNumberText(subject, i, number));
    }
    const ShownMatrixPtr& shown = subject.shown(i);
    if (!shown) continue;
    const attn::Matrix& values = *shown->picture.values;
    note("map." + column.key, at.map, std::to_string(values.rows()) + "x" + std::to_string(values.cols()));
    for (attn::Index row = 0; row < std::min<attn::Index>(values.rows(), 12); ++row)
      for (attn::Index key = 0; key < std::min<attn::Index>(values.cols(), 12); ++key)
        note("cell." + column.key + "." + std::to_string(row) + "." + std::to_string(key),
             layout.cellRect(i, {row, key}), copyText(static_cast<double>(values(row, key))));
  }
}

}  // namespace

std::vector<attn::Experiment> compareVariants(const Document& document, const ViewState& view) {
  std::vector<attn::Experiment> experiments;
  for (CompareChoice& choice : compareChoices(document.experiment, view.compare.options))
    experiments.push_back(std::move(choice.experiment));
  return experiments;
}

std::optional<EditRequest> drawCompareView(Ui& ui, const ViewInput& input, ViewState& view) {
  const ImVec2 at = ImGui::GetCursorScreenPos(), size = ImGui::GetContentRegionAvail();
  if (size.x < ui.u(24) || size.y < ui.u(16)) return std::nullopt;
  const Rect area{at.x, at.y, size.x, size.y};
  CompareSubject subject = subjectOf(ui, input, view);
  if (subject.columns.empty()) {
    drawEmpty(ui, area, input.trace.experiment.entry);
    return std::nullopt;
  }
  if (view.compare.memory.compare(subject)) ui.wakeAt = ui.now;
  ImGui::InvisibleButton("compare", size);
  SceneStyle style = sceneStyle(ui);
  style.colourMap = view.colourMap;
  style.showValues = view.showValues;
  CompareLayout layout = layoutCompare(subject, view.compare.options, style, area);
  readScroll(ui, layout, view.compare);

  const bool hovered = ImGui::IsItemHovered() && !ui.still;
  CompareHover hover;
  if (hovered) hover.hit = hitCompare(layout, subject, compat::point(ImGui::GetIO().MousePos));
  if (hover.hit && hover.hit->key) view.pointed = {hover.hit->query, hover.hit->key};
  hover.query = view.pointed.query;
  hover.key = view.pointed.key;
  const auto choices = compareChoices(input.trace.experiment, view.compare.options);
  const std::optional<EditRequest> request = readClicks(ui, subject, hover.hit, choices, view);

  drawOnImGui(ui, ImGui::GetWindowDrawList(), compareDrawing(layout, subject, style, hover));
  if (hover.hit && !ImGui::IsMouseDown(0)) drawTip(ui, subject, *hover.hit);
  noteForTests(ui, layout, subject);
  return request;
}

}  // namespace lab
