#include <algorithm>
#include <cmath>

#include "scene/heatmap_room.h"
#include "scene/number_text.h"
#include "scene/text_width.h"

namespace lab {

namespace {

/// Where tokens stand along one axis: positions are of the axis, not of the page.
struct Axis {
  const std::vector<std::string>& labels;
  attn::Index first, end;
  float mapStart, clipStart, clipEnd;
  std::optional<attn::Index> hovered, selected;
};

/// The rows of the map, and its columns.
Axis rowAxis(const HeatmapRoom& room, const HeatmapLayout& layout) {
  const auto rowOf = [](const std::optional<Cell>& cell) { return cell ? std::optional(cell->row) : std::nullopt; };
  return {room.picture.rowLabels,
          layout.firstRow,
          layout.endRow,
          layout.map.y,
          layout.clip.y,
          layout.clip.bottom(),
          rowOf(room.options.hover),
          rowOf(room.options.selected)};
}
Axis columnAxis(const HeatmapRoom& room, const HeatmapLayout& layout) {
  const auto columnOf = [](const std::optional<Cell>& c) { return c ? std::optional(c->column) : std::nullopt; };
  return {room.picture.columnLabels,
          layout.firstColumn,
          layout.endColumn,
          layout.map.x,
          layout.clip.x,
          layout.clip.right(),
          columnOf(room.options.hover),
          columnOf(room.options.selected)};
}

/// `text`, elided to the most columns that are no wider than `width`; at least "…".
std::string fitted(const HeatmapRoom& room, const std::string& text, TextSize size, float width) {
  if (room.measure(text, size).width <= width) return text;
  std::string longest = elided(text, 1);
  int fits = 1, tooWide = columnsOf(text);
  while (fits + 1 < tooWide) {
    const int columns = fits + (tooWide - fits) / 2;
    std::string shorter = elided(text, columns);
    if (room.measure(shorter, size).width <= width) {
      fits = columns;
      longest = std::move(shorter);
    } else {
      tooWide = columns;
    }
  }
  return longest;
}

SceneText tokenText(const std::string& token) {
  SceneText text;
  text.text = labelText(token);
  if (text.text != token) text.full = token;
  text.dim = true;
  return text;
}

Emphasis emphasisOf(const Axis& axis, attn::Index index) {
  if (axis.selected == index) return Emphasis::Selected;
  return axis.hovered == index ? Emphasis::Hovered : Emphasis::Plain;
}

/// The middle of a label `length` long within the visible part of its cell, none if that is too short.
std::optional<float> middleWithin(const Axis& axis, attn::Index index, float cell, float length) {
  const float start = axis.mapStart + static_cast<float>(index) * cell;
  const float low = std::max(start, axis.clipStart), high = std::min(start + cell, axis.clipEnd);
  const float needed = std::min(length, cell - 1);
  if (high - low < needed) return std::nullopt;
  return std::clamp(start + cell / 2, low + needed / 2, high - needed / 2);
}

/// The cells whose label is drawn where cells are lower than text.
std::vector<attn::Index> sparseLabels(const HeatmapRoom& room, const Axis& axis, float cell) {
  std::vector<attn::Index> indices;
  const float line = room.height(TextSize::Small);
  const auto within = [&](std::optional<attn::Index> i) { return i && *i >= axis.first && *i < axis.end; };
  if (!room.options.interactive) {
    const auto step = static_cast<attn::Index>(std::ceil(line / cell));
    for (attn::Index i = (axis.first + step - 1) / step * step; i < axis.end; i += step) indices.push_back(i);
    return indices;
  }
  if (within(axis.hovered)) indices.push_back(*axis.hovered);
  if (within(axis.selected) && axis.selected != axis.hovered) {
    const bool clear = indices.empty() || std::abs(static_cast<float>(*axis.selected - *axis.hovered)) * cell >= line;
    if (clear) indices.push_back(*axis.selected);
  }
  return indices;
}

std::vector<attn::Index> labelledCells(const HeatmapRoom& room, const Axis& axis, float cell) {
  if (cell < room.finePitch()) return sparseLabels(room, axis, cell);
  std::vector<attn::Index> indices;
  for (attn::Index i = axis.first; i < axis.end; ++i) indices.push_back(i);
  return indices;
}

/// The middle of a cell of a fine map, kept where half a line of text stays beside the clip.
float fineMiddle(const Axis& axis, attn::Index index, float cell) {
  return std::clamp(axis.mapStart + (static_cast<float>(index) + 0.5F) * cell, axis.clipStart, axis.clipEnd);
}

void placeRowLabels(const HeatmapRoom& room, HeatmapLayout& layout) {
  const Axis axis = rowAxis(room, layout);
  const TextSize size = layout.cell >= room.height(TextSize::Base) ? TextSize::Base : TextSize::Small;
  const bool fine = layout.cell < room.finePitch();
  for (const attn::Index row : labelledCells(room, axis, layout.cell)) {
    const std::optional<float> y =
        fine ? fineMiddle(axis, row, layout.cell) : middleWithin(axis, row, layout.cell, room.height(size));
    if (!y || static_cast<std::size_t>(row) >= axis.labels.size()) continue;
    SceneText label = tokenText(axis.labels[static_cast<std::size_t>(row)]);
    label.at = {layout.clip.x - room.rowLabelGap(), *y};
    label.size = size;
    label.anchor = Anchor::Right;
    label.emphasis = emphasisOf(axis, row);
    SceneText sign;
    sign.at = {label.at.x - room.measure(label.text + " ", size).width, *y};
    sign.size = size;
    sign.anchor = Anchor::Right;
    const auto& painted = room.picture.paintedRows;
    if (std::binary_search(layout.emptyRows.begin(), layout.emptyRows.end(), row)) {
      sign.text = "!";
      sign.warning = true;
      layout.labels.push_back(sign);
    } else if (room.options.markPainted && std::binary_search(painted.begin(), painted.end(), row)) {
      sign.text = "✎";
      layout.labels.push_back(sign);
    }
    layout.labels.push_back(std::move(label));
  }
}

/// A label above its column that leans to the right: its baseline starts above the column's middle.
void slant(const HeatmapRoom& room, const HeatmapLayout& layout, float middle, SceneText& label) {
  const float em = room.height(label.size) / 1.164F;
  const float lift = 0.245F * em;  // from the baseline to the middle of the line, 0.346 em, turned by 45°
  label.at = {middle - lift, layout.clip.y - room.columnLabelGap(LabelTurn::Slanted) - lift};
  label.anchor = Anchor::Left;
  label.angle = 45;
  const float toEdge = room.options.area.right() - label.at.x - lift;
  label.text = fitted(room, label.text, label.size, toEdge * 1.41421356F);
}

void placeColumnLabels(const HeatmapRoom& room, LabelTurn turn, HeatmapLayout& layout) {
  const Axis axis = columnAxis(room, layout);
  const float em = room.base() / 1.164F;
  const bool small = turn == LabelTurn::Upright || (turn == LabelTurn::Slanted && layout.cell < em * 1.41421356F);
  for (const attn::Index column : labelledCells(room, axis, layout.cell)) {
    if (static_cast<std::size_t>(column) >= axis.labels.size()) break;
    SceneText label = tokenText(axis.labels[static_cast<std::size_t>(column)]);
    label.size = small ? TextSize::Small : TextSize::Base;
    label.emphasis = emphasisOf(axis, column);
    const float middle = axis.mapStart + (static_cast<float>(column) + 0.5F) * layout.cell;
    if (turn == LabelTurn::Flat) {
      const float width = room.measure(label.text, label.size).width;
      const std::optional<float> x = middleWithin(axis, column, layout.cell, width);
      if (!x) continue;
      label.at = {*x, layout.clip.y - room.columnLabelGap(turn) - room.height(label.size) / 2};
    } else if (turn == LabelTurn::Slanted) {
      if (middle < axis.clipStart || middle > axis.clipEnd) continue;
      slant(room, layout, middle, label);
    } else {
      label.at = {fineMiddle(axis, column, layout.cell), layout.clip.y - room.columnLabelGap(turn)};
      label.anchor = Anchor::Left;
      label.angle = 90;
    }
    layout.labels.push_back(std::move(label));
  }
}

/// A name above the middle of the map, within the area.
SceneText centredName(const HeatmapRoom& room, const HeatmapLayout& layout, const std::string& text, TextSize size,
                      float y) {
  const Rect area = room.options.area;
  SceneText name;
  name.size = size;
  name.text = fitted(room, text, size, area.width);
  if (name.text != text) name.full = text;
  name.at = {keptWithin(layout.clip.centre().x, room.measure(name.text, size).width, area.x, area.right()), y};
  return name;
}

}  // namespace

float keptWithin(float middle, float length, float low, float high) {
  return length >= high - low ? (low + high) / 2 : std::clamp(middle, low + length / 2, high - length / 2);
}

void placeLabels(const HeatmapRoom& room, LabelTurn reserved, HeatmapLayout& layout) {
  placeRowLabels(room, layout);
  // A map that was flat when fitted has no room above it for turned labels, and never needs it: cells only grow.
  const LabelTurn turn = reserved == LabelTurn::Flat ? reserved : room.turnFor(layout.cell);
  placeColumnLabels(room, turn, layout);
}

void placeNames(const HeatmapRoom& room, LabelTurn reserved, HeatmapLayout& layout) {
  const Rect area = room.options.area;
  const float small = room.height(TextSize::Small);
  const float nameY = layout.clip.y - room.columnLabelReach(reserved) - room.unit() - small / 2;
  if (!room.options.columnAxisText.empty()) {
    layout.labels.push_back(centredName(room, layout, room.options.columnAxisText, TextSize::Small, nameY));
    layout.labels.back().dim = true;
  }
  if (room.options.rowAxisText.empty()) return;
  SceneText name;
  name.size = TextSize::Small;
  name.angle = 90;
  name.dim = true;
  name.text = fitted(room, room.options.rowAxisText, name.size, area.height);
  if (name.text != room.options.rowAxisText) name.full = room.options.rowAxisText;
  const float x = layout.clip.x - room.rowLabelReach(reserved) - 1.5F * room.unit() - small / 2;
  const float length = room.measure(name.text, name.size).width;
  name.at = {x, keptWithin(layout.clip.centre().y, length, area.y, area.bottom())};
  layout.labels.push_back(std::move(name));
}

/// The title stands at the top of the room above the map.
void placeTitle(const HeatmapRoom& room, LabelTurn reserved, HeatmapLayout& layout) {
  const float y = layout.clip.y - room.top(reserved) + room.height(TextSize::Large) / 2;
  layout.labels.push_back(centredName(room, layout, room.options.title, TextSize::Large, y));
}

void placeBar(const HeatmapRoom& room, HeatmapLayout& layout) {
  const float line = room.height(TextSize::Small);
  const Rect area = room.options.area;
  // As high as the map; of a low map as high as its numbers need.
  const float height = std::min(std::max(layout.clip.height, 6 * room.base()), area.height - line);
  const float middle = keptWithin(layout.clip.centre().y, height + line, area.y, area.bottom());
  layout.bar = {layout.clip.right() + 3 * room.unit(), std::round(middle - height / 2), 0.75F * room.base(), height};
  placeBarMarks(room.picture, room.options, room.ticks, layout);
}

void placeBarMarks(const MatrixPicture& picture, const HeatmapOptions& options, const Ticks& ticks,
                   HeatmapLayout& layout) {
  const auto yOf = [&](double value) {
    const double t = std::clamp((value - options.range.low) / (options.range.high - options.range.low), 0.0, 1.0);
    return layout.bar.bottom() - static_cast<float>(t) * layout.bar.height;
  };
  float lastY = INFINITY;
  for (const double tick : ticks.values) {
    const float y = yOf(tick);
    if (lastY - y < options.metrics.fontSize(TextSize::Small)) continue;  // only beside a bar that is very low
    lastY = y;
    SceneText text;
    text.text = tickText(ticks, tick);
    text.at = {layout.bar.right() + options.metrics.unit(), y};
    text.size = TextSize::Small;
    text.anchor = Anchor::Left;
    text.dim = true;
    layout.barTicks.push_back(std::move(text));
    layout.barTickY.push_back(y);
  }
  const std::optional<Cell> hover = options.hover;
  if (!hover || hover->row < 0 || hover->row >= layout.rows || hover->column < 0 || hover->column >= layout.columns)
    return;
  if (cellKind(picture, *hover) == CellKind::Number)
    layout.barMarkerY = yOf((*picture.values)(hover->row, hover->column));
}

}  // namespace lab
