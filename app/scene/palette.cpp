#include "scene/palette.h"

#include <cmath>
#include <string>

#include "core/checks.h"
#include "core/input_error.h"

namespace lab {

namespace {

constexpr Palette darkPalette = {
    .bg = rgb(0x0f1217),
    .panel = rgb(0x161a21),
    .well = rgb(0x1f252e),
    .hover = rgb(0x2a3340),
    .border = rgb(0x2e3743),
    .edge = rgb(0x5d6a7c),
    .text = rgb(0xe6eaf0),
    .dim = rgb(0xa3adbb),
    .off = rgb(0x6b7686),
    .accent = rgb(0x6ea8fe),
    .soft = rgb(0x1d2d47),
    .on = rgb(0x0b1220),
    .good = rgb(0x6fcf97),
    .warn = rgb(0xffc46b),
    .bad = rgb(0xff8a80),
    .halo = rgb(0x0b0e13),
    .categories = {rgb(0xe69f00), rgb(0x56b4e9), rgb(0x009e73), rgb(0xcc79a7), rgb(0xf0e442), rgb(0xd55e00)},
};

constexpr Palette lightPalette = {
    .bg = rgb(0xf3f5f8),
    .panel = rgb(0xffffff),
    .well = rgb(0xf3f5f8),
    .hover = rgb(0xe6ebf2),
    .border = rgb(0xd8dee6),
    .edge = rgb(0x8791a0),
    .text = rgb(0x1a2029),
    .dim = rgb(0x566171),
    .off = rgb(0x8c96a3),
    .accent = rgb(0x1d5fd1),
    .soft = rgb(0xe3ecfc),
    .on = rgb(0xffffff),
    .good = rgb(0x187344),
    .warn = rgb(0x8a5a00),
    .bad = rgb(0xb3261e),
    .halo = rgb(0xffffff),
    .categories = {rgb(0xe69f00), rgb(0x56b4e9), rgb(0x009e73), rgb(0xcc79a7), rgb(0x8a7a00), rgb(0xd55e00)},
};

constexpr Palette projectorPalette = {
    .bg = rgb(0xffffff),
    .panel = rgb(0xffffff),
    .well = rgb(0xf2f2f2),
    .hover = rgb(0xe0e0e0),
    .border = rgb(0x6e6e6e),
    .edge = rgb(0x404040),
    .text = rgb(0x000000),
    .dim = rgb(0x383838),
    .off = rgb(0x767676),
    .accent = rgb(0x0a3f9e),
    .soft = rgb(0xdce7ff),
    .on = rgb(0xffffff),
    .good = rgb(0x00522a),
    .warn = rgb(0x5c3a00),
    .bad = rgb(0x8f0f0a),
    .halo = rgb(0xffffff),
    .categories = {rgb(0xe69f00), rgb(0x56b4e9), rgb(0x009e73), rgb(0xcc79a7), rgb(0x8a7a00), rgb(0xd55e00)},
};

// WCAG 2.1, "relative luminance".
double linear(std::uint8_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(Rgba c) { return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b); }

}  // namespace

const Palette& paletteOf(Theme theme) {
  switch (theme) {
    case Theme::Light:
      return lightPalette;
    case Theme::Projector:
      return projectorPalette;
    case Theme::Dark:
      break;
  }
  return darkPalette;
}

Theme themeNamed(std::string_view name) {
  for (const Theme theme : {Theme::Dark, Theme::Light, Theme::Projector})
    if (name == themeName(theme)) return theme;
  throw attn::InputError("unknown_name", {{"what", "theme"},
                                          {"got", std::string(name)},
                                          {"nearest", attn::nearestName(name, {"dark", "light", "projector"})}});
}

const char* themeName(Theme theme) {
  return theme == Theme::Dark ? "dark" : theme == Theme::Light ? "light" : "projector";
}

double contrast(Rgba a, Rgba b) {
  const double la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

Rgba inkOn(Rgba background) {
  // Contrast with black is (L + 0.05) / 0.05, with white 1.05 / (L + 0.05).
  const double lifted = luminance(background) + 0.05;
  return lifted * lifted > 1.05 * 0.05 ? rgb(0x000000) : rgb(0xffffff);
}

}  // namespace lab
