#include "figure/drawing_on_cairo.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "figure/formula_drawing.h"
#include "figure/heatmap_pixels.h"
#include "figure/pango_text.h"
#include "figure/text_raster.h"
#include "scene/heatmap_marks.h"

namespace lab {

namespace {

constexpr double fineHatchPitch = 14;  // points

void setColour(cairo_t* cairo, Rgba c) {
  cairo_set_source_rgba(cairo, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
}

std::uint32_t pixelOf(Rgba c) { return 0xFF000000U | (c.r << 16U) | (c.g << 8U) | c.b; }

Rgba mixed(Rgba below, Rgba above, double share) {
  const auto part = [&](std::uint8_t a, std::uint8_t b) {
    return static_cast<std::uint8_t>(std::lround(a + (b - a) * share));
  };
  return {part(below.r, above.r), part(below.g, above.g), part(below.b, above.b)};
}

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

void addRect(cairo_t* cairo, Rect rect) { cairo_rectangle(cairo, rect.x, rect.y, rect.width, rect.height); }

void addRounded(cairo_t* cairo, Rect rect, double radius) {
  radius = std::min({radius, rect.width / 2.0, rect.height / 2.0});
  if (radius <= 0) {
    addRect(cairo, rect);
    return;
  }
  constexpr double quarter = std::numbers::pi / 2;
  cairo_new_sub_path(cairo);
  cairo_arc(cairo, rect.right() - radius, rect.y + radius, radius, -quarter, 0);
  cairo_arc(cairo, rect.right() - radius, rect.bottom() - radius, radius, 0, quarter);
  cairo_arc(cairo, rect.x + radius, rect.bottom() - radius, radius, quarter, 2 * quarter);
  cairo_arc(cairo, rect.x + radius, rect.y + radius, radius, 2 * quarter, 3 * quarter);
  cairo_close_path(cairo);
}

void strokeLines(cairo_t* cairo, const std::vector<Segment>& lines) {
  for (const Segment& line : lines) {
    cairo_move_to(cairo, line.from.x, line.from.y);
    cairo_line_to(cairo, line.to.x, line.to.y);
  }
  cairo_stroke(cairo);
}

/// Draws one shape after another; each kind has its own operator.
class Painter {
 public:
  Painter(cairo_surface_t* surface, double scale, float base, const Palette& palette, Rgba background)
      : surface_(surface), scale_(scale), palette_(palette), background_(background), cairo_(cairo_create(surface)) {
    metrics_.base = base;
    cairo_scale(cairo_.get(), scale, scale);
    const Pixels pixels(surface);
    for (int y = 0; y < pixels.height; ++y) std::fill_n(pixels.row(y), pixels.width, pixelOf(background));
  }

  void operator()(const BoxShape& box) {
    if (box.fill.a > 0) {
      setColour(cairo(), box.fill);
      addRounded(cairo(), snapped(box.rect), box.radius);
      cairo_fill(cairo());
    }
    if (box.edge.a > 0 && box.line > 0) {
      setColour(cairo(), box.edge);
      cairo_set_line_width(cairo(), box.line);
      addRounded(cairo(), box.rect, box.radius);
      cairo_stroke(cairo());
    }
  }

  void operator()(const LineShape& line) {
    if (line.points.size() < 2) return;
    setColour(cairo(), line.ink);
    cairo_set_line_width(cairo(), line.width);
    cairo_set_line_join(cairo(), CAIRO_LINE_JOIN_ROUND);
    const double dash = line.dash;
    if (dash > 0) cairo_set_dash(cairo(), &dash, 1, 0);
    cairo_new_path(cairo());  // text leaves its pen behind
    for (const Point point : line.points) cairo_line_to(cairo(), point.x, point.y);
    if (line.closed) cairo_close_path(cairo());
    cairo_stroke(cairo());
    cairo_set_dash(cairo(), nullptr, 0, 0);
  }

  void operator()(const AreaShape& area) {
    setColour(cairo(), area.fill);
    cairo_new_path(cairo());  // text leaves its pen behind
    for (const Point point : area.corners) cairo_line_to(cairo(), point.x, point.y);
    cairo_close_path(cairo());
    cairo_fill(cairo());
  }

  void operator()(const CurvesShape& curves) {
    for (const Curve& curve : curves.curves) {
      setColour(cairo(), curve.ink);
      cairo_set_line_width(cairo(), curve.width);
      cairo_move_to(cairo(), curve.from.x, curve.from.y);
      cairo_curve_to(cairo(), curve.leave.x, curve.leave.y, curve.arrive.x, curve.arrive.y, curve.to.x, curve.to.y);
      cairo_stroke(cairo());
    }
  }

  void operator()(const DiscShape& disc) {
    cairo_new_sub_path(cairo());
    cairo_arc(cairo(), disc.centre.x, disc.centre.y, disc.radius, 0, 2 * std::numbers::pi);
    if (disc.fill.a > 0) {
      setColour(cairo(), disc.fill);
      cairo_fill_preserve(cairo());
    }
    setColour(cairo(), disc.edge);
    cairo_set_line_width(cairo(), disc.line);
    if (disc.edge.a > 0) cairo_stroke_preserve(cairo());
    cairo_new_path(cairo());
  }

  void operator()(const TextShape& text) {
    const double size = metrics_.fontSize(text.size);
    const LayoutPtr line = layoutLine(text.text, size);
    const double width = lineWidth(line.get());
    const double start = text.anchor == Anchor::Left ? 0 : text.anchor == Anchor::Right ? -width : -width / 2;
    const double middle = (fontAscent - fontDescent) / 2 * emPerSize * size;
    cairo_save(cairo());
    setColour(cairo(), text.ink);
    // Level text stands on a whole pixel, so that all of one row look the same.
    const double snap = text.angle == 0 ? std::round((text.at.y + middle) * scale_) / scale_ - middle - text.at.y : 0;
    cairo_translate(cairo(), text.at.x, text.at.y + snap);
    cairo_rotate(cairo(), -text.angle * std::numbers::pi / 180);
    cairo_move_to(cairo(), start, middle);
    showLine(cairo(), line.get());
    cairo_restore(cairo());
  }

  void operator()(const FormulaShape& formula) {
    const FormulaLayout layout = layoutFormula(formula.tex, formula.size, measureRun_);
    cairo_save(cairo());
    cairo_identity_matrix(cairo());  // formulas are drawn in pixels
    const auto scale = static_cast<float>(scale_);
    drawFormula(cairo(), layout, {formula.at.x * scale, formula.at.y * scale}, scale,
                {formula.ink, formula.accent, formula.dim});
    cairo_restore(cairo());
  }

  void operator()(const CellsShape& cells) {
    fillCells(cells);
    cairo_save(cairo());
    addRect(cairo(), cells.clip);
    cairo_clip(cairo());
    drawMarks(cells);
    cairo_restore(cairo());
  }

  void operator()(const ColourBarShape& bar) {
    const Pixels pixels(surface_);
    const PixelRect at = pixelsOf(bar.rect, scale_, pixels);
    for (int y = at.y; y < at.bottom; ++y) {
      const double t = (at.bottom - y - 0.5) / (at.bottom - at.y);
      const Rgba colour = bar.map->table[static_cast<std::size_t>(std::lround(255 * t))];
      std::fill(pixels.row(y) + at.x, pixels.row(y) + at.right, pixelOf(colour));
    }
  }

  void operator()(const FieldShape& field) {
    const Pixels pixels(surface_);
    const PixelRect at = pixelsOf(field.rect, scale_, pixels);
    const int width = at.right - at.x, height = at.bottom - at.y;
    const auto codes = fieldCodes(field.field->field, field.field->plane, field.window, width, height);
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x)
        pixels.row(at.y + y)[at.x + x] = pixelOf(fieldColour(field.inks, codes, width, x, y));
  }

  void operator()(const ClipShape& clip) {
    cairo_reset_clip(cairo());
    if (!clip.rect) return;
    addRect(cairo(), *clip.rect);
    cairo_clip(cairo());
  }

 private:
  cairo_t* cairo() const { return cairo_.get(); }

  /// Rules and bars are as sharp as cells: their edges lie on whole pixels.
  Rect snapped(Rect rect) const {
    const auto at = [&](float v) { return static_cast<float>(std::round(v * scale_) / scale_); };
    const auto pixel = static_cast<float>(1 / scale_);
    const float x = at(rect.x), y = at(rect.y);
    return {x, y, rect.width > 0 ? std::max(pixel, at(rect.right()) - x) : 0,
            rect.height > 0 ? std::max(pixel, at(rect.bottom()) - y) : 0};
  }

  void fillCells(const CellsShape& cells) {
    const Pixels pixels(surface_);
    const MatrixPicture& picture = cells.matrix->picture;
    const PixelRect at = pixelsOf(cells.clip, scale_, pixels);
    const double across = cells.cell * scale_, down = cells.rowPitch() * scale_, gap = cells.gap * scale_;
    const auto rows = pitchedSpans(picture.values->rows(), cells.origin.y * scale_, down, gap, at.y, at.bottom - at.y);
    const auto columns =
        pitchedSpans(picture.values->cols(), cells.origin.x * scale_, across, gap, at.x, at.right - at.x);
    const CellCoder code(picture, cells.range);
    auto colours = codeColours(*cells.map, palette_);
    for (Rgba& colour : colours) colour = mixed(background_, colour, cells.strength);
    colours[nothingCode] = background_;
    if (cells.gap > 0) colours[notFiniteCode] = background_;  // a cross is drawn on it
    // Cells too small for a hatch of their own share one across the map.
    const int hatchPitch = static_cast<int>(std::lround(fineHatchPitch * scale_)),
              hatchWidth = std::max(1, static_cast<int>(std::lround(scale_)));
    for (int y = at.y; y < at.bottom; ++y) {
      std::uint32_t* out = pixels.row(y);
      for (int x = at.x; x < at.right; ++x) {
        const CellSpan row = rows[static_cast<std::size_t>(y - at.y)],
                       column = columns[static_cast<std::size_t>(x - at.x)];
        const PixelCode c = code(row, column);
        const bool line = c == maskedCode && cells.gap == 0 && hatchPitch > 1 && (x + y) % hatchPitch < hatchWidth;
        out[x] = pixelOf(line ? palette_.edge : colours[c]);
      }
    }
  }

  void drawMarks(const CellsShape& cells) {
    if (cells.gap == 0) return;
    const MatrixPicture& picture = cells.matrix->picture;
    const attn::Index rows = picture.values->rows(), columns = picture.values->cols();
    const auto span = [](float from, float to, float origin, float pitch, attn::Index count) {
      const auto index = [&](float v) { return static_cast<attn::Index>(std::floor((v - origin) / pitch)); };
      return CellSpan{std::clamp<attn::Index>(index(from), 0, count), std::clamp<attn::Index>(index(to) + 1, 0, count)};
    };
    const CellSpan shownRows = span(cells.clip.y, cells.clip.bottom(), cells.origin.y, cells.rowPitch(), rows);
    const CellSpan shownColumns = span(cells.clip.x, cells.clip.right(), cells.origin.x, cells.cell, columns);
    const Size side{cells.cell - cells.gap, cells.rowPitch() - cells.gap};
    for (attn::Index row = shownRows.first; row < shownRows.end; ++row) {
      const float y = cells.origin.y + static_cast<float>(row) * cells.rowPitch();
      if (std::binary_search(cells.hatchedRows.begin(), cells.hatchedRows.end(), row)) {
        drawHatched({cells.origin.x, y, static_cast<float>(columns) * cells.cell - cells.gap, side.height}, false);
        continue;
      }
      for (attn::Index column = shownColumns.first; column < shownColumns.end; ++column) {
        const CellKind kind = cellKind(picture, {row, column});
        const Rect rect{cells.origin.x + static_cast<float>(column) * cells.cell, y, side.width, side.height};
        if (kind == CellKind::Masked) drawHatched(rect, cells.text.width > 0 && picture.stage == MatrixStage::Weights);
        if (kind == CellKind::NotFinite) drawCrossed(rect, cells.text.width > 0);
      }
    }
  }

  void drawHatched(Rect rect, bool middleFree) {
    setColour(cairo(), palette_.well);
    addRect(cairo(), rect);
    cairo_fill(cairo());
    cairo_save(cairo());
    addRect(cairo(), rect);
    cairo_clip(cairo());
    setColour(cairo(), palette_.edge);
    cairo_set_line_width(cairo(), 1);
    strokeLines(cairo(), hatchLines(rect, hatchSpacing(rect.height), middleFree));
    cairo_restore(cairo());
  }

  void drawCrossed(Rect rect, bool middleFree) {
    const float width = rect.height >= 24 ? 2.0F : 1.0F;
    setColour(cairo(), palette_.bad);
    cairo_set_line_width(cairo(), width);
    addRect(cairo(), rect.inset(width / 2));
    cairo_stroke(cairo());
    cairo_set_line_width(cairo(), 1);
    strokeLines(cairo(), crossLines(rect.inset(width), middleFree));
  }

  cairo_surface_t* surface_;
  double scale_;
  Metrics metrics_;
  const Palette& palette_;
  Rgba background_;
  CairoPtr cairo_;
  MeasureRun measureRun_ = pangoMeasureRun();
};

}  // namespace

void drawOnCairo(cairo_surface_t* surface, double scale, const Drawing& drawing, float base, const Palette& palette,
                 Rgba background) {
  Painter painter(surface, scale, base, palette, background);
  for (const Shape& shape : drawing) std::visit(painter, shape);
}

}  // namespace lab
