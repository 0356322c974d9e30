#include "scene/space_side.h"

#include <algorithm>
#include <cmath>

#include "scene/label_text.h"
#include "scene/number_text.h"
#include "scene/round_axis.h"
#include "scene/text_width.h"

namespace lab {
namespace {

constexpr std::size_t kMostCurves = 12, kMostRows = 8;

class Side {
 public:
  Side(SpaceScene& scene, const SpaceGround& ground, const SpaceReading& reading, const SpaceLook& look,
       const SceneStyle& style)
      : scene_(scene), ground_(ground), reading_(reading), look_(look), s_(style), p_(*style.palette) {}

  void draw(const Rect& area) {
    const float pitch = s_.u(2.75F);
    const std::size_t keys = reading_.order.size();
    const std::size_t fits = static_cast<std::size_t>(std::max(1.0F, std::floor(area.height / pitch) - 4));
    std::size_t rows = std::min({keys, kMostRows, fits});
    const auto tableHeight = [&] { return pitch * static_cast<float>(rows + 3 + (rows < keys ? 1 : 0)); };
    const float least = s_.u(38), one = s_.u(20);  // of two charts that can be read, and of one
    while (rows > 3 && area.height - tableHeight() < least && area.height - pitch * 7 >= least) --rows;
    float top = area.y;
    if (const float room = area.height - tableHeight() - s_.u(2); room >= one) {
      const float height = std::min(room, s_.u(58));
      charts({area.x, area.y, area.width, height}, room >= least - s_.u(2));
      top += height + s_.u(1.5F);
    }
    table({area.x, top, area.width, tableHeight()}, rows);
  }

 private:
  template <class Any>
  void add(Any shape) {
    scene_.drawing.emplace_back(std::move(shape));
  }
  void text(std::string what, Point at, Anchor anchor, Rgba ink) {
    add(TextShape{std::move(what), at, TextSize::Small, anchor, 0, ink});
  }
  attn::Index keyAt(std::size_t place) const { return ground_.field->field.keys[place]; }

  float xOf(double tau, const Rect& chart) const {
    const double share = (std::log10(std::clamp(tau, 0.01, 100.0)) + 2) / 4;
    return chart.x + static_cast<float>(share) * chart.width;
  }

  /// The two ends of an axis that runs upwards.
  struct Axis {
    double low = 0, high = 1;
  };

  /// Weights that leave 0 … 1 (`ratio`) have an axis that holds them, up to ±2.
  Axis weightAxis() const {
    Axis axis;
    const auto hold = [&](float weight) {
      if (!std::isfinite(weight)) return;
      // A weight of 1 may be a rounding above it.
      axis.low = std::max(-2.0, std::min(axis.low, std::floor(static_cast<double>(weight) * 2 + 1e-5) / 2));
      axis.high = std::min(2.0, std::max(axis.high, std::ceil(static_cast<double>(weight) * 2 - 1e-5) / 2));
    };
    std::for_each(reading_.curves.data(), reading_.curves.data() + reading_.curves.size(), hold);
    std::for_each(reading_.row.weights.data(), reading_.row.weights.data() + reading_.row.weights.size(), hold);
    return axis;
  }
  Axis entropyAxis() const { return {0, roundTop(std::log(static_cast<double>(reading_.order.size())))}; }

  static float yOf(const Rect& chart, Axis axis, double value) {
    const double share = std::clamp((value - axis.low) / (axis.high - axis.low), 0.0, 1.0);
    return chart.bottom() - static_cast<float>(share) * chart.height;
  }

  void grid(const Rect& chart, std::string name, Axis axis) {
    text(std::move(name), {chart.x, chart.y - s_.u(1.5F)}, Anchor::Left, p_.dim);
    const double middle = (axis.low + axis.high) / 2;
    for (const double tick : {axis.low, axis.low < 0 && axis.high > 0 ? 0.0 : middle, axis.high}) {
      const float y = yOf(chart, axis, tick);
      add(LineShape{{{chart.x, y}, {chart.right(), y}}, p_.border});
      text(fixedText(tick, 1), {chart.x - s_.u(1), y}, Anchor::Right, p_.dim);
    }
  }

  template <class Value>
  void curve(const Rect& chart, Axis axis, Rgba ink, Value&& value) {
    LineShape line{{}, ink, 2 * s_.metrics.line};
    const auto flush = [&] {
      if (line.points.size() > 1) add(line);
      line.points.clear();
    };
    for (std::size_t i = 0; i < reading_.temperatures.size(); ++i) {
      const double v = value(i);
      if (std::isfinite(v))
        line.points.push_back({xOf(reading_.temperatures[i], chart), yOf(chart, axis, v)});
      else
        flush();  // of ratio: not a distribution
    }
    flush();
  }

  void dot(const Rect& chart, Axis axis, double value, Rgba ink) {
    if (!std::isfinite(value)) return;
    const Point at{xOf(look_.temperature, chart), yOf(chart, axis, value)};
    add(DiscShape{at, s_.u(0.5F), ink, p_.bg, s_.u(0.19F)});
  }

  /// @param both the entropy below the weights; else these alone.
  void charts(const Rect& area, bool both) {
    const float heading = s_.u(3.5F), foot = s_.u(5);
    const float height = area.height - (both ? 2 : 1) * heading - foot;
    const Rect weights{area.x, area.y + heading, area.width, both ? std::round(height * 0.66F) : height};
    const Rect entropy{area.x, weights.bottom() + heading, area.width, height - weights.height};
    weightChart(weights);
    if (both) entropyChart(entropy);
    const float bottom = both ? entropy.bottom() : weights.bottom(), x = xOf(look_.temperature, weights);
    for (const double tau : {0.01, 0.1, 1.0, 10.0, 100.0})
      text(shortText(tau), {xOf(tau, weights), bottom + s_.u(1.75F)}, Anchor::Middle, p_.dim);
    text(s_.tr("space.temperature"), {area.right(), bottom + s_.u(4)}, Anchor::Right, p_.dim);
    add(LineShape{{{x, weights.y - s_.u(0.75F)}, {x, bottom}}, p_.accent, 2 * s_.metrics.line});
    const Axis axis = weightAxis();
    for (std::size_t i = std::min(kMostCurves, reading_.order.size()); i-- > 0;)
      dot(weights, axis, static_cast<double>(reading_.row.weights(0, static_cast<attn::Index>(reading_.order[i]))),
          keyColour(p_, keyAt(reading_.order[i])));
    if (both) dot(entropy, entropyAxis(), reading_.row.measures.entropy, p_.dim);
    add(DiscShape{{x, bottom}, s_.u(0.9F), p_.accent, p_.bg, s_.u(0.25F)});
    scene_.curves = {weights.x, weights.y, weights.width, bottom + s_.u(1) - weights.y};
  }

  void weightChart(const Rect& chart) {
    const Axis axis = weightAxis();
    grid(chart, s_.tr("space.weights"), axis);
    for (std::size_t i = std::min(kMostCurves, reading_.order.size()); i-- > 0;) {
      const auto column = static_cast<attn::Index>(reading_.order[i]);
      curve(chart, axis, keyColour(p_, keyAt(reading_.order[i])),
            [&](std::size_t at) { return static_cast<double>(reading_.curves(static_cast<attn::Index>(at), column)); });
    }
  }

  void entropyChart(const Rect& chart) {
    grid(chart, s_.tr("space.entropy-nats"), entropyAxis());
    curve(chart, entropyAxis(), p_.dim, [&](std::size_t at) { return reading_.entropies[at]; });
  }

  static std::string shortText(double tau) { return tau < 1 ? fixedText(tau, tau < 0.1 ? 2 : 1) : fixedText(tau, 0); }

  void table(const Rect& area, std::size_t rows) {
    scene_.table = area;
    const float pitch = s_.u(2.75F), right = area.right() - s_.u(0.5F), column = area.width * 0.24F;
    float y = area.y + pitch / 2;
    const auto cells = [&](const std::string& a, const std::string& b, const std::string& c, Rgba ink) {
      text(a, {right - 2 * column, y}, Anchor::Right, ink);
      text(b, {right - column, y}, Anchor::Right, ink);
      text(c, {right, y}, Anchor::Right, ink);
    };
    text(s_.tr("space.key"), {area.x + s_.u(0.5F), y}, Anchor::Left, p_.dim);
    cells(s_.tr(ground_.field->field.added.empty() ? "space.score" : "tip.score-bias"), "÷ τ", s_.tr("space.weight"),
          p_.dim);
    y += pitch;
    for (std::size_t i = 0; i < rows; ++i, y += pitch) keyRow({area.x, y - pitch / 2, area.width, pitch}, i, cells);
    if (rows < reading_.order.size()) {
      text(s_.tr("space.more-keys", {{"count", std::to_string(reading_.order.size() - rows)}}),
           {area.x + s_.u(0.5F), y}, Anchor::Left, p_.dim);
      y += pitch;
    }
    add(LineShape{{{area.x, y - pitch / 2}, {area.right(), y - pitch / 2}}, p_.edge});
    sums(area, y, right, pitch);
  }

  template <class Cells>
  void keyRow(const Rect& rect, std::size_t i, Cells&& cells) {
    const auto place = static_cast<attn::Index>(reading_.order[i]);
    const attn::Index key = keyAt(reading_.order[i]);
    scene_.rows.push_back({key, rect});
    if (look_.pointedKey == key)
      add(BoxShape{.rect = rect, .fill = p_.hover});
    else if (i == 0)
      add(BoxShape{.rect = rect, .fill = p_.soft});
    const float middle = rect.centre().y;
    add(DiscShape{{rect.x + s_.u(1.25F), middle}, s_.u(0.625F), keyColour(p_, key)});
    const std::string name =
        elidedTo(s_.measure, labelWithIndex(ground_.names, key), TextSize::Small, rect.width * 0.34F);
    text(name, {rect.x + s_.u(2.75F), middle}, Anchor::Left, look_.selectedKey == key ? p_.accent : p_.text);
    const double score = static_cast<double>(reading_.row.scores(0, place));
    const bool divided = ground_.field->field.normalizer->usesTemperature;
    cells(fixedText(score, 3), divided ? fixedText(score / ground_.field->field.temperature, 3) : "–",
          fixedText(static_cast<double>(reading_.row.weights(0, place)), 3), p_.text);
  }

  void sums(const Rect& area, float y, float right, float pitch) {
    text(s_.tr("space.context"), {area.x + s_.u(0.5F), y}, Anchor::Left, p_.text);
    const attn::Vector& context = reading_.row.context;
    std::string numbers = context.size() == 0 ? s_.tr("space.no-values") : "(";
    for (attn::Index i = 0; i < std::min<attn::Index>(3, context.size()); ++i)
      numbers += (i > 0 ? ", " : "") + fixedText(static_cast<double>(context(i)), 3);
    if (context.size() > 0) numbers += context.size() > 3 ? ", …)" : ")";
    text(numbers, {right, y}, Anchor::Right, context.size() == 0 ? p_.dim : p_.text);
    y += pitch;
    text(s_.tr("space.effective-keys"), {area.x + s_.u(0.5F), y}, Anchor::Left, p_.text);
    text(fixedText(reading_.row.measures.effectiveKeys, 3), {right, y}, Anchor::Right, p_.text);
  }

  SpaceScene& scene_;
  const SpaceGround& ground_;
  const SpaceReading& reading_;
  const SpaceLook& look_;
  const SceneStyle& s_;
  const Palette& p_;
};

}  // namespace

void drawSpaceSide(SpaceScene& scene, const Rect& area, const SpaceGround& ground, const SpaceReading& reading,
                   const SpaceLook& look, const SceneStyle& style) {
  Side(scene, ground, reading, look, style).draw(area);
}

}  // namespace lab
