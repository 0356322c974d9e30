#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "scene/colour_map.h"
#include "scene/matrix_picture.h"
#include "scene/palette.h"

namespace lab {

/// What one pixel shows: a row of the colour table, or one of these.
using PixelCode = std::uint16_t;
inline constexpr PixelCode maskedCode = 256, notFiniteCode = 257, nothingCode = 258;

/// The cells that one row or column of pixels covers; empty in a gap.
struct CellSpan {
  attn::Index first = 0, end = 0;
};

/// `cells` cells over `pixels` pixels: each cell on several pixels, or several cells under each.
std::vector<CellSpan> evenSpans(attn::Index cells, int pixels);

/// Cells of a pitch, the last `gap` of it left free. @param start of cell 0 and @param pitch, @param gap in pixels;
/// the first span is of pixel `firstPixel`.
std::vector<CellSpan> pitchedSpans(attn::Index cells, double start, double pitch, double gap, int firstPixel,
                                   int pixels);

/// Which colour stands for a block of cells: the value of the largest magnitude, so that peaks survive.
class CellCoder {
 public:
  CellCoder(const MatrixPicture& picture, ValueRange range) : picture_(picture), range_(range) {}
  PixelCode operator()(CellSpan rows, CellSpan columns) const;

 private:
  PixelCode single(attn::Index row, attn::Index column) const;
  const MatrixPicture& picture_;
  ValueRange range_;
};

/// The colour of each code; nothing is the panel.
std::array<Rgba, 259> codeColours(const ColourMapRow& map, const Palette& palette);

}  // namespace lab
