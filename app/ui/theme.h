#pragma once

#include "ui/ui.h"

namespace lab {

/// ImGui's style from the palette and measures: set from the unscaled rules each time, never scaled twice.
void applyTheme(const Palette& palette, const Metrics& metrics);

/// B in pixels for a theme (projector 22, else 16), the display's scale and the reader's zoom.
float baseFor(Theme theme, float contentScale, float zoom);

}  // namespace lab
