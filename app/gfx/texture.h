#pragma once

#include <cstdint>
#include <span>

#include "gfx/gl_handle.h"

namespace lab::gfx {

/// A texture and its size in texels.
struct Texture {
  TextureHandle handle;
  int width = 0, height = 0;
};

/// Straight-alpha RGBA, 4 bytes a texel, row by row from the top; linear filtering.
Texture rgbaTexture(int width, int height, std::span<const std::uint8_t> rgba);

/// One float a texel, no filtering. `texture` is reused where its size fits.
void uploadFloats(Texture& texture, int width, int height, const float* values);

/// The largest side of a texture here.
int largestTexture();

}  // namespace lab::gfx
