#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "gfx/gl_handle.h"
#include "gfx/texture.h"
#include "scene/drawing.h"

namespace lab::gfx {

/// Draws planes of queries. Codes (winner, firmness, entropy) are computed by shader into a texture of their own, as
/// fine as a frame's time allows, and only when field, window or size have changed; colours come from them each frame.
/// A score function or normalizer that the shader does not know is computed by the engine, coarsely.
class FieldRenderer {
 public:
  FieldRenderer();

  /// Draws `shape` into the bound framebuffer; its rectangle is in pixels from the top left. Leaves GL state changed,
  /// but not the framebuffer or the viewport.
  void draw(const FieldShape& shape, int targetWidth, int targetHeight);

  /// How often codes have been computed: what tests count.
  int computations() const { return computations_; }
  /// Texels of the last codes.
  int codeWidth() const { return codes_.width; }
  int codeHeight() const { return codes_.height; }
  /// Pixels a side of each point of the last picture: 1, or more where points cost too much.
  int step() const { return step_; }

 private:
  struct Shown {
    std::shared_ptr<const attn::PlaneField> field;
    PlaneWindow window;
    int width = 0, height = 0;
    bool operator==(const Shown&) const = default;
  };
  void compute(const Shown& wanted);
  void computeByShader(const Shown& wanted);
  void computeByEngine(const Shown& wanted);
  void uploadField(const attn::PlaneField& field);
  GLuint programFor(const attn::PlaneField& field);
  void resizeCodes(int width, int height);

  std::map<std::string, ProgramHandle> programs_;  ///< by what they were compiled with
  ProgramHandle colours_;
  VertexArrayHandle vertexArray_;
  FramebufferHandle framebuffer_;
  Texture codes_, keys_, hidden_, keyColours_, table_;
  std::optional<Shown> shown_;
  std::optional<FieldInks> inks_;  ///< that `keyColours_` and `table_` hold
  double budget_;
  int computations_ = 0, step_ = 1;
};

}  // namespace lab::gfx
