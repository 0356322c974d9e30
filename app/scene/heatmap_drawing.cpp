#include "scene/heatmap_drawing.h"

namespace lab {

namespace {

CellsShape cellsShape(const ShownMatrixPtr& matrix, const HeatmapOptions& options, const HeatmapLayout& layout) {
  CellsShape cells;
  cells.matrix = matrix;
  cells.clip = layout.clip;
  cells.origin = {layout.map.x, layout.map.y};
  cells.cell = layout.cell;
  cells.gap = layout.gap;
  cells.range = options.range;
  cells.map = options.map;
  cells.hatchedRows = layout.emptyRows;
  if (!layout.values.empty()) cells.text = {layout.cell / 4, layout.cell / 4};
  return cells;
}

}  // namespace

TextShape textShape(const SceneText& text, Rgba ink) {
  return {text.text, text.at, text.size, text.anchor, text.angle, ink};
}

Rgba inkOf(const Palette& palette, const SceneText& text) {
  if (text.warning) return palette.warn;
  if (text.emphasis == Emphasis::Selected) return palette.accent;
  return text.dim && text.emphasis == Emphasis::Plain ? palette.dim : palette.text;
}

Drawing heatmapDrawing(const ShownMatrixPtr& matrix, const HeatmapOptions& options, const HeatmapLayout& layout,
                       const Palette& palette) {
  Drawing drawing;
  drawing.push_back(cellsShape(matrix, options, layout));
  if (layout.bar.height > 0) drawing.push_back(ColourBarShape{layout.bar, options.map});
  for (const float y : layout.barTickY)
    drawing.push_back(
        BoxShape{.rect = {layout.bar.right(), y - 0.5F, options.metrics.unit() / 2, 1}, .fill = palette.dim});
  for (const SceneText& text : layout.labels) drawing.push_back(textShape(text, inkOf(palette, text)));
  for (const SceneText& text : layout.barTicks) drawing.push_back(textShape(text, inkOf(palette, text)));
  drawing.push_back(ClipShape{layout.clip});
  for (const CellText& value : layout.values) {
    const Rgba ink = value.kind == CellKind::Number   ? value.ink
                     : value.kind == CellKind::Masked ? palette.dim
                                                      : palette.bad;
    drawing.push_back(textShape(value.value, ink));
    if (value.score) drawing.push_back(textShape(*value.score, ink));
  }
  drawing.push_back(ClipShape{});
  return drawing;
}

}  // namespace lab
