#pragma once

#include <png.h>

#include <cstring>
#include <stdexcept>
#include <vector>

#include "scene/geometry.h"

namespace lab::test {

/// A decoded PNG file, by libpng's simplified reader.
struct DecodedPng {
  int width = 0, height = 0;
  bool indexed = false;
  std::vector<unsigned char> rgb;
  Rgba at(int x, int y) const {
    const unsigned char* p =
        &rgb[(static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 3];
    return {p[0], p[1], p[2], 255};
  }
};

inline DecodedPng decodePng(const std::vector<unsigned char>& file) {
  png_image image;
  std::memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_memory(&image, file.data(), file.size())) throw std::runtime_error(image.message);
  DecodedPng out;
  out.indexed = (image.format & PNG_FORMAT_FLAG_COLORMAP) != 0;
  image.format = PNG_FORMAT_RGB;
  out.width = static_cast<int>(image.width);
  out.height = static_cast<int>(image.height);
  out.rgb.resize(PNG_IMAGE_SIZE(image));
  if (!png_image_finish_read(&image, nullptr, out.rgb.data(), 0, nullptr)) throw std::runtime_error(image.message);
  return out;
}

}  // namespace lab::test
