#include <algorithm>
#include <cmath>

#include "scene/draw_scene.h"
#include "scene/text_wrap.h"

namespace lab {

namespace {

constexpr attn::Index kWholeRangeKeys = 32;  // with more keys weights are too small for the colours of 0 … 1
constexpr std::size_t kMeasureRows = 4;      // the table's head and the measures

// In units of the grid.
constexpr float kSlot = 1, kWidestSlot = 20;  // a bar with its gap
constexpr float kGap = 2.5F, kCaption = 3, kRow = 2.75F, kLine = 2.5F;
constexpr float kLeastBars = 22;   // with heading and names
constexpr float kLegible = 1.75F;  // a cell that is large enough to be drawn at

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

/// How the two heatmaps stand.
enum class Stand { Beside, Above, Alone };

/// Both matrices, measured once for all the ways they can stand.
struct MeasuredMaps {
  MapPlan computed, painted;

  MeasuredMaps(const DrawSubject& subject, const SceneStyle& style)
      : computed(subject.computed, rangeOfMaps(subject), style, {}),
        painted(subject.painted == subject.computed ? computed
                                                    : MapPlan(subject.painted, rangeOfMaps(subject), style, {})) {}
};

/// The two heatmaps with cells of one size, their rows on one line, or their columns where they are wide and low; or
/// the painted one alone.
class Maps {
 public:
  Maps(const MeasuredMaps& measured, Cell selected, const SceneStyle& style, std::optional<Cell> hover, Stand stand,
       bool names)
      : style_(style),
        stand_(stand),
        computed_(measured.computed.with(
            {.bar = false, .rowName = names, .columnName = names, .hover = hover, .selected = selected})),
        painted_(measured.painted.with({.rowLabels = stand != Stand::Beside,
                                        .columnLabels = stand != Stand::Above,
                                        .rowName = names && stand == Stand::Alone,
                                        .columnName = names && stand != Stand::Above,
                                        .hover = hover,
                                        .selected = selected})),
        leastStep_(style.width(style.tr("draw.computed"), TextSize::Base) + style.u(kGap)) {}

  /// With their captions.
  Size size(float cell) const {
    const float caption = style_.u(kCaption);
    const Size painted = painted_.size(cell), computed = computed_.size(cell);
    if (stand_ == Stand::Alone) return {painted.width, painted.height + caption};
    if (stand_ == Stand::Above)
      return {std::max(secondX(cell) + painted.width, computed.width), secondY(cell) + caption + painted.height};
    // The painted map has the colours and so all that can reach below.
    return {secondX(cell) + painted.width, painted.height + caption};
  }
  float pitchIn(Size room) const {
    return largestPitch(style_.metrics, [&](float cell) {
      const Size needed = size(cell);
      return needed.width <= room.width && needed.height <= room.height;
    });
  }
  void place(DrawLayout& out, Rect room, float cell) const {
    const float caption = style_.u(kCaption);
    const Point second{room.x + (stand_ == Stand::Alone ? 0 : secondX(cell)),
                       room.y + (stand_ == Stand::Above ? secondY(cell) : 0)};
    const auto captionOf = [&](const MapPanel& panel, float y, float right) {
      return Rect{panel.layout.map.x, y, right - panel.layout.map.x, caption};
    };
    out.painted = painted_.at({second.x, second.y + caption}, cell);
    out.paintedCaption = captionOf(out.painted, second.y, room.right());
    if (stand_ == Stand::Alone) return;
    out.computed = computed_.at({room.x, room.y + caption}, cell);
    const bool beside = stand_ == Stand::Beside;
    out.computedCaption =
        captionOf(*out.computed, room.y, beside ? out.painted.layout.map.x - style_.u(1) : room.right());
  }

 private:
  /// Where the second map's margins begin.
  float secondX(float cell) const {
    if (stand_ == Stand::Above) return computed_.margins(cell).left - painted_.margins(cell).left;
    const float first = computed_.size(cell).width + style_.u(kGap);
    const float step = first + painted_.margins(cell).left - computed_.margins(cell).left;
    return std::round(first + std::max(0.0F, leastStep_ - step));
  }
  /// Where the second map's caption begins.
  float secondY(float cell) const { return std::round(style_.u(kCaption + 1) + computed_.size(cell).height); }

  const SceneStyle& style_;
  Stand stand_;
  MapPlan computed_, painted_;
  float leastStep_;  ///< from map to map, for the first one's caption
};

/// The parts of the area.
class Builder {
 public:
  Builder(const DrawSubject& subject, const SceneStyle& style, std::optional<Cell> hover)
      : subject_(subject), style_(style), hover_(hover), measured_(subject, style) {}

  DrawLayout build(Rect area) {
    out_.area = area;
    out_.rowHeight = u(kRow);
    const Rect inner = area.inset(u(2));
    const bool low = inner.height < u(60) && inner.width >= u(60);
    if (low)
      buildBeside(inner);
    else
      buildBelow(inner);
    return std::move(out_);
  }

 private:
  float u(float units) const { return style_.u(units); }
  bool interactive() const { return style_.interactive; }

  std::size_t allRows() const {
    const std::size_t width = subject_.effect.difference.size();
    return kMeasureRows + (width == 0 ? 1 : width + 2);
  }
  std::size_t compactRows() const { return kMeasureRows + 1; }

  /// As many rows as there is room for. @return what is left below it
  Rect placeTable(Rect room) {
    const auto fit = static_cast<std::size_t>(std::max(0.0F, std::floor(room.height / out_.rowHeight)));
    const std::size_t width = subject_.effect.difference.size();
    if (fit < kMeasureRows) return room;
    out_.rows = std::min(fit, kMeasureRows + 1);
    if (fit >= allRows() && width > 0) {
      out_.rows = allRows();
      out_.contextRows = width;
    } else if (fit >= kMeasureRows + 4 && width > 1) {
      // A heading, some dimensions, how many are left out, the length.
      out_.rows = fit;
      out_.contextRows = fit - kMeasureRows - 3;
    }
    const float height = static_cast<float>(out_.rows) * out_.rowHeight;
    out_.table = {room.x, room.y, room.width, height};
    return {room.x, room.y + height + u(1), room.width, room.height - height - u(1)};
  }

  /// Lines that the longest sentence takes.
  float wordsHeight(float width) const {
    if (!interactive()) return 0;
    std::size_t lines = 1;
    for (const char* key : {"draw.drag-hint", "draw.all-on-one", "draw.all-on-one-even"})
      lines = std::max(
          lines,
          wrappedText(style_.measure, style_.tr(key, {{"key", "0123456789"}}), TextSize::Small, width, 8).size());
    return u(kLine) * static_cast<float>(lines);
  }
  void placeWords(Rect room) {
    if (interactive() && room.height >= u(kLine) && room.width >= u(16)) out_.words = room;
  }

  struct Fit {
    Stand stand = Stand::Alone;
    bool names = true;
    float cell = 0;
  };
  Maps mapsAs(Stand stand, bool names) const { return {measured_, subject_.selected, style_, hover_, stand, names}; }
  Fit fitMaps(Size room) const {
    const auto best = [&](Stand stand) {
      const Fit named{stand, true, mapsAs(stand, true).pitchIn(room)};
      const Fit bare{stand, false, mapsAs(stand, false).pitchIn(room)};
      // Names of the axes go where they cost cells their size or their labels.
      const float labels = style_.metrics.fontSize(TextSize::Small);
      return named.cell < 0.85F * bare.cell || (named.cell < labels && bare.cell >= labels) ? bare : named;
    };
    const Fit beside = best(Stand::Beside), above = best(Stand::Above), alone = best(Stand::Alone);
    const Fit two = above.cell > 1.2F * beside.cell ? above : beside;
    return two.cell >= std::min(u(kLegible), 0.6F * alone.cell) ? two : alone;
  }
  /// @return its size
  Size placeMaps(Rect room) {
    const Fit fit = fitMaps({room.width, room.height});
    const Maps maps = mapsAs(fit.stand, fit.names);
    maps.place(out_, room, fit.cell);
    return maps.size(fit.cell);
  }

  void placeBars(Rect room) {
    out_.heading = {room.x, room.y, room.width, u(2.5F)};
    const float axis = u(4.5F), head = u(5);
    Rect plot{room.x + axis, room.y + head, room.width - axis, room.height - head};
    const auto most = static_cast<std::size_t>(std::max(1.0F, std::floor(plot.width / u(kSlot))));
    out_.keys = keysWithBars(subject_, most);
    out_.leftOut = subject_.trace.keys() - static_cast<attn::Index>(out_.keys.size());
    const auto count = static_cast<float>(out_.keys.size());
    out_.slot = std::min(u(kWidestSlot), plot.width / count);
    plot.width = out_.slot * count;
    float widest = 0;
    for (const attn::Index key : out_.keys)
      widest = std::max(widest,
                        style_.width(elided(subject_.painted->picture.columnLabels[static_cast<std::size_t>(key)], 12),
                                     TextSize::Small));
    const bool turned = out_.slot >= u(2) && out_.slot <= u(9) && widest > out_.slot - u(0.5F);
    out_.foot = std::min(turned ? u(6) : u(3), room.height * 0.4F);
    plot.height = std::max(1.0F, plot.height - out_.foot);
    out_.bars = plot;
  }

  /// A low window: maps at the left, bars and table at the right.
  void buildBeside(Rect inner) {
    const float gap = u(3), words = wordsHeight(inner.width * 0.5F);
    const float right = std::clamp(inner.width * 0.38F, u(30), u(64)), left = inner.width - right - gap;
    const float height = inner.height - (words > 0 ? words + u(1) : 0);
    const Size maps = placeMaps({inner.x, inner.y, left, height});
    // What the maps leave belongs to the bars.
    const float hint = style_.width(style_.tr(interactive() ? "draw.hint-short" : "draw.painted"), TextSize::Base);
    const float used = std::min(left, std::max(maps.width, out_.paintedCaption.x - inner.x + hint + u(1)));
    out_.paintedCaption.width = inner.x + used - out_.paintedCaption.x;
    const Rect side{inner.x + used + gap, inner.y, inner.width - used - gap, inner.height};
    const float below = std::max(0.0F, side.height - u(kLeastBars) - u(1.5F));
    const float most = std::min(below, static_cast<float>(allRows()) * out_.rowHeight);
    const float wanted = most >= static_cast<float>(allRows()) * out_.rowHeight
                             ? most
                             : std::min(below, static_cast<float>(compactRows()) * out_.rowHeight);
    placeTable({side.x, side.bottom() - wanted, side.width, wanted});
    const float bars = out_.table.width > 0 ? out_.table.y - u(1.5F) - side.y : side.height;
    placeBars({side.x, side.y, side.width, bars});
    const float y = inner.y + maps.height + u(1);
    placeWords({inner.x, y, used, inner.bottom() - y});
  }

  /// Maps above, bars below; the table beside the maps where they leave the room, else beside the bars.
  void buildBelow(Rect inner) {
    const float gap = u(4), upper = std::round(inner.height * 0.56F);
    const float column = std::clamp(inner.width * 0.32F, u(36), u(52)), rest = inner.width - column - gap;
    const bool wide = inner.width >= u(84);
    const bool beside = wide && fitMaps({rest, upper}).cell >= 0.9F * fitMaps({inner.width, upper}).cell;
    const float words = wordsHeight(wide ? column : inner.width);
    const Size maps = placeMaps({inner.x, inner.y, beside ? rest : inner.width, upper});
    float y = inner.y + std::min(maps.height, upper) + u(2);
    if (!wide && words > 0) {
      placeWords({inner.x, y, inner.width, words});
      y += words + u(1.5F);
    }
    Rect bars{inner.x, y, inner.width, inner.bottom() - y};
    Rect table{inner.right() - column, y, column, bars.height};
    if (beside)
      table = {inner.right() - column, inner.y, column, y - u(2) - inner.y};
    else if (wide)
      bars.width = rest;
    else if (bars.height >= u(kLeastBars) + static_cast<float>(compactRows()) * out_.rowHeight + u(2)) {
      const float rows =
          std::min(static_cast<float>(allRows()), std::floor((bars.height - u(kLeastBars + 2)) / u(kRow)));
      table = {inner.x, inner.bottom() - rows * out_.rowHeight, inner.width, rows * out_.rowHeight};
      bars.height = table.y - u(2) - bars.y;
    } else {
      table.height = 0;
    }
    const float reserved = wide && words > 0 ? words + u(1) : 0;
    const Rect left = placeTable({table.x, table.y, table.width, table.height - reserved});
    if (wide) placeWords({left.x, left.y, left.width, table.bottom() - left.y});
    placeBars(bars);
  }

  const DrawSubject& subject_;
  const SceneStyle& style_;
  std::optional<Cell> hover_;
  MeasuredMaps measured_;
  DrawLayout out_;
};

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
  return Builder(subject, style, hover).build(area);
}

std::optional<DrawHit> hitDraw(const DrawLayout& layout, const DrawSubject& subject, Point pointer) {
  if (const auto cell = cellAt(layout.painted.layout, pointer)) return DrawHit{DrawHit::Part::Painted, *cell};
  if (layout.computed)
    if (const auto cell = cellAt(layout.computed->layout, pointer)) return DrawHit{DrawHit::Part::Computed, *cell};
  // A bar is caught a little above 1 and below 0 too.
  const float reach = layout.rowHeight / 2;
  const Rect plot{layout.bars.x, layout.bars.y - reach, layout.bars.width, layout.bars.height + 2 * reach};
  if (!plot.contains(pointer)) return std::nullopt;
  const auto at = std::min(layout.keys.size() - 1, static_cast<std::size_t>((pointer.x - layout.bars.x) / layout.slot));
  return DrawHit{DrawHit::Part::Bar, {subject.selected.row, layout.keys[at]}};
}

float paintTravel(const DrawLayout& layout, DrawHit::Part part, const SceneStyle& style) {
  return part == DrawHit::Part::Bar ? layout.bars.height : style.u(24);
}

}  // namespace lab
