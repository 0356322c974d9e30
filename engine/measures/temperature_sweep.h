#pragma once

#include <span>
#include <vector>

#include "attention/catalogue.h"
#include "core/types.h"

namespace attn {

/// One row of weights at many temperatures.
struct TemperatureSweep {
  std::vector<double> temperatures;  ///< (steps) rising, evenly spaced in log τ; the first and last are the ends
  Matrix weights;                    ///< (steps, m)
  std::vector<double> entropy;       ///< (steps) nats; NaN where a weight is negative (`ratio`)

  /// The step whose temperature is nearest to `tau` on the logarithmic scale.
  Index stepAt(double tau) const;
};

/// `steps` temperatures from `low` to `high`, evenly spaced in log τ. 0 < low < high, steps > 1.
std::vector<double> logSpacedTemperatures(double low, double high, Index steps);

/// A row's window of the mask `local_p`: see attention/local.h.
struct PredictedWindow {
  double centre = 0;
  std::vector<Index> reaches;
};

/// The weights that `normalizer` gives one row at each of `temperatures`, to the bit those of the pipeline.
/// @param scores   (m) finite, with their bias: what is divided by τ
/// @param visible  (m) empty where every key may be attended
/// @param window   multiplies every weight after it was normalized; without reaches it does nothing
TemperatureSweep sweepTemperature(const NormalizerRow& normalizer, std::span<const float> scores,
                                  std::span<const bool> visible, std::vector<double> temperatures,
                                  const PredictedWindow& window = {});

}  // namespace attn
