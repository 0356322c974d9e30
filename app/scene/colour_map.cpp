#include "scene/colour_map.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "attention/catalogue_find.h"
#include "core/row_blocks.h"
#include "scene/colour_tables.h"
#include "scene/number_text.h"

namespace lab {

namespace {

using Table = std::array<Rgba, 256>;

Table tableFromHex(const char* hex) {
  const std::string digits = hex;
  Table table;
  for (std::size_t i = 0; i < table.size(); ++i)
    table[i] = rgb(static_cast<std::uint32_t>(std::stoul(digits.substr(6 * i, 6), nullptr, 16)));
  return table;
}

struct OkLab {
  double l, a, b;
};

double toLinear(std::uint8_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

std::uint8_t fromLinear(double c) {
  const double encoded = c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
  return static_cast<std::uint8_t>(std::lround(255 * std::clamp(encoded, 0.0, 1.0)));
}

// Oklab (Björn Ottosson 2020): equal steps in it look equally large.
OkLab toOkLab(Rgba c) {
  const double r = toLinear(c.r), g = toLinear(c.g), b = toLinear(c.b);
  const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

Rgba fromOkLab(OkLab c) {
  const double l = std::pow(c.l + 0.3963377774 * c.a + 0.2158037573 * c.b, 3);
  const double m = std::pow(c.l - 0.1055613458 * c.a - 0.0638541728 * c.b, 3);
  const double s = std::pow(c.l - 0.0894841775 * c.a - 1.2914855480 * c.b, 3);
  return {fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
          fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
          fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s), 255};
}

/// Blue below zero, orange above, near white between: told apart in every kind of colour blindness.
Table divergingTable() {
  constexpr std::array<std::uint32_t, 9> stops = {0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xf2f2ef,
                                                  0xfdb863, 0xe08214, 0xb35806, 0x7f3b08};
  Table table;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const double at = static_cast<double>(i) / 255 * (stops.size() - 1);
    const std::size_t stop = std::min(static_cast<std::size_t>(at), stops.size() - 2);
    const double t = at - static_cast<double>(stop);
    const OkLab from = toOkLab(rgb(stops[stop])), to = toOkLab(rgb(stops[stop + 1]));
    table[i] = fromOkLab({from.l + t * (to.l - from.l), from.a + t * (to.a - from.a), from.b + t * (to.b - from.b)});
  }
  table.front() = rgb(stops.front());
  table.back() = rgb(stops.back());
  return table;
}

}  // namespace

const std::vector<ColourMapRow>& colourMapCatalogue() {
  static const std::vector<ColourMapRow> rows = {
      {"viridis",
       {"Viridis", "Viridis"},
       {"Dark violet to yellow; equal steps look equal, also in grey.",
        "从深紫到黄；等距的值看起来也等距，灰度下同样如此。"},
       false,
       "van der Walt & Smith 2015, matplotlib (CC0)",
       tableFromHex(viridisHex)},
      {"cividis",
       {"Cividis", "Cividis"},
       {"Dark blue to yellow; looks nearly the same to colour-blind readers.",
        "从深蓝到黄；色觉障碍者看到的几乎相同。"},
       false,
       "Nuñez, Anderton & Renslow 2018, PLOS ONE 13(7) (CC0)",
       tableFromHex(cividisHex)},
      {"magma",
       {"Magma", "Magma"},
       {"Black to pale yellow; the most light between low and high.", "从黑到浅黄；高低之间明暗差最大。"},
       false,
       "van der Walt & Smith 2015, matplotlib (CC0)",
       tableFromHex(magmaHex)},
      {"diverging",
       {"Diverging", "双向"},
       {"Blue below zero, orange above; for signed values.", "零以下为蓝，零以上为橙；用于有正负的值。"},
       true,
       "after the RdBu and PuOr schemes, Brewer 2003",
       divergingTable()},
  };
  return rows;
}

const ColourMapRow& colourMapNamed(std::string_view name) {
  return attn::findRow(colourMapCatalogue(), name, "colour map");
}

const ColourMapRow& standardColourMap(bool signedValues) {
  return colourMapNamed(signedValues ? "diverging" : "viridis");
}

ValueRange rangeFor(const ColourMapRow& map, ValueRange range) {
  if (!map.diverging) return range;
  const double largest = std::max(-range.low, range.high);
  return {-largest, largest};
}

namespace {

/// Least and largest of the finite, visible values of some rows, and 0.
ValueRange spanOf(const attn::Matrix& values, const attn::Mask* visible, attn::Index first, attn::Index count) {
  const auto rows = values.middleRows(first, count);
  if (visible == nullptr && rows.allFinite())
    return {std::min(0.0, static_cast<double>(rows.minCoeff())), std::max(0.0, static_cast<double>(rows.maxCoeff()))};
  double low = 0, high = 0;
  for (attn::Index i = first; i < first + count; ++i)
    for (attn::Index j = 0; j < values.cols(); ++j) {
      if ((visible != nullptr && !(*visible)(i, j)) || !std::isfinite(values(i, j))) continue;
      low = std::min<double>(low, values(i, j));
      high = std::max<double>(high, values(i, j));
    }
  return {low, high};
}

}  // namespace

ValueRange rangeOf(const attn::Matrix& values, const attn::Mask* visible, bool diverging) {
  if (values.size() == 0) return diverging ? ValueRange{-1, 1} : ValueRange{0, 1};
  // Blocks of rows that stay in the cache for its passes.
  const attn::Index block = std::max<attn::Index>(1, 65536 / values.cols()),
                    blocks = (values.rows() + block - 1) / block;
  std::vector<ValueRange> spans(static_cast<std::size_t>(blocks));
  attn::forRowBlocksOnThreads(blocks, 65536, attn::WorkShare::none(), [&](attn::Index first, attn::Index count) {
    for (attn::Index b = first; b < first + count; ++b)
      spans[static_cast<std::size_t>(b)] =
          spanOf(values, visible, b * block, std::min(block, values.rows() - b * block));
  });
  double low = 0, high = 0;
  for (const ValueRange& span : spans) {
    low = std::min(low, span.low);
    high = std::max(high, span.high);
  }
  const ValueRange range = high > low ? ValueRange{low, high} : ValueRange{0, 1};
  const double largest = std::max(-range.low, range.high);
  return diverging ? ValueRange{-largest, largest} : range;
}

std::size_t colourIndexOf(ValueRange range, double value) {
  const double t = (value - range.low) / (range.high - range.low);
  return static_cast<std::size_t>(std::lround(255 * std::clamp(t, 0.0, 1.0)));
}

Rgba colourOf(const ColourMapRow& map, ValueRange range, double value) {
  if (std::isnan(value)) return {0, 0, 0, 0};
  return map.table[colourIndexOf(range, value)];
}

namespace {

/// Steps that read as round, best first; their neighbours are so close that some step gives 4 to 6 ticks.
constexpr std::array<double, 9> roundSteps = {1, 2, 5, 2.5, 4, 1.5, 3, 6, 8};

/// The decimals that write every multiple of `step` × 10^`power` exactly.
int decimalsOf(double step, int power) {
  const int extra = step == std::floor(step) ? 0 : 1;
  return std::max(0, extra - power);
}

}  // namespace

Ticks roundTicks(ValueRange range) {
  const double span = range.high - range.low;
  const int power = static_cast<int>(std::floor(std::log10(span))) - 1;
  for (const double step : roundSteps) {
    for (const int p : {power + 1, power, power - 1}) {
      const double pitch = step * std::pow(10.0, p);
      // A hundred-thousandth of a step forgives the rounding of the division, and is far below a pixel.
      const double first = std::ceil(range.low / pitch - 1e-5), last = std::floor(range.high / pitch + 1e-5);
      const double count = last - first + 1;
      if (count < 4 || count > 6) continue;
      Ticks ticks;
      for (double k = first; k <= last; ++k) ticks.values.push_back(k == 0 ? 0 : k * pitch);
      ticks.decimals = decimalsOf(step, p);
      return ticks;
    }
  }
  return {{range.low, range.high}, 1};  // not reached by a finite range with high > low: a test sweeps them
}

std::string tickText(const Ticks& ticks, double value) {
  const bool longNumber = ticks.decimals > 4 || std::abs(value) >= 1e5;
  return longNumber ? shortExponentText(value) : fixedText(value, ticks.decimals);
}

}  // namespace lab
