#include "scene/heatmap_layout.h"

#include <algorithm>
#include <cmath>

#include "scene/heatmap_room.h"

namespace lab {

namespace {

constexpr float widestTitle = 40;       // in B: how far a title alone widens a figure; a longer one is elided
constexpr float leastShare = 1.0F / 3;  // of the area's width and height: less for cells, and what is around them goes

struct Fit {
  Rect area;  ///< without its padding
  LabelTurn turn = LabelTurn::Flat;
  float cell = 0, overflow = 0;
};

/// 2 u at the sides; above and below less where height is short, as on a projector.
Rect paddedArea(const HeatmapOptions& options) {
  const Rect area = options.area;
  const float whole = 2 * options.metrics.unit(), least = std::min(area.width, area.height) / 16;
  const float sides = std::min(whole, least);
  const float ends = options.interactive ? std::min(sides, 0.03F * area.height) : sides;
  return {area.x + sides, area.y + ends, area.width - 2 * sides, area.height - 2 * ends};
}

/// From 8 points on whole points, so that all cells are equally large; below, what fits.
float wholePitch(float cell) { return cell >= kWholeFrom ? std::floor(cell) : cell; }

float pitchThatFits(const HeatmapRoom& room, Rect area, LabelTurn turn, float overflow) {
  const float width = area.width - room.left(turn) - room.right(overflow);
  const float height = area.height - room.top(turn) - room.bottom();
  const float rows = static_cast<float>(room.picture.values->rows());
  const float columns = static_cast<float>(room.picture.values->cols());
  return wholePitch(std::min({width / columns, height / rows, kLargestCell * room.base()}));
}

Fit fitTurned(const HeatmapRoom& room, Rect area, LabelTurn turn) {
  Fit fit{area, turn, 0, 0};
  fit.cell = pitchThatFits(room, area, turn, 0);
  // Smaller cells let slanted labels reach further out; a few rounds settle it to within a point.
  for (int round = 0; round < 4 && turn == LabelTurn::Slanted && fit.cell > 0; ++round) {
    fit.overflow = std::max(fit.overflow, room.slantOverflow(fit.cell));
    fit.cell = pitchThatFits(room, area, turn, fit.overflow);
  }
  return fit;
}

Fit fitMap(const HeatmapRoom& room, Rect area) {
  const Fit flat = fitTurned(room, area, LabelTurn::Flat);
  if (!room.decor.labels || room.turnFor(flat.cell) == LabelTurn::Flat) return flat;
  const Fit slanted = fitTurned(room, area, LabelTurn::Slanted);
  if (slanted.cell >= room.finePitch()) return slanted;
  return fitTurned(room, area, LabelTurn::Upright);
}

/// The fit with as much around the cells as leaves them their share of the area.
Fit fitWithDecor(HeatmapRoom& room, Rect area) {
  // The title was asked for, so it goes last.
  constexpr Decor steps[] = {{true, true, true, true},
                             {false, true, true, true},
                             {false, false, true, true},
                             {false, false, false, true},
                             {false, false, false, false}};
  Fit fit;
  for (const Decor& decor : steps) {
    room.decor = decor;
    room.decor.bar = decor.bar && room.options.showBar;
    fit = fitMap(room, area);
    const float width = area.width - room.left(fit.turn) - room.right(fit.overflow);
    const float height = area.height - room.top(fit.turn) - room.bottom();
    if (width >= area.width * leastShare && height >= area.height * leastShare) break;
  }
  fit.cell = std::max(fit.cell, 1e-3F);
  return fit;
}

float pitchAt(float fitted, float zoom) {
  if (zoom <= 1) return fitted;
  const float cell = fitted * zoom;
  return cell >= kGapFrom ? std::round(cell) : cell;
}

/// The middle of the view in cells along one axis, moved so that the map fills the view, or lies within it.
float clampedCentre(float centre, float viewLength, float cells, float cell) {
  const float half = viewLength / 2 / cell;
  const float low = std::min(half, cells - half), high = std::max(half, cells - half);
  return std::clamp(centre, low, high);
}

Point clampedCentre(const HeatmapLayout& layout, Point centre, float cell) {
  return {clampedCentre(centre.x, layout.view.width, static_cast<float>(layout.columns), cell),
          clampedCentre(centre.y, layout.view.height, static_cast<float>(layout.rows), cell)};
}

Point currentCentre(const HeatmapLayout& layout, const Camera& camera) {
  if (camera.centre) return clampedCentre(layout, *camera.centre, layout.cell);
  return {(layout.view.centre().x - layout.map.x) / layout.cell, (layout.view.centre().y - layout.map.y) / layout.cell};
}

Rect intersection(Rect a, Rect b) {
  const float x = std::max(a.x, b.x), y = std::max(a.y, b.y);
  return {x, y, std::max(0.0F, std::min(a.right(), b.right()) - x),
          std::max(0.0F, std::min(a.bottom(), b.bottom()) - y)};
}

void placeMap(const HeatmapRoom& room, const Fit& fit, HeatmapLayout& layout) {
  const Camera& camera = room.options.camera;
  const float left = std::round(room.left(fit.turn)), right = std::round(room.right(fit.overflow));
  const float top = std::round(room.top(fit.turn)), bottom = std::round(room.bottom());
  layout.view = {std::round(fit.area.x + left), std::round(fit.area.y + top),
                 std::max(1.0F, std::floor(fit.area.width - left - right)),
                 std::max(1.0F, std::floor(fit.area.height - top - bottom))};
  layout.fittedCell = fit.cell;
  layout.cell = pitchAt(fit.cell, camera.zoom);
  layout.gap = layout.cell >= kGapFrom ? 1.0F : 0.0F;
  layout.map.width = layout.cell * static_cast<float>(layout.columns) - layout.gap;
  layout.map.height = layout.cell * static_cast<float>(layout.rows) - layout.gap;
  const Point middle = layout.view.centre();
  if (camera.zoom > 1 && camera.centre) {
    const Point centre = clampedCentre(layout, *camera.centre, layout.cell);
    layout.map.x = std::round(middle.x - centre.x * layout.cell);
    layout.map.y = std::round(middle.y - centre.y * layout.cell);
  } else {
    layout.map.x = std::round(middle.x - layout.map.width / 2);
    layout.map.y = std::round(middle.y - layout.map.height / 2);
  }
  layout.clip = intersection(layout.map, layout.view);
}

struct Span {
  attn::Index first, end;
};

Span visibleCells(float clipStart, float clipLength, float mapStart, float cell, attn::Index count) {
  const auto first = static_cast<attn::Index>(std::floor((clipStart - mapStart) / cell));
  const auto end = static_cast<attn::Index>(std::ceil((clipStart + clipLength - mapStart) / cell));
  return {std::clamp<attn::Index>(first, 0, count), std::clamp<attn::Index>(end, 0, count)};
}

}  // namespace

Rect HeatmapLayout::cellRect(Cell at) const {
  return {map.x + static_cast<float>(at.column) * cell, map.y + static_cast<float>(at.row) * cell, cell - gap,
          cell - gap};
}

Rect HeatmapLayout::rowRect(attn::Index row) const {
  return {map.x, map.y + static_cast<float>(row) * cell, map.width, cell - gap};
}

CellKind cellKind(const MatrixPicture& picture, Cell cell) {
  if (picture.visible && !(*picture.visible)(cell.row, cell.column)) return CellKind::Masked;
  return std::isfinite((*picture.values)(cell.row, cell.column)) ? CellKind::Number : CellKind::NotFinite;
}

HeatmapLayout layoutHeatmap(const MatrixPicture& picture, const HeatmapOptions& options, const MeasureText& measure) {
  HeatmapLayout layout;
  if (!picture.values || picture.values->size() == 0) return layout;
  layout.rows = picture.values->rows();
  layout.columns = picture.values->cols();
  HeatmapRoom room(picture, options, measure);
  const Fit fit = fitWithDecor(room, paddedArea(options));
  placeMap(room, fit, layout);
  const Span rows = visibleCells(layout.clip.y, layout.clip.height, layout.map.y, layout.cell, layout.rows);
  const Span columns = visibleCells(layout.clip.x, layout.clip.width, layout.map.x, layout.cell, layout.columns);
  layout.firstRow = rows.first;
  layout.endRow = rows.end;
  layout.firstColumn = columns.first;
  layout.endColumn = columns.end;
  for (const attn::Index row : room.emptyRows)
    if (row >= layout.firstRow && row < layout.endRow) layout.emptyRows.push_back(row);
  if (room.decor.labels) placeLabels(room, fit.turn, layout);
  if (room.decor.names) placeNames(room, fit.turn, layout);
  if (room.decor.title && !options.title.empty()) placeTitle(room, fit.turn, layout);
  if (room.decor.bar) placeBar(room, layout);
  placeValues(room, layout);
  return layout;
}

Size naturalHeatmapSize(const MatrixPicture& picture, const HeatmapOptions& options, const MeasureText& measure,
                        float cell) {
  if (!picture.values || picture.values->size() == 0) return {};
  const HeatmapRoom room(picture, options, measure);
  const LabelTurn turn = room.turnFor(cell);
  const float overflow = turn == LabelTurn::Slanted ? room.slantOverflow(cell) : 0;
  // The padding is 2 u, or a sixteenth of a short side; two points forgive the rounding of the parts.
  const float padding = 4 * options.metrics.unit() + 2;
  const float title = options.title.empty()
                          ? 0
                          : std::min(measure(options.title, TextSize::Large).width, widestTitle * options.metrics.base);
  const float width = room.left(turn) + room.right(overflow) + cell * static_cast<float>(picture.values->cols());
  const float height = room.top(turn) + room.bottom() + cell * static_cast<float>(picture.values->rows());
  const float rowName = measure(options.rowAxisText, TextSize::Small).width;
  const float columnName = measure(options.columnAxisText, TextSize::Small).width;
  const Size size{std::ceil(std::max({width, title, columnName}) + padding),
                  std::ceil(std::max(height, rowName) + padding)};
  // A figure of one column must leave the padding its full width.
  const float least = 16 * 2 * options.metrics.unit();
  return {std::max(size.width, least), std::max(size.height, least)};
}

std::optional<Cell> cellAt(const HeatmapLayout& layout, Point pointer) {
  if (layout.cell <= 0 || !layout.clip.contains(pointer)) return std::nullopt;
  const Cell cell{static_cast<attn::Index>(std::floor((pointer.y - layout.map.y) / layout.cell)),
                  static_cast<attn::Index>(std::floor((pointer.x - layout.map.x) / layout.cell))};
  if (cell.row < 0 || cell.row >= layout.rows || cell.column < 0 || cell.column >= layout.columns) return std::nullopt;
  if (layout.gap > 0 && !layout.cellRect(cell).contains(pointer)) return std::nullopt;
  return cell;
}

Camera zoomedAt(const HeatmapLayout& layout, const Camera& camera, Point pointer, float factor) {
  if (layout.cell <= 0) return camera;
  const float nearest = std::max(1.0F, std::min(layout.view.width, layout.view.height) / layout.fittedCell);
  const float zoom = std::clamp(camera.zoom * factor, 1.0F, nearest);
  if (zoom <= 1) return {};
  // From where the camera looks, not from the map's whole points: many small steps do not drift.
  const Point from = currentCentre(layout, camera), middle = layout.view.centre();
  const Point under{from.x + (pointer.x - middle.x) / layout.cell, from.y + (pointer.y - middle.y) / layout.cell};
  const float cell = pitchAt(layout.fittedCell, zoom);
  const Point centre{under.x + (middle.x - pointer.x) / cell, under.y + (middle.y - pointer.y) / cell};
  return {zoom, clampedCentre(layout, centre, cell)};
}

Camera panned(const HeatmapLayout& layout, const Camera& camera, Point delta) {
  if (layout.cell <= 0 || camera.zoom <= 1) return camera;
  const Point from = currentCentre(layout, camera);
  const Point to{from.x - delta.x / layout.cell, from.y - delta.y / layout.cell};
  return {camera.zoom, clampedCentre(layout, to, layout.cell)};
}

}  // namespace lab
