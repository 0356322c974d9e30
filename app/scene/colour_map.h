#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "core/types.h"
#include "scene/geometry.h"

namespace lab {

/// From a value to a colour: one row per map. `table[0]` is the lowest value.
struct ColourMapRow {
  const char* name;  ///< viridis | cividis | magma | diverging
  attn::Title title;
  attn::Title summary;
  bool diverging;    ///< for signed values, symmetric about 0
  const char* source;
  std::array<Rgba, 256> table;
};

const std::vector<ColourMapRow>& colourMapCatalogue();

/// @throws attn::InputError `unknown_name`.
const ColourMapRow& colourMapNamed(std::string_view name);

/// What the two ends of a map stand for.
struct ValueRange {
  double low = 0, high = 1;
  bool operator==(const ValueRange&) const = default;
};

/// Weights: 0 … max (or 0 … 1 where `whole`); signed values: −a … a with a the largest magnitude, not masked
/// values and finite ones only. Never empty: equal ends are moved apart.
ValueRange rangeOf(const attn::Matrix& values, const attn::Mask* visible, bool diverging);

/// The colour of a finite value; beyond the range the end's colour.
Rgba colourOf(const ColourMapRow& map, ValueRange range, double value);

/// 4 to 6 round ticks within the range, lowest first, with the decimals that tell them apart.
struct Ticks {
  std::vector<double> values;
  int decimals = 1;
};
Ticks roundTicks(ValueRange range);

}  // namespace lab
