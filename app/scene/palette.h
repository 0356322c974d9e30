#pragma once

#include <array>
#include <string_view>

#include "scene/geometry.h"

namespace lab {

enum class Theme { Dark, Light, Projector };

/// The colours of one theme. Text on its backgrounds has a contrast of at least 4.5:1 (projector 7:1); only
/// `off` is below. One accent.
struct Palette {
  Rgba bg;      ///< behind the view
  Rgba panel;   ///< panels, bars
  Rgba well;    ///< fields, buttons, formulas, tooltips
  Rgba hover;   ///< what is under the pointer
  Rgba border;  ///< rules, panel edges
  Rgba edge;    ///< outline of a control, axes
  Rgba text, dim, off;
  Rgba accent, soft, on;  ///< selected; selected row or tab; text on accent
  Rgba good, warn, bad;   ///< always with ✓ ! ✗
  Rgba halo;              ///< 1 px around outlines on a map
  /// Tokens or heads as categories, told apart by colour-blind people too; a name always stands beside.
  std::array<Rgba, 6> categories;
};

const Palette& paletteOf(Theme theme);

/// dark | light | projector. @throws attn::InputError `unknown_name`.
Theme themeNamed(std::string_view name);
const char* themeName(Theme theme);

/// WCAG 2 contrast ratio, 1 … 21.
double contrast(Rgba a, Rgba b);

/// Black or white, whichever contrasts more with `background`.
Rgba inkOn(Rgba background);

}  // namespace lab
