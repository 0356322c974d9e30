#include "views/mask_brush.h"

#include <algorithm>
#include <cmath>

#include "ui/widgets.h"

namespace lab {
namespace {

MaskCell maskCell(Cell cell) { return {cell.row, cell.column}; }

const attn::Mask& presentMask(MaskBrush& brush, const HeatmapLayout& layout) {
  const bool sized = brush.present.rows() == layout.rows && brush.present.cols() == layout.columns;
  if (!sized || brush.presentOf != brush.experiment->masks) {
    brush.present = paintableMask(*brush.experiment, layout.rows, layout.columns);
    brush.presentOf = brush.experiment->masks;
  }
  return brush.present;
}

void begin(MaskBrush& brush, const HeatmapLayout& layout, Cell cell) {
  MaskBrush::Stroke stroke;
  stroke.before = presentMask(brush, layout);
  stroke.mask = stroke.before;
  stroke.from = stroke.last = maskCell(cell);
  stroke.visible = !stroke.before(cell.row, cell.column);
  stroke.rectangle = ImGui::GetIO().KeyShift;
  paintLine(stroke.mask, stroke.from, stroke.from, stroke.visible);
  brush.stroke = std::move(stroke);
}

/// @return whether the stroke has come to another cell.
bool goOn(MaskBrush::Stroke& stroke, MaskCell to) {
  if (to == stroke.last) return false;
  if (stroke.rectangle) {
    stroke.mask = stroke.before;
    paintRectangle(stroke.mask, stroke.from, to, stroke.visible);
  } else {
    paintLine(stroke.mask, stroke.last, to, stroke.visible);
  }
  stroke.last = to;
  return true;
}

void ask(MaskBrush& brush, bool commit) {
  PaintMask edit{withPainted(*brush.experiment, std::make_shared<const attn::Mask>(brush.stroke->mask))};
  brush.request = EditRequest{std::move(edit), commit};
}

}  // namespace

std::optional<Cell> nearestCell(const HeatmapLayout& layout, Point pointer) {
  if (layout.cell <= 0 || layout.endRow <= layout.firstRow || layout.endColumn <= layout.firstColumn)
    return std::nullopt;
  const auto at = [&](float along, attn::Index first, attn::Index end) {
    return std::clamp(static_cast<attn::Index>(std::floor(along / layout.cell)), first, end - 1);
  };
  return Cell{at(pointer.y - layout.map.y, layout.firstRow, layout.endRow),
              at(pointer.x - layout.map.x, layout.firstColumn, layout.endColumn)};
}

void readBrush(Ui& ui, const HeatmapLayout& layout, MaskBrush& brush, std::optional<Cell> hovered) {
  brush.request.reset();
  if (brush.stroke && (brush.stroke->mask.rows() != layout.rows || brush.stroke->mask.cols() != layout.columns))
    brush.stroke.reset();
  if (hovered && !ui.still) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (ImGui::IsItemActivated() && hovered) {
    begin(brush, layout, *hovered);
    ask(brush, false);
  } else if (brush.stroke && ImGui::IsItemActive()) {
    const auto cell = nearestCell(layout, compat::point(ImGui::GetIO().MousePos));
    if (cell && goOn(*brush.stroke, maskCell(*cell))) ask(brush, false);
  } else if (brush.stroke) {
    ask(brush, true);
    brush.stroke.reset();
  }
}

void drawBrush(Ui& ui, ImDrawList* list, const HeatmapLayout& layout, MaskBrush& brush, std::optional<Cell> hovered) {
  const std::optional<Cell> cell =
      brush.stroke ? std::optional(Cell{brush.stroke->last.query, brush.stroke->last.key}) : hovered;
  if (!cell) return;
  const bool visible = brush.stroke ? brush.stroke->visible : !presentMask(brush, layout)(cell->row, cell->column);
  const Palette& p = *ui.palette;
  const Rect rect = layout.cellRect(*cell);
  const float line = 2 + ui.metrics.line;
  compat::outline(list, rect.inset(-line), p.halo, 0, 1);
  compat::outline(list, rect.inset(-line / 2), p.accent, 0, line);

  const std::string& word = ui.tr(visible ? "mask.allow" : "mask.forbid");
  const Size size = textSize(ui, word, TextSize::Small);
  const ImVec2 pointer = ImGui::GetIO().MousePos;
  const float height = ui.u(3), width = size.width + ui.u(2);
  Rect badge{pointer.x + ui.u(2), pointer.y + ui.u(2), width, height};
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  if (badge.right() > display.x) badge.x = pointer.x - ui.u() - width;
  if (badge.bottom() > display.y) badge.y = pointer.y - ui.u() - height;
  ImDrawList* front = ImGui::GetForegroundDrawList();
  compat::fill(front, badge, p.well, ImGui::GetStyle().FrameRounding);
  compat::outline(front, badge, p.accent, ImGui::GetStyle().FrameRounding, ui.metrics.line);
  textMiddle(ui, front, badge.centre(), word, TextSize::Small, p.text, Align::Middle);
  if (ui.probe != nullptr) ui.probe->note("mask-brush", badge, word);
}

}  // namespace lab
