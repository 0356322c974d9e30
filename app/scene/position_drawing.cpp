#include <algorithm>
#include <cmath>

#include "attention/catalogue.h"
#include "scene/category_colours.h"
#include "scene/number_text.h"
#include "scene/position_scene.h"
#include "scene/text_width.h"
#include "scene/text_wrap.h"

namespace lab {

namespace {

constexpr double kPi = 3.14159265358979323846;

class PositionPainter {
 public:
  PositionPainter(const PositionLayout& layout, const PositionSubject& subject, const SceneStyle& style,
                  const std::optional<PositionHit>& hit)
      : layout_(layout), subject_(subject), of_(subject.pictures), style_(style), p_(*style.palette), hit_(hit) {}

  Drawing draw() {
    first();
    second();
    if (of_.curves.size() > 0)
      biasCurves();
    else if (!of_.byDistance.mean.empty())
      productCurve();
    scores();
    return std::move(drawing_);
  }

 private:
  float u(float units) const { return style_.u(units); }
  float strength() const { return subject_.stale ? 0.5F : 1; }
  void text(std::string what, Point at, TextSize size, Rgba ink, Anchor anchor = Anchor::Left) {
    drawing_.emplace_back(TextShape{std::move(what), at, size, anchor, 0, ink});
  }
  void box(Rect rect, Rgba fill) { drawing_.emplace_back(BoxShape{.rect = rect, .fill = fill}); }
  void title(Rect quarter, const std::string& what) {
    text(elidedTo(style_.measure, what, TextSize::Base, quarter.width), {quarter.x, quarter.y + u(1.25F)},
         TextSize::Base, p_.text);
  }
  /// With how many of the positions there are.
  std::string counted(const std::string& what) const {
    const attn::Index all = std::max(subject_.source.trace.queries(), subject_.source.trace.keys());
    if (all <= of_.count) return what;
    return what + " · " +
           style_.tr("position.first", {{"count", countText(static_cast<std::size_t>(of_.count))},
                                        {"all", countText(static_cast<std::size_t>(all))}});
  }
  void line(std::vector<Point> points, Rgba ink, float width, float dash = 0) {
    drawing_.emplace_back(LineShape{std::move(points), ink, width, false, dash});
  }
  void words(Rect room, const std::string& what, Rgba ink) {
    float y = room.y + u(1.25F);
    const auto most = static_cast<std::size_t>(std::max(1.0F, std::floor(room.height / u(2.5F) + 0.01F)));
    for (const std::string& each : wrappedText(style_.measure, what, TextSize::Small, room.width, most)) {
      text(each, {room.x, y}, TextSize::Small, ink);
      y += u(2.5F);
    }
  }

  attn::Index queryPosition() const { return subject_.selected.row + subject_.source.shift; }
  attn::Index keyPosition() const { return subject_.selected.column + subject_.source.shift; }

  // ---- the table, or the arrows ----

  void first() {
    if (subject_.kind() == SchemeKind::Turned) {
      title(layout_.first, style_.tr("position.arrows"));
      arrows();
    } else if (layout_.table) {
      title(layout_.first, counted(style_.tr("position.table")));
      drawMapPanel(drawing_, *layout_.table, style_, strength());
      sequence(*layout_.table, false);
      place(*layout_.table, queryPosition());
      mark(*layout_.table);
    } else if (subject_.kind() == SchemeKind::Added) {
      title(layout_.first, style_.tr("position.table"));
      words({layout_.first.x, layout_.first.y + u(3), layout_.first.width, u(8)}, style_.tr("position.no-table"),
            p_.dim);
    }
  }

  /// The positions that the sequence has now.
  void sequence(const MapPanel& panel, bool square) {
    const HeatmapLayout& map = panel.layout;
    const attn::Index tokens = std::max(subject_.source.trace.queries(), subject_.source.trace.keys());
    const attn::Index from = std::max(map.firstColumn, subject_.source.shift),
                      end = std::min(map.endColumn, subject_.source.shift + tokens);
    if (from >= end) return;
    const Rect first = map.cellRect({square ? from : map.firstRow, from}),
               last = map.cellRect({square ? end - 1 : map.endRow - 1, end - 1});
    drawRing(drawing_, {first.x, first.y, last.right() - first.x, last.bottom() - first.y}, p_.accent,
             1 + style_.metrics.line, p_);
  }

  /// The column of one position.
  void place(const MapPanel& panel, attn::Index position) {
    const HeatmapLayout& map = panel.layout;
    if (position < map.firstColumn || position >= map.endColumn || map.endRow <= map.firstRow) return;
    const Rect top = map.cellRect({map.firstRow, position}), bottom = map.cellRect({map.endRow - 1, position});
    drawing_.emplace_back(BoxShape{
        .rect = {top.x, top.y, top.width, bottom.bottom() - top.y}, .edge = p_.text, .line = 1 + style_.metrics.line});
  }

  /// The cell of the selected query's and key's positions.
  void pairOf(const MapPanel& panel) {
    const HeatmapLayout& map = panel.layout;
    if (queryPosition() >= map.endRow || keyPosition() >= map.endColumn) return;
    drawing_.emplace_back(BoxShape{
        .rect = map.cellRect({queryPosition(), keyPosition()}), .edge = p_.text, .line = 1 + style_.metrics.line});
  }

  void mark(const MapPanel& panel) {
    if (!hit_ || hit_->part == PositionHit::Part::Curve || hit_->part == PositionHit::Part::Pair) return;
    const bool own = (hit_->part == PositionHit::Part::Table && &panel == &*layout_.table) ||
                     (hit_->part == PositionHit::Part::Products && layout_.products && &panel == &*layout_.products);
    const bool scores =
        hit_->part == PositionHit::Part::Scores &&
        ((layout_.unshifted && &panel == &*layout_.unshifted) || (layout_.shifted && &panel == &*layout_.shifted));
    if (!own && !scores) return;
    drawPointed(drawing_, panel, hit_->cell, style_);
  }

  void arrow(Point centre, double angle, float length, Rgba ink, float width) {
    const auto x = static_cast<float>(std::cos(angle)), y = static_cast<float>(-std::sin(angle));
    const Point tip{centre.x + length * x, centre.y + length * y};
    const float head = std::max(u(0.9F), length * 0.18F), half = head * 0.5F;
    const Point back{tip.x - head * x, tip.y - head * y};
    line({centre, back}, ink, width);
    drawing_.emplace_back(
        AreaShape{{tip, {back.x - half * y, back.y + half * x}, {back.x + half * y, back.y - half * x}}, ink});
  }

  /// The way from the query's arrow to the key's, as far as the number below says: beyond a whole turn it winds
  /// outwards, at most twice round before the rest.
  void arc(Point centre, double from, double to, float radius, Rgba ink) {
    constexpr double mostTurns = 2, widerATurn = 0.18;
    const double whole = std::trunc((to - from) / (2 * kPi));
    const double turn = to - from - 2 * kPi * (whole - std::clamp(whole, -mostTurns, mostTurns));
    if (std::abs(turn) < 0.02) return;
    std::vector<Point> points;
    const int steps = 2 + static_cast<int>(std::abs(turn) * 12);
    for (int i = 0; i <= steps; ++i) {
      const double way = turn * i / steps, angle = from + way;
      const float out = radius * static_cast<float>(1 + widerATurn * std::abs(way) / (2 * kPi));
      points.push_back(
          {centre.x + out * static_cast<float>(std::cos(angle)), centre.y - out * static_cast<float>(std::sin(angle))});
    }
    line(std::move(points), ink, 1 + style_.metrics.line);
  }

  void legend(float x, Rgba ink, const std::string& what, float& next) {
    const float y = layout_.arrows.y - u(1.75F);
    box({x, y - u(0.2F), u(2.5F), u(0.4F)}, ink);
    text(what, {x + u(3.25F), y}, TextSize::Small, p_.dim);
    next = x + u(5.25F) + style_.width(what, TextSize::Small);
  }

  void arrows() {
    if (layout_.pairs == 0) {
      words({layout_.first.x, layout_.first.y + u(3), layout_.first.width, u(8)}, style_.tr("position.odd-width"),
            p_.dim);
      return;
    }
    float x = layout_.arrows.x;
    legend(x, p_.accent, style_.tr("position.query-at", {{"position", std::to_string(queryPosition())}}), x);
    legend(x, p_.categories[0], style_.tr("position.key-at", {{"position", std::to_string(keyPosition())}}), x);
    const std::vector<double> query = attn::rotaryAngles(queryPosition(), of_.width),
                              key = attn::rotaryAngles(keyPosition(), of_.width),
                              one = attn::rotaryAngles(1, of_.width);
    for (attn::Index pair = 0; pair < layout_.pairs; ++pair) {
      const auto at = static_cast<std::size_t>(pair);
      drawPair(pair, query[at], key[at], one[at]);
    }
    const attn::Index more = of_.width / 2 - layout_.pairs;
    if (more > 0)
      text(style_.tr("position.more-pairs", {{"count", std::to_string(more)}}),
           {layout_.arrows.x, layout_.first.bottom() - u(1)}, TextSize::Small, p_.dim);
  }

  /// @param one the angle by which one place turns
  void drawPair(attn::Index pair, double query, double key, double one) {
    const attn::Index rows = (layout_.pairs + layout_.perRow - 1) / layout_.perRow;
    const float wide = layout_.arrows.width / static_cast<float>(layout_.perRow),
                high = layout_.arrows.height / static_cast<float>(rows);
    const float left = layout_.arrows.x + static_cast<float>(pair % layout_.perRow) * wide,
                top = layout_.arrows.y + static_cast<float>(pair / layout_.perRow) * high;
    const float side = layout_.pairSide, radius = side / 2 - u(0.25F);
    const Point centre{left + (layout_.textBeside ? side : wide) / 2, top + side / 2};
    const bool lit = hit_ && hit_->part == PositionHit::Part::Pair && hit_->cell.row == pair;
    drawing_.emplace_back(DiscShape{.centre = centre,
                                    .radius = radius,
                                    .fill = lit ? p_.hover : p_.well,
                                    .edge = p_.border,
                                    .line = style_.metrics.line});
    arc(centre, query, key, radius * 0.45F, p_.dim);
    arrow(centre, key, radius * 0.92F, p_.categories[0], 1.5F + style_.metrics.line);
    arrow(centre, query, radius * 0.92F, p_.accent, 1.5F + style_.metrics.line);
    const std::string theta = "θ = " + headlineText(one), change = "Δ = " + degrees(key - query);
    if (layout_.textBeside) {
      text(theta, {left + side + u(1), centre.y - u(1.1F)}, TextSize::Small, p_.dim);
      text(change, {left + side + u(1), centre.y + u(1.1F)}, TextSize::Small, p_.text);
    } else {
      text(theta, {centre.x, top + side + u(0.9F)}, TextSize::Small, p_.dim, Anchor::Middle);
      text(change, {centre.x, top + side + u(2.9F)}, TextSize::Small, p_.text, Anchor::Middle);
    }
  }

  static std::string degrees(double radians) {
    const double angle = radians * 180 / kPi;
    return (std::abs(angle) < 0.05 && angle != 0 ? headlineText(angle) : fixedText(angle, 1)) + "°";
  }

  // ---- products, or what a bias adds ----

  void second() {
    if (!layout_.products) return;
    const bool bias = subject_.kind() == SchemeKind::Biased;
    title(layout_.second, counted(style_.tr(bias                                    ? "position.bias-matrix"
                                            : subject_.kind() == SchemeKind::Turned ? "position.products-turned"
                                                                                    : "position.products",
                                            {{"head", std::to_string(subject_.source.head + 1)}})));
    drawMapPanel(drawing_, *layout_.products, style_, strength());
    if (bias)
      drawSelection(drawing_, *layout_.products, subject_.selected, style_);
    else {
      sequence(*layout_.products, true);
      pairOf(*layout_.products);
    }
    mark(*layout_.products);
  }

  // ---- curves ----

  void axes(const std::string& name) {
    const Rect& plot = layout_.plot;
    const Ticks ticks = roundTicks({layout_.yLow, layout_.yHigh});
    for (const double value : ticks.values) {
      const float y = layout_.yOf(value);
      box({plot.x, y - 0.5F, plot.width, 1}, p_.border);
      text(tickText(ticks, value), {plot.x - u(1), y}, TextSize::Small, p_.dim, Anchor::Right);
    }
    box({plot.x, layout_.yOf(0) - 0.5F, plot.width, 1}, p_.edge);
    const double span = layout_.xHigh - layout_.xLow;
    double every = 1;
    for (const double wider : {2.0, 4.0, 5.0, 8.0, 10.0, 16.0, 32.0, 64.0, 128.0})
      if (span / every > 8) every = wider;
    for (double value = std::ceil(layout_.xLow / every) * every; value <= layout_.xHigh; value += every) {
      const float x = layout_.xOf(value);
      box({x - 0.5F, plot.bottom(), 1, u(0.5F)}, p_.dim);
      text(fixedText(value, 0), {x, plot.bottom() + u(1.75F)}, TextSize::Small, p_.dim, Anchor::Middle);
    }
    const bool beside = layout_.axisBeside;
    text(beside ? name : elidedTo(style_.measure, name, TextSize::Small, plot.width),
         {plot.right() + (beside ? u(2) : 0), plot.bottom() + u(beside ? 1.75F : 4)}, TextSize::Small, p_.dim,
         beside ? Anchor::Left : Anchor::Right);
  }

  void productCurve() {
    title(layout_.third, style_.tr(subject_.kind() == SchemeKind::Turned ? "position.curve-turned" : "position.curve"));
    axes(style_.tr("position.distance"));
    const attn::DistanceProducts& all = of_.byDistance;
    const auto curve = [&](const std::vector<double>& values, Rgba ink, float width) {
      std::vector<Point> points;
      for (std::size_t r = 0; r < values.size(); ++r)
        points.push_back({layout_.xOf(static_cast<double>(r)), layout_.yOf(values[r])});
      line(std::move(points), faded(ink, strength()), width);
    };
    // The spread is seen where products depend on more than the distance.
    double spread = 0;
    for (std::size_t r = 0; r < all.mean.size(); ++r) spread = std::max(spread, all.high[r] - all.low[r]);
    if (spread > 1e-3 * (layout_.yHigh - layout_.yLow)) {
      curve(all.low, p_.off, style_.metrics.line);
      curve(all.high, p_.off, style_.metrics.line);
      text(style_.tr("position.spread"), {layout_.plot.right(), layout_.plot.y + u(1)}, TextSize::Small, p_.dim,
           Anchor::Right);
    }
    curve(all.mean, p_.accent, 1 + style_.metrics.line);
    const attn::Index apart = std::abs(subject_.selected.row - subject_.selected.column);
    dots(
        apart,
        [&](attn::Index r) {
          return static_cast<std::size_t>(r) < all.mean.size() ? all.mean[static_cast<std::size_t>(r)] : NAN;
        },
        p_.accent);
  }

  /// Where the selected pair is, and where the pointer is.
  template <class Value>
  void dots(attn::Index selected, Value&& value, Rgba ink) {
    const bool pointed = hit_ && hit_->part == PositionHit::Part::Curve;
    for (const attn::Index x : {selected, pointed ? hit_->distance : selected}) {
      const double y = value(x);
      if (std::isfinite(y))
        drawing_.emplace_back(DiscShape{.centre = {layout_.xOf(static_cast<double>(x)), layout_.yOf(y)},
                                        .radius = u(0.55F),
                                        .fill = faded(ink, strength()),
                                        .edge = p_.bg,
                                        .line = 1.5F});
    }
    if (!pointed) return;
    const float x = layout_.xOf(static_cast<double>(hit_->distance));
    box({x - 0.5F, layout_.plot.y, 1, layout_.plot.height}, faded(p_.text, 0.5F));
  }

  Rgba headInk(attn::Index head) const { return categoryColour(p_, head); }

  void biasCurves() {
    title(layout_.third, style_.tr("position.bias-curves"));
    axes(style_.tr("position.signed-distance"));
    const attn::Index heads = of_.curves.rows();
    const attn::Index own = std::min(subject_.source.head, heads - 1);
    for (attn::Index head = 0; head < heads; ++head)
      if (head != own) biasCurve(head, style_.metrics.line);
    biasCurve(own, 1.5F + style_.metrics.line);
    dots(
        subject_.selected.column - subject_.selected.row,
        [&](attn::Index r) {
          return std::abs(r) <= of_.reach ? static_cast<double>(of_.curves(own, r + of_.reach)) : NAN;
        },
        headInk(own));
    headLegend(own);
  }

  void headLegend(attn::Index own) {
    const attn::Index most = static_cast<attn::Index>(layout_.legendPerRow) * layout_.legendRows;
    for (attn::Index head = 0; head < std::min(of_.curves.rows(), most); ++head) {
      const auto row = static_cast<float>(head / layout_.legendPerRow),
                 column = static_cast<float>(head % layout_.legendPerRow);
      const Point at{layout_.plot.x + column * layout_.legendColumn, layout_.plot.bottom() + u(6.75F) + row * u(2.5F)};
      box({at.x, at.y - u(0.2F), u(2.25F), u(0.4F)}, headInk(head));
      text(style_.tr("position.head", {{"head", std::to_string(head + 1)}}), {at.x + u(3), at.y}, TextSize::Small,
           head == own ? p_.text : p_.dim);
    }
  }

  void biasCurve(attn::Index head, float width) {
    std::vector<Point> points;
    // A table has steps.
    const bool steps = subject_.source.scheme == "relative";
    for (attn::Index column = 0; column < of_.curves.cols(); ++column) {
      const double x = static_cast<double>(column - of_.reach);
      const float y = layout_.yOf(static_cast<double>(of_.curves(head, column)));
      // A bucket is one line, however many places it has.
      if (steps && points.size() > 1 && points.back().y == y)
        points.pop_back();
      else if (steps)
        points.push_back({layout_.xOf(std::max(x - 0.5, layout_.xLow)), y});
      points.push_back({layout_.xOf(steps ? std::min(x + 0.5, layout_.xHigh) : x), y});
    }
    const bool own = head == std::min(subject_.source.head, of_.curves.rows() - 1);
    const bool many = of_.curves.rows() > 4;
    line(std::move(points), faded(headInk(head), own || !many ? strength() : 0.5F * strength()), width);
  }

  // ---- the shifted sequence ----

  void scores() {
    const std::string shift = std::to_string(subject_.source.shift);
    title(layout_.fourth, style_.tr("position.shift-title"));
    const auto map = [&](const std::optional<MapPanel>& panel, const std::string& from) {
      if (!panel) return;
      drawMapPanel(drawing_, *panel, style_, strength());
      drawSelection(drawing_, *panel, subject_.selected, style_);
      mark(*panel);
      caption(panel->options.area, from);
    };
    map(layout_.unshifted, "0");
    map(layout_.shifted, shift);
    if (layout_.unshifted && !layout_.shifted && layout_.shiftedArea.width > 0) placeOfShifted();
    const bool changed = !subject_.problem.empty() || (of_.difference && !attn::withinRounding(*of_.difference));
    const Rgba ink = subject_.source.shift == 0 && subject_.problem.empty() ? p_.dim : changed ? p_.warn : p_.good;
    words(layout_.words, shiftSentence(subject_, style_), ink);
  }

  /// An empty frame where the second map will be.
  void placeOfShifted() {
    const Rect& at = layout_.shiftedArea;
    line({{at.x, at.y}, {at.right(), at.y}, {at.right(), at.bottom()}, {at.x, at.bottom()}, {at.x, at.y}}, p_.edge,
         style_.metrics.line, u(0.75F));
    caption(at, "n");
  }

  void caption(Rect map, const std::string& from) {
    text(scoresCaption(from, map.width, style_), {map.x, map.y - u(1.25F)}, TextSize::Small, p_.dim);
  }

  const PositionLayout& layout_;
  const PositionSubject& subject_;
  const PositionPictures& of_;
  const SceneStyle& style_;
  const Palette& p_;
  const std::optional<PositionHit>& hit_;
  Drawing drawing_;
};

/// Whether turning both vectors by the same angle changes nothing: what only reads q · k and lengths.
bool keepsTurned(const std::string& score) {
  return score == "dot" || score == "scaled_dot" || score == "cosine" || score == "gaussian";
}

const char* reasonOf(const std::string& scheme, SchemeKind kind, const std::string& score) {
  if (kind == SchemeKind::Turned) return keepsTurned(score) ? "position.why.turned" : "position.why.turned-mixed";
  if (kind == SchemeKind::Biased) return "position.why.bias";
  return scheme == "learned" ? "position.why.learned" : "position.why.added";
}

std::string reasonIn(const PositionSubject& subject, const SceneStyle& style) {
  const attn::Trace& trace = subject.source.trace;
  const std::string& why = style.tr(reasonOf(subject.source.scheme, subject.kind(), trace.experiment.score));
  return trace.queries() * trace.keys() <= mostScoresDrawn ? why : why + " " + style.tr("position.too-many");
}

}  // namespace

std::string shiftSentence(const PositionSubject& subject, const SceneStyle& style) {
  if (!subject.problem.empty()) return "! " + subject.problem;
  const std::string why = reasonIn(subject, style);
  const auto both = [&](const std::string& first, const std::string& second) {
    return style.tr("position.shift.both", {{"what", first}, {"why", second}});
  };
  if (subject.source.shift == 0) return style.interactive ? both(style.tr("position.shift.none"), why) : why;
  if (!subject.pictures.difference) return style.tr("position.shift.computing");
  const attn::LargestDifference& found = *subject.pictures.difference;
  if (found.value == 0) return "✓ " + both(style.tr("position.shift.same"), why);
  const attn::InputError::Arguments slots = {{"difference", headlineText(found.value)},
                                             {"query", std::to_string(found.row + 1)},
                                             {"key", std::to_string(found.column + 1)}};
  if (attn::withinRounding(found)) return "✓ " + both(style.tr("position.shift.rounding", slots), why);
  return "! " + both(style.tr("position.shift.changed", slots), why);
}

std::string scoresCaption(const std::string& shift, float room, const SceneStyle& style) {
  const attn::InputError::Arguments slots = {{"position", shift}};
  std::string whole = style.tr("position.from", slots);
  return style.width(whole, TextSize::Small) <= room ? whole : style.tr("position.from-short", slots);
}

std::vector<std::string> shiftSentences(const PositionSubject& subject, const SceneStyle& style) {
  const std::string why = reasonIn(subject, style);
  std::vector<std::string> all = {shiftSentence(subject, style)};
  if (!style.interactive) return all;
  const attn::InputError::Arguments slots = {{"difference", "0.0000"}, {"query", "00"}, {"key", "00"}};
  const bool added = subject.kind() == SchemeKind::Added;
  for (const char* key : {"position.shift.none", added ? "position.shift.changed" : "position.shift.rounding"})
    all.push_back("! " + style.tr("position.shift.both", {{"what", style.tr(key, slots)}, {"why", why}}));
  return all;
}

Drawing positionDrawing(const PositionLayout& layout, const PositionSubject& subject, const SceneStyle& style,
                        const std::optional<PositionHit>& hit) {
  return PositionPainter(layout, subject, style, hit).draw();
}

ViewFigure positionFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size) {
  const attn::Trace trace = attn::oneHead(subject.trace, subject.head);
  const std::string own = ownScheme(trace.experiment);
  // The scores of the experiment itself stand for those of a sequence that is not shifted.
  const PositionSource source{trace, own.empty() ? "sinusoidal" : own, subject.head,
                              0,     own.empty() ? nullptr : &trace,   nullptr};
  PositionMemory memory;
  const PositionPictures& pictures = memory.of(source);
  Cell selected = subject.selected.value_or(heaviestCell(trace).value_or(Cell{0, 0}));
  const PositionSubject shown{source, pictures, selected, own.empty() ? style.tr("position.example") : std::string(),
                              false};
  ViewFigure figure;
  figure.size = size.value_or(Size{style.u(130), style.u(84)});
  const PositionLayout layout = layoutPosition(shown, style, {0, 0, figure.size.width, figure.size.height});
  figure.drawing = positionDrawing(layout, shown, style, std::nullopt);
  return figure;
}

}  // namespace lab
