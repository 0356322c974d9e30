#include <algorithm>
#include <cmath>

#include "scene/compare_scene.h"
#include "scene/round_axis.h"
#include "scene/shared_range.h"
#include "scene/text_width.h"

namespace lab {

namespace {

constexpr float kHeadPad = 1, kNumbersPad = 1.5F;  // in units

/// The sizes that are the same in every column.
struct Extent {
  attn::Index rows = 1, keys = 1;  ///< the most of any map
};

Extent extentOf(const CompareSubject& subject) {
  Extent extent;
  for (const CompareColumn& column : subject.columns) {
    if (!column.weights) continue;
    extent.rows = std::max(extent.rows, column.weights->picture.values->rows());
    extent.keys = std::max(extent.keys, column.weights->picture.values->cols());
  }
  return extent;
}

/// The widest of the names at the left.
float namesWidth(const SceneStyle& style) {
  float width = 0;
  for (std::size_t i = 0; i < compareNumbers; ++i)
    width = std::max(width, style.width(style.tr(compareNumberKey(static_cast<CompareNumber>(i))), TextSize::Small));
  for (const char* key : {"compare.rows", "compare.columns"})
    width = std::max(width, style.width(style.tr(key), TextSize::Small));
  return width + style.u(4);
}

float longestLabel(const CompareSubject& subject, const SceneStyle& style, Extent extent) {
  float longest = 0;
  for (const CompareColumn& column : subject.columns) {
    if (!column.weights || column.weights->picture.values->cols() != extent.keys) continue;
    const auto& labels = column.weights->picture.columnLabels;
    // Of thousands of labels a few hundred tell how long they are.
    const std::size_t every = 1 + labels.size() / 256;
    for (std::size_t i = 0; i < labels.size(); i += every)
      longest = std::max(longest, style.width(elided(labels[i], 12), TextSize::Small));
    break;
  }
  return longest;
}

ValueRange barRangeOf(const CompareSubject& subject) {
  double low = 0, high = 0;
  for (std::size_t i = 0; i < subject.columns.size(); ++i) {
    const ShownMatrixPtr& matrix = subject.shown(i);
    if (!matrix || !subject.selected || subject.selected->row >= matrix->picture.values->rows()) continue;
    for (const float value : matrix->picture.values->row(subject.selected->row)) {
      if (!std::isfinite(value)) continue;
      low = std::min(low, static_cast<double>(value));
      high = std::max(high, static_cast<double>(value));
    }
  }
  if (subject.differences) {
    const double end = roundEnd(std::max(high, -low));
    return {-end, end};
  }
  return {low < 0 ? -roundEnd(-low) : 0, roundEnd(high)};
}

ValueRange mapRangeOf(const CompareSubject& subject) {
  if (!subject.differences) {
    std::vector<ShownMatrixPtr> weights;
    for (const CompareColumn& column : subject.columns)
      if (column.weights) weights.push_back(column.weights);
    return subject.wholeRange || weights.empty() ? ValueRange{0, 1} : sharedRange(weights);
  }
  double end = 0;
  for (const CompareColumn& column : subject.columns) end = std::max(end, column.largestDifference);
  if (end == 0) end = 1;
  return {-end, end};
}

/// The widest number beside the colour bar.
float tickWidth(ValueRange range, const SceneStyle& style) {
  const Ticks ticks = roundTicks(range);
  float widest = 0;
  for (const double tick : ticks.values) widest = std::max(widest, style.width(tickText(ticks, tick), TextSize::Small));
  return widest;
}

struct Heights {
  float head, formula, map, bars, labels, row;
  std::size_t rows;
  bool note;
};

/// Shares the height: what can be missed goes first where it is low, what is left is the maps'.
Heights shareHeight(const SceneStyle& style, float height, float head, float labels, float scroll) {
  const auto u = [&](float units) { return style.u(units); };
  Heights h{head, u(7), 0, u(14), std::min(labels, u(9)), u(3.5F), compareNumbers, true};
  const auto rest = [&] {
    return height - u(kHeadPad) - h.head - h.formula - u(1) - u(3.25F) - h.bars - u(0.75F) - h.labels - u(kNumbersPad) -
           static_cast<float>(h.rows) * h.row - (h.note ? u(4) : u(1)) - scroll;
  };
  if (rest() < u(16)) h.bars = u(10);
  if (rest() < u(16)) h.row = u(2.75F);
  if (rest() < u(14)) h.note = false;
  if (rest() < u(14)) h.formula = u(5.5F);
  if (rest() < u(11)) h.formula = 0;
  if (rest() < u(11)) h.bars = u(7);
  if (rest() < u(11)) h.labels = std::min(h.labels, u(6));
  // What the bars show anyway.
  if (rest() < u(9)) h.rows = compareNumbers - 2;
  if (rest() < u(6)) h.labels = std::min(h.labels, u(4.5F));
  if (rest() < u(4)) h.bars = u(5);
  // Of the numbers at least those that compare stay: entropy, divergence and order.
  while (rest() < u(4) && h.rows > 2) --h.rows;
  h.map = std::max(u(4), rest());
  return h;
}

bool detailsFit(const CompareSubject& subject, const SceneStyle& style, float width) {
  return std::all_of(subject.columns.begin(), subject.columns.end(), [&](const CompareColumn& column) {
    const std::size_t i = static_cast<std::size_t>(&column - subject.columns.data());
    const std::string reference = i == subject.reference ? " · " + style.tr("compare.reference") : "";
    return style.width(column.title, TextSize::Base) +
               style.width(" · " + column.detail + reference, TextSize::Small) <=
           width;
  });
}

void placeColumns(CompareLayout& out, const CompareSubject& subject, const SceneStyle& style, const Heights& h,
                  float scroll) {
  const float top = out.area.y + style.u(kHeadPad);
  const float mapTop = top + h.head + h.formula + style.u(1);
  const Extent extent = extentOf(subject);
  // The same height for all, so that bars and numbers stand in one line.
  const float mapHeight = std::max(out.cell * static_cast<float>(extent.rows), style.u(2));
  const float barsTop = mapTop + mapHeight + style.u(3.25F);
  const float numbersTop = barsTop + h.bars + style.u(0.75F) + h.labels + style.u(kNumbersPad);
  for (std::size_t i = 0; i < subject.columns.size(); ++i) {
    const float x = out.columnsArea.x + static_cast<float>(i) * out.step - scroll;
    CompareLayout::Column column;
    column.head = {x, top, out.step - style.u(1.5F), h.head + h.formula};
    column.map = {x, mapTop, 0, 0};
    if (const ShownMatrixPtr& matrix = subject.columns[i].weights) {
      column.map.width = out.cell * static_cast<float>(matrix->picture.values->cols()) - out.gap;
      column.map.height = out.cell * static_cast<float>(matrix->picture.values->rows()) - out.gap;
    }
    column.bars = {x, barsTop, out.cell * static_cast<float>(extent.keys) - out.gap, h.bars};
    column.numbers = {x, numbersTop, out.step - style.u(1.5F), static_cast<float>(h.rows) * h.row};
    out.columns.push_back(column);
  }
  const float numbersEnd = numbersTop + static_cast<float>(h.rows) * h.row;
  if (h.note)
    out.note = Rect{out.area.x + style.u(2), numbersEnd + style.u(0.5F), out.area.width - style.u(4), style.u(3)};
  const float lastRight = out.columns.back().bars.right();
  out.bar = {std::min(lastRight, out.columnsArea.right()) + style.u(2), mapTop, style.metrics.base * 0.75F, mapHeight};
}

void placeScroll(CompareLayout& out, const SceneStyle& style, float content, float scroll) {
  const Rect& view = out.columnsArea;
  out.scrollTrack = {view.x, out.area.bottom() - style.u(1.5F), view.width, style.u(1)};
  const float width = view.width * view.width / content;
  out.scrollThumb = {view.x + (view.width - width) * scroll / out.scrollMost, out.scrollTrack.y, width, style.u(1)};
}

/// The pitch of a cell: as large as width and height allow; whole points where a part of one would show.
float pitchFor(float width, float height, Extent extent, const SceneStyle& style) {
  const float pitch = std::min(
      {width / static_cast<float>(extent.keys), height / static_cast<float>(extent.rows), 6.5F * style.metrics.base});
  return pitch >= 3 ? std::floor(pitch) : pitch;
}

}  // namespace

CompareLayout layoutCompare(const CompareSubject& subject, const CompareOptions& options, const SceneStyle& style,
                            Rect area) {
  CompareLayout out;
  out.area = area;
  if (subject.columns.empty()) return out;
  const auto count = static_cast<float>(subject.columns.size());
  const Extent extent = extentOf(subject);
  out.mapRange = mapRangeOf(subject);
  out.barRange = barRangeOf(subject);
  const float barRoom =
      std::max(style.u(8), style.u(3.75F) + style.metrics.base * 0.75F + tickWidth(out.mapRange, style));
  const float least = style.u(style.metrics.projector ? 13 : 15);
  const float left = area.x + style.u(2) + namesWidth(style);
  out.columnsArea = {left, area.y, std::max(style.u(10), area.right() - barRoom - left), area.height};
  out.columnsClip = {left - style.u(0.75F), area.y, out.columnsArea.width + style.u(1.5F), area.height};
  const bool scrolls = least * count > out.columnsArea.width;
  out.step = std::max(least, out.columnsArea.width / count);
  out.labelWidth = longestLabel(subject, style, extent);
  out.twoLines = !detailsFit(subject, style, std::min(out.step, style.u(26)) - style.u(1.5F));
  const float head = style.u(out.twoLines ? 5 : 2.75F);
  const Heights h = shareHeight(style, area.height, head, out.labelWidth, scrolls ? style.u(2) : 0);
  out.cell = pitchFor(out.step - style.u(1.5F), h.map, extent, style);
  out.gap = out.cell >= 12 ? 1 : 0;
  // Few columns stand together instead of far apart.
  const float wide = std::max(out.cell * static_cast<float>(extent.keys) + style.u(2), style.u(26));
  if (!scrolls) out.step = std::min(out.step, std::floor(wide));
  out.formulaHeight = h.formula;
  out.labelsHeight = h.labels;
  out.everyLabel = out.cell >= 0.78F * style.metrics.fontSize(TextSize::Small);
  out.rowHeight = h.row;
  for (std::size_t i = 0; i < compareNumbers; ++i) {
    const auto number = static_cast<CompareNumber>(i);
    const bool inBars = number == CompareNumber::EffectiveKeys || number == CompareNumber::Largest;
    const bool first = number == CompareNumber::ItsKey || number == CompareNumber::Entropy;
    const std::size_t kept = number == CompareNumber::ItsKey ? 4 : 3;  // rows with which it is still there
    if (h.rows == compareNumbers || (!inBars && (!first || h.rows >= kept))) out.numbers.push_back(number);
  }
  out.scrollMost = scrolls ? std::max(0.0F, out.step * count - style.u(1.5F) - out.columnsArea.width) : 0;
  const float scroll = std::clamp(options.scroll, 0.0F, out.scrollMost);
  placeColumns(out, subject, style, h, scroll);
  if (out.scrollMost > 0) placeScroll(out, style, out.step * count - style.u(1.5F), scroll);
  return out;
}

Rect CompareLayout::cellRect(std::size_t column, Cell at) const {
  const Rect& map = columns[column].map;
  return {map.x + static_cast<float>(at.column) * cell, map.y + static_cast<float>(at.row) * cell, cell - gap,
          cell - gap};
}

float CompareLayout::barY(std::size_t column, double value) const {
  const Rect& bars = columns[column].bars;
  const double share = std::clamp((value - barRange.low) / (barRange.high - barRange.low), 0.0, 1.0);
  return bars.bottom() - static_cast<float>(share) * bars.height;
}

Rect CompareLayout::barRect(std::size_t column, attn::Index key, double value) const {
  const float zero = barY(column, 0), end = barY(column, value);
  const float inset = cell >= 8 ? 1.0F : 0.0F;
  const float x = columns[column].bars.x + static_cast<float>(key) * cell + inset;
  return {x, std::min(zero, end), std::max(0.5F, cell - gap - 2 * inset), std::abs(zero - end)};
}

std::optional<CompareHit> hitCompare(const CompareLayout& layout, const CompareSubject& subject, Point pointer) {
  if (layout.columns.empty() || !layout.area.contains(pointer)) return std::nullopt;
  const auto numberAt = [&](float y) {
    const float row = std::floor((y - layout.columns[0].numbers.y) / layout.rowHeight);
    return layout
        .numbers[static_cast<std::size_t>(std::clamp(row, 0.0F, static_cast<float>(layout.numbers.size() - 1)))];
  };
  const Rect& numbers = layout.columns[0].numbers;
  const bool atNumbers = pointer.y >= numbers.y && pointer.y < numbers.bottom();
  if (!layout.columnsArea.contains(pointer)) {
    if (!atNumbers || pointer.x >= layout.columnsArea.x) return std::nullopt;
    return CompareHit{CompareHit::Part::Names, 0, std::nullopt, std::nullopt, numberAt(pointer.y)};
  }
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    const CompareLayout::Column& column = layout.columns[i];
    CompareHit hit;
    hit.column = i;
    if (column.head.contains(pointer)) return hit;
    if (column.numbers.contains(pointer)) {
      hit.part = CompareHit::Part::Numbers;
      hit.number = numberAt(pointer.y);
      return hit;
    }
    if (!subject.columns[i].weights) continue;
    const attn::Matrix& values = *subject.columns[i].weights->picture.values;
    const auto keyAt = [&](float x) {
      return std::min(static_cast<attn::Index>((x - column.map.x) / layout.cell), values.cols() - 1);
    };
    if (column.map.contains(pointer)) {
      hit.part = CompareHit::Part::Map;
      hit.query = std::min(static_cast<attn::Index>((pointer.y - column.map.y) / layout.cell), values.rows() - 1);
      hit.key = keyAt(pointer.x);
      return hit;
    }
    Rect bars = column.bars;
    bars.width = column.map.width;
    bars.height += layout.labelsHeight;
    if (bars.contains(pointer) && subject.selected && subject.selected->row < values.rows()) {
      hit.part = CompareHit::Part::Bars;
      hit.query = subject.selected->row;
      hit.key = keyAt(pointer.x);
      return hit;
    }
  }
  return std::nullopt;
}

}  // namespace lab
