#pragma once

#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "scene/heatmap_layout.h"
#include "scene/palette.h"
#include "scene/scene_style.h"
#include "scene/text_width.h"

namespace lab::test {

/// Stands for a font: every column of a character is 0.6 em wide, em = size / 1.164.
inline MeasureText fakeMeasure(float base) {
  const Metrics metrics{base, 1, false};
  return [metrics](std::string_view text, TextSize size) {
    const float fontSize = metrics.fontSize(size);
    return Size{0.6F * fontSize / 1.164F * static_cast<float>(columnsOf(text)), fontSize};
  };
}

/// What a scene of the window is laid out with: the dark theme, in English, with that font.
inline SceneStyle fakeStyle(float base = 16) {
  SceneStyle style;
  style.metrics.base = base;
  style.palette = &paletteOf(Theme::Dark);
  style.words = &Words::of(Language::English);
  style.measure = fakeMeasure(base);
  style.interactive = true;
  return style;
}

/// Weights of `rows` queries and `columns` keys with words of different lengths.
inline MatrixPicture wordPicture(attn::Index rows, attn::Index columns) {
  static constexpr std::array<const char*, 7> words = {
      "The", "animal", "didn't", "because", "天安门", "it", "internationalization"};
  MatrixPicture picture;
  attn::Matrix values(rows, columns);
  for (attn::Index i = 0; i < values.size(); ++i) values.data()[i] = static_cast<float>(i * 37 % 101) / 101.0F;
  picture.values = std::make_shared<const attn::Matrix>(std::move(values));
  for (attn::Index i = 0; i < rows; ++i) picture.rowLabels.emplace_back(words[static_cast<std::size_t>(i) % 7]);
  for (attn::Index i = 0; i < columns; ++i) picture.columnLabels.emplace_back(words[static_cast<std::size_t>(i) % 7]);
  picture.queryRows = true;
  return picture;
}

inline HeatmapOptions optionsFor(const MatrixPicture& picture, Size size, float base = 16) {
  HeatmapOptions options;
  options.area = {10, 20, size.width, size.height};
  options.metrics.base = base;
  options.range = rangeOf(*picture.values, picture.visible.get(), picture.diverging);
  options.map = &colourMapNamed("viridis");
  options.rowAxisText = "query: who attends";
  options.columnAxisText = "key: what is attended to";
  return options;
}

inline HeatmapLayout layoutOf(const MatrixPicture& picture, const HeatmapOptions& options) {
  return layoutHeatmap(picture, options, fakeMeasure(options.metrics.base));
}

/// The four corners of a text's ink: as wide as its advance, 0.8 em high (capitals are 0.73 em).
inline std::array<Point, 4> inkCorners(const SceneText& text, const Metrics& metrics) {
  const float width = fakeMeasure(metrics.base)(text.text, text.size).width;
  const float half = 0.4F * metrics.fontSize(text.size) / 1.164F;
  const float left = text.anchor == Anchor::Left ? 0 : text.anchor == Anchor::Right ? -width : -width / 2;
  const float turn = -text.angle * std::numbers::pi_v<float> / 180, c = std::cos(turn), s = std::sin(turn);
  std::array<Point, 4> corners;
  const std::array<Point, 4> flat = {{{left, -half}, {left + width, -half}, {left + width, half}, {left, half}}};
  for (std::size_t i = 0; i < 4; ++i)
    corners[i] = {text.at.x + flat[i].x * c - flat[i].y * s, text.at.y + flat[i].x * s + flat[i].y * c};
  return corners;
}

/// Whether two convex quadrilaterals overlap (separating axes).
inline bool overlap(const std::array<Point, 4>& a, const std::array<Point, 4>& b) {
  for (const auto* shape : {&a, &b})
    for (std::size_t i = 0; i < 4; ++i) {
      const Point from = (*shape)[i], to = (*shape)[(i + 1) % 4];
      const Point normal{to.y - from.y, from.x - to.x};
      float lowA = INFINITY, highA = -INFINITY, lowB = INFINITY, highB = -INFINITY;
      for (const Point p : a) {
        lowA = std::min(lowA, p.x * normal.x + p.y * normal.y);
        highA = std::max(highA, p.x * normal.x + p.y * normal.y);
      }
      for (const Point p : b) {
        lowB = std::min(lowB, p.x * normal.x + p.y * normal.y);
        highB = std::max(highB, p.x * normal.x + p.y * normal.y);
      }
      // Touching within a hundredth of a point is no overlap.
      const float slack = 0.01F * std::hypot(normal.x, normal.y);
      if (highA <= lowB + slack || highB <= lowA + slack) return false;
    }
  return true;
}

}  // namespace lab::test
