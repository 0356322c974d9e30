#pragma once

#include <optional>
#include <vector>

#include "scene/drawing.h"
#include "scene/scene_style.h"
#include "scene/temperature_row.h"

namespace lab {

/// Where the weights of a row and their entropy stand over the logarithm of the temperature, from 0.01 to 100.
struct TemperatureChart {
  Rect legend;            ///< the names of the curves' line styles; empty: none
  Rect weights, entropy;  ///< the two plots, with the same axis; no height of `entropy`: the weights alone
  double entropyTop = 1;  ///< the upper end of its axis
  double weightLow = 0, weightTop = 1;
  float markerX = 0;
  float unit = 8;  ///< of the grid

  bool hasEntropy() const { return entropy.height > 0; }
  float bottom() const { return hasEntropy() ? entropy.bottom() : weights.bottom(); }
  float xOf(double tau) const;
  /// To three significant digits, as the slider gives them, within the axis.
  double tauAt(float x) const;
  float weightY(double weight) const;
  float entropyY(double value) const;
};

/// How much of a chart there is.
struct ChartParts {
  bool legend = true, entropy = true;
};
/// @param area all that is drawn lies within it
TemperatureChart layoutTemperatureChart(const TemperatureRow& row, const SceneStyle& style, Rect area,
                                        ChartParts parts);

void drawTemperatureChart(Drawing& drawing, const TemperatureChart& chart, const TemperatureRow& row,
                          const SceneStyle& style, const TemperatureHover& hover);

/// What is under the pointer.
struct ChartHit {
  bool marker = false;             ///< it can be taken; else it is in a plot
  std::optional<attn::Index> key;  ///< of the experiment: of the nearest curve
  attn::Index step = 0;            ///< of the sweep
  bool operator==(const ChartHit&) const = default;
};
std::optional<ChartHit> hitTemperatureChart(const TemperatureChart& chart, const TemperatureRow& row, Point pointer);

/// The name of a curve beside the marker.
struct CurveName {
  std::size_t place = 0;  ///< in the row's keys
  std::string text;
  Rect box;
  Point curve;  ///< where the curve crosses the marker
  bool right = true;
};
/// Names of the heaviest keys, and of the lit one: none on another, and none on a curve where the plot has room
/// elsewhere.
std::vector<CurveName> placeCurveNames(const TemperatureChart& chart, const TemperatureRow& row,
                                       const SceneStyle& style, std::optional<attn::Index> lit);

/// The length of the dashes of the curves of the sweep at `place`, in units; 0: solid.
float sweepDash(std::size_t place);

}  // namespace lab
