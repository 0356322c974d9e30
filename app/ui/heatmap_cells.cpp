#include "ui/heatmap_cells.h"

#include <algorithm>
#include <cmath>
#include <deque>

#include "ui/compat.h"

namespace lab {
namespace {

struct Call {
  gfx::HeatmapRenderer* renderer;
  ShownMatrixPtr matrix;
  gfx::HeatmapDraw draw;
};

// ImGui hands a callback one pointer, and it must live until the frame is drawn: a deque never moves its entries.
std::deque<Call>& frameCalls() {
  static std::deque<Call> calls;
  return calls;
}

void drawCall(const ImDrawList*, const ImDrawCmd* command) {
  const Call& call = *static_cast<const Call*>(command->UserCallbackData);
  const ImGuiIO& io = ImGui::GetIO();
  const float scale = io.DisplayFramebufferScale.x > 0 ? io.DisplayFramebufferScale.x : 1;
  gfx::HeatmapDraw draw = call.draw;
  draw.clip = {draw.clip.x * scale, draw.clip.y * scale, draw.clip.width * scale, draw.clip.height * scale};
  draw.origin = {draw.origin.x * scale, draw.origin.y * scale};
  draw.cell *= scale;
  draw.height *= scale;
  draw.gap *= scale;
  draw.line *= scale;
  draw.text = {draw.text.width * scale, draw.text.height * scale};
  call.renderer->draw(call.matrix, draw, static_cast<int>(io.DisplaySize.x * scale),
                      static_cast<int>(io.DisplaySize.y * scale));
}

}  // namespace

void drawCells(const Ui& ui, ImDrawList* list, const ShownMatrixPtr& matrix, gfx::HeatmapDraw draw) {
  draw.line = ui.metrics.line;
  draw.palette = ui.palette;
  frameCalls().push_back({ui.heatmaps, matrix, draw});
  compat::addCallback(list, drawCall, &frameCalls().back());
}

const ColourMapRow& mapOf(const MatrixPicture& picture, const std::string& chosen) {
  const ColourMapRow& map = colourMapNamed(chosen);
  if (!picture.diverging || map.diverging) return map;
  return colourMapNamed("diverging");
}

void drawColourBar(ImDrawList* list, Rect bar, const ColourMapRow& map) {
  const int steps = static_cast<int>(std::min(256.0F, std::ceil(bar.height)));
  for (int i = 0; i < steps; ++i) {
    const float low = bar.bottom() - static_cast<float>(i) * bar.height / static_cast<float>(steps);
    const float high = bar.bottom() - static_cast<float>(i + 1) * bar.height / static_cast<float>(steps);
    compat::fill(list, {bar.x, std::floor(high), bar.width, std::ceil(low - std::floor(high))},
                 map.table[static_cast<std::size_t>(i * 255 / std::max(1, steps - 1))]);
  }
}

void releaseCells() { frameCalls().clear(); }

}  // namespace lab
