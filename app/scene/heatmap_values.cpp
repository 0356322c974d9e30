#include <algorithm>
#include <cmath>

#include "scene/heatmap_room.h"
#include "scene/number_text.h"
#include "scene/palette.h"

namespace lab {

namespace {

constexpr float scoreFrom = 5.5F;  // in B: large values with the score below
constexpr float spare = 2;         // points on each side of a value

struct ValueStyle {
  TextSize size = TextSize::Small;
  int decimals = 2;
  bool score = false;
};

struct Extremes {
  double low = 0, high = 0;
};

/// Of the visible cells and the range: values neither appear nor vanish while the map is dragged.
Extremes extremesOf(const HeatmapRoom& room, const HeatmapLayout& layout) {
  Extremes extremes{std::min(0.0, room.options.range.low), std::max(0.0, room.options.range.high)};
  for (attn::Index row = layout.firstRow; row < layout.endRow; ++row)
    for (attn::Index column = layout.firstColumn; column < layout.endColumn; ++column) {
      if (cellKind(room.picture, {row, column}) != CellKind::Number) continue;
      const double value = (*room.picture.values)(row, column);
      extremes.low = std::min(extremes.low, value);
      extremes.high = std::max(extremes.high, value);
    }
  return extremes;
}

std::optional<ValueStyle> styleThatFits(const HeatmapRoom& room, const HeatmapLayout& layout) {
  const bool large = layout.cell >= scoreFrom * room.base(), projector = room.options.metrics.projector;
  const int few = room.picture.stage == MatrixStage::Mask ? 0 : 2, many = few == 0 ? 0 : 3;
  std::vector<ValueStyle> styles;
  if (large) styles.push_back({TextSize::Large, many, room.picture.scores != nullptr && !projector});
  if (projector) styles.push_back({TextSize::Large, few, false});
  if (!projector) styles.push_back({TextSize::Small, few, false});

  const float inner = layout.cell - layout.gap - 2 * spare;
  const bool anyFits = std::any_of(styles.begin(), styles.end(), [&](const ValueStyle& style) {
    return room.measure(fixedText(0, style.decimals), style.size).width <= inner;
  });
  if (!anyFits) return std::nullopt;  // before any cell is looked at
  const Extremes extremes = extremesOf(room, layout);
  for (const ValueStyle& style : styles) {
    const float width = std::max(room.measure(fixedText(extremes.low, style.decimals), style.size).width,
                                 room.measure(fixedText(extremes.high, style.decimals), style.size).width);
    if (width <= inner && room.height(style.size) <= layout.cell - layout.gap) return style;
  }
  return std::nullopt;
}

SceneText textAt(std::string text, Point at, TextSize size) {
  SceneText out;
  out.text = std::move(text);
  out.at = at;
  out.size = size;
  return out;
}

/// None for a masked score.
std::optional<CellText> valueOf(const HeatmapRoom& room, const HeatmapLayout& layout, const ValueStyle& style,
                                Cell cell) {
  const MatrixPicture& picture = room.picture;
  const Point middle = layout.cellRect(cell).centre();
  const double value = (*picture.values)(cell.row, cell.column);
  CellText out;
  out.cell = cell;
  out.kind = cellKind(picture, cell);
  if (out.kind == CellKind::Masked) {
    if (picture.stage != MatrixStage::Weights) return std::nullopt;
    out.value = textAt("0", middle, style.size);
    return out;
  }
  out.value = textAt(cellText(value, style.decimals), middle, style.size);
  if (out.kind == CellKind::NotFinite) {
    const float inner = layout.cell - layout.gap - 2 * spare;
    if (room.measure(out.value.text, style.size).width > inner) return std::nullopt;  // the cross says it
    return out;
  }
  out.ink = inkOn(colourOf(*room.options.map, room.options.range, value));
  if (style.score) {
    const double score = (*picture.scores)(cell.row, cell.column);
    SceneText below = textAt("s = " + fixedText(score, 2), {middle.x, middle.y + 0.86F * room.base()}, TextSize::Small);
    if (room.measure(below.text, below.size).width <= layout.cell - layout.gap - 2 * spare) {
      out.value.at.y -= 0.53F * room.base();
      out.score = std::move(below);
    }
  }
  return out;
}

}  // namespace

void placeValues(const HeatmapRoom& room, HeatmapLayout& layout) {
  if (!room.options.showValues) return;
  const std::optional<ValueStyle> style = styleThatFits(room, layout);
  if (!style) return;
  for (attn::Index row = layout.firstRow; row < layout.endRow; ++row) {
    if (std::binary_search(layout.emptyRows.begin(), layout.emptyRows.end(), row)) continue;
    for (attn::Index column = layout.firstColumn; column < layout.endColumn; ++column)
      if (std::optional<CellText> text = valueOf(room, layout, *style, {row, column}))
        layout.values.push_back(std::move(*text));
  }
}

}  // namespace lab
