#pragma once

#include <cairo.h>

#include "scene/formula.h"

namespace lab {

struct FormulaInks {
  Rgba text, accent, dim;
};

/// Draws a formula with the left end of its baseline at `origin`, in device pixels; bars lie on whole pixels.
void drawFormula(cairo_t* cairo, const FormulaLayout& layout, Point origin, float scale, const FormulaInks& inks);

}  // namespace lab
