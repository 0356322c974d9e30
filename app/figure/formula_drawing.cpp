#include "figure/formula_drawing.h"

#include <algorithm>
#include <cmath>

#include "figure/pango_text.h"

namespace lab {

namespace {

void setInk(cairo_t* cairo, const FormulaInks& inks, FormulaLayout::Ink ink) {
  const Rgba c = ink == FormulaLayout::Ink::Accent ? inks.accent
                 : ink == FormulaLayout::Ink::Dim  ? inks.dim
                                                   : inks.text;
  cairo_set_source_rgba(cairo, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
}

}  // namespace

void drawFormula(cairo_t* cairo, const FormulaLayout& layout, Point origin, float scale, const FormulaInks& inks) {
  const double left = origin.x, top = origin.y - layout.baseline * scale;
  const auto px = [&](float x) { return left + x * scale; };
  const auto py = [&](float y) { return top + y * scale; };
  for (const auto& run : layout.runs) {
    setInk(cairo, inks, run.ink);
    const LayoutPtr line = layoutLine(run.text, run.fontSize * scale, run.italic);
    cairo_move_to(cairo, px(run.origin.x), py(run.origin.y));
    showLine(cairo, line.get());
  }
  for (const auto& rule : layout.rules) {
    setInk(cairo, inks, rule.ink);
    const float thickness = std::max(1.0F, std::round(rule.rect.height * scale));
    const double y = std::round(py(rule.rect.y) + (rule.rect.height * scale - thickness) / 2);
    cairo_rectangle(cairo, px(rule.rect.x), y, rule.rect.width * scale, thickness);
    cairo_fill(cairo);
  }
  cairo_set_line_join(cairo, CAIRO_LINE_JOIN_MITER);
  for (const auto& stroke : layout.strokes) {
    setInk(cairo, inks, stroke.ink);
    cairo_set_line_width(cairo, stroke.width * scale);
    for (const Point point : stroke.points) cairo_line_to(cairo, px(point.x), py(point.y));
    cairo_stroke(cairo);
  }
}

}  // namespace lab
