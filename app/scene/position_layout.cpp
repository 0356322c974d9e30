#include <algorithm>
#include <cmath>

#include "scene/position_scene.h"

namespace lab {

namespace {

/// A round number at or beyond `value`, away from 0.
double roundOut(double value) {
  const double size = std::abs(value);
  if (size < 1e-12) return 0;
  const double unit = std::pow(10.0, std::floor(std::log10(size)));
  for (const double step : {1.0, 2.0, 2.5, 4.0, 5.0, 8.0, 10.0})
    if (size <= step * unit * (1 + 1e-9)) return std::copysign(step * unit, value);
  return value;
}

void placeAxes(PositionLayout& out, const PositionSubject& subject) {
  const PositionPictures& of = subject.pictures;
  double low = 0, high = 0;
  if (subject.kind() == SchemeKind::Biased && of.curves.size() > 0) {
    out.xLow = -static_cast<double>(of.reach);
    out.xHigh = static_cast<double>(of.reach);
    low = static_cast<double>(of.curves.minCoeff());
    high = static_cast<double>(of.curves.maxCoeff());
  } else if (!of.byDistance.mean.empty()) {
    out.xHigh = std::max(1.0, static_cast<double>(of.byDistance.mean.size()) - 1);
    low = *std::min_element(of.byDistance.low.begin(), of.byDistance.low.end());
    high = *std::max_element(of.byDistance.high.begin(), of.byDistance.high.end());
  }
  out.yLow = std::min(0.0, roundOut(low));
  out.yHigh = std::max(0.0, roundOut(high));
  if (out.yLow == out.yHigh) out.yHigh = 1;
}

/// The part of a quarter below its title.
Rect body(const SceneStyle& style, Rect quarter) {
  const float title = style.u(3);
  return {quarter.x, quarter.y + title, quarter.width, std::max(1.0F, quarter.height - title)};
}

void layoutArrows(PositionLayout& out, const PositionSubject& subject, const SceneStyle& style, Rect room) {
  const float legend = style.u(3);
  out.arrows = {room.x, room.y + legend, room.width, std::max(1.0F, room.height - legend - style.u(2.5F))};
  const attn::Index all = subject.pictures.width % 2 == 0 ? subject.pictures.width / 2 : 0;
  // The largest circles that leave room for the most pairs, or for all.
  const float least = style.u(10);
  const auto most = static_cast<attn::Index>(std::max(1.0F, std::floor(out.arrows.width / least)) *
                                             std::max(1.0F, std::floor(out.arrows.height / (least + style.u(4)))));
  out.pairs = std::min(all, most);
  out.pairSide = 0;
  for (attn::Index columns = 1; columns <= out.pairs; ++columns) {
    const attn::Index rows = (out.pairs + columns - 1) / columns;
    const float side = std::min({out.arrows.width / static_cast<float>(columns),
                                 out.arrows.height / static_cast<float>(rows) - style.u(4), style.u(26)});
    if (side <= out.pairSide) continue;
    out.pairSide = side;
    out.perRow = columns;
  }
}

void layoutScores(PositionLayout& out, const PositionSubject& subject, const SceneStyle& style, Rect room) {
  const PositionPictures& of = subject.pictures;
  const float words = room.height > style.u(26) ? style.u(9.5F) : style.u(7);
  out.words = {room.x, room.bottom() - words, room.width, words};
  if (!of.unshifted) {
    out.words = room;
    return;
  }
  const float gap = style.u(2), width = (room.width - gap) / 2, height = room.height - words - style.u(1);
  if (height < style.u(7)) {
    out.words = room;
    return;
  }
  const ValueRange range = of.unshifted->range;
  const MapPanelOptions as{.bar = false, .selected = subject.selected};
  out.unshifted = layoutMapPanel(of.unshifted, {room.x, room.y, width, height}, range, style, as);
  if (of.shifted)
    out.shifted = layoutMapPanel(of.shifted, {room.x + width + gap, room.y, width, height}, range, style, as);
}

}  // namespace

float PositionLayout::xOf(double x) const {
  return plot.x + static_cast<float>((x - xLow) / (xHigh - xLow)) * plot.width;
}

float PositionLayout::yOf(double y) const {
  return plot.bottom() - static_cast<float>(std::clamp((y - yLow) / (yHigh - yLow), 0.0, 1.0)) * plot.height;
}

PositionLayout layoutPosition(const PositionSubject& subject, const SceneStyle& style, Rect area,
                              const std::optional<PositionHit>& hit) {
  const auto u = [&](float units) { return style.u(units); };
  PositionLayout out;
  out.area = area;
  placeAxes(out, subject);
  const Rect inner = area.inset(u(2));
  const float gap = u(4), low = u(2), width = (inner.width - gap) / 2;
  const float upper = std::round((inner.height - low) * 0.48F), lower = inner.height - low - upper;
  const float right = inner.x + width + gap, below = inner.y + upper + low;
  out.first = {inner.x, inner.y, width, upper};
  out.second = {right, inner.y, width, upper};
  out.third = {inner.x, below, width, lower};
  out.fourth = {right, below, width, lower};
  const bool bias = subject.kind() == SchemeKind::Biased;
  if (bias) out.third = {inner.x, inner.y, width, inner.height};
  const Rect plot = body(style, out.third);
  out.plot = {plot.x + u(7), plot.y + u(0.5F), plot.width - u(8), plot.height - u(bias ? 8.5F : 5.5F)};
  const PositionPictures& of = subject.pictures;
  const auto hovered = [&](PositionHit::Part part) {
    return hit && hit->part == part ? std::optional(hit->cell) : std::nullopt;
  };
  // Tables have no rows of queries: −1.
  const Cell pair{subject.selected.row + subject.source.shift, subject.selected.column + subject.source.shift};
  if (of.table)
    out.table = layoutMapPanel(of.table, body(style, out.first), of.table->range, style,
                               {.hover = hovered(PositionHit::Part::Table), .selected = Cell{-1, pair.row}});
  if (of.products)
    out.products =
        layoutMapPanel(of.products, body(style, out.second), of.products->range, style,
                       {.hover = hovered(PositionHit::Part::Products), .selected = bias ? subject.selected : pair});
  if (subject.kind() == SchemeKind::Turned) layoutArrows(out, subject, style, body(style, out.first));
  layoutScores(out, subject, style, body(style, out.fourth));
  return out;
}

std::optional<PositionHit> hitPosition(const PositionLayout& layout, const PositionSubject& subject, Point pointer) {
  using Part = PositionHit::Part;
  const auto inMap = [&](const std::optional<MapPanel>& panel, Part part, bool shifted) -> std::optional<PositionHit> {
    if (!panel) return std::nullopt;
    const auto cell = cellAt(panel->layout, pointer);
    if (!cell) return std::nullopt;
    return PositionHit{part, *cell, 0, shifted};
  };
  if (auto hit = inMap(layout.table, Part::Table, false)) return hit;
  if (auto hit = inMap(layout.products, Part::Products, false)) return hit;
  if (auto hit = inMap(layout.unshifted, Part::Scores, false)) return hit;
  if (auto hit = inMap(layout.shifted, Part::Scores, true)) return hit;
  if (subject.kind() == SchemeKind::Turned && layout.arrows.contains(pointer) && layout.pairSide > 0) {
    const float high =
        layout.arrows.height / std::ceil(static_cast<float>(layout.pairs) / static_cast<float>(layout.perRow));
    const float wide = layout.arrows.width / static_cast<float>(layout.perRow);
    const auto at = static_cast<attn::Index>((pointer.y - layout.arrows.y) / high) * layout.perRow +
                    static_cast<attn::Index>((pointer.x - layout.arrows.x) / wide);
    if (at < layout.pairs) return PositionHit{Part::Pair, {at, at}, 0, false};
  }
  const bool curve = subject.pictures.curves.size() > 0 || !subject.pictures.byDistance.mean.empty();
  if (!curve || !layout.plot.contains(pointer)) return std::nullopt;
  const double x =
      layout.xLow + static_cast<double>((pointer.x - layout.plot.x) / layout.plot.width) * (layout.xHigh - layout.xLow);
  return PositionHit{Part::Curve, {}, static_cast<attn::Index>(std::lround(x)), false};
}

}  // namespace lab
