#include "scene/temperature_axis.h"

#include "measures/temperature_sweep.h"

namespace lab {
namespace {

constexpr attn::Index kSteps = 161, kFewSteps = 81;  // fewer where there are thousands of keys
constexpr attn::Index kManyKeys = 1000;

}  // namespace

std::vector<double> sweptTemperatures(attn::Index keys) {
  return attn::logSpacedTemperatures(sweepLow, sweepHigh, keys > kManyKeys ? kFewSteps : kSteps);
}

}  // namespace lab
