#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scene/formula.h"
#include "scene/geometry.h"
#include "scene/text_style.h"

namespace lab {

/// A small picture with straight (not premultiplied) alpha, 4 bytes a pixel, row by row from the top.
struct Raster {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;
  Point origin;  ///< where the anchor point of the text lies within it, in pixels
};

/// One line of text by Pango in the program's fonts (DejaVu Sans, Noto Sans CJK SC), turned by `angle` degrees
/// counter-clockwise, drawn crisp at that angle. `origin` is the left end of the middle of its height.
Raster rasterText(std::string_view text, float pixelSize, float angle, Rgba ink);

/// A formula at `scale` pixels a point.
Raster rasterFormula(const FormulaLayout& layout, float scale, Rgba text, Rgba accent, Rgba dim);

/// Metrics by Pango, for `layoutFormula`; the same on screen and in figures.
MeasureRun pangoMeasureRun();
/// Metrics by Pango for scene text. @param base B in points.
MeasureText pangoMeasureText(float base);

}  // namespace lab
