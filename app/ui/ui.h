#pragma once

#include <functional>
#include <limits>
#include <string>
#include <string_view>

#include "gfx/field_renderer.h"
#include "gfx/heatmap_renderer.h"
#include "i18n/i18n.h"
#include "scene/palette.h"
#include "scene/text_style.h"
#include "ui/fonts.h"
#include "ui/probe.h"
#include "ui/text_images.h"

namespace lab {

/// What every panel needs to draw: the words, the colours, the measures and the shared drawing aids.
struct Ui {
  const Words* words = nullptr;
  Theme theme = Theme::Dark;
  const Palette* palette = nullptr;
  Metrics metrics;  ///< in pixels: B is 16 at 100 %
  Fonts* fonts = nullptr;
  TextImages* images = nullptr;
  gfx::HeatmapRenderer* heatmaps = nullptr;
  gfx::FieldRenderer* fields = nullptr;
  Probe* probe = nullptr;
  bool low = false;    ///< a low window: rows and gaps are tighter
  bool still = false;  ///< a picture is taken: no cursor blink, no pointer

  std::function<std::string()> clipboard;  ///< as it is: ImGui's own has lost tabs and line ends
  std::function<void(const std::string&)> setClipboard;

  double now = 0;                                           ///< seconds
  double wakeAt = std::numeric_limits<double>::infinity();  ///< a frame is wanted then, even without an event
  unsigned hoveredItem = 0;                                 ///< for tooltips, which wait 0.4 s
  double hoveredSince = 0;
  Rect menuAnchor;       ///< the control below which a menu was opened last
  int popupsBefore = 0;  ///< lists, menus and dialogs that were open at the end of the last frame

  const std::string& tr(std::string_view key) const { return (*words)(key); }
  std::string tr(std::string_view key, const attn::InputError::Arguments& slots) const { return (*words)(key, slots); }
  const char* title(const attn::Title& title) const { return words->title(title); }
  float u(float units = 1) const { return metrics.unit() * units; }
  bool projector() const { return theme == Theme::Projector; }
};

}  // namespace lab
