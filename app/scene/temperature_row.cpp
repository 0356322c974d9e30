#include "scene/temperature_row.h"

#include <algorithm>

#include "scene/label_text.h"

namespace lab {
namespace {

constexpr std::size_t kMostCurves = 40, kMostColoured = 12;

}  // namespace

std::size_t TemperatureRow::drawn() const { return std::min(keys.size(), kMostCurves); }

std::size_t TemperatureRow::coloured() const { return std::min(keys.size(), kMostColoured); }

std::string TemperatureRow::name(attn::Index key, int characters) const {
  return labelWithIndex(*names, key, characters);
}

}  // namespace lab
