#include "scene/category_colours.h"

namespace lab {

Rgba blended(Rgba from, Rgba to, float share) {
  const auto part = [&](std::uint8_t a, std::uint8_t b) {
    return static_cast<std::uint8_t>(static_cast<float>(a) + (static_cast<float>(b) - static_cast<float>(a)) * share);
  };
  return {part(from.r, to.r), part(from.g, to.g), part(from.b, to.b)};
}

Rgba categoryColour(const Palette& palette, attn::Index place) {
  const auto at = static_cast<std::size_t>(place % distinctCategories), count = palette.categories.size();
  const Rgba category = palette.categories[at % count];
  // On a light page paler shades would vanish: both others are darker.
  const bool dark = inkOn(palette.bg) == rgb(0xffffff);
  switch (at / count) {
    case 0:
      return category;
    case 1:
      return blended(category, palette.text, 0.4F);
    default:
      return dark ? blended(category, palette.bg, 0.4F) : blended(category, palette.text, 0.6F);
  }
}

}  // namespace lab
