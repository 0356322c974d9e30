#include "figure/text_raster.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "figure/formula_drawing.h"
#include "figure/pango_text.h"

namespace lab {

namespace {

constexpr int margin = 2;  // pixels around ink: antialiasing and overhanging strokes

/// From Cairo's premultiplied native-endian words to straight bytes.
Raster rasterOf(cairo_surface_t* surface) {
  cairo_surface_flush(surface);
  Raster raster;
  raster.width = cairo_image_surface_get_width(surface);
  raster.height = cairo_image_surface_get_height(surface);
  raster.rgba.resize(static_cast<std::size_t>(raster.width) * raster.height * 4);
  const unsigned char* data = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  std::uint8_t* out = raster.rgba.data();
  for (int y = 0; y < raster.height; ++y) {
    const auto* row = reinterpret_cast<const std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y) * stride);
    for (int x = 0; x < raster.width; ++x) {
      const std::uint32_t pixel = row[x], alpha = pixel >> 24;
      const auto straight = [&](int bits) {
        const std::uint32_t channel = (pixel >> bits) & 0xFF;
        return static_cast<std::uint8_t>(alpha == 0 ? 0 : std::min(255U, (channel * 255 + alpha / 2) / alpha));
      };
      *out++ = straight(16);
      *out++ = straight(8);
      *out++ = straight(0);
      *out++ = static_cast<std::uint8_t>(alpha);
    }
  }
  return raster;
}

struct Bounds {
  double left, top, right, bottom;
};

/// The box of `ink`, given about the left end of the baseline, after turning about the line's middle.
Bounds turnedBounds(const PangoRectangle& ink, double width, double middle, double radians) {
  const double left = std::min(0.0, static_cast<double>(ink.x) / PANGO_SCALE);
  const double right = std::max(width, static_cast<double>(ink.x + ink.width) / PANGO_SCALE);
  const double top = static_cast<double>(ink.y) / PANGO_SCALE + middle;
  const double bottom = static_cast<double>(ink.y + ink.height) / PANGO_SCALE + middle;
  Bounds bounds{0, 0, 0, 0};
  for (const double x : {left, right})
    for (const double y : {top, bottom}) {
      const double turnedX = x * std::cos(radians) - y * std::sin(radians);
      const double turnedY = x * std::sin(radians) + y * std::cos(radians);
      bounds = {std::min(bounds.left, turnedX), std::min(bounds.top, turnedY), std::max(bounds.right, turnedX),
                std::max(bounds.bottom, turnedY)};
    }
  return bounds;
}

}  // namespace

Raster rasterText(std::string_view text, float pixelSize, float angle, Rgba ink) {
  const LayoutPtr layout = layoutLine(text, pixelSize);
  // From the baseline up to the middle of the line.
  const double middle = (fontAscent - fontDescent) / 2 * emPerSize * pixelSize;
  const double radians = -angle * std::numbers::pi / 180;  // y points down
  PangoRectangle inkBox;
  pango_layout_line_get_extents(pango_layout_get_line_readonly(layout.get(), 0), &inkBox, nullptr);
  const Bounds bounds = turnedBounds(inkBox, lineWidth(layout.get()), middle, radians);
  double originX = std::ceil(-bounds.left) + margin, originY = std::ceil(-bounds.top) + margin;
  // Text that lies straight or upright keeps its baseline between two pixels: sharper.
  if (angle == 0) originY += std::ceil(middle) - middle;
  if (angle == 90) originX += std::ceil(middle) - middle;
  const int width = static_cast<int>(std::ceil(originX + bounds.right)) + margin;
  const int height = static_cast<int>(std::ceil(originY + bounds.bottom)) + margin;
  const SurfacePtr surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height));
  const CairoPtr cairo(cairo_create(surface.get()));
  cairo_translate(cairo.get(), originX, originY);
  cairo_rotate(cairo.get(), radians);
  cairo_set_source_rgba(cairo.get(), ink.r / 255.0, ink.g / 255.0, ink.b / 255.0, ink.a / 255.0);
  cairo_move_to(cairo.get(), 0, middle);
  showLine(cairo.get(), layout.get());
  Raster raster = rasterOf(surface.get());
  raster.origin = {static_cast<float>(originX), static_cast<float>(originY)};
  return raster;
}

Raster rasterFormula(const FormulaLayout& layout, float scale, Rgba text, Rgba accent, Rgba dim) {
  const int width = static_cast<int>(std::ceil(layout.size.width * scale)) + 2 * margin;
  // The baseline lies on a whole pixel, so that strokes of letters are equally sharp in every formula.
  const double baseline = std::ceil(layout.baseline * scale) + margin;
  const int height = static_cast<int>(baseline + std::ceil((layout.size.height - layout.baseline) * scale)) + margin;
  const SurfacePtr surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height));
  const CairoPtr cairo(cairo_create(surface.get()));
  drawFormula(cairo.get(), layout, {margin, static_cast<float>(baseline)}, scale, {text, accent, dim});
  Raster raster = rasterOf(surface.get());
  raster.origin = {margin, static_cast<float>(baseline - layout.baseline * scale)};
  return raster;
}

MeasureRun pangoMeasureRun() {
  return [](std::string_view text, float fontSize, bool italic) {
    const double em = emPerSize * fontSize;
    return RunMetrics{static_cast<float>(lineWidth(layoutLine(text, fontSize, italic).get())),
                      static_cast<float>(fontAscent * em), static_cast<float>(fontDescent * em)};
  };
}

MeasureText pangoMeasureText(float base) {
  const Metrics metrics{base, 1, false};
  return [metrics](std::string_view text, TextSize size) {
    const float fontSize = metrics.fontSize(size);
    return Size{static_cast<float>(lineWidth(layoutLine(text, fontSize).get())), fontSize};
  };
}

}  // namespace lab
