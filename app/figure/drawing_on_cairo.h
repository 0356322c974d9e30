#pragma once

#include <cairo.h>

#include "scene/drawing.h"
#include "scene/palette.h"

namespace lab {

/// Draws a picture on an image surface of RGB24, from its first shape to its last, over `background`.
/// @param base B in points: what text sizes are multiples of.
void drawOnCairo(cairo_surface_t* surface, double scale, const Drawing& drawing, float base, const Palette& palette,
                 Rgba background);

}  // namespace lab
