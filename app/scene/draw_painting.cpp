#include <algorithm>

#include "attention/painted_row.h"
#include "scene/draw_scene.h"

namespace lab {

namespace {

/// The weights of all other keys that may be attended.
struct Others {
  attn::Index count = 0;
  double sum = 0;
};

Others othersOf(const attn::Mask& visible, Cell cell, std::span<const float> row) {
  Others out;
  for (attn::Index key = 0; key < visible.cols(); ++key) {
    if (key == cell.column || !visible(cell.row, key)) continue;
    ++out.count;
    out.sum += std::max(0.0, static_cast<double>(row[static_cast<std::size_t>(key)]));
  }
  return out;
}

std::span<const float> rowOf(const attn::Matrix& weights, attn::Index row) {
  return {weights.data() + row * weights.cols(), static_cast<std::size_t>(weights.cols())};
}

}  // namespace

bool canPaint(const attn::Trace& trace, Cell cell) {
  const attn::MaskPtr& visible = trace.head().visible;
  return visible && (*visible)(cell.row, cell.column);
}

std::vector<float> repainted(const attn::Trace& trace, Cell cell, std::span<const float> row, double weight) {
  const attn::Mask& visible = *trace.head().visible;
  const std::span<const bool> seen(visible.data() + cell.row * visible.cols(),
                                   static_cast<std::size_t>(visible.cols()));
  const bool alone = !(othersOf(visible, cell, row).sum > 0);
  return attn::withWeight(alone ? rowOf(*trace.head().computed, cell.row) : row, seen, cell.column, weight);
}

std::string drawHint(const DrawSubject& subject, const SceneStyle& style) {
  const Cell cell = subject.selected;
  if (!canPaint(subject.trace, cell)) return style.tr("draw.drag-hint");
  const attn::HeadTrace& head = subject.trace.head();
  const Others now = othersOf(*head.visible, cell, rowOf(*head.weights, cell.row));
  const attn::InputError::Arguments slots = {
      {"key", elided(subject.painted->picture.columnLabels[static_cast<std::size_t>(cell.column)], 16)}};
  if (now.count == 0) return style.tr("draw.only-key", slots);
  if (now.sum > 0) return style.tr("draw.drag-hint");
  const bool any = othersOf(*head.visible, cell, rowOf(*head.computed, cell.row)).sum > 0;
  return style.tr(any ? "draw.all-on-one" : "draw.all-on-one-even", slots);
}

}  // namespace lab
