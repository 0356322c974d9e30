#include "panels/inspector_panel.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "attention/catalogue.h"
#include "panels/derivation_panel.h"
#include "panels/inspector_head.h"
#include "panels/number_table.h"
#include "pipeline/painted_rows.h"
#include "scene/derivation_text.h"
#include "scene/number_names.h"
#include "scene/number_text.h"

namespace lab {
namespace {

constexpr int kTableDecimals = 3;
constexpr std::size_t kDimensionsShown = 16;
constexpr std::size_t kKeysShown = 12, kKeysShownCompact = 4;

// ---- score ----

/// The widest of a derivation's labels, so that names never run into numbers.
float nameWidth(const Ui& ui, const std::vector<TableRow>& rows) {
  float widest = ui.u(5);
  for (const TableRow& row : rows) {
    const float prefix = row.prefix.empty() ? 0 : textSize(ui, row.prefix, TextSize::Small).width + ui.u(0.75F);
    widest = std::max(widest, prefix + textSize(ui, row.name, TextSize::Small).width + ui.u(1.25F));
  }
  return std::min(widest, ui.u(14));
}

TableRow valueRow(const attn::DerivationRow& source, std::size_t first, std::size_t end, const std::string& query,
                  const std::string& key) {
  using Role = attn::DerivationRow::Role;
  TableRow row;
  row.kind = source.role == Role::Products ? TableRow::Kind::Sum : TableRow::Kind::Plain;
  if (source.role == Role::Query || source.role == Role::Key) {
    row.prefix = source.label;
    row.name = source.role == Role::Query ? query : key;
  } else {
    row.name = source.label;
  }
  for (std::size_t i = first; i < std::min(end, source.values.size()); ++i)
    row.cells.push_back(fixedText(source.values[i], kTableDecimals));
  return row;
}

/// How a derivation's numbers stand in the panel: so many dimensions side by side, and the sum behind the last one
/// where there is room, else in a row of its own.
struct ScoreColumns {
  TableColumns table;
  std::size_t perBlock = 1;
  bool sumBehind = false;
};

ScoreColumns scoreColumns(const Ui& ui, const attn::ScoreDerivation& derivation, std::size_t dimensions, float name) {
  float number = 0;
  for (const attn::DerivationRow& row : derivation.rows)
    for (const double value : row.values)
      number = std::max(number, textSize(ui, fixedText(value, kTableDecimals), TextSize::Small).width);
  number += ui.u(0.375F);
  ScoreColumns columns;
  columns.table.name = name;
  const float room = ImGui::GetContentRegionAvail().x - name;
  const std::size_t fitting =
      std::min<std::size_t>({4, dimensions, static_cast<std::size_t>(std::max(1.0F, room / number))});
  const float sum = textSize(ui, "Σ " + fixedText(derivation.sum, kTableDecimals), TextSize::Small).width + ui.u();
  columns.sumBehind = room - sum >= number * static_cast<float>(fitting);
  if (columns.sumBehind) columns.table.last = std::max(sum, room / static_cast<float>(fitting + 1));
  if (columns.sumBehind && room - columns.table.last < number * static_cast<float>(fitting)) columns.table.last = sum;
  columns.table.numbers = static_cast<int>(fitting);
  columns.perBlock = fitting;
  return columns;
}

TableRow dimensionHeader(const Ui& ui, std::size_t first, std::size_t end) {
  TableRow header;
  header.kind = TableRow::Kind::Header;
  header.name = first == 0 ? ui.tr("inspector.dimension") : "";
  for (std::size_t i = first; i < end; ++i) header.cells.push_back(std::to_string(i + 1));
  return header;
}

void addSum(std::vector<TableRow>& rows, const ScoreColumns& columns, double sum) {
  const std::string text = fixedText(sum, kTableDecimals);
  if (!columns.sumBehind) {
    TableRow row;
    row.kind = TableRow::Kind::Sum;
    row.name = "Σ";
    row.cells.resize(columns.perBlock);
    row.cells.back() = text;
    row.accentCell = static_cast<int>(columns.perBlock) - 1;
    rows.push_back(row);
    return;
  }
  rows.back().cells.resize(columns.perBlock);
  rows.back().cells.push_back("Σ " + text);
  rows.back().accentCell = static_cast<int>(columns.perBlock);
}

/// The rows of the query and of the key are lit with their tokens; numbers that have a place open.
void prepareScoreRows(const Ui& ui, const attn::Trace& trace, const ViewState& view, Cell cell,
                      const attn::ScoreDerivation& derivation, std::vector<TableRow>& rows) {
  using Role = attn::DerivationRow::Role;
  for (std::size_t i = 0; i < derivation.rows.size(); ++i) {
    const Role role = derivation.rows[i].role;
    rows[i + 1].lit = (role == Role::Query && view.pointed.query == cell.row) ||
                      (role == Role::Key && view.pointed.key == cell.column);
    rows[i + 1].opens = placeInDerivation(trace, derivation.rows[i], {cell.row, cell.column}, 0).has_value();
    if (rows[i + 1].opens) rows[i + 1].tip = ui.tr("derive.open.tip");
  }
}

/// @param first dimension of the table's first column
void readScoreRows(const attn::Trace& trace, ViewState& view, Cell cell, const attn::ScoreDerivation& derivation,
                   std::size_t first, const TableResult& table) {
  using Role = attn::DerivationRow::Role;
  const auto rowAt = [&](std::optional<int> at) {
    return at && *at >= 1 && static_cast<std::size_t>(*at) <= derivation.rows.size()
               ? &derivation.rows[static_cast<std::size_t>(*at) - 1]
               : nullptr;
  };
  if (const attn::DerivationRow* row = rowAt(table.hovered)) {
    if (row->role == Role::Query) view.pointedByPanels.query = cell.row;
    if (row->role == Role::Key) view.pointedByPanels.key = cell.column;
  }
  const attn::DerivationRow* row = rowAt(table.clicked);
  const std::size_t at = first + static_cast<std::size_t>(table.cell);
  if (row == nullptr || at >= row->values.size()) return;
  if (const auto place = placeInDerivation(trace, *row, {cell.row, cell.column}, static_cast<attn::Index>(at)))
    openNumber(view, *place);
}

void drawScoreTable(Ui& ui, const attn::Trace& trace, ViewState& view, Cell cell,
                    const attn::ScoreDerivation& derivation, InspectorState& state) {
  const std::string query = queryLabel(trace, cell.row), key = keyLabel(trace, cell.column);
  std::size_t dimensions = 0;
  for (const attn::DerivationRow& row : derivation.rows) dimensions = std::max(dimensions, row.values.size());
  const std::size_t shown = state.allDimensions ? dimensions : std::min(dimensions, kDimensionsShown);
  std::vector<TableRow> names = {dimensionHeader(ui, 0, 0)};
  for (const attn::DerivationRow& row : derivation.rows) names.push_back(valueRow(row, 0, 0, query, key));
  const ScoreColumns columns = scoreColumns(ui, derivation, dimensions, nameWidth(ui, names));
  for (std::size_t first = 0; first < shown; first += columns.perBlock) {
    const std::size_t end = std::min(first + columns.perBlock, shown);
    std::vector<TableRow> rows = {dimensionHeader(ui, first, end)};
    for (const attn::DerivationRow& source : derivation.rows) rows.push_back(valueRow(source, first, end, query, key));
    if (end == dimensions) addSum(rows, columns, derivation.sum);
    prepareScoreRows(ui, trace, view, cell, derivation, rows);
    const std::string name = "score-table." + std::to_string(first / columns.perBlock);
    readScoreRows(trace, view, cell, derivation, first, drawTable(ui, name.c_str(), columns.table, rows));
  }
  if (dimensions > kDimensionsShown) {
    const std::string label = state.allDimensions
                                  ? ui.tr("inspector.fewer-dimensions")
                                  : ui.tr("inspector.more-dimensions", {{"count", std::to_string(dimensions - shown)}});
    if (button(ui, "more-dimensions", label, Look::Flat)) state.allDimensions = !state.allDimensions;
  }
}

/// Opens the derivation of a number under its section.
void drawOpen(Ui& ui, const char* name, ViewState& view, const attn::NumberPlace& place) {
  if (button(ui, name, ui.tr("derive.open"), Look::Flat, ui.tr("derive.open.tip"))) openNumber(view, place);
}

void drawScoreSection(Ui& ui, const attn::Trace& trace, ViewState& view, Cell cell, InspectorState& state) {
  if (!attn::hasDerivation(trace)) return;
  const float score = (*trace.head().scores)(cell.row, cell.column);
  if (!foldingSection(ui, "inspector.score", ui.tr("inspector.score"), headlineText(score), state.score)) return;
  const attn::ScoreRow& row = attn::findRow(attn::scoreCatalogue(), trace.experiment.score, "score");
  const attn::ScoreDerivation derivation = attn::explainScore(trace, 0, cell.row, cell.column);
  drawScoreTable(ui, trace, view, cell, derivation, state);
  space(ui.u(0.5F));
  const std::string line = scoreLine(row, derivation);
  if (ui.probe != nullptr) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ui.probe->note("score-line", {at.x, at.y, ImGui::GetContentRegionAvail().x, ui.u(4)}, line);
  }
  formulaLine(ui, line, ImGui::GetContentRegionAvail().x);
  if (!ui.low) drawOpen(ui, "open-score", view, {attn::NumberKind::Score, cell.row, cell.column});
}

// ---- weights ----

/// At the start of a heading: "Softmax". Only Latin letters have two cases here.
std::string capitalized(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

/// The keys in the order the table shows them: as in the sentence if all fit, else the heaviest first.
std::vector<attn::Index> shownKeys(const attn::Trace& trace, Cell cell, std::size_t most) {
  std::vector<attn::Index> keys(static_cast<std::size_t>(trace.keys()));
  std::iota(keys.begin(), keys.end(), 0);
  if (keys.size() <= most) return keys;
  const auto weight = [&](attn::Index key) {
    const float w = (*trace.head().weights)(cell.row, key);
    return std::isnan(w) ? -1.0F : w;
  };
  std::partial_sort(
      keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(most), keys.end(),
      [&](attn::Index a, attn::Index b) { return weight(a) != weight(b) ? weight(a) > weight(b) : a < b; });
  keys.resize(most);
  // The selected key is what the reader looks at: it is always among them.
  if (std::find(keys.begin(), keys.end(), cell.column) == keys.end()) keys.back() = cell.column;
  return keys;
}

TableRow weightRow(const attn::Trace& trace, Cell cell, attn::Index key, const std::vector<attn::WeightStep>& steps,
                   double largest) {
  TableRow row;
  row.kind = key == cell.column ? TableRow::Kind::Selected : TableRow::Kind::Plain;
  row.name = keyLabel(trace, key);
  const bool visible = (*trace.head().visible)(cell.row, key);
  row.dim = !visible;
  for (const attn::WeightStep& step : steps) {
    const double value = step.values[static_cast<std::size_t>(key)];
    const int decimals = &step == &steps.back() ? tableDecimals(largest) : kTableDecimals;
    row.cells.push_back(!visible && std::isnan(value) ? "–" : fixedText(value, decimals));
  }
  if (!visible) row.cells.back() = "0";
  const double weight = (*trace.head().weights)(cell.row, key);
  if (visible && largest > 0 && weight >= 0) row.bar = weight / largest;
  return row;
}

std::vector<TableRow> weightRows(const Ui& ui, const attn::Trace& trace, Cell cell,
                                 const std::vector<attn::WeightStep>& steps, const std::vector<attn::Index>& keys) {
  std::vector<TableRow> rows;
  TableRow header;
  header.kind = TableRow::Kind::Header;
  header.name = ui.tr("inspector.key");
  for (const attn::WeightStep& step : steps) header.cells.push_back(step.label);
  rows.push_back(header);
  const double largest = (*trace.head().measures)[static_cast<std::size_t>(cell.row)].maximum;
  double shownSum = 0;
  for (const attn::Index key : keys) {
    rows.push_back(weightRow(trace, cell, key, steps, largest));
    shownSum += (*trace.head().weights)(cell.row, key);
  }
  const auto hidden = static_cast<std::size_t>(trace.keys()) - keys.size();
  if (hidden > 0) {
    TableRow more;
    more.name = ui.tr("inspector.more-keys", {{"count", std::to_string(hidden)}});
    more.dim = true;
    more.cells.resize(steps.size());
    more.cells.back() = fixedText(steps.back().sum - shownSum, kTableDecimals);
    rows.push_back(more);
  }
  TableRow sum;
  sum.kind = TableRow::Kind::Sum;
  sum.name = "Σ";
  for (const attn::WeightStep& step : steps)
    sum.cells.push_back(step.summed ? fixedText(step.sum, kTableDecimals) : "");
  rows.push_back(sum);
  return rows;
}

/// Leaves out steps between the score and the weight where even the numbers do not fit.
/// @param first of the cells, the one to leave out first
void dropSteps(const Ui& ui, std::vector<TableRow>& rows, std::size_t first) {
  const auto needed = [&] {
    float width = ui.u(5);
    for (std::size_t i = 0; i < rows.front().cells.size(); ++i) {
      float widest = 0;
      for (const TableRow& row : rows) widest = std::max(widest, textSize(ui, row.cells[i], TextSize::Small).width);
      width += widest + ui.u(0.625F);
    }
    return width;
  };
  while (rows.front().cells.size() > 2 && needed() > ImGui::GetContentRegionAvail().x)
    for (TableRow& row : rows)
      row.cells.erase(row.cells.begin() + static_cast<std::ptrdiff_t>(std::min(first, row.cells.size() - 2)));
}

/// Numbers take what they need and share what the names leave over.
TableColumns weightColumns(const Ui& ui, const std::vector<TableRow>& rows, float bar) {
  TableColumns columns;
  columns.bar = bar;
  columns.numbers = static_cast<int>(rows.front().cells.size());
  columns.widths.assign(rows.front().cells.size(), 0);
  float name = ui.u(5);
  for (const TableRow& row : rows) {
    const bool overflows = !row.cells.empty() && row.cells.front().empty();
    if (!overflows) name = std::max(name, textSize(ui, row.name, TextSize::Small).width + ui.u(1.125F));
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      columns.widths[i] = std::max(columns.widths[i], textSize(ui, row.cells[i], TextSize::Small).width + ui.u(0.625F));
  }
  float numbers = 0;
  for (const float width : columns.widths) numbers += width;
  // In a narrow panel the names matter more than the bars.
  if (ImGui::GetContentRegionAvail().x - bar - numbers < ui.u(6)) columns.bar = 0;
  const float room = ImGui::GetContentRegionAvail().x - columns.bar - numbers;
  columns.name = std::clamp(name, ui.u(5), std::max(ui.u(5), room));
  const float spare = std::max(0.0F, room - columns.name) / static_cast<float>(columns.numbers);
  for (float& width : columns.widths) width += spare;
  return columns;
}

void drawWeightSection(Ui& ui, const attn::Trace& trace, ViewState& view, InspectorState& state, bool compact) {
  const Cell cell = *view.selected;
  const attn::NormalizerRow& row =
      attn::findRow(attn::normalizerCatalogue(), trace.experiment.normalizer, "normalizer");
  const bool painted = attn::isPainted(trace, 0, cell.row);
  const std::string heading = capitalized(
      ui.tr(painted ? "inspector.row-painted" : "inspector.row",
            {{"normalizer", ui.title(row.title)}, {"query", elided(visibleText(queryLabel(trace, cell.row)), 16)}}));
  if (!foldingSection(ui, "inspector.weights", heading, headlineText((*trace.head().weights)(cell.row, cell.column)),
                      state.weights))
    return;
  const std::vector<attn::WeightStep> steps = attn::explainWeights(trace, 0, cell.row);
  if (steps.empty()) return;  // bare weights: nothing was computed
  const std::vector<attn::Index> keys = shownKeys(trace, cell,
                                                  state.allKeys ? 64
                                                  : compact     ? kKeysShownCompact
                                                                : kKeysShown);
  std::vector<TableRow> rows = weightRows(ui, trace, cell, steps, keys);
  // The division by τ = 1 says nothing; another one is what the reader looks for.
  dropSteps(ui, rows, trace.experiment.temperature == 1 ? 1 : 2);
  const TableColumns columns = weightColumns(ui, rows, compact && ui.projector() ? 0 : ui.u(4.5F));
  for (std::size_t i = 0; i < keys.size(); ++i) rows[i + 1].lit = view.pointed.key == keys[i];
  const TableResult table = drawTable(ui, "weight-table", columns, rows, true);
  const auto keyOf = [&](int at) -> std::optional<attn::Index> {
    return at >= 1 && static_cast<std::size_t>(at) <= keys.size()
               ? std::optional(keys[static_cast<std::size_t>(at) - 1])
               : std::nullopt;
  };
  if (table.hovered) view.pointedByPanels.key = keyOf(*table.hovered);
  if (!ui.low) drawOpen(ui, "open-weight", view, {attn::NumberKind::Weight, cell.row, cell.column});
  if (!table.clicked) return;
  if (const auto key = keyOf(*table.clicked))
    view.selected = Cell{cell.row, *key};
  else
    state.allKeys = !state.allKeys;
}

// ---- context and measures ----

void drawContextSection(Ui& ui, const attn::Trace& trace, ViewState& view, Cell cell, InspectorState& state,
                        bool compact) {
  if (!trace.head().context) return;
  const attn::Index width = trace.head().context->cols();
  std::string first;
  if (compact && width > 0)
    first = fixedText((*trace.head().context)(cell.row, 0), kTableDecimals) + (width > 1 ? " …" : "");
  bool& open = compact ? state.compactContext : state.context;
  if (!foldingSection(ui, "inspector.context", ui.tr("inspector.context"), open ? "" : first, open)) return;
  TableColumns columns;
  columns.name = ui.u(7);
  const float numberWidth = textSize(ui, "−0.000", TextSize::Small).width + ui.u();
  const auto perRow = std::clamp<attn::Index>(
      static_cast<attn::Index>((ImGui::GetContentRegionAvail().x - columns.name) / numberWidth), 1, 4);
  columns.numbers = static_cast<int>(perRow);
  const attn::Index shown = state.allDimensions ? width : std::min<attn::Index>(width, kDimensionsShown);
  std::vector<TableRow> rows;
  for (attn::Index at = 0; at < shown; at += perRow) {
    TableRow row;
    row.name = at == 0 ? "Σ p v" : "";
    row.opens = true;
    row.tip = ui.tr("derive.open.tip");
    for (attn::Index i = at; i < std::min(at + perRow, shown); ++i)
      row.cells.push_back(fixedText((*trace.head().context)(cell.row, i), kTableDecimals));
    rows.push_back(row);
  }
  const TableResult table = drawTable(ui, "context-table", columns, rows);
  if (table.clicked) openNumber(view, {attn::NumberKind::Context, cell.row, *table.clicked * perRow + table.cell});
}

/// @param key of the measure's name; its explanation is `<key>.tip`
TableRow measureRow(const Ui& ui, const std::string& key, std::string value, std::string side) {
  TableRow row;
  row.name = ui.tr(key);
  row.tip = ui.tr(key + ".tip");
  row.cells = {std::move(value), std::move(side)};
  return row;
}

void drawMeasures(Ui& ui, const attn::Trace& trace, ViewState& view, Cell cell, InspectorState& state, bool compact) {
  const attn::RowMeasures& measures = (*trace.head().measures)[static_cast<std::size_t>(cell.row)];
  const std::string count = std::to_string(trace.head().visible->row(cell.row).count());
  if (measures.empty || measures.undefined) {
    rule(ui);
    fieldMessage(
        ui, measures.empty ? "!" : "✗",
        ui.tr(measures.empty ? "inspector.empty-row" : "inspector.nan-row", {{"row", std::to_string(cell.row + 1)}}),
        measures.empty ? ui.palette->warn : ui.palette->bad);
    return;
  }
  const std::string effective =
      std::isnan(measures.effectiveKeys) ? "–" : fixedText(measures.effectiveKeys, kTableDecimals);
  bool& open = compact ? state.compactMeasures : state.measures;
  const std::string heading = capitalized(ui.tr(compact && !open ? "measure.effective-keys" : "inspector.measures"));
  const std::string result = open ? "" : ui.tr("measure.of-keys", {{"value", effective}, {"count", count}});
  const bool shown = foldingSection(ui, "inspector.measures", heading, result, open);
  if (!shown) tooltip(ui, ui.tr("measure.effective-keys.tip"));
  if (!shown) return;
  // A row with negative weights (ratio) has no entropy.
  const bool distribution = !std::isnan(measures.entropy);
  const auto measured = [&](const char* key, double value) {
    return distribution ? ui.tr(key, {{"value", fixedText(value, kTableDecimals)}}) : std::string("–");
  };
  std::vector<TableRow> rows = {
      measureRow(ui, "measure.entropy", measured("measure.nats", measures.entropy),
                 measured("measure.bits", measures.entropy / std::numbers::ln2)),
      measureRow(ui, "measure.effective-keys", distribution ? effective : "–", ui.tr("measure.of", {{"count", count}})),
      measureRow(
          ui, "measure.maximum", fixedText(measures.maximum, tableDecimals(measures.maximum)),
          measures.maximumAt >= 0 ? elidedTo(ui, keyLabel(trace, measures.maximumAt), TextSize::Small, ui.u(12)) : "")};
  TableColumns columns;
  columns.name = ui.u(14);
  columns.numbers = 2;
  constexpr int kMaximum = 2;
  const bool has = measures.maximumAt >= 0;
  rows[kMaximum].lit = has && view.pointed.key == measures.maximumAt;
  const TableResult table = drawTable(ui, "measure-table", columns, rows, distribution);
  if (has && table.hovered == kMaximum) view.pointedByPanels.key = measures.maximumAt;
  if (table.clicked) state.measure = state.measure == *table.clicked || *table.clicked > 1 ? -1 : *table.clicked;
  if (!distribution || state.measure < 0) return;
  space(ui.u(0.5F));
  if (state.measure == 0)
    drawArithmetic(ui, "H", entropyArithmetic(trace, 0, cell.row, kTableDecimals), "measure-line");
  else
    drawArithmetic(ui, "e^{H}", effectiveKeysArithmetic(trace, 0, cell.row, kTableDecimals), "measure-line");
}

}  // namespace

void drawInspectorPanel(Ui& ui, const attn::Trace& trace, const attn::Trace& all, ViewState& view,
                        InspectorState& state, bool compact) {
  if (!trace.head().weights || trace.head().weights->size() == 0) return;
  if (!view.selected || view.selected->row >= trace.queries() || view.selected->column >= trace.keys()) {
    space(ui.u(2));
    note(ui, ui.tr("inspector.nothing-selected"), ui.palette->dim);
    return;
  }
  const Cell cell = *view.selected;
  rule(ui);
  if (!view.opened.empty()) {
    drawDerivation(ui, all, view, state.allNumbers);
    space(ui.u(2));
    return;
  }
  drawInspectorHead(ui, trace, view, cell);
  drawScoreSection(ui, trace, view, cell, state);
  drawWeightSection(ui, trace, view, state, compact);
  drawContextSection(ui, trace, view, cell, state, compact);
  drawMeasures(ui, trace, view, cell, state, compact);
  space(ui.u(2));
}

}  // namespace lab
