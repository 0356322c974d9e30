#pragma once

#include <array>
#include <cstddef>
#include <string>
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
  bool diverging;  ///< for signed values, symmetric about 0
  const char* source;
  std::array<Rgba, 256> table;
};

const std::vector<ColourMapRow>& colourMapCatalogue();

/// @throws attn::InputError `unknown_name`.
const ColourMapRow& colourMapNamed(std::string_view name);

/// The map for values that no map was chosen for: viridis, or diverging for signed ones.
const ColourMapRow& standardColourMap(bool signedValues);

/// What the two ends of a map stand for.
struct ValueRange {
  double low = 0, high = 1;
  bool operator==(const ValueRange&) const = default;
};

/// For a map that is not diverging 0 … max (min … max where a value is negative); for a diverging one −a … a with a the
/// largest magnitude. Of values that are not masked and finite. Never empty: 0 … 1 or −1 … 1 where all are 0.
ValueRange rangeOf(const attn::Matrix& values, const attn::Mask* visible, bool diverging);

/// The range that `map` spans for values of `range`: symmetric about 0 for a diverging one.
ValueRange rangeFor(const ColourMapRow& map, ValueRange range);

/// 0 … 255, the row of the table for a value that is not NaN; beyond the range the end's row.
std::size_t colourIndexOf(ValueRange range, double value);

/// The colour of a value; beyond the range the end's colour, of NaN nothing (alpha 0).
Rgba colourOf(const ColourMapRow& map, ValueRange range, double value);

/// 4 to 6 round ticks within the range, lowest first, with the decimals that tell them apart.
struct Ticks {
  std::vector<double> values;
  int decimals = 1;
};
Ticks roundTicks(ValueRange range);

/// How a tick is written: its decimals, or 2e−7 where that would be too long for a colour bar.
std::string tickText(const Ticks& ticks, double value);

}  // namespace lab
