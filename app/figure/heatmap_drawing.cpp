#include "figure/heatmap_drawing.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "figure/heatmap_pixels.h"
#include "figure/pango_text.h"
#include "scene/heatmap_marks.h"

namespace lab {

namespace {

void setColour(cairo_t* cairo, Rgba c) {
  cairo_set_source_rgba(cairo, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
}

std::uint32_t pixelOf(Rgba c) { return 0xFF000000U | (c.r << 16U) | (c.g << 8U) | c.b; }

/// The pixels of a surface, written directly: sharp edges and nothing that depends on a rasteriser.
class Pixels {
 public:
  explicit Pixels(cairo_surface_t* surface)
      : surface_(surface),
        data_(cairo_image_surface_get_data(surface)),
        stride_(cairo_image_surface_get_stride(surface)),
        width(cairo_image_surface_get_width(surface)),
        height(cairo_image_surface_get_height(surface)) {
    cairo_surface_flush(surface);
  }
  ~Pixels() { cairo_surface_mark_dirty(surface_); }
  Pixels(const Pixels&) = delete;
  Pixels& operator=(const Pixels&) = delete;

  std::uint32_t* row(int y) const {
    return reinterpret_cast<std::uint32_t*>(data_ + static_cast<std::ptrdiff_t>(y) * stride_);
  }

 private:
  cairo_surface_t* surface_;
  unsigned char* data_;
  int stride_;

 public:
  const int width, height;
};

struct PixelRect {
  int x, y, right, bottom;
};

PixelRect pixelsOf(Rect rect, double scale, const Pixels& pixels) {
  const auto at = [&](float v, int limit) { return std::clamp(static_cast<int>(std::lround(v * scale)), 0, limit); };
  return {at(rect.x, pixels.width), at(rect.y, pixels.height), at(rect.right(), pixels.width),
          at(rect.bottom(), pixels.height)};
}

struct Drawing {
  cairo_surface_t* surface;
  double scale;
  const MatrixPicture& picture;
  const HeatmapOptions& options;
  const HeatmapLayout& layout;
  const Palette& palette;
};

constexpr double fineHatchPitch = 14;  // points

bool isFine(const HeatmapLayout& layout) { return layout.gap == 0; }

void fillCells(const Drawing& d, const Pixels& pixels) {
  const HeatmapLayout& layout = d.layout;
  const PixelRect at = pixelsOf(layout.clip, d.scale, pixels);
  const double pitch = layout.cell * d.scale, gap = layout.gap * d.scale;
  const auto rows = pitchedSpans(layout.rows, layout.map.y * d.scale, pitch, gap, at.y, at.bottom - at.y);
  const auto columns = pitchedSpans(layout.columns, layout.map.x * d.scale, pitch, gap, at.x, at.right - at.x);
  const CellCoder code(d.picture, d.options.range);
  auto colours = codeColours(*d.options.map, d.palette);
  if (!isFine(layout)) colours[notFiniteCode] = d.palette.panel;  // a cross is drawn on it
  // Cells too small for a hatch of their own share one across the map.
  const int hatchPitch = static_cast<int>(std::lround(fineHatchPitch * d.scale)),
            hatchWidth = std::max(1, static_cast<int>(std::lround(d.scale)));
  for (int y = at.y; y < at.bottom; ++y) {
    std::uint32_t* out = pixels.row(y);
    for (int x = at.x; x < at.right; ++x) {
      const PixelCode c = code(rows[static_cast<std::size_t>(y - at.y)], columns[static_cast<std::size_t>(x - at.x)]);
      const bool line = c == maskedCode && isFine(layout) && hatchPitch > 1 && (x + y) % hatchPitch < hatchWidth;
      out[x] = pixelOf(line ? d.palette.edge : colours[c]);
    }
  }
}

void fillBar(const Drawing& d, const Pixels& pixels) {
  const PixelRect at = pixelsOf(d.layout.bar, d.scale, pixels);
  for (int y = at.y; y < at.bottom; ++y) {
    const double t = (at.bottom - y - 0.5) / (at.bottom - at.y);
    const Rgba colour = d.options.map->table[static_cast<std::size_t>(std::lround(255 * t))];
    std::fill(pixels.row(y) + at.x, pixels.row(y) + at.right, pixelOf(colour));
  }
}

void strokeLines(cairo_t* cairo, const std::vector<Segment>& lines) {
  for (const Segment& line : lines) {
    cairo_move_to(cairo, line.from.x, line.from.y);
    cairo_line_to(cairo, line.to.x, line.to.y);
  }
  cairo_stroke(cairo);
}

void addRect(cairo_t* cairo, Rect rect) { cairo_rectangle(cairo, rect.x, rect.y, rect.width, rect.height); }

void drawHatched(const Drawing& d, cairo_t* cairo, Rect rect, bool middleFree) {
  setColour(cairo, d.palette.well);
  addRect(cairo, rect);
  cairo_fill(cairo);
  cairo_save(cairo);
  addRect(cairo, rect);
  cairo_clip(cairo);
  setColour(cairo, d.palette.edge);
  cairo_set_line_width(cairo, 1);
  strokeLines(cairo, hatchLines(rect, hatchSpacing(rect.height), middleFree));
  cairo_restore(cairo);
}

void drawCrossed(const Drawing& d, cairo_t* cairo, Rect rect, bool middleFree) {
  const float width = rect.height >= 24 ? 2.0F : 1.0F;
  setColour(cairo, d.palette.bad);
  cairo_set_line_width(cairo, width);
  addRect(cairo, rect.inset(width / 2));
  cairo_stroke(cairo);
  cairo_set_line_width(cairo, 1);
  strokeLines(cairo, crossLines(rect.inset(width), middleFree));
}

void drawMarks(const Drawing& d, cairo_t* cairo) {
  const HeatmapLayout& layout = d.layout;
  if (isFine(layout)) return;
  const bool written = !layout.values.empty();
  for (attn::Index row = layout.firstRow; row < layout.endRow; ++row) {
    if (std::binary_search(layout.emptyRows.begin(), layout.emptyRows.end(), row)) {
      drawHatched(d, cairo, layout.rowRect(row), false);
      continue;
    }
    for (attn::Index column = layout.firstColumn; column < layout.endColumn; ++column) {
      const CellKind kind = cellKind(d.picture, {row, column});
      const Rect rect = layout.cellRect({row, column});
      if (kind == CellKind::Masked) drawHatched(d, cairo, rect, written && d.picture.stage == MatrixStage::Weights);
      if (kind == CellKind::NotFinite) drawCrossed(d, cairo, rect, written);
    }
  }
}

void drawText(const Drawing& d, cairo_t* cairo, const SceneText& text, Rgba colour) {
  const double size = d.options.metrics.fontSize(text.size);
  const LayoutPtr line = layoutLine(text.text, size);
  const double width = lineWidth(line.get());
  const double start = text.anchor == Anchor::Left ? 0 : text.anchor == Anchor::Right ? -width : -width / 2;
  const double middle = (fontAscent - fontDescent) / 2 * emPerSize * size;
  cairo_save(cairo);
  setColour(cairo, colour);
  // Level text stands on a whole pixel, so that all of one row look the same.
  const double snap = text.angle == 0 ? std::round((text.at.y + middle) * d.scale) / d.scale - middle - text.at.y : 0;
  cairo_translate(cairo, text.at.x, text.at.y + snap);
  cairo_rotate(cairo, -text.angle * std::numbers::pi / 180);
  cairo_move_to(cairo, start, middle);
  showLine(cairo, line.get());
  cairo_restore(cairo);
}

Rgba inkOf(const Palette& palette, const SceneText& text) {
  if (text.warning) return palette.warn;
  if (text.emphasis == Emphasis::Selected) return palette.accent;
  return text.dim && text.emphasis == Emphasis::Plain ? palette.dim : palette.text;
}

void drawValues(const Drawing& d, cairo_t* cairo) {
  for (const CellText& value : d.layout.values) {
    const Rgba ink = value.kind == CellKind::Number   ? value.ink
                     : value.kind == CellKind::Masked ? d.palette.dim
                                                      : d.palette.bad;
    drawText(d, cairo, value.value, ink);
    if (value.score) drawText(d, cairo, *value.score, ink);
  }
}

void drawTicks(const Drawing& d, cairo_t* cairo) {
  setColour(cairo, d.palette.dim);
  const double line = 1, from = d.layout.bar.right(), to = from + d.options.metrics.unit() / 2;
  for (const float y : d.layout.barTickY) {
    const double top = std::round((y - line / 2) * d.scale) / d.scale;
    cairo_rectangle(cairo, from, top, to - from, line);
    cairo_fill(cairo);
  }
}

}  // namespace

void drawBackground(cairo_surface_t* surface, const Palette& palette) {
  const Pixels pixels(surface);
  for (int y = 0; y < pixels.height; ++y) std::fill_n(pixels.row(y), pixels.width, pixelOf(palette.panel));
}

void drawHeatmap(cairo_surface_t* surface, double scale, const MatrixPicture& picture, const HeatmapOptions& options,
                 const HeatmapLayout& layout, const Palette& palette) {
  const Drawing d{surface, scale, picture, options, layout, palette};
  {
    const Pixels pixels(surface);
    fillCells(d, pixels);
    fillBar(d, pixels);
  }
  const CairoPtr cairo(cairo_create(surface));
  cairo_scale(cairo.get(), scale, scale);
  drawTicks(d, cairo.get());
  for (const SceneText& text : layout.labels) drawText(d, cairo.get(), text, inkOf(palette, text));
  for (const SceneText& text : layout.barTicks) drawText(d, cairo.get(), text, inkOf(palette, text));
  addRect(cairo.get(), layout.clip);
  cairo_clip(cairo.get());
  drawMarks(d, cairo.get());
  drawValues(d, cairo.get());
}

}  // namespace lab
