#include "figure/drawing_png.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <new>
#include <set>
#include <string>

#include "core/input_error.h"
#include "figure/drawing_on_cairo.h"
#include "figure/font_check.h"
#include "figure/pango_text.h"
#include "figure/png_file.h"
#include "scene/text_width.h"

namespace lab {

namespace {

constexpr double mostPixels = 32767, mostArea = 268435456.0;  // Cairo's limit; 1 GiB of 4-byte pixels

/// Every character is asked for once: a figure has thousands of numbers.
void requireFonts(const Drawing& drawing) {
  std::set<std::string, std::less<>> characters = {"0"};
  for (const Shape& shape : drawing)
    if (const auto* text = std::get_if<TextShape>(&shape))
      for (const LabelCharacter& character : labelCharacters(text->text))
        if (!characters.contains(character.bytes)) characters.emplace(character.bytes);
  for (const std::string& character : characters) requireGlyphs(character);
}

std::vector<unsigned char> surfacePng(cairo_surface_t* surface, double scale) {
  cairo_surface_flush(surface);
  const unsigned char* data = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  PngPicture png{cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), {}, scale, {}};
  png.fillRow = [&](int y, std::uint8_t* out) {
    const auto* row = reinterpret_cast<const std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y) * stride);
    for (int x = 0; x < png.width; ++x) {
      *out++ = static_cast<std::uint8_t>(row[x] >> 16);
      *out++ = static_cast<std::uint8_t>(row[x] >> 8);
      *out++ = static_cast<std::uint8_t>(row[x]);
    }
  };
  return encodePng(png);
}

}  // namespace

PixelSize pixelSize(double width, double height, double scale, bool held) {
  const double w = std::max(1.0, std::round(width * scale)), h = std::max(1.0, std::round(height * scale));
  const double largest = held ? mostArea : std::numeric_limits<double>::infinity();
  if (w > mostPixels || h > mostPixels || w * h > largest)
    throw attn::InputError("out_of_range", {{"input", "size × scale"},
                                            {"got", fmt::format("{:.0f} × {:.0f}", w, h)},
                                            {"expected", held ? "≤ 32767 × 32767, ≤ 2^28" : "≤ 32767 × 32767"}});
  return {static_cast<int>(w), static_cast<int>(h)};
}

std::vector<unsigned char> drawingPng(const Drawing& drawing, Size size, double scale, float base,
                                      const Palette& palette) {
  const PixelSize pixels = pixelSize(size.width, size.height, scale, true);
  requireFonts(drawing);
  const SurfacePtr surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, pixels.width, pixels.height));
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) throw std::bad_alloc();
  drawOnCairo(surface.get(), scale, drawing, base, palette, palette.panel);
  return surfacePng(surface.get(), scale);
}

}  // namespace lab
