#include <algorithm>
#include <cmath>
#include <numeric>

#include "attention/catalogue.h"
#include "pipeline/row_sweep.h"
#include "scene/matrix_picture.h"
#include "scene/round_axis.h"
#include "scene/temperature_scene.h"

namespace lab {

namespace {

constexpr attn::Index kSteps = 161, kFewSteps = 81;  // fewer where there are thousands of keys
constexpr attn::Index kManyKeys = 1000;
constexpr float kCurveReach = 1.25F, kMarkerReach = 1;  // in units: how near the pointer must be

/// Three significant digits.
double rounded(double value) {
  const double unit = std::pow(10.0, std::floor(std::log10(value)) - 2);
  return std::round(value / unit) * unit;
}

double highestEntropy(const TemperatureSubject& subject) {
  double highest = 0;
  for (const SweepMemory::Curve& curve : subject.curves)
    for (const double value : curve.sweep.entropy)
      if (std::isfinite(value)) highest = std::max(highest, value);
  return highest;
}

/// Keys that may be attended, the largest score first, equal ones in their order.
std::vector<attn::Index> keysByScore(const attn::HeadTrace& head, attn::Index query) {
  std::vector<attn::Index> order;
  for (attn::Index key = 0; key < head.biased->cols(); ++key)
    if ((*head.visible)(query, key)) order.push_back(key);
  std::stable_sort(order.begin(), order.end(),
                   [&](attn::Index a, attn::Index b) { return (*head.biased)(query, a) > (*head.biased)(query, b); });
  return order;
}

/// Weights that leave 0 … 1 (`ratio`) have an axis that holds them, up to ±2.
void placeWeightAxis(TemperatureLayout& out, const TemperatureSubject& subject) {
  for (const SweepMemory::Curve& curve : subject.curves) {
    if (curve.normalizer != "ratio") continue;
    for (const float weight : curve.sweep.weights.row(0)) {
      if (!std::isfinite(weight)) continue;
      out.weightLow = std::max(-2.0, std::min(out.weightLow, std::floor(static_cast<double>(weight) * 2) / 2));
      out.weightTop = std::min(2.0, std::max(out.weightTop, std::ceil(static_cast<double>(weight) * 2) / 2));
    }
  }
}

}  // namespace

const std::vector<SweepMemory::Curve>& SweepMemory::curves(const attn::Trace& trace, attn::Index query,
                                                           const TemperatureOptions& options) {
  const attn::HeadTrace& head = trace.head();
  if (scores_ != head.biased || visible_ != head.visible || centres_ != head.centres || query_ != query) {
    curves_.clear();
    order_ = keysByScore(head, query);
  }
  scores_ = head.biased;
  visible_ = head.visible;
  centres_ = head.centres;
  query_ = query;
  std::vector<std::string> wanted = {trace.experiment.normalizer};
  for (std::size_t i = 0; i < overlayNormalizers.size(); ++i)
    if (options.overlay[i] && overlayNormalizers[i] != wanted[0]) wanted.emplace_back(overlayNormalizers[i]);
  std::vector<Curve> curves;
  for (const std::string& name : wanted) {
    const auto known =
        std::find_if(curves_.begin(), curves_.end(), [&](const Curve& curve) { return curve.normalizer == name; });
    if (known != curves_.end()) {
      curves.push_back(std::move(*known));
      continue;
    }
    const attn::Index steps = trace.keys() > kManyKeys ? kFewSteps : kSteps;
    curves.push_back(
        {name, attn::sweepRow(trace, 0, query, name, attn::logSpacedTemperatures(sweepLow, sweepHigh, steps))});
    ++runs_;
  }
  curves_ = std::move(curves);
  return curves_;
}

std::size_t TemperatureSubject::drawn() const { return std::min(order().size(), mostCurves); }

bool TemperatureSubject::usesTemperature() const {
  return attn::findRow(attn::normalizerCatalogue(), trace.experiment.normalizer, "normalizer").usesTemperature;
}

std::optional<double> sweptTemperature(double start, double seconds) {
  const double speed = 0.25;  // of the axis a second
  const double from = std::log(std::clamp(start, sweepLow, sweepHigh) / sweepLow) / std::log(sweepHigh / sweepLow);
  const double way = speed * seconds, top = 1 - from;
  if (way >= 2) return std::nullopt;
  const double share = way < top ? from + way : way < top + 1 ? 1 - (way - top) : way - top - 1;
  return std::clamp(rounded(sweepLow * std::pow(sweepHigh / sweepLow, share)), sweepLow, sweepHigh);
}

float TemperatureLayout::xOf(double tau) const {
  const double share = std::log(std::clamp(tau, sweepLow, sweepHigh) / sweepLow) / std::log(sweepHigh / sweepLow);
  return weights.x + static_cast<float>(share) * weights.width;
}

double TemperatureLayout::tauAt(float x) const {
  const double share = std::clamp(static_cast<double>((x - weights.x) / weights.width), 0.0, 1.0);
  return std::clamp(rounded(sweepLow * std::pow(sweepHigh / sweepLow, share)), sweepLow, sweepHigh);
}

float TemperatureLayout::weightY(double weight) const {
  const double share = std::clamp((weight - weightLow) / (weightTop - weightLow), 0.0, 1.0);
  return weights.bottom() - static_cast<float>(share) * weights.height;
}

float TemperatureLayout::entropyY(double value) const {
  return entropy.bottom() - static_cast<float>(std::clamp(value / entropyTop, 0.0, 1.0)) * entropy.height;
}

TemperatureLayout layoutTemperature(const TemperatureSubject& subject, const SceneStyle& style, Rect area) {
  const auto u = [&](float units) { return style.u(units); };
  TemperatureLayout out;
  out.area = area;
  out.entropyTop = roundTop(highestEntropy(subject));
  placeWeightAxis(out, subject);
  const bool wide = area.width > u(84);
  const float tableWidth = wide ? std::clamp(area.width * 0.32F, u(38), u(48)) : 0;
  const float left = area.x + u(8), right = area.right() - u(3) - (wide ? tableWidth + u(3) : 0);
  const float top = area.y + u(area.height > u(50) ? 7 : 6), bottom = area.bottom() - u(5.5F);
  const float gap = u(5), height = std::max(u(12), bottom - top - gap);
  out.legend = {left, area.y + u(0.5F), right - left, u(2.5F)};
  out.weights = {left, top, right - left, std::round(height * 0.66F)};
  out.entropy = {left, out.weights.bottom() + gap, right - left, height - out.weights.height};
  out.markerX = out.xOf(subject.tau);
  if (!wide) return out;
  out.table = {area.right() - u(2) - tableWidth, area.y + u(2), tableWidth, area.height - u(4)};
  out.rowHeight = u(2.75F);
  // A heading, the keys, what is left out, and two sums.
  const auto room = static_cast<std::size_t>(std::max(1.0F, std::floor(out.table.height / out.rowHeight) - 4));
  out.tableRows = std::min(room, subject.order().size());
  return out;
}

std::optional<TemperatureHit> hitTemperature(const TemperatureLayout& layout, const TemperatureSubject& subject,
                                             Point pointer) {
  const float unit = layout.weights.height > 0 ? std::max(6.0F, layout.legend.height / 2.5F) : 8;
  TemperatureHit hit;
  if (layout.table.contains(pointer)) {
    const float row = std::floor((pointer.y - layout.table.y) / layout.rowHeight) - 1;
    if (row < 0 || row >= static_cast<float>(layout.tableRows)) return std::nullopt;
    hit.part = TemperatureHit::Part::Table;
    hit.key = subject.order()[static_cast<std::size_t>(row)];
    return hit;
  }
  const Rect plots{layout.weights.x - unit, layout.weights.y - 2 * unit, layout.weights.width + 2 * unit,
                   layout.entropy.bottom() + 4 * unit - layout.weights.y + 2 * unit};
  if (!plots.contains(pointer)) return std::nullopt;
  const attn::TemperatureSweep& sweep = subject.curves.front().sweep;
  hit.step = sweep.stepAt(layout.tauAt(pointer.x));
  const bool axis = pointer.y > layout.entropy.bottom();
  if (axis || std::abs(pointer.x - layout.markerX) <= kMarkerReach * unit) {
    hit.part = TemperatureHit::Part::Marker;
    return hit;
  }
  if (pointer.y > layout.weights.bottom() + unit) return hit;
  float nearest = kCurveReach * unit;
  for (const SweepMemory::Curve& curve : subject.curves)
    for (std::size_t rank = 0; rank < subject.drawn(); ++rank) {
      const double weight = static_cast<double>(curve.sweep.weights(hit.step, subject.order()[rank]));
      const float away = std::abs(layout.weightY(weight) - pointer.y);
      if (std::isfinite(weight) && away < nearest) {
        nearest = away;
        hit.key = subject.order()[rank];
      }
    }
  return hit;
}

}  // namespace lab
