#include "scene/field_codes.h"

#include <algorithm>
#include <cmath>

namespace lab {
namespace {

FieldCode codeOf(const attn::RowMeasures& row, attn::Index keys) {
  FieldCode code;
  if (row.maximumAt < 0 || row.undefined) return code;
  code.winner = static_cast<std::uint16_t>(row.maximumAt);
  code.firmness = static_cast<std::uint8_t>(std::lround(firmnessOf(row.maximum, keys) * (firmnessSteps - 1)));
  const double most = keys > 1 ? std::log(static_cast<double>(keys)) : 1;
  // Negative weights have no entropy; the lowest colour stands for it.
  const double share = std::isnan(row.entropy) ? 0 : std::clamp(row.entropy / most, 0.0, 1.0);
  code.entropy = static_cast<std::uint8_t>(std::lround(255 * share));
  return code;
}

std::uint8_t between(std::uint8_t a, std::uint8_t b, float share) {
  const auto from = static_cast<float>(a), to = static_cast<float>(b);
  return static_cast<std::uint8_t>(std::lround(from + (to - from) * share));
}

}  // namespace

double firmnessOf(double weight, attn::Index keys) {
  if (keys <= 1) return 1;
  const double even = 1.0 / static_cast<double>(keys);
  return std::clamp((weight - even) / (1 - even), 0.0, 1.0);
}

std::vector<FieldCode> fieldCodes(const attn::QueryField& field, const attn::QueryPlane& plane,
                                  const PlaneWindow& window, int width, int height) {
  std::vector<FieldCode> codes;
  codes.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  const auto keys = static_cast<attn::Index>(field.keys.size());
  attn::Matrix queries(width, plane.origin.size());
  const attn::Mask visible = attn::Mask::Constant(width, keys, true);
  for (int y = 0; y < height; ++y) {
    const double at = window.top - (y + 0.5) / height * window.height();
    for (int x = 0; x < width; ++x)
      queries.row(x) = plane.vectorAt({window.left + (x + 0.5) / width * window.width(), at}).transpose();
    const attn::Matrix weights = attn::weightsAt(field, attn::scoresAt(field, queries));
    for (const attn::RowMeasures& row : attn::measureRows(weights, visible)) codes.push_back(codeOf(row, keys));
  }
  return codes;
}

Rgba fieldColour(const FieldInks& inks, const std::vector<FieldCode>& codes, int width, int x, int y) {
  const auto at = [&](int column, int row) {
    return codes[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) + static_cast<std::size_t>(column)];
  };
  const FieldCode code = at(x, y);
  if (code.winner == FieldCode::undefined) return inks.undefined;
  if (inks.byEntropy) return inks.map->table[code.entropy];
  if ((x > 0 && at(x - 1, y).winner != code.winner) || (y > 0 && at(x, y - 1).winner != code.winner)) return inks.base;
  const Rgba key = inks.keys[code.winner];
  const float tint =
      weakestTint + (firmestTint - weakestTint) * static_cast<float>(code.firmness) / (firmnessSteps - 1);
  return {between(inks.base.r, key.r, tint), between(inks.base.g, key.g, tint), between(inks.base.b, key.b, tint)};
}

}  // namespace lab
