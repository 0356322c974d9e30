#include <algorithm>
#include <cmath>

#include "scene/position_scene.h"
#include "scene/text_wrap.h"

namespace lab {

namespace {

// In units of the grid.
constexpr float kTitle = 2.75F, kLine = 2.5F, kLeastCircle = 11, kLargestCircle = 26;
constexpr float kTextBelow = 4.5F, kTextBeside = 12;  // what is written of a pair
constexpr int kMostLegendRows = 3;

/// A round number at or beyond `value`, away from 0.
double roundOut(double value) {
  const double size = std::abs(value);
  if (size < 1e-12) return 0;
  const double unit = std::pow(10.0, std::floor(std::log10(size)));
  for (const double step : {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0})
    if (size <= step * unit * (1 + 1e-9)) return std::copysign(step * unit, value);
  return value;
}

/// The parts of the area, one after the other.
class Builder {
 public:
  Builder(const PositionSubject& subject, const SceneStyle& style, const std::optional<PositionHit>& hit)
      : subject_(subject), of_(subject.pictures), style_(style), hit_(hit) {}

  PositionLayout build(Rect area) {
    out_.area = area;
    placeAxes();
    placeQuarters(area.inset(u(2)));
    const bool bias = subject_.kind() == SchemeKind::Biased;
    // Tables have no rows of queries: −1.
    const Cell pair{subject_.selected.row + subject_.source.shift, subject_.selected.column + subject_.source.shift};
    if (of_.table)
      out_.table =
          panelIn(of_.table, body(out_.first), of_.table->range,
                  {.numbered = true, .hover = hovered(PositionHit::Part::Table), .selected = Cell{-1, pair.row}});
    if (of_.products)
      out_.products = panelIn(of_.products, body(out_.second), bias ? of_.products->range : of_.productRange,
                              {.numbered = !bias,
                               .hover = hovered(PositionHit::Part::Products),
                               .selected = bias ? subject_.selected : pair});
    if (subject_.kind() == SchemeKind::Turned) placeArrows(body(out_.first));
    bias ? placeCurves(body(out_.third)) : placeCurve(body(out_.third));
    placeScores(body(out_.fourth));
    return std::move(out_);
  }

 private:
  float u(float units) const { return style_.u(units); }

  /// The part of a quarter below its title.
  Rect body(Rect quarter) const {
    const float title = u(kTitle);
    return {quarter.x, quarter.y + title, quarter.width, std::max(1.0F, quarter.height - title)};
  }
  std::optional<Cell> hovered(PositionHit::Part part) const {
    return hit_ && hit_->part == part ? std::optional(hit_->cell) : std::nullopt;
  }

  void placeQuarters(Rect inner) {
    const float gap = u(4), low = u(2), width = (inner.width - gap) / 2;
    const float upper = std::round((inner.height - low) * (inner.height < u(60) ? 0.55F : 0.52F)),
                lower = inner.height - low - upper;
    const float right = inner.x + width + gap, below = inner.y + upper + low;
    out_.first = {inner.x, inner.y, width, upper};
    out_.second = {right, inner.y, width, upper};
    out_.third = {inner.x, below, width, lower};
    out_.fourth = {right, below, width, lower};
    if (subject_.kind() == SchemeKind::Biased) out_.third = {inner.x, inner.y, width, inner.height};
  }

  /// At the left end below its title; names of the axes go where they cost cells their size.
  MapPanel panelIn(const ShownMatrixPtr& matrix, Rect room, ValueRange range, MapPanelOptions as) const {
    const Size size{room.width, room.height};
    const MapPlan named(matrix, range, style_, as);
    as.columnName = false;
    const MapPlan half = named.with(as);
    as.rowName = false;
    const MapPlan bare = named.with(as);
    const float most = bare.pitchIn(size);
    for (const MapPlan* plan : {&named, &half})
      if (const float cell = plan->pitchIn(size); cell >= 0.88F * most) return plan->at({room.x, room.y}, cell);
    return bare.at({room.x, room.y}, most);
  }

  // ---- curves ----

  void placeAxes() {
    double low = 0, high = 0;
    if (subject_.kind() == SchemeKind::Biased && of_.curves.size() > 0) {
      out_.xLow = -static_cast<double>(of_.reach);
      out_.xHigh = static_cast<double>(of_.reach);
      low = static_cast<double>(of_.curves.minCoeff());
      high = static_cast<double>(of_.curves.maxCoeff());
    } else if (!of_.byDistance.mean.empty()) {
      out_.xHigh = std::max(1.0, static_cast<double>(of_.byDistance.mean.size()) - 1);
      low = of_.productRange.low;
      high = of_.productRange.high;
    }
    out_.yLow = std::min(0.0, roundOut(low));
    out_.yHigh = std::max(0.0, roundOut(high));
    if (out_.yLow == out_.yHigh) out_.yHigh = 1;
  }

  void placeCurve(Rect room) {
    const float axis = u(6), name = style_.width(style_.tr("position.distance"), TextSize::Small);
    // Where it is low its name stands beside the axis, not below.
    out_.axisBeside = room.height < u(26);
    const float right = out_.axisBeside ? name + u(2.5F) : u(1);
    out_.plot = {room.x + axis, room.y + u(0.75F), room.width - axis - right,
                 std::max(1.0F, room.height - u(out_.axisBeside ? 3.5F : 5.5F))};
  }

  void placeCurves(Rect room) {
    const float axis = u(6);
    for (attn::Index head = 0; head < of_.curves.rows(); ++head)
      out_.legendColumn = std::max(
          out_.legendColumn,
          u(5) + style_.width(style_.tr("position.head", {{"head", std::to_string(head + 1)}}), TextSize::Small));
    const float width = room.width - axis - u(1);
    out_.legendPerRow = std::max(1, static_cast<int>(width / std::max(1.0F, out_.legendColumn)));
    const auto heads = static_cast<int>(of_.curves.rows());
    out_.legendRows = std::min(kMostLegendRows, (heads + out_.legendPerRow - 1) / out_.legendPerRow);
    const float below = u(5.5F) + u(kLine) * static_cast<float>(out_.legendRows);
    out_.plot = {room.x + axis, room.y + u(0.75F), width, std::max(1.0F, room.height - below - u(0.75F))};
  }

  // ---- pairs that turn ----

  void placeArrows(Rect room) {
    const attn::Index all = of_.width % 2 == 0 ? of_.width / 2 : 0;
    const float legend = u(3), more = u(kLine);
    out_.arrows = {room.x, room.y + legend, room.width, std::max(1.0F, room.height - legend)};
    const float side = u(kLeastCircle);
    const auto most =
        static_cast<attn::Index>(out_.arrows.width / side) * static_cast<attn::Index>(out_.arrows.height / side);
    out_.pairs = std::min(all, std::max<attn::Index>(1, most));
    arrange();
    while (out_.pairs > 1 && (out_.pairSide < side || (out_.pairs < all && out_.arrows.bottom() > room.bottom() - 1))) {
      // What is left out is said below.
      out_.arrows.height = std::max(1.0F, room.height - legend - more);
      if (out_.pairSide < side) --out_.pairs;
      arrange();
    }
  }

  /// The largest circles, with what is written of them below or beside.
  void arrange() {
    out_.pairSide = 0;
    for (attn::Index columns = 1; columns <= out_.pairs; ++columns) {
      const attn::Index rows = (out_.pairs + columns - 1) / columns;
      const float wide = out_.arrows.width / static_cast<float>(columns),
                  high = out_.arrows.height / static_cast<float>(rows);
      for (const bool beside : {false, true}) {
        if (!beside && wide < u(kTextBeside - 2)) continue;
        const float side = std::min({beside ? wide - u(kTextBeside) : wide - u(1),
                                     beside ? high - u(0.75F) : high - u(kTextBelow), u(kLargestCircle)});
        if (side <= out_.pairSide) continue;
        out_.pairSide = side;
        out_.perRow = columns;
        out_.textBeside = beside;
      }
    }
  }

  // ---- the shifted sequence ----

  /// Lines of what can be said of this scheme, so that maps stay where they are while the sequence is shifted.
  std::size_t linesIn(float width) const {
    std::size_t lines = 1;
    for (const std::string& each : shiftSentences(subject_, style_))
      lines = std::max(lines, wrappedText(style_.measure, each, TextSize::Small, width, 12).size());
    return lines;
  }

  void placeScores(Rect room) {
    out_.words = room;
    if (!of_.unshifted) return;
    const MapPanelOptions as{
        .bar = false, .rowLabels = false, .columnLabels = false, .rowName = false, .columnName = false};
    const MapPlan plan(of_.unshifted, of_.unshifted->range, style_, as);
    const float gap = u(2.5F), caption = u(kLine);
    // On a page nothing can be shifted: one map.
    const float maps = style_.interactive || of_.shifted ? 2 : 1;
    const float leastMap = style_.width(beginCaption(mostShift, 0), TextSize::Small);
    const float below = u(kLine) * static_cast<float>(linesIn(room.width)) + u(1);
    const auto pitch = [&](float width, float height) {
      const float each = width / maps - gap;
      return each < leastMap ? 0 : plan.pitchIn({each, std::max(1.0F, height - caption)});
    };
    const float under = room.height > below ? pitch(room.width + gap, room.height - below) : 0;
    // The narrowest column beside the maps that holds all that can be said.
    float beside = 0;
    for (const float share : {0.3F, 0.36F, 0.42F, 0.48F, 0.54F}) {
      const float column = room.width * share;
      const float lines = u(kLine) * static_cast<float>(linesIn(column));
      if (column < u(18) || lines > room.height - caption + u(0.5F)) continue;
      beside = pitch(room.width - column, room.height);
      break;
    }
    const float cell = std::max(under, beside);
    const Size map = plan.size(cell);
    if (map.height < u(6) && map.width < u(6)) return;
    const float step = std::max(map.width, leastMap) + gap;
    out_.unshifted = plan.at({room.x, room.y + caption}, cell);
    if (maps > 1) out_.shiftedArea = {std::round(room.x + step), std::round(room.y + caption), map.width, map.height};
    if (of_.shifted)
      out_.shifted =
          MapPlan(of_.shifted, of_.unshifted->range, style_, as).at({out_.shiftedArea.x, out_.shiftedArea.y}, cell);
    if (beside >= under) {
      const float x = room.x + maps * step;
      out_.words = {x, room.y + caption - u(0.5F), std::max(1.0F, room.right() - x), room.height - caption + u(0.5F)};
    } else {
      const float y = out_.unshifted->options.area.bottom() + u(0.75F);
      out_.words = {room.x, y, room.width, room.bottom() - y};
    }
  }
  std::string beginCaption(attn::Index shift, float room) const {
    return scoresCaption(std::to_string(shift), room, style_);
  }

  const PositionSubject& subject_;
  const PositionPictures& of_;
  const SceneStyle& style_;
  const std::optional<PositionHit>& hit_;
  PositionLayout out_;
};

}  // namespace

float PositionLayout::xOf(double x) const {
  return plot.x + static_cast<float>((x - xLow) / (xHigh - xLow)) * plot.width;
}

float PositionLayout::yOf(double y) const {
  return plot.bottom() - static_cast<float>(std::clamp((y - yLow) / (yHigh - yLow), 0.0, 1.0)) * plot.height;
}

PositionLayout layoutPosition(const PositionSubject& subject, const SceneStyle& style, Rect area,
                              const std::optional<PositionHit>& hit) {
  return Builder(subject, style, hit).build(area);
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
