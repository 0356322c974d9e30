#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace lab::gfx {

/// An OpenGL 3.3 core context without a display (EGL, surfaceless) and a framebuffer to draw in.
class Offscreen {
 public:
  /// Makes the context current. @throws attn::InputError `no_opengl` saying what is missing.
  Offscreen(int width, int height);
  ~Offscreen();
  Offscreen(const Offscreen&) = delete;
  Offscreen& operator=(const Offscreen&) = delete;

  void bind() const;
  /// RGBA, row by row from the top.
  std::vector<std::uint8_t> pixels() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lab::gfx
