#include "gfx/texture.h"

#include <cassert>

namespace lab::gfx {
namespace {

GLuint newTexture(GLint filter) {
  GLuint id = 0;
  glGenTextures(1, &id);
  glBindTexture(GL_TEXTURE_2D, id);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  return id;
}

}  // namespace

Texture rgbaTexture(int width, int height, std::span<const std::uint8_t> rgba) {
  assert(rgba.size() == static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
  Texture texture{TextureHandle(newTexture(GL_LINEAR)), width, height};
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
  return texture;
}

void uploadFloats(Texture& texture, int width, int height, const float* values) {
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  if (texture.handle && texture.width == width && texture.height == height) {
    glBindTexture(GL_TEXTURE_2D, texture.handle.id());
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, height, GL_RED, GL_FLOAT, values);
    return;
  }
  texture = Texture{TextureHandle(newTexture(GL_NEAREST)), width, height};
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R32F, width, height, 0, GL_RED, GL_FLOAT, values);
}

int largestTexture() {
  GLint size = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &size);
  return size;
}

}  // namespace lab::gfx
