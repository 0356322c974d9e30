#pragma once

#include <list>
#include <string>
#include <vector>

#include "gfx/gl_handle.h"
#include "gfx/texture.h"
#include "scene/colour_map.h"
#include "scene/heatmap_layout.h"
#include "scene/palette.h"
#include "scene/shown_matrix.h"

namespace lab::gfx {

/// One heatmap's cells to draw in a frame.
struct HeatmapDraw {
  Rect clip;     ///< pixels from the top left of the target
  Point origin;  ///< of the matrix
  float cell = 1, gap = 0;
  float height = 0;  ///< pitch of rows; 0: as of columns
  ValueRange range;
  const ColourMapRow* map = nullptr;
  float strength = 1;  ///< 0.5 while stale
  float line = 1;
  Size text;  ///< half the size of what is written in masked and undefined cells: lines stay clear of it
  const Palette* palette = nullptr;
};

/// Draws matrices as coloured cells from a float texture and a colour table. Keeps the last few matrices on the
/// GPU, keyed by their (shared, unchanging) data, so a frame that shows the same numbers uploads nothing.
class HeatmapRenderer {
 public:
  HeatmapRenderer();

  /// Draws into the bound framebuffer, `targetWidth` × `targetHeight` pixels, with as fine a level of the matrix as
  /// has at least a pixel for each texel. Leaves GL state changed.
  void draw(const ShownMatrixPtr& matrix, const HeatmapDraw& draw, int targetWidth, int targetHeight);

  /// How many matrices have been sent to the GPU: what tests count.
  int uploads() const { return uploads_; }

 private:
  struct Resident {
    ShownMatrixPtr matrix;
    std::size_t level = 0;  ///< 0 the matrix itself, k its `coarser[k − 1]`
    Texture texture;
  };
  const Texture& resident(const ShownMatrixPtr& matrix, std::size_t level);
  /// A texture that is not needed any more, of this size if there is one.
  Texture recycled(int width, int height);
  const Texture& tableOf(const ColourMapRow& map);

  ProgramHandle program_;
  VertexArrayHandle vertexArray_;
  std::list<Resident> residents_;  ///< most recently used first
  std::vector<std::pair<const ColourMapRow*, Texture>> tables_;
  std::vector<float> staging_;
  int uploads_ = 0;
};

}  // namespace lab::gfx
