#include <algorithm>
#include <cmath>
#include <limits>

#include "scene/temperature_chart.h"
#include "scene/text_width.h"

namespace lab {
namespace {

constexpr std::size_t kMostNames = 6;
constexpr float kRow = 2.25F, kAway = 2.25F;     // in units: a name's height, and how far from the marker it begins
constexpr float kDisc = 2.25F, kLeastWidth = 8;  // what stands before and after a name; room for a short one
constexpr float kCovering = 4000;                // points of way that a name may go so as not to stand on a curve

/// The way all names of one side have to go, and where they stand then.
struct Placement {
  float cost = std::numeric_limits<float>::infinity();
  std::vector<float> heights;  ///< middles, in the order of the names
};

/// Finds heights for names whose curves cross the marker at rising `wanted` heights.
class NameColumn {
 public:
  NameColumn(const TemperatureChart& chart, const TemperatureRow& row, Rect column, float height)
      : chart_(chart), top_(column.y), height_(height), covered_(cells(column.height)) {
    for (std::size_t sweep = 0; sweep < row.sweeps.size(); ++sweep)
      for (std::size_t place = 0; place < (sweep == 0 ? row.drawn() : row.coloured()); ++place)
        cover(*row.sweeps[sweep].curves, row.keys[place].column, column);
    for (std::size_t i = 1; i < covered_.size(); ++i) covered_[i] += covered_[i - 1];
  }

  /// The least way: each name at or below its predecessor's foot. Steps of a point; quadratic in neither.
  Placement place(const std::vector<float>& wanted) const {
    Placement out;
    const auto positions = static_cast<std::ptrdiff_t>(covered_.size()) - static_cast<std::ptrdiff_t>(height_);
    if (positions <= static_cast<std::ptrdiff_t>(height_ * static_cast<float>(wanted.size() - 1))) return out;
    const auto count = static_cast<std::size_t>(positions), step = static_cast<std::size_t>(std::ceil(height_));
    // best[p]: the least cost of the names so far with the last one at p or above it; from: where that is.
    std::vector<float> best(count, 0);
    std::vector<std::vector<std::size_t>> from;
    for (const float y : wanted) {
      std::vector<float> next(count, std::numeric_limits<float>::infinity());
      std::vector<std::size_t> at(count, 0);
      for (std::size_t p = 0; p < count; ++p) {
        const bool first = from.empty();
        if (first || p >= step) next[p] = (first ? 0 : best[p - step]) + costAt(p, y);
        at[p] = p;
        if (p > 0 && next[p - 1] <= next[p]) {
          next[p] = next[p - 1];
          at[p] = at[p - 1];
        }
      }
      best = std::move(next);
      from.push_back(std::move(at));
    }
    out.cost = best.back();
    if (!std::isfinite(out.cost)) return out;
    out.heights.resize(wanted.size());
    std::size_t last = count - 1;
    for (std::size_t i = wanted.size(); i-- > 0;) {
      const std::size_t p = from[i][last];
      out.heights[i] = top_ + static_cast<float>(p) + height_ / 2;
      last = p >= step ? p - step : 0;
    }
    return out;
  }

 private:
  static std::size_t cells(float height) { return static_cast<std::size_t>(std::max(1.0F, height)) + 1; }

  /// Marks the heights that a curve passes on its way through the column.
  void cover(const attn::TemperatureSweep& sweep, attn::Index of, const Rect& column) {
    float low = std::numeric_limits<float>::infinity(), high = -low;
    const attn::Index first = std::max<attn::Index>(0, sweep.stepAt(chart_.tauAt(column.x)) - 1);
    const attn::Index last = std::min(sweep.weights.rows() - 1, sweep.stepAt(chart_.tauAt(column.right())) + 1);
    for (attn::Index step = first; step <= last; ++step) {
      const auto weight = static_cast<double>(sweep.weights(step, of));
      if (!std::isfinite(weight)) continue;
      low = std::min(low, chart_.weightY(weight));
      high = std::max(high, chart_.weightY(weight));
    }
    const auto cell = [&](float y) {
      return static_cast<std::size_t>(std::clamp(y - top_, 0.0F, static_cast<float>(covered_.size() - 1)));
    };
    for (std::size_t i = cell(low - 2); low <= high && i <= cell(high + 2); ++i) ++covered_[i];
  }

  float costAt(std::size_t p, float wanted) const {
    const std::size_t end = std::min(covered_.size() - 1, p + static_cast<std::size_t>(height_));
    const bool covers = covered_[end] > (p > 0 ? covered_[p - 1] : 0);
    return std::abs(top_ + static_cast<float>(p) + height_ / 2 - wanted) + (covers ? kCovering : 0);
  }

  const TemperatureChart& chart_;
  float top_, height_;
  std::vector<int> covered_;  ///< at each point of height, and then of all above it: curves that pass there
};

/// Which keys have a name, from the top curve to the lowest.
std::vector<std::size_t> namedPlaces(const TemperatureChart& chart, const TemperatureRow& row, std::size_t most,
                                     std::optional<attn::Index> lit) {
  std::vector<std::size_t> named;
  for (std::size_t place = 0; place < row.coloured() && named.size() < most; ++place)
    if (std::isfinite(row.keys[place].weight)) named.push_back(place);
  for (std::size_t place = 0; lit && place < row.drawn(); ++place)
    if (row.keys[place].key == *lit && std::isfinite(row.keys[place].weight) &&
        std::find(named.begin(), named.end(), place) == named.end()) {
      if (named.size() == most && !named.empty()) named.pop_back();
      named.push_back(place);
    }
  std::stable_sort(named.begin(), named.end(), [&](std::size_t a, std::size_t b) {
    return chart.weightY(row.keys[a].weight) < chart.weightY(row.keys[b].weight);
  });
  return named;
}

}  // namespace

std::vector<CurveName> placeCurveNames(const TemperatureChart& chart, const TemperatureRow& row,
                                       const SceneStyle& style, std::optional<attn::Index> lit) {
  const float height = std::round(style.u(kRow)), u = style.u(1);
  const auto fits = static_cast<std::size_t>(std::max(0.0F, chart.weights.height * 0.7F / height));
  const std::vector<std::size_t> named = namedPlaces(chart, row, std::min(kMostNames, fits), lit);
  if (named.empty()) return {};
  std::vector<CurveName> names;
  std::vector<float> wanted;
  float widest = 0;
  for (const std::size_t place : named) {
    const TemperatureRow::Key& key = row.keys[place];
    CurveName name{place, row.name(key.key, 14), {}, {chart.markerX, chart.weightY(key.weight)}, true};
    name.box.width = style.width(name.text, TextSize::Small) + kDisc * u;
    name.box.height = height;
    widest = std::max(widest, name.box.width);
    wanted.push_back(name.curve.y);
    names.push_back(std::move(name));
  }
  const Rect& plot = chart.weights;
  Placement best;
  bool right = true;
  float width = widest;
  for (const bool onRight : {true, false}) {
    const float start = chart.markerX + (onRight ? kAway : -kAway) * u;
    const float room = std::min(widest, onRight ? plot.right() - start : start - plot.x);
    if (room < std::min(widest, kLeastWidth * u)) continue;
    const NameColumn column(chart, row, {onRight ? start : start - room, plot.y, room, plot.height}, height);
    // At the right they stand unless the left is much better; names are whole rather than near.
    Placement here = column.place(wanted);
    here.cost += (onRight ? 0 : 8 * u) + (room < widest ? 40 * u : 0);
    if (here.cost < best.cost) {
      best = std::move(here);
      right = onRight;
      width = room;
    }
  }
  if (best.heights.empty()) return {};
  for (std::size_t i = 0; i < names.size(); ++i) {
    Rect& box = names[i].box;
    if (box.width > width) {
      names[i].text = elidedTo(style.measure, names[i].text, TextSize::Small, width - kDisc * u);
      box.width = width;
    }
    box.x = right ? chart.markerX + kAway * u : chart.markerX - kAway * u - box.width;
    box.y = best.heights[i] - height / 2;
    names[i].right = right;
  }
  return names;
}

}  // namespace lab
