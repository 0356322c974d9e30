#pragma once

#include <cstdint>
#include <vector>

#include "pipeline/plane_scores.h"
#include "scene/colour_map.h"
#include "scene/geometry.h"

namespace lab {

/// A rectangle of a plane of vectors, y upwards.
struct PlaneWindow {
  double left = -1, right = 1, bottom = -1, top = 1;
  double width() const { return right - left; }
  double height() const { return top - bottom; }
  bool operator==(const PlaneWindow&) const = default;
};

/// What one pixel of a plane of queries shows.
struct FieldCode {
  static constexpr std::uint16_t undefined = 0xFFFF;
  std::uint16_t winner = undefined;  ///< which key of the field weighs most, the first of equals; undefined: NaN
  std::uint8_t firmness = 0;         ///< 0 … 7: the winner's weight from an even share to all
  std::uint8_t entropy = 0;          ///< 0 … 255: from one key to an even share among all
  bool operator==(const FieldCode&) const = default;
};

/// Steps of firmness, one colour each.
inline constexpr int firmnessSteps = 8;

/// How firmly the largest weight of `keys` wins, 0 … 1: 0 at an even share, 1 where it has everything.
double firmnessOf(double weight, attn::Index keys);

/// The codes of width × height pixels that fill `window`, row by row from the top, each at its pixel's middle: computed
/// by the catalogue's own functions. What the shader is judged by, and what figures are made of.
std::vector<FieldCode> fieldCodes(const attn::QueryField& field, const attn::QueryPlane& plane,
                                  const PlaneWindow& window, int width, int height);

/// The colours of a field.
struct FieldInks {
  std::vector<Rgba> keys;             ///< one for each key of the field
  Rgba base;                          ///< what a weak win fades into, and the border between two winners
  Rgba undefined;                     ///< where weights are NaN
  const ColourMapRow* map = nullptr;  ///< of the entropy; never null
  bool byEntropy = false;
  bool operator==(const FieldInks&) const = default;
};

/// The colour of pixel (x, y) of codes of this width. A border is drawn where the winner is another than on the left or
/// above.
Rgba fieldColour(const FieldInks& inks, const std::vector<FieldCode>& codes, int width, int x, int y);

/// How much of a key's own colour is seen: from the weakest win to the firmest.
inline constexpr float weakestTint = 0.18F, firmestTint = 0.80F;

}  // namespace lab
