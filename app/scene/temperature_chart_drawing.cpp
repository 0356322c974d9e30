#include <algorithm>
#include <cmath>

#include "scene/category_colours.h"
#include "scene/number_text.h"
#include "scene/temperature_axis.h"
#include "scene/temperature_chart.h"
#include "scene/text_width.h"

namespace lab {
namespace {

class ChartPainter {
 public:
  ChartPainter(Drawing& drawing, const TemperatureChart& chart, const TemperatureRow& row, const SceneStyle& style,
               const TemperatureHover& hover)
      : drawing_(drawing), chart_(chart), row_(row), style_(style), p_(*style.palette), hover_(hover) {}

  void draw() {
    heads();
    axes();
    curves();
    if (hover_.step) pointerLine();
    const std::vector<CurveName> names = placeCurveNames(chart_, row_, style_, hover_.key);
    for (const CurveName& name : names) leader(name);
    marker();
    for (const CurveName& name : names) nameOf(name);
  }

 private:
  float u(float units) const { return style_.u(units); }
  Rgba shade(Rgba ink) const { return row_.stale ? faded(ink, 0.5F) : ink; }
  Rgba colourOf(std::size_t place) const { return categoryColour(p_, row_.keys[place].key); }
  void text(std::string what, Point at, Rgba ink, Anchor anchor = Anchor::Left) {
    drawing_.emplace_back(TextShape{std::move(what), at, TextSize::Small, anchor, 0, ink});
  }
  void box(Rect rect, Rgba fill) { drawing_.emplace_back(BoxShape{.rect = rect, .fill = fill}); }

  void heads() {
    std::string title = row_.title;
    if (row_.drawn() < row_.keys.size()) {
      const std::string left = " · " + style_.tr("temperature.left-out", {{"drawn", countText(row_.drawn())},
                                                                          {"count", countText(row_.keys.size())}});
      title =
          elidedTo(style_.measure, title, TextSize::Small, chart_.weights.width - style_.width(left, TextSize::Small)) +
          left;
    }
    const bool unused = !row_.usesTemperature() && chart_.legend.height <= 0;
    if (unused) title = style_.tr("temperature.unused");
    headAt(title, chart_.weights.y - u(2.25F), unused ? p_.warn : p_.dim);
    if (chart_.hasEntropy()) headAt(style_.tr("compare.entropy"), chart_.entropy.y - u(2), p_.dim);
    if (chart_.legend.height > 0) legend();
  }

  void headAt(const std::string& title, float y, Rgba ink) {
    text(elidedTo(style_.measure, title, TextSize::Small, chart_.weights.width), {chart_.weights.x, y}, ink);
  }

  /// How the lines of each normalizer look.
  void legend() {
    float x = chart_.legend.x;
    const float y = chart_.legend.y + chart_.legend.height / 2;
    for (std::size_t i = 0; i < row_.sweeps.size(); ++i) {
      const std::string name = style_.words->title(row_.sweeps[i].normalizer->title);
      const float width = u(4.5F) + style_.width(name, TextSize::Small);
      if (x + width > chart_.legend.right()) return;
      LineShape line = lineOf(i, p_.text, lineWidth(i));
      line.points = {{x, y}, {x + u(3.5F), y}};
      drawing_.emplace_back(std::move(line));
      text(name, {x + u(4.5F), y}, p_.text);
      x += width + u(2.5F);
    }
    if (row_.usesTemperature()) return;
    const std::string flat = style_.tr("temperature.unused");
    text(elidedTo(style_.measure, flat, TextSize::Small, chart_.legend.right() - x), {x, y}, p_.warn);
  }

  float lineWidth(std::size_t sweep) const { return (sweep == 0 ? 1 : 0.5F) + style_.metrics.line; }
  LineShape lineOf(std::size_t sweep, Rgba ink, float width) const {
    return {.points = {}, .ink = ink, .width = width, .dash = u(sweepDash(sweep))};
  }

  void tick(const Rect& plot, float y, double value, int decimals) {
    box({plot.x, y - 0.5F, plot.width, 1}, value == 0 ? p_.edge : p_.border);
    text(fixedText(value, decimals), {plot.x - u(1), y}, p_.dim, Anchor::Right);
  }

  void axes() {
    const double low = chart_.weightLow, top = chart_.weightTop;
    for (const double weight : {low, low < 0 && top > 0 ? 0.0 : (low + top) / 2, top})
      tick(chart_.weights, chart_.weightY(weight), weight, tableDecimals(top, 1));
    for (int i = 0; chart_.hasEntropy() && i <= 2; ++i) {
      const double entropy = chart_.entropyTop * i / 2;
      tick(chart_.entropy, chart_.entropyY(entropy), entropy, 1);
    }
    for (const double tau : {0.01, 0.1, 1.0, 10.0, 100.0}) {
      const float x = chart_.xOf(tau), bottom = chart_.bottom();
      box({x - 0.5F, bottom, 1, u(0.5F)}, p_.dim);
      text(copyText(tau), {x, bottom + u(2)}, p_.dim, Anchor::Middle);
    }
  }

  // ---- curves ----

  template <class Value, class Height>
  void curve(std::size_t sweep, Rgba ink, float width, Value&& value, Height&& height) {
    const attn::TemperatureSweep& of = *row_.sweeps[sweep].curves;
    LineShape line = lineOf(sweep, shade(ink), width);
    const auto flush = [&] {
      if (line.points.size() > 1) drawing_.emplace_back(line);
      line.points.clear();
    };
    for (std::size_t step = 0; step < of.temperatures.size(); ++step)
      if (const double at = value(of, step); std::isfinite(at))
        line.points.push_back({chart_.xOf(of.temperatures[step]), height(at)});
      else
        flush();  // of ratio: not a distribution
    flush();
  }

  void weightCurve(std::size_t sweep, std::size_t place, Rgba ink, float width) {
    const attn::Index column = row_.keys[place].column;
    curve(
        sweep, ink, width,
        [&](const attn::TemperatureSweep& of, std::size_t step) {
          return static_cast<double>(of.weights(static_cast<attn::Index>(step), column));
        },
        [&](double weight) { return chart_.weightY(weight); });
  }

  void curves() {
    // Grey ones behind, coloured ones in front, the heaviest last.
    for (std::size_t place = row_.drawn(); place-- > row_.coloured();) weightCurve(0, place, faded(p_.off, 0.55F), 1);
    for (std::size_t sweep = row_.sweeps.size(); sweep-- > 0;)
      for (std::size_t place = row_.coloured(); place-- > 0;) {
        const bool dimmed = hover_.key && *hover_.key != row_.keys[place].key;
        weightCurve(sweep, place, dimmed ? faded(colourOf(place), 0.4F) : colourOf(place), lineWidth(sweep));
      }
    const auto lit = hover_.key ? hover_.key : row_.selectedKey;
    for (std::size_t place = 0; place < row_.drawn(); ++place)
      if (row_.keys[place].key == lit) weightCurve(0, place, colourOf(place), lineWidth(0) + 1.5F);
    for (std::size_t sweep = row_.sweeps.size(); chart_.hasEntropy() && sweep-- > 0;)
      curve(
          sweep, p_.dim, lineWidth(sweep),
          [](const attn::TemperatureSweep& of, std::size_t step) { return of.entropy[step]; },
          [&](double entropy) { return chart_.entropyY(entropy); });
  }

  void pointerLine() {
    const float x = chart_.xOf(row_.own().temperatures[static_cast<std::size_t>(*hover_.step)]);
    box({x - 0.5F, chart_.weights.y - u(0.5F), 1, chart_.bottom() - chart_.weights.y + u(0.5F)}, faded(p_.text, 0.6F));
  }

  void dot(Point at, Rgba ink) {
    drawing_.emplace_back(DiscShape{.centre = at, .radius = u(0.5F), .fill = shade(ink), .edge = p_.bg, .line = 1.5F});
  }

  void marker() {
    const float x = chart_.markerX, bottom = chart_.bottom(), line = 1 + style_.metrics.line;
    const float now = chart_.xOf(row_.temperature);  // what the numbers are of
    const Rgba ink = row_.usesTemperature() ? p_.accent : p_.off;
    box({x - line / 2, chart_.weights.y - u(0.75F), line, bottom - chart_.weights.y + u(0.75F)}, ink);
    for (std::size_t place = row_.coloured(); place-- > 0;)
      if (std::isfinite(row_.keys[place].weight)) dot({now, chart_.weightY(row_.keys[place].weight)}, colourOf(place));
    if (chart_.hasEntropy() && std::isfinite(row_.measures.entropy))
      dot({now, chart_.entropyY(row_.measures.entropy)}, p_.dim);
    drawing_.emplace_back(
        DiscShape{.centre = {x, bottom}, .radius = u(0.9F), .fill = ink, .edge = p_.bg, .line = line});
    // A temperature beyond the axis stands at its end.
    const std::string shown =
        (row_.tau < sweepLow ? "◂ " : "") + ("τ = " + copyText(row_.tau)) + (row_.tau > sweepHigh ? " ▸" : "");
    const float half = style_.width(shown, TextSize::Small) / 2;
    const float at = std::clamp(x, chart_.weights.x + half, chart_.weights.right() - half);
    const Rect back{at - half - u(0.5F), bottom + u(3.25F), 2 * half + u(1), u(2)};
    drawing_.emplace_back(BoxShape{.rect = back, .fill = p_.soft, .radius = 4});
    text(shown, back.centre(), p_.accent, Anchor::Middle);
    // The axis is named at the end that the marker leaves free.
    const std::string axis = style_.tr("temperature.axis");
    const float end = chart_.weights.right();
    const bool right = back.right() + u(0.5F) < end - style_.width(axis, TextSize::Small);
    text(axis, {right ? end : chart_.weights.x, back.centre().y}, p_.dim, right ? Anchor::Right : Anchor::Left);
  }

  // ---- names beside the curves ----

  /// From a name that had to go away from its curve back to it.
  void leader(const CurveName& name) {
    const float y = name.box.centre().y;
    if (std::abs(y - name.curve.y) < name.box.height / 2) return;
    const Point end{name.right ? name.box.x : name.box.right(), y};
    LineShape line;
    line.points = {name.curve, end};
    line.ink = shade(faded(p_.dim, 0.8F));
    drawing_.emplace_back(std::move(line));
  }

  void nameOf(const CurveName& name) {
    const Rect& at = name.box;
    const float y = at.centre().y;
    drawing_.emplace_back(
        BoxShape{.rect = {at.x, at.y + 1, at.width, at.height - 2}, .fill = faded(p_.bg, 0.85F), .radius = 4});
    // Colours of categories are too faint for letters on some backgrounds: a disc has the colour.
    drawing_.emplace_back(DiscShape{.centre = {at.x + u(0.875F), y}, .radius = u(0.5F), .fill = colourOf(name.place)});
    const bool lit = hover_.key == row_.keys[name.place].key;
    text(name.text, {at.x + u(1.75F), y}, lit ? p_.accent : p_.text);
  }

  Drawing& drawing_;
  const TemperatureChart& chart_;
  const TemperatureRow& row_;
  const SceneStyle& style_;
  const Palette& p_;
  const TemperatureHover& hover_;
};

}  // namespace

void drawTemperatureChart(Drawing& drawing, const TemperatureChart& chart, const TemperatureRow& row,
                          const SceneStyle& style, const TemperatureHover& hover) {
  ChartPainter(drawing, chart, row, style, hover).draw();
}

}  // namespace lab
