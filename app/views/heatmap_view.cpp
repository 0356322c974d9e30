#include "views/heatmap_view.h"

#include <algorithm>
#include <cmath>

#include "panels/derivation_panel.h"
#include "scene/heatmap_drawing.h"
#include "scene/heatmap_marks.h"
#include "scene/number_text.h"
#include "ui/drawing_on_imgui.h"
#include "ui/heatmap_cells.h"
#include "ui/widgets.h"
#include "views/tooltip_rows.h"

namespace lab {
namespace {

/// What is drawn: one stage of the head that is looked at.
struct HeatmapShown {
  const attn::Trace& trace;
  ShownMatrixPtr matrix;
  bool stale;
};

constexpr float kThinRow = 4;  // pixels

/// Which side of the selection a stage's rows stand for.
enum class RowsAre { QueriesByKeys, Queries, Keys };

RowsAre rowsOf(MatrixStage stage) {
  switch (stage) {
    case MatrixStage::Scores:
    case MatrixStage::Mask:
    case MatrixStage::Weights:
      return RowsAre::QueriesByKeys;
    case MatrixStage::QueryVectors:
    case MatrixStage::Q:
    case MatrixStage::Context:
      return RowsAre::Queries;
    default:
      return RowsAre::Keys;
  }
}

/// The selection as a cell of this stage: a feature matrix has a selected row only (column −1).
std::optional<Cell> selectedHere(const ViewState& view) {
  if (!view.selected) return std::nullopt;
  switch (rowsOf(view.stage)) {
    case RowsAre::QueriesByKeys:
      return view.selected;
    case RowsAre::Queries:
      return Cell{view.selected->row, -1};
    case RowsAre::Keys:
      return Cell{view.selected->column, -1};
  }
  return std::nullopt;
}

/// What is pointed at, here or elsewhere, as a cell of this stage: −1 where a side is not.
std::optional<Cell> pointedHere(const ViewState& view) {
  if (view.hover) return view.hover;
  if (const auto& number = view.pointed.number) {
    const Cell cell{number->row, number->column};
    if (numberOfStage(view.stage, cell) == number) return cell;
  }
  const RowsAre rows = rowsOf(view.stage);
  if (rows == RowsAre::QueriesByKeys) return cellOf(view.pointed);
  const std::optional<attn::Index>& row = rows == RowsAre::Queries ? view.pointed.query : view.pointed.key;
  return row ? std::optional(Cell{*row, -1}) : std::nullopt;
}

Pointed pointedAt(MatrixStage stage, Cell cell) {
  switch (rowsOf(stage)) {
    case RowsAre::QueriesByKeys:
      return {cell.row, cell.column};
    case RowsAre::Queries:
      return {cell.row, std::nullopt};
    case RowsAre::Keys:
      return {std::nullopt, cell.row};
  }
  return {};
}

void select(ViewState& view, Cell cell) {
  const Cell before = view.selected.value_or(Cell{0, 0});
  switch (rowsOf(view.stage)) {
    case RowsAre::QueriesByKeys:
      view.selected = cell;
      break;
    case RowsAre::Queries:
      view.selected = Cell{cell.row, before.column};
      break;
    case RowsAre::Keys:
      view.selected = Cell{before.row, cell.row};
      break;
  }
}

void drawLabels(const Ui& ui, ImDrawList* list, const std::vector<SceneText>& labels) {
  Drawing drawing;
  for (const SceneText& label : labels) drawing.emplace_back(textShape(label, inkOf(*ui.palette, label)));
  drawOnImGui(ui, list, drawing);
}

/// An outline that stays legible on every colour of every map: 1 px of halo on both of its sides.
void drawRing(const Ui& ui, ImDrawList* list, Rect r, Rgba ink, float thickness) {
  compat::outline(list, r.inset(-thickness - 0.5F), ui.palette->halo, 0, 1);
  compat::outline(list, r.inset(-thickness / 2), ink, 0, thickness);
  compat::outline(list, r.inset(0.5F), ui.palette->halo, 0, 1);
}

/// Lines along the row and the column that are pointed at, from their labels on; around the cell where both are.
void drawPointed(const Ui& ui, ImDrawList* list, const HeatmapLayout& layout, const std::optional<Cell>& pointed) {
  if (!pointed) return;
  const Palette& p = *ui.palette;
  const float line = ui.metrics.line;
  const ImU32 ink = compat::colour(faded(p.text, 0.9F));
  const bool row = pointed->row >= layout.firstRow && pointed->row < layout.endRow;
  const bool column = pointed->column >= layout.firstColumn && pointed->column < layout.endColumn;
  const float top = std::max(layout.map.y, layout.clip.y) - ui.u(),
              left = std::max(layout.map.x, layout.clip.x) - ui.u();
  const float right = std::min(layout.map.right(), layout.clip.right()),
              bottom = std::min(layout.map.bottom(), layout.clip.bottom());
  const Rect cell = layout.cellRect({row ? pointed->row : 0, column ? pointed->column : 0});
  const bool fine = layout.cell < 6;
  if (column && !fine)
    for (const float x : {cell.x - 0.5F, cell.right() + 0.5F}) list->AddLine({x, top}, {x, bottom}, ink, line);
  if (row && !fine)
    for (const float y : {cell.y - 0.5F, cell.bottom() + 0.5F}) list->AddLine({left, y}, {right, y}, ink, line);
  // Lines beside a cell of a few pixels would hide its neighbours: one leads to it, or across the map.
  if (column && fine) list->AddLine({cell.centre().x, top}, {cell.centre().x, row ? cell.y : bottom}, ink, line);
  if (row && fine) list->AddLine({left, cell.centre().y}, {column ? cell.x : right, cell.centre().y}, ink, line);
  if (row && column) compat::outline(list, cell.inset(line / 2), p.text, 0, 1 + line);
}

void drawMarks(const Ui& ui, ImDrawList* list, const HeatmapLayout& layout, const ViewState& view) {
  const Palette& p = *ui.palette;
  const float line = ui.metrics.line;
  const std::optional<Cell> selected = selectedHere(view);
  list->PushClipRect({layout.clip.x - ui.u(), layout.clip.y - ui.u()},
                     {layout.clip.right() + ui.u(), layout.clip.bottom() + ui.u()}, true);
  const auto inRows = [&](attn::Index row) { return row >= layout.firstRow && row < layout.endRow; };
  const auto inColumns = [&](attn::Index column) { return column >= layout.firstColumn && column < layout.endColumn; };
  if (selected && inRows(selected->row) && layout.cell < kThinRow) {
    // A ring would hide the rows beside it: two marks point at the row instead.
    const float y = layout.rowRect(selected->row).centre().y, size = ui.u(0.5F);
    const float left = layout.clip.x - line, right = layout.clip.right() + line;
    list->AddTriangleFilled({left, y}, {left - 1.6F * size, y - size}, {left - 1.6F * size, y + size},
                            compat::colour(p.text));
    list->AddTriangleFilled({right, y}, {right + 1.6F * size, y + size}, {right + 1.6F * size, y - size},
                            compat::colour(p.text));
    if (inColumns(selected->column)) {
      const Point at = layout.cellRect(*selected).centre();
      drawRing(ui, list, {at.x - size, at.y - size, 2 * size, 2 * size}, p.accent, 1 + line);
    }
  } else if (selected && inRows(selected->row)) {
    drawRing(ui, list, layout.rowRect(selected->row), p.text, 1 + line);
    if (inColumns(selected->column)) drawRing(ui, list, layout.cellRect(*selected), p.accent, 2 + line);
  }
  drawPointed(ui, list, layout, pointedHere(view));
  list->PopClipRect();
}

/// Half of what the widest sign in a cell without a value takes, "0" or "NaN".
Size clearOfText(const Ui& ui, const HeatmapLayout& layout) {
  float width = 0, height = 0;
  for (const CellText& text : layout.values) {
    if (text.kind == CellKind::Number) continue;
    width = std::max(width, textSize(ui, text.value.text, text.value.size).width / 2 + ui.u(0.25F));
    height = std::max(height, ui.fonts->pixelSize(text.value.size) / 2);
  }
  return {width, height};
}

void drawValues(Ui& ui, ImDrawList* list, const HeatmapLayout& layout, float strength) {
  list->PushClipRect({layout.clip.x, layout.clip.y}, {layout.clip.right(), layout.clip.bottom()}, true);
  for (const CellText& value : layout.values) {
    const Rgba ink = value.kind == CellKind::Masked      ? ui.palette->dim
                     : value.kind == CellKind::NotFinite ? ui.palette->bad
                                                         : value.ink;
    const auto put = [&](const SceneText& text) {
      textMiddle(ui, list, text.at, text.text, text.size, faded(ink, strength), Align::Middle);
    };
    put(value.value);
    if (value.score) put(*value.score);
  }
  list->PopClipRect();
}

void drawBar(Ui& ui, ImDrawList* list, const HeatmapLayout& layout, const ColourMapRow& map) {
  if (layout.bar.height <= 0) return;
  const Rect bar = layout.bar;
  drawColourBar(list, bar, map);
  for (const float y : layout.barTickY)
    list->AddLine({bar.right(), y}, {bar.right() + ui.u(0.5F), y}, compat::colour(ui.palette->dim), ui.metrics.line);
  drawLabels(ui, list, layout.barTicks);
  if (layout.barMarkerY) {
    const std::vector<Point> at = barMarker(bar, *layout.barMarkerY);
    list->AddTriangleFilled({at[0].x, at[0].y}, {at[1].x, at[1].y}, {at[2].x, at[2].y},
                            compat::colour(ui.palette->text));
  }
}

// ---- tooltip ----

void drawCellTooltip(Ui& ui, const HeatmapShown& shown, const HeatmapLayout& layout, const ViewState& view) {
  const Cell cell = *view.hover;
  const attn::Trace& trace = shown.trace;
  const MatrixPicture& picture = shown.matrix->picture;
  const unsigned item = static_cast<unsigned>(cell.row * 7919 + cell.column) | 0x80000000U;
  if (!beginTooltip(ui, true, item)) return;
  const bool pairwise = rowsOf(view.stage) == RowsAre::QueriesByKeys;
  TooltipRows rows;
  const std::string head = labelWithIndex(picture.rowLabels, cell.row) +
                           (pairwise ? " → " : ", " + ui.tr("axis.dimension") + " ") +
                           labelWithIndex(picture.columnLabels, cell.column);
  ImGui::TextUnformatted(head.c_str());
  if (pairwise) {
    rows = pairRows(ui, trace.head(), cell);
  } else {
    rows.emplace_back(ui.tr("tip.value"), headlineText((*picture.values)(cell.row, cell.column)));
  }
  drawTooltipRows(ui, rows);
  if (layout.cell < 1) {
    ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui.palette->dim));
    ImGui::TextUnformatted(ui.tr("tip.shared-pixel").c_str());
    ImGui::PopStyleColor();
  }
  endTooltip();
}

// ---- pointer ----

/// The brush has the left button, so the others move the map.
void readPaintingPointer(Ui& ui, const HeatmapLayout& layout, ViewState& view, MaskBrush& brush) {
  const bool hovered = ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
  for (const int button : {ImGuiMouseButton_Right, ImGuiMouseButton_Middle})
    if (hovered && ImGui::IsMouseDragging(button)) {
      view.camera = panned(layout, view.camera, compat::point(ImGui::GetIO().MouseDelta));
      ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    }
  if (ImGui::IsItemActivated() && view.hover) select(view, *view.hover);
  readBrush(ui, layout, brush, view.hover);
}

void readPointer(Ui& ui, const HeatmapLayout& layout, ViewState& view, MaskBrush* brush) {
  const ImGuiIO& io = ImGui::GetIO();
  const Point pointer = compat::point(io.MousePos);
  const bool hovered = ImGui::IsItemHovered() && !ui.still;
  view.hover = hovered ? cellAt(layout, pointer) : std::nullopt;
  if (view.hover) view.pointed = pointedAt(view.stage, *view.hover);
  if (hovered && io.MouseWheel != 0)
    view.camera = zoomedAt(layout, view.camera, pointer, std::pow(1.2F, io.MouseWheel));
  if (brush != nullptr) {
    readPaintingPointer(ui, layout, view, *brush);
    return;
  }
  if (ImGui::IsItemActive() && ImGui::IsMouseDragging(0)) {
    view.camera = panned(layout, view.camera, compat::point(io.MouseDelta));
    if (view.camera.zoom > 1) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
  }
  if (hovered && ImGui::IsMouseDoubleClicked(0)) view.camera = {};
  // A click that did not drag selects.
  if (ImGui::IsItemDeactivated() && view.hover) {
    const ImVec2 moved = ImGui::GetMouseDragDelta(0, 0);
    if (std::abs(moved.x) + std::abs(moved.y) < ui.u(0.75F)) {
      select(view, *view.hover);
      view.opened.clear();
      // A number of a score or weight is what the inspector shows anyway.
      if (const auto place = numberOfStage(view.stage, *view.hover)) openNumber(view, *place);
    }
  }
}

void noteForTests(Ui& ui, const HeatmapLayout& layout, const HeatmapShown& shown, const std::optional<Cell>& pointed) {
  if (ui.probe == nullptr || !ui.probe->enabled()) return;
  const MatrixPicture& picture = shown.matrix->picture;
  if (pointed)
    ui.probe->note("heatmap.pointed", layout.map, std::to_string(pointed->row) + " " + std::to_string(pointed->column));
  ui.probe->note("heatmap", layout.map,
                 std::to_string(picture.values->rows()) + "x" + std::to_string(picture.values->cols()));
  for (attn::Index r = layout.firstRow; r < std::min(layout.endRow, layout.firstRow + 32); ++r)
    for (attn::Index c = layout.firstColumn; c < std::min(layout.endColumn, layout.firstColumn + 32); ++c)
      ui.probe->note("cell." + std::to_string(r) + "." + std::to_string(c), layout.cellRect({r, c}),
                     copyText((*picture.values)(r, c)));
}

}  // namespace

bool canPaintOn(MatrixStage stage) { return rowsOf(stage) == RowsAre::QueriesByKeys; }

std::optional<EditRequest> drawHeatmapView(Ui& ui, const ViewInput& input, ViewState& view) {
  const HeatmapShown shown{input.trace, input.shown(view.stage), input.stale};
  MaskBrush* brush = input.brush;
  const MatrixPicture& picture = shown.matrix->picture;
  const ImVec2 at = ImGui::GetCursorScreenPos(), size = ImGui::GetContentRegionAvail();
  if (size.x < ui.u(8) || size.y < ui.u(8)) return std::nullopt;
  ImGui::InvisibleButton("heatmap", size);
  HeatmapOptions options;
  options.area = {at.x, at.y, size.x, size.y};
  options.metrics = ui.metrics;
  options.range = shown.matrix->range;
  if (view.wholeRange && view.stage == MatrixStage::Weights) options.range = {0, 1};
  options.map = &mapOf(picture, view.colourMap);
  options.range = rangeFor(*options.map, options.range);
  options.showValues = view.showValues;
  options.interactive = true;
  options.camera = view.camera;
  options.hover = pointedHere(view);
  options.selected = selectedHere(view);
  options.rowAxisText = ui.tr(picture.rowAxis);
  options.columnAxisText = ui.tr(picture.columnAxis);
  const MeasureText measure = [&ui](std::string_view text, TextSize textSize_) {
    return textSize(ui, text, textSize_);
  };
  const HeatmapLayout layout = layoutHeatmap(picture, options, measure);
  if (!canPaintOn(view.stage)) brush = nullptr;
  readPointer(ui, layout, view, brush);

  ImDrawList* list = ImGui::GetWindowDrawList();
  const float strength = shown.stale ? 0.5F : 1.0F;
  gfx::HeatmapDraw draw;
  draw.clip = layout.clip;
  draw.origin = {layout.map.x, layout.map.y};
  draw.cell = layout.cell;
  draw.gap = layout.gap;
  draw.range = options.range;
  draw.map = options.map;
  draw.strength = strength;
  draw.text = clearOfText(ui, layout);
  drawCells(ui, list, shown.matrix, draw);
  drawValues(ui, list, layout, strength);
  drawLabels(ui, list, layout.labels);
  drawBar(ui, list, layout, *options.map);
  drawMarks(ui, list, layout, view);
  if (ImGui::IsItemFocused() && compat::keyboardFocusVisible())
    compat::outline(list, options.area.inset(2), ui.palette->accent, 0, 2 * ui.metrics.line);
  if (brush != nullptr)
    drawBrush(ui, list, layout, *brush, view.hover);
  else if (view.hover && !ImGui::IsMouseDown(0))
    drawCellTooltip(ui, shown, layout, view);
  noteForTests(ui, layout, shown, pointedHere(view));
  return brush != nullptr ? std::exchange(brush->request, std::nullopt) : std::nullopt;
}

void moveSelection(const attn::Trace& trace, ViewState& view, int rows, int columns) {
  if (trace.queries() == 0) return;
  Cell cell = view.selected.value_or(Cell{0, 0});
  if (view.selected) {
    // In a feature matrix of keys the rows are keys, so up and down move along the keys.
    if (rowsOf(view.stage) == RowsAre::Keys) std::swap(rows, columns);
    cell.row = std::clamp<attn::Index>(cell.row + rows, 0, trace.queries() - 1);
    cell.column = std::clamp<attn::Index>(cell.column + columns, 0, trace.keys() - 1);
  }
  view.selected = cell;
}

}  // namespace lab
