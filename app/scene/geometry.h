#pragma once

#include <cstdint>

namespace lab {

// Points on a page or window: origin top left, x to the right, y down, in points (pixels = points × scale).

struct Point {
  float x = 0, y = 0;
  bool operator==(const Point&) const = default;
};

struct Size {
  float width = 0, height = 0;
  bool operator==(const Size&) const = default;
};

struct Rect {
  float x = 0, y = 0, width = 0, height = 0;
  float right() const { return x + width; }
  float bottom() const { return y + height; }
  Point centre() const { return {x + width / 2, y + height / 2}; }
  bool contains(Point p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }
  Rect inset(float by) const { return {x + by, y + by, width - 2 * by, height - 2 * by}; }
  bool operator==(const Rect&) const = default;
};

/// 8-bit sRGB with alpha.
struct Rgba {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
  bool operator==(const Rgba&) const = default;
};

/// 0xRRGGBB, opaque.
constexpr Rgba rgb(std::uint32_t hex) {
  return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>(hex >> 8), static_cast<std::uint8_t>(hex),
          255};
}

/// `ink` at a share of its own opacity.
constexpr Rgba faded(Rgba ink, float strength) {
  ink.a = static_cast<std::uint8_t>(static_cast<float>(ink.a) * strength);
  return ink;
}

}  // namespace lab
