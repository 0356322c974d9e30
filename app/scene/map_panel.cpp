#include "scene/map_panel.h"

#include "scene/heatmap_drawing.h"
#include "scene/heatmap_marks.h"

namespace lab {

namespace {

constexpr float kThinRow = 4;  // points: a ring would hide the rows beside it

}  // namespace

MapPanel layoutMapPanel(ShownMatrixPtr matrix, Rect area, ValueRange range, const SceneStyle& style,
                        const MapPanelOptions& as) {
  MapPanel panel;
  const MatrixPicture& picture = matrix->picture;
  HeatmapOptions& options = panel.options;
  options.area = area;
  options.metrics = style.metrics;
  options.map = &colourMapNamed(picture.diverging ? "diverging" : style.colourMap);
  options.range = rangeFor(*options.map, range);
  options.showValues = style.showValues;
  options.showBar = as.bar;
  options.cellShare = as.cellShare;
  options.markPainted = false;  // the scenes of painted rows have marks of their own
  options.interactive = style.interactive;
  options.hover = as.hover;
  options.selected = as.selected;
  options.rowAxisText = style.tr(picture.rowAxis);
  options.columnAxisText = style.tr(picture.columnAxis);
  panel.layout = layoutHeatmap(picture, options, style.measure);
  panel.matrix = std::move(matrix);
  return panel;
}

void drawMapPanel(Drawing& drawing, const MapPanel& panel, const SceneStyle& style, float strength) {
  Drawing map = heatmapDrawing(panel.matrix, panel.options, panel.layout, *style.palette);
  std::get<CellsShape>(map.front()).strength = strength;
  append(drawing, std::move(map));
}

void drawRing(Drawing& drawing, Rect cells, Rgba ink, float thickness, const Palette& palette) {
  const Ring ring = ringAround(cells, thickness);
  drawing.emplace_back(BoxShape{.rect = ring.outerHalo, .edge = palette.halo, .line = 1});
  drawing.emplace_back(BoxShape{.rect = ring.line, .edge = ink, .line = ring.thickness});
  drawing.emplace_back(BoxShape{.rect = ring.innerHalo, .edge = palette.halo, .line = 1});
}

void drawPointed(Drawing& drawing, const MapPanel& panel, Cell pointed, const SceneStyle& style) {
  const HeatmapLayout& layout = panel.layout;
  const bool row = pointed.row >= layout.firstRow && pointed.row < layout.endRow;
  const bool column = pointed.column >= layout.firstColumn && pointed.column < layout.endColumn;
  if ((!row && !column) || (!row && pointed.row >= 0) || (!column && pointed.column >= 0)) return;
  Rect area = layout.cellRect({row ? pointed.row : 0, column ? pointed.column : 0});
  if (!row) area = {area.x, layout.clip.y, area.width, layout.clip.height};
  if (!column) area = {layout.clip.x, area.y, layout.clip.width, area.height};
  // A cell of a few points is not seen without a frame around it.
  const float least = style.u(0.75F);
  if (row && column && area.width < least)
    area = {area.centre().x - least / 2, area.centre().y - least / 2, least, least};
  drawing.emplace_back(BoxShape{.rect = area, .edge = style.palette->text, .line = 1 + style.metrics.line});
}

void drawSelection(Drawing& drawing, const MapPanel& panel, Cell selected, const SceneStyle& style) {
  const HeatmapLayout& layout = panel.layout;
  const Palette& p = *style.palette;
  const float line = style.metrics.line;
  if (selected.row < layout.firstRow || selected.row >= layout.endRow) return;
  const Rect row = layout.rowRect(selected.row);
  if (layout.cell < kThinRow) {
    const float y = row.centre().y, size = style.u(0.5F), left = layout.clip.x - line;
    drawing.emplace_back(
        AreaShape{{{left, y}, {left - 1.6F * size, y - size}, {left - 1.6F * size, y + size}}, p.text});
  } else {
    drawRing(drawing, row, p.text, 1 + line, p);
  }
  if (selected.column < layout.firstColumn || selected.column >= layout.endColumn || layout.cell < kThinRow) return;
  drawRing(drawing, layout.cellRect(selected), p.accent, 2 + line, p);
}

}  // namespace lab
