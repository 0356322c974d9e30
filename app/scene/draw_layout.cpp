#include <algorithm>
#include <cmath>

#include "scene/draw_scene.h"

namespace lab {

namespace {

constexpr attn::Index kWholeRangeKeys = 32;  // with more keys weights are too small for the colours of 0 … 1
constexpr float kSlot = 1.0F;                // units: the narrowest bar with its gap

/// Of the weights as they were computed, so that colours do not move while one is painted.
ValueRange rangeOfMaps(const DrawSubject& subject) {
  const ValueRange range = subject.computed->range;
  const bool few = subject.trace.keys() <= kWholeRangeKeys;
  return {std::min(0.0, range.low), few ? std::max(1.0, range.high) : range.high};
}

double weightAt(const attn::Matrix& weights, attn::Index query, attn::Index key) {
  const auto weight = static_cast<double>(weights(query, key));
  return std::isfinite(weight) ? weight : -1;
}

/// The keys with the largest weights, painted or computed, with the selected one among them; in their order.
std::vector<attn::Index> keysWithBars(const DrawSubject& subject, std::size_t most) {
  std::vector<attn::Index> keys(static_cast<std::size_t>(subject.trace.keys()));
  for (std::size_t key = 0; key < keys.size(); ++key) keys[key] = static_cast<attn::Index>(key);
  if (keys.size() <= most) return keys;
  const attn::HeadTrace& head = subject.trace.head();
  const attn::Index query = subject.selected.row;
  const auto rank = [&](attn::Index key) {
    if (key == subject.selected.column) return 2.0;
    return std::max(weightAt(*head.weights, query, key), weightAt(*head.computed, query, key));
  };
  std::nth_element(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(most), keys.end(),
                   [&](attn::Index a, attn::Index b) {
                     const double x = rank(a), y = rank(b);
                     return x != y ? x > y : a < b;
                   });
  keys.resize(most);
  std::sort(keys.begin(), keys.end());
  return keys;
}

/// The least plots and tables can do with.
bool hasTwoMaps(const SceneStyle& style, Rect area) { return area.width >= style.u(92); }

void layoutMaps(DrawLayout& out, const DrawSubject& subject, const SceneStyle& style, Rect left, Rect right,
                std::optional<Cell> hover) {
  const ValueRange range = rangeOfMaps(subject);
  const float title = style.u(3);
  const auto below = [&](Rect area) { return Rect{area.x, area.y + title, area.width, area.height - title}; };
  out.painted =
      layoutMapPanel(subject.painted, below(right), range, style, {.hover = hover, .selected = subject.selected});
  if (left.width > 0)
    out.computed = layoutMapPanel(subject.computed, below(left), range, style,
                                  {.bar = false, .hover = hover, .selected = subject.selected});
}

void layoutTable(DrawLayout& out, const DrawSubject& subject, const SceneStyle& style) {
  out.rowHeight = style.u(2.75F);
  const auto rows = static_cast<std::size_t>(std::max(0.0F, std::floor(out.table.height / out.rowHeight)));
  const std::size_t above = 5, width = subject.effect.difference.size();  // heads and the measures
  if (rows <= above) return;
  // The last two rows are what is left out and the length of the difference.
  const std::size_t room = rows - above;
  out.contextRows = room >= width + 1 ? width : room > 2 ? room - 2 : 0;
}

}  // namespace

ShownMatrixPtr computedWeights(const attn::Trace& trace) {
  attn::Trace plain = trace;
  plain.heads[0].weights = plain.heads[0].computed;
  return shownMatrix(pictureOf(plain, MatrixStage::Weights));
}

float DrawLayout::weightY(double weight) const {
  return bars.bottom() - static_cast<float>(std::clamp(weight, 0.0, 1.0)) * bars.height;
}

Rect DrawLayout::slotRect(std::size_t at) const {
  return {bars.x + static_cast<float>(at) * slot, bars.y, slot, bars.height};
}

DrawLayout layoutDraw(const DrawSubject& subject, const SceneStyle& style, Rect area, std::optional<Cell> hover) {
  const auto u = [&](float units) { return style.u(units); };
  DrawLayout out;
  out.area = area;
  const Rect inner = area.inset(u(2));
  Rect bars;
  if (!hasTwoMaps(style, area)) {
    const float height = std::clamp(inner.height * 0.37F, u(16), u(40));
    bars = {inner.x, inner.bottom() - height, inner.width, height};
    layoutMaps(out, subject, style, {}, {inner.x, inner.y, inner.width, inner.height - height - u(2)}, hover);
  } else if (inner.height < u(52)) {
    // A low window: the bars stand beside the maps.
    const float left = inner.width * 0.42F, right = inner.x + left + u(3), room = inner.right() - right;
    bars = {inner.x, inner.y, left, inner.height * 0.52F};
    out.table = {inner.x, bars.bottom() + u(1), left, inner.bottom() - bars.bottom() - u(1)};
    const float second = room * 0.36F;
    layoutMaps(out, subject, style, {inner.right() - second, inner.y, second, inner.height},
               {right, inner.y, room - second - u(1), inner.height}, hover);
    layoutTable(out, subject, style);
  } else {
    const float left = std::clamp(inner.width * 0.36F, u(34), u(58)), right = inner.x + left + u(4);
    const float height = std::clamp(inner.height * 0.37F, u(16), u(40));
    bars = {right, inner.bottom() - height, inner.right() - right, height};
    const float upper = inner.height - height - u(2), first = std::min(upper, inner.height * 0.42F);
    layoutMaps(out, subject, style, {inner.x, inner.y, left, first}, {right, inner.y, bars.width, upper}, hover);
    const float top = inner.y + first + u(2);
    out.table = {inner.x, top, left, inner.bottom() - top};
    layoutTable(out, subject, style);
  }
  out.heading = {bars.x, bars.y, bars.width, u(2.25F)};
  const float axis = u(5), head = u(4), foot = u(5);
  out.bars = {bars.x + axis, bars.y + head, bars.width - axis, bars.height - head - foot};
  const auto most = static_cast<std::size_t>(std::max(1.0F, std::floor(out.bars.width / u(kSlot))));
  out.keys = keysWithBars(subject, most);
  out.leftOut = subject.trace.keys() - static_cast<attn::Index>(out.keys.size());
  out.slot = std::min(u(12), out.bars.width / static_cast<float>(out.keys.size()));
  // Few keys stand in the middle, below their map.
  const float used = out.slot * static_cast<float>(out.keys.size());
  out.bars = {out.bars.x + (out.bars.width - used) / 2, out.bars.y, used, out.bars.height};
  return out;
}

std::optional<DrawHit> hitDraw(const DrawLayout& layout, const DrawSubject& subject, Point pointer) {
  if (const auto cell = cellAt(layout.painted.layout, pointer)) return DrawHit{DrawHit::Part::Painted, *cell};
  if (layout.computed)
    if (const auto cell = cellAt(layout.computed->layout, pointer)) return DrawHit{DrawHit::Part::Computed, *cell};
  // A bar is caught a little above 1 and below 0 too.
  const float reach = layout.rowHeight > 0 ? layout.rowHeight / 2 : 8;
  const Rect plot{layout.bars.x, layout.bars.y - reach, layout.bars.width, layout.bars.height + 2 * reach};
  if (!plot.contains(pointer)) return std::nullopt;
  const auto at = std::min(layout.keys.size() - 1, static_cast<std::size_t>((pointer.x - layout.bars.x) / layout.slot));
  return DrawHit{DrawHit::Part::Bar, {subject.selected.row, layout.keys[at]}};
}

bool canPaint(const attn::Trace& trace, Cell cell) {
  const attn::MaskPtr& visible = trace.head().visible;
  return visible && (*visible)(cell.row, cell.column);
}

float paintTravel(const DrawLayout& layout, DrawHit::Part part, const SceneStyle& style) {
  return part == DrawHit::Part::Bar ? layout.bars.height : style.u(24);
}

}  // namespace lab
