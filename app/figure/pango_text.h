#pragma once

#include <cairo.h>
#include <pango/pango.h>

#include <memory>
#include <string_view>

namespace lab {

/// Frees what GLib, Pango and Cairo hand out.
struct GObjectFree {
  void operator()(void* object) const;
};
struct CairoFree {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using LayoutPtr = std::unique_ptr<PangoLayout, GObjectFree>;
using CairoPtr = std::unique_ptr<cairo_t, CairoFree>;
using SurfacePtr = std::unique_ptr<cairo_surface_t, CairoFree>;

// DejaVu Sans' own ascent and descent in em; ImGui's pixel size of a font is their sum.
inline constexpr double fontAscent = 0.928, fontDescent = 0.236, emPerSize = 1 / (fontAscent + fontDescent);

/// One line of text in the program's fonts, set without hinting or rounding, so that widths scale exactly.
/// @param size ascent + descent in pixels. Bytes that are not UTF-8 become U+FFFD.
LayoutPtr layoutLine(std::string_view text, double size, bool italic = false);

/// Its advance in pixels.
double lineWidth(PangoLayout* layout);

/// Draws it with the left end of its baseline at the current point, in the current colour and transformation.
void showLine(cairo_t* cairo, PangoLayout* layout);

}  // namespace lab
