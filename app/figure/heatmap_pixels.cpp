#include "figure/heatmap_pixels.h"

#include <algorithm>
#include <cmath>

namespace lab {

std::vector<CellSpan> evenSpans(attn::Index cells, int pixels) {
  std::vector<CellSpan> spans(static_cast<std::size_t>(pixels));
  for (attn::Index p = 0; p < pixels; ++p) {
    const attn::Index first = p * cells / pixels;
    spans[static_cast<std::size_t>(p)] = {first, std::max(first + 1, (p + 1) * cells / pixels)};
  }
  return spans;
}

std::vector<CellSpan> pitchedSpans(attn::Index cells, double start, double pitch, double gap, int firstPixel,
                                   int pixels) {
  std::vector<CellSpan> spans(static_cast<std::size_t>(pixels));
  for (int p = 0; p < pixels; ++p) {
    const double from = firstPixel + p - start;
    CellSpan& span = spans[static_cast<std::size_t>(p)];
    if (pitch < 1) {
      span.first = std::clamp<attn::Index>(static_cast<attn::Index>(std::floor(from / pitch)), 0, cells - 1);
      const auto end = static_cast<attn::Index>(std::floor((from + 1) / pitch));
      span.end = std::clamp(end, span.first + 1, cells);
      continue;
    }
    // A pixel belongs to the cell that covers its middle.
    const auto cell = static_cast<attn::Index>(std::floor((from + 0.5) / pitch));
    if (cell < 0 || cell >= cells || from + 0.5 >= static_cast<double>(cell + 1) * pitch - gap) continue;
    span = {cell, cell + 1};
  }
  return spans;
}

PixelCode CellCoder::single(attn::Index row, attn::Index column) const {
  if (picture_.visible && !(*picture_.visible)(row, column)) return maskedCode;
  const double value = (*picture_.values)(row, column);
  if (!std::isfinite(value)) return notFiniteCode;
  return static_cast<PixelCode>(colourIndexOf(range_, value));
}

PixelCode CellCoder::operator()(CellSpan rows, CellSpan columns) const {
  if (rows.first >= rows.end || columns.first >= columns.end) return nothingCode;
  if (rows.end == rows.first + 1 && columns.end == columns.first + 1) return single(rows.first, columns.first);
  PixelCode best = maskedCode;
  double largest = -1;
  for (attn::Index row = rows.first; row < rows.end; ++row)
    for (attn::Index column = columns.first; column < columns.end; ++column) {
      const PixelCode code = single(row, column);
      const double size = code < maskedCode ? std::abs((*picture_.values)(row, column)) : -1;
      if (size > largest || (code == notFiniteCode && best == maskedCode)) {
        best = code;
        largest = size;
      }
    }
  return best;
}

std::array<Rgba, 259> codeColours(const ColourMapRow& map, const Palette& palette) {
  std::array<Rgba, 259> colours{};
  std::copy(map.table.begin(), map.table.end(), colours.begin());
  colours[maskedCode] = palette.well;
  colours[notFiniteCode] = palette.bad;
  colours[nothingCode] = palette.panel;
  return colours;
}

}  // namespace lab
