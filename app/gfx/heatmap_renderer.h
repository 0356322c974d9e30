#pragma once

#include <list>
#include <string>
#include <vector>

#include "gfx/gl_handle.h"
#include "gfx/texture.h"
#include "scene/colour_map.h"
#include "scene/heatmap_layout.h"
#include "scene/matrix_picture.h"
#include "scene/palette.h"

namespace lab::gfx {

/// One heatmap's cells to draw in a frame.
struct HeatmapDraw {
  Rect clip;     ///< pixels from the top left of the target
  Point origin;  ///< of the matrix
  float cell = 1, gap = 0;
  ValueRange range;
  const ColourMapRow* map = nullptr;
  float strength = 1;  ///< 0.5 while stale
  float line = 1;
  Size text;             ///< half the size of what is written in masked and undefined cells: lines stay clear of it
  const Palette* palette = nullptr;
};

/// Draws matrices as coloured cells from a float texture and a colour table. Keeps the last few matrices on the
/// GPU, keyed by their (shared, unchanging) data, so a frame that shows the same numbers uploads nothing.
class HeatmapRenderer {
 public:
  HeatmapRenderer();

  /// Where a cell is smaller than a pixel, a picture of `reduction`² cells a texel is shown that keeps the
  /// value of largest magnitude, so that peaks survive.
  static int reductionFor(float cell);

  /// Draws into the bound framebuffer, `targetWidth` × `targetHeight` pixels. Leaves GL state changed.
  void draw(const MatrixPicture& picture, const HeatmapDraw& draw, int targetWidth, int targetHeight);

  /// How many matrices have been sent to the GPU: what tests count.
  int uploads() const { return uploads_; }

 private:
  struct Resident {
    attn::MatrixPtr values;
    attn::MaskPtr visible;
    int reduction = 1;
    Texture texture;
  };
  const Texture& resident(const MatrixPicture& picture, int reduction);
  const Texture& tableOf(const ColourMapRow& map);

  ProgramHandle program_;
  VertexArrayHandle vertexArray_;
  std::list<Resident> residents_;  ///< most recently used first
  std::vector<std::pair<const ColourMapRow*, Texture>> tables_;
  std::vector<float> staging_;
  int uploads_ = 0;
};

}  // namespace lab::gfx
