#include "measures/temperature_sweep.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "attention/local.h"
#include "attention/softmax.h"
#include "measures/row_measures.h"

namespace attn {

Index TemperatureSweep::stepAt(double tau) const {
  const auto above = std::lower_bound(temperatures.begin(), temperatures.end(), tau);
  if (above == temperatures.begin()) return 0;
  if (above == temperatures.end()) return static_cast<Index>(temperatures.size()) - 1;
  const auto below = std::prev(above);
  return (tau / *below < *above / tau ? below : above) - temperatures.begin();
}

std::vector<double> logSpacedTemperatures(double low, double high, Index steps) {
  assert(0 < low && low < high && steps > 1);
  std::vector<double> out;
  for (Index step = 0; step < steps; ++step)
    out.push_back(low * std::pow(high / low, static_cast<double>(step) / static_cast<double>(steps - 1)));
  out.back() = high;
  return out;
}

TemperatureSweep sweepTemperature(const NormalizerRow& normalizer, std::span<const float> scores,
                                  std::span<const bool> visible, std::vector<double> temperatures,
                                  const PredictedWindow& window) {
  assert(visible.empty() || visible.size() == scores.size());
  const auto keys = static_cast<Index>(scores.size());
  Mask mask = Mask::Constant(1, keys, true);
  if (!visible.empty()) std::copy(visible.begin(), visible.end(), mask.data());
  const Matrix row = Eigen::Map<const Matrix>(scores.data(), 1, keys);
  const VisibleMaxima maxima = visibleMaxima(row, mask, WorkShare::none());
  TemperatureSweep out{std::move(temperatures), {}, {}};
  out.weights.resize(static_cast<Index>(out.temperatures.size()), keys);
  for (std::size_t step = 0; step < out.temperatures.size(); ++step) {
    const double tau = out.temperatures[step];
    // As the pipeline does it: of softmax the sums say the entropy, of everything else the weights.
    const bool exponential = normalizer.exponential && window.reaches.empty();
    SoftmaxStatistics statistics;
    Matrix weights = exponential ? softmaxWeights(row, mask, maxima, tau,
                                                  {.statistics = &statistics, .picture = nullptr}, WorkShare::none())
                                 : normalizer.compute(row, mask, tau, WorkShare::none());
    for (const Index reach : window.reaches) applyPredictiveFactors({window.centre}, reach, weights);
    out.entropy.push_back(exponential ? statistics.entropy.front() : measureRows(weights, mask).front().entropy);
    out.weights.row(static_cast<Index>(step)) = weights.row(0);
  }
  return out;
}

}  // namespace attn
