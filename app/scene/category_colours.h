#pragma once

#include "core/types.h"
#include "scene/palette.h"

namespace lab {

/// So many keys, or heads, have a colour of their own; from there on colours come again.
inline constexpr attn::Index distinctCategories = 18;

/// The colour of a key or a head wherever it is drawn in colour: six categories, then the same in two other shades, by
/// its place in the experiment, so that it is the same for every query, temperature and view. Its name always stands
/// beside.
Rgba categoryColour(const Palette& palette, attn::Index place);

/// Part of the way from one colour to another. @param share 0 … 1
Rgba blended(Rgba from, Rgba to, float share);

}  // namespace lab
