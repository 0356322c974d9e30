#include "scene/temperature_chart.h"

#include <algorithm>
#include <cmath>

#include "scene/number_text.h"
#include "scene/round_axis.h"
#include "scene/temperature_axis.h"

namespace lab {
namespace {

constexpr float kCurveReach = 1.25F, kMarkerReach = 1;  // in units: how near the pointer must be

double shareOf(double tau) {
  return std::log(std::clamp(tau, sweepLow, sweepHigh) / sweepLow) / std::log(sweepHigh / sweepLow);
}

/// Up to 1, or less where no curve comes near. Weights that leave 0 … 1 (`ratio`) have an axis that holds them, up to
/// ±2.
void placeWeightAxis(TemperatureChart& out, const TemperatureRow& row) {
  const auto hold = [&](double weight) {
    if (!std::isfinite(weight)) return;
    // A weight of 1 may be a rounding above it.
    out.weightLow = std::max(-2.0, std::min(out.weightLow, std::floor(weight * 2 + 1e-5) / 2));
    out.weightTop = std::min(2.0, std::max(out.weightTop, std::ceil(weight * 2 - 1e-5) / 2));
  };
  for (const TemperatureRow::Sweep& sweep : row.sweeps) {
    if (std::string_view(sweep.normalizer->name) != "ratio") continue;
    for (const TemperatureRow::Key& key : row.keys)
      for (attn::Index step = 0; step < sweep.curves->weights.rows(); ++step)
        hold(static_cast<double>(sweep.curves->weights(step, key.column)));
  }
  for (const TemperatureRow::Key& key : row.keys) hold(key.weight);
  // Thousands of keys share the weight: an axis up to 1 would show a line at its bottom.
  if (out.weightLow < 0 || out.weightTop > 1) return;
  double highest = 0;
  for (const TemperatureRow::Sweep& sweep : row.sweeps)
    for (std::size_t place = 0; place < row.drawn(); ++place)
      for (const float weight : sweep.curves->weights.col(row.keys[place].column))
        if (std::isfinite(weight)) highest = std::max(highest, static_cast<double>(weight));
  for (const TemperatureRow::Key& key : row.keys) highest = std::max(highest, key.weight);
  if (highest > 0) out.weightTop = roundEnd(highest);
}

double highestEntropy(const TemperatureRow& row) {
  double highest = 0;
  for (const TemperatureRow::Sweep& sweep : row.sweeps)
    for (const double value : sweep.curves->entropy)
      if (std::isfinite(value)) highest = std::max(highest, value);
  return highest;
}

}  // namespace

float TemperatureChart::xOf(double tau) const { return weights.x + static_cast<float>(shareOf(tau)) * weights.width; }

double TemperatureChart::tauAt(float x) const {
  const double share = std::clamp(static_cast<double>((x - weights.x) / weights.width), 0.0, 1.0);
  return std::clamp(threeDigits(sweepLow * std::pow(sweepHigh / sweepLow, share)), sweepLow, sweepHigh);
}

float TemperatureChart::weightY(double weight) const {
  const double share = std::clamp((weight - weightLow) / (weightTop - weightLow), 0.0, 1.0);
  return weights.bottom() - static_cast<float>(share) * weights.height;
}

float TemperatureChart::entropyY(double value) const {
  return entropy.bottom() - static_cast<float>(std::clamp(value / entropyTop, 0.0, 1.0)) * entropy.height;
}

TemperatureChart layoutTemperatureChart(const TemperatureRow& row, const SceneStyle& style, Rect area,
                                        ChartParts parts) {
  const auto u = [&](float units) { return style.u(units); };
  TemperatureChart out;
  out.unit = u(1);
  out.entropyTop = roundTop(highestEntropy(row));
  placeWeightAxis(out, row);
  const float left = area.x + u(5.5F), width = std::max(u(4), area.right() - u(1.5F) - left);
  const float top = area.y + u(parts.legend ? 6.5F : 3.75F), bottom = area.bottom() - u(5.5F);
  const float gap = parts.entropy ? u(5) : 0, height = std::max(u(6), bottom - top - gap);
  if (parts.legend) out.legend = {left, area.y + u(0.5F), width, u(2.5F)};
  out.weights = {left, top, width, parts.entropy ? std::round(height * 0.66F) : height};
  out.entropy = {left, out.weights.bottom() + gap, width, height - out.weights.height};
  out.markerX = out.xOf(row.tau);
  return out;
}

std::optional<ChartHit> hitTemperatureChart(const TemperatureChart& chart, const TemperatureRow& row, Point pointer) {
  const float unit = chart.unit;
  const Rect plots{chart.weights.x - unit, chart.weights.y - 1.5F * unit, chart.weights.width + 2 * unit,
                   chart.bottom() + 5 * unit - chart.weights.y + 1.5F * unit};
  if (!plots.contains(pointer)) return std::nullopt;
  ChartHit hit;
  hit.step = row.own().stepAt(chart.tauAt(pointer.x));
  if (pointer.y > chart.bottom() || std::abs(pointer.x - chart.markerX) <= kMarkerReach * unit) {
    hit.marker = true;
    return hit;
  }
  if (pointer.y > chart.weights.bottom() + unit) return hit;
  float nearest = kCurveReach * unit;
  for (const TemperatureRow::Sweep& sweep : row.sweeps)
    for (std::size_t place = 0; place < row.drawn(); ++place) {
      const double weight = static_cast<double>(sweep.curves->weights(hit.step, row.keys[place].column));
      const float away = std::abs(chart.weightY(weight) - pointer.y);
      if (std::isfinite(weight) && away < nearest) {
        nearest = away;
        hit.key = row.keys[place].key;
      }
    }
  return hit;
}

float sweepDash(std::size_t place) {
  static constexpr float dashes[] = {0, 1.125F, 0.625F, 0.25F};
  return dashes[std::min<std::size_t>(place, 3)];
}

}  // namespace lab
