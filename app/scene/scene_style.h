#pragma once

#include <string>
#include <string_view>

#include "i18n/i18n.h"
#include "scene/colour_map.h"
#include "scene/formula.h"
#include "scene/palette.h"
#include "scene/text_style.h"

namespace lab {

/// What every view's scene is laid out with: measures, colours, words and the widths of text. The same for the window
/// and for figures, which bring their own measuring.
struct SceneStyle {
  Metrics metrics;
  const Palette* palette = nullptr;  ///< never null
  const Words* words = nullptr;      ///< never null
  MeasureText measure;
  MeasureRun measureRun;
  std::string colourMap = "viridis";  ///< for values that are not signed
  bool showValues = true;
  bool interactive = false;  ///< on the screen: hover and selection are marked

  const std::string& tr(std::string_view key) const { return (*words)(key); }
  std::string tr(std::string_view key, const attn::InputError::Arguments& slots) const { return (*words)(key, slots); }
  float u(float units = 1) const { return metrics.unit() * units; }
  float width(std::string_view text, TextSize size) const { return measure(text, size).width; }
};

}  // namespace lab
