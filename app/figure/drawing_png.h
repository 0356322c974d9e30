#pragma once

#include <vector>

#include "scene/drawing.h"
#include "scene/palette.h"

namespace lab {

struct PixelSize {
  int width, height;
};

/// The pixels of a page of points. @param held whether all of them are held in memory at once.
/// @throws attn::InputError `out_of_range` for more than 32767 a side or, where they are held, 2^28 in all.
PixelSize pixelSize(double width, double height, double scale, bool held);

/// The whole PNG file of a picture; the same bytes for the same input. @param base B in points.
/// @throws attn::InputError for its size (`out_of_range`) and for text that no installed font can write (`no_font`).
std::vector<unsigned char> drawingPng(const Drawing& drawing, Size size, double scale, float base,
                                      const Palette& palette);

}  // namespace lab
