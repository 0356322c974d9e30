#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "scene/geometry.h"

namespace lab {

/// What a PNG is made of; rows are asked for from the top, one at a time, so that a large picture is never held.
struct PngPicture {
  int width = 0, height = 0;
  std::vector<Rgba> palette;  ///< 1 … 256 colours: one byte a pixel; empty: three bytes (r, g, b) a pixel
  double pixelsPerPoint = 1;  ///< written as the physical size, 72 points an inch
  std::function<void(int y, std::uint8_t* row)> fillRow;
};

/// The file's bytes; no time or name in it, so the same picture gives the same bytes.
std::vector<unsigned char> encodePng(const PngPicture& picture);

}  // namespace lab
