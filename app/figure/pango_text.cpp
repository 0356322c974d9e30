#include "figure/pango_text.h"

#include <pango/pangocairo.h>

#include <string>

namespace lab {

void GObjectFree::operator()(void* object) const { g_object_unref(object); }

namespace {

constexpr const char* fontFamilies = "DejaVu Sans, Noto Sans CJK SC";

PangoContext* newContext() {
  PangoContext* context = pango_font_map_create_context(pango_cairo_font_map_get_default());
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context, options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context, FALSE);
  // The same shapes of Chinese characters wherever the program runs.
  pango_context_set_language(context, pango_language_from_string("zh-cn"));
  return context;
}

/// Finding fonts takes tens of milliseconds; one context a thread does it once.
PangoContext* threadContext() {
  thread_local const std::unique_ptr<PangoContext, GObjectFree> context(newContext());
  return context.get();
}

}  // namespace

LayoutPtr layoutLine(std::string_view text, double size, bool italic) {
  LayoutPtr layout(pango_layout_new(threadContext()));
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family_static(font, fontFamilies);
  pango_font_description_set_absolute_size(font, size * emPerSize * PANGO_SCALE);
  if (italic) pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
  char* valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
  pango_layout_set_text(layout.get(), valid, -1);
  g_free(valid);
  return layout;
}

double lineWidth(PangoLayout* layout) {
  PangoRectangle logical;
  pango_layout_get_extents(layout, nullptr, &logical);
  return static_cast<double>(logical.width) / PANGO_SCALE;
}

void showLine(cairo_t* cairo, PangoLayout* layout) {
  pango_cairo_update_layout(cairo, layout);
  pango_cairo_show_layout_line(cairo, pango_layout_get_line_readonly(layout, 0));
}

}  // namespace lab
