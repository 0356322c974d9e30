#pragma once

#include "core/types.h"
#include "scene/palette.h"

namespace lab {

/// So many keys have a colour of their own; from there on colours come again.
inline constexpr attn::Index distinctKeyColours = 18;

/// The colour of a key of the experiment wherever it is drawn in colour: six categories, then the same in two other
/// shades, by its place in the experiment, so that it is the same for every query, temperature and view. Its name
/// always stands beside.
Rgba keyColour(const Palette& palette, attn::Index key);

/// Part of the way from one colour to another. @param share 0 … 1
Rgba blended(Rgba from, Rgba to, float share);

}  // namespace lab
