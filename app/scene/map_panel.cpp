#include "scene/map_panel.h"

#include <algorithm>
#include <cmath>

#include "scene/heatmap_drawing.h"
#include "scene/heatmap_marks.h"
#include "scene/text_width.h"

namespace lab {

namespace {

constexpr float kThinRow = 4;     // points: a ring would hide the rows beside it
constexpr float kSmall = 0.875F;  // small text to the base one
constexpr float kDiagonal = 0.70710678F;

constexpr std::size_t kLastLabels = 12;  // that can reach beyond the map when they are slanted

// In units of the grid.
constexpr float kLabelGap = 1, kNameGap = 0.75F, kBarGap = 2, kBarLeast = 9, kLongestLabel = 11;

std::optional<attn::Index> rowOf(const std::optional<Cell>& cell) {
  return cell ? std::optional(cell->row) : std::nullopt;
}
std::optional<attn::Index> columnOf(const std::optional<Cell>& cell) {
  return cell ? std::optional(cell->column) : std::nullopt;
}

}  // namespace

float largestPitch(const Metrics& metrics, const std::function<bool(float)>& fits) {
  for (float cell = std::floor(kLargestCell * metrics.base); cell >= kWholeFrom; --cell)
    if (fits(cell)) return cell;
  // What stands around such small cells no longer depends on them.
  float low = 1e-3F, high = kWholeFrom;
  for (int halving = 0; halving < 20; ++halving) {
    const float middle = (low + high) / 2;
    (fits(middle) ? low : high) = middle;
  }
  return low;
}

MapPlan::MapPlan(ShownMatrixPtr matrix, ValueRange range, const SceneStyle& style, const MapPanelOptions& as)
    : matrix_(std::move(matrix)), style_(style) {
  const MatrixPicture& picture = matrix_->picture;
  options_.metrics = style.metrics;
  options_.map = &colourMapNamed(picture.diverging ? "diverging" : style.colourMap);
  options_.range = rangeFor(*options_.map, range);
  options_.showValues = style.showValues;
  options_.markPainted = false;  // the scenes of painted rows have marks of their own
  options_.interactive = style.interactive;
  options_.rowAxisText = style.tr(picture.rowAxis);
  options_.columnAxisText = style.tr(picture.columnAxis);
  setOptions(as);
  const HeatmapRoom room(picture, options_, style.measure);
  const float longest = style.u(kLongestLabel);
  ticks_ = room.ticks;
  emptyRows_ = room.emptyRows;
  tickWidth_ = room.tickWidth;
  rowWidth_ = std::min(room.rowLabelWidth * kSmall, longest);
  columnWidth_ = std::min(room.columnLabelWidth * kSmall, longest);
  const std::vector<std::string>& names = picture.columnLabels;
  for (std::size_t back = 0; back < std::min(kLastLabels, names.size()); ++back)
    lastWidths_.push_back(std::min(style.width(labelText(names[names.size() - 1 - back]), TextSize::Small), longest));
}

void MapPlan::setOptions(const MapPanelOptions& as) {
  as_ = as;
  options_.showBar = as.bar;
  options_.hover = as.hover;
  options_.selected = as.selected;
}

MapPlan MapPlan::with(const MapPanelOptions& as) const {
  MapPlan other = *this;
  other.setOptions(as);
  return other;
}

/// Thin rows have a mark between them and their label.
float MapPlan::rowGap(float cell) const { return style_.u(cell < kThinRow ? 2 * kLabelGap : kLabelGap); }

TextSize MapPlan::sizeOf(float cell) const {
  return cell >= 1.25F * line(TextSize::Base) ? TextSize::Base : TextSize::Small;
}

MapPlan::Lie MapPlan::lieOf(float cell) const {
  if (as_.numbered || (isFine(cell) && style_.interactive)) return Lie::Flat;
  return columnWidth_ <= cell - style_.u(0.75F) ? Lie::Flat : Lie::Slanted;
}

MapMargins MapPlan::margins(float cell) const {
  const auto u = [&](float units) { return style_.u(units); };
  const MatrixPicture& picture = matrix_->picture;
  const float small = line(TextSize::Small), name = small + u(kNameGap);
  const auto columns = static_cast<float>(picture.values->cols());
  const float height = cell * static_cast<float>(picture.values->rows());
  MapMargins out;
  if (as_.rowLabels) out.left = rowGap(cell) + rowWidth_ * (sizeOf(cell) == TextSize::Base ? 1 / kSmall : 1.0F);
  if (as_.columnLabels) {
    out.top = u(kLabelGap) + line(sizeOf(cell));
    if (lieOf(cell) == Lie::Slanted) {
      out.top = u(kLabelGap) + kDiagonal * (columnWidth_ + 0.65F * small);
      for (std::size_t back = 0; back < lastWidths_.size(); ++back)
        out.right =
            std::max(out.right, kDiagonal * (lastWidths_[back] + small / 2) - (static_cast<float>(back) + 0.5F) * cell);
    } else if (isFine(cell) && !as_.numbered) {
      // A name over a narrow map reaches beyond it.
      out.right = std::max(0.0F, (columnWidth_ - columns * cell) / 2);
    }
  }
  if (as_.rowName) out.left += name;
  if (as_.columnName) out.top += name;
  if (as_.bar) {
    out.right = std::max(out.right, u(kBarGap) + 0.75F * style_.metrics.base + u(1) + tickWidth_);
    out.top = std::max(out.top, small / 2);
    out.bottom = small / 2 + std::max(0.0F, u(kBarLeast) - height);
  }
  return {std::ceil(out.left), std::ceil(out.top), std::ceil(out.right), std::ceil(out.bottom)};
}

Size MapPlan::size(float cell) const {
  const MapMargins around = margins(cell);
  const attn::Matrix& values = *matrix_->picture.values;
  return {around.left + cell * static_cast<float>(values.cols()) + around.right,
          around.top + cell * static_cast<float>(values.rows()) + around.bottom};
}

float MapPlan::pitchIn(Size room) const {
  return largestPitch(style_.metrics, [&](float cell) {
    const Size needed = size(cell);
    return needed.width <= room.width && needed.height <= room.height;
  });
}

std::vector<attn::Index> MapPlan::labelled(attn::Index count, float cell, float least,
                                           std::optional<attn::Index> hovered,
                                           std::optional<attn::Index> selected) const {
  std::vector<attn::Index> chosen;
  const auto add = [&](attn::Index index) {
    const bool apart = std::all_of(chosen.begin(), chosen.end(), [&](attn::Index other) {
      return static_cast<float>(std::abs(other - index)) * cell >= least;
    });
    if (index >= 0 && index < count && apart) chosen.push_back(index);
  };
  if (hovered) add(*hovered);
  if (selected) add(*selected);
  if (!showsAll(cell)) return chosen;
  attn::Index step = 1;
  while (static_cast<float>(step) * cell < least && step < count) step *= 2;
  // Between regular labels that stand closely only those that are pointed at are looked for.
  const std::size_t special = chosen.size();
  for (attn::Index index = 0; index < count; index += step) {
    const auto end = chosen.begin() + static_cast<std::ptrdiff_t>(special);
    if (std::all_of(chosen.begin(), end,
                    [&](attn::Index other) { return static_cast<float>(std::abs(other - index)) * cell >= least; }))
      chosen.push_back(index);
  }
  return chosen;
}

SceneText MapPlan::labelOf(const std::string& token, TextSize size, bool hovered, bool selected) const {
  SceneText text;
  const float longest = style_.u(kLongestLabel) / (size == TextSize::Base ? kSmall : 1.0F);
  text.text = elidedTo(style_.measure, labelText(token), size, longest);
  if (text.text != token) text.full = token;
  text.size = size;
  text.dim = true;
  text.emphasis = selected ? Emphasis::Selected : hovered ? Emphasis::Hovered : Emphasis::Plain;
  return text;
}

void MapPlan::placeRowLabels(HeatmapLayout& layout) const {
  const auto hovered = rowOf(as_.hover), selected = rowOf(as_.selected);
  const TextSize size = sizeOf(layout.cell);
  const std::vector<std::string>& names = matrix_->picture.rowLabels;
  for (const attn::Index row : labelled(layout.rows, layout.cell, line(TextSize::Small), hovered, selected)) {
    SceneText label = labelOf(names[static_cast<std::size_t>(row)], size, hovered == row, selected == row);
    label.at = {layout.clip.x - rowGap(layout.cell), layout.rowRect(row).centre().y};
    label.anchor = Anchor::Right;
    label.warning = std::binary_search(layout.emptyRows.begin(), layout.emptyRows.end(), row);
    if (label.warning) label.text = "! " + label.text;
    layout.labels.push_back(std::move(label));
  }
}

void MapPlan::placeColumnLabels(HeatmapLayout& layout, Rect area) const {
  const auto hovered = columnOf(as_.hover), selected = columnOf(as_.selected);
  const bool slanted = lieOf(layout.cell) == Lie::Slanted;
  const bool lone = !slanted && isFine(layout.cell) && !as_.numbered;
  // A slanted label needs the height of a line beside it, a flat one its width.
  const float least = slanted ? line(TextSize::Small) : columnWidth_ + style_.u(0.75F);
  const TextSize size = slanted ? TextSize::Small : sizeOf(layout.cell);
  const bool tooWide = size == TextSize::Base && columnWidth_ / kSmall > layout.cell - style_.u(0.75F);
  const std::vector<std::string>& names = matrix_->picture.columnLabels;
  for (const attn::Index column : labelled(layout.columns, layout.cell, least, hovered, selected)) {
    SceneText label = labelOf(names[static_cast<std::size_t>(column)], tooWide ? TextSize::Small : size,
                              hovered == column, selected == column);
    const float middle = layout.map.x + (static_cast<float>(column) + 0.5F) * layout.cell;
    if (slanted) {
      const float lift = 0.245F * line(label.size) / 1.164F;  // from the baseline to the middle, turned by 45°
      label.at = {middle - lift, layout.clip.y - style_.u(kLabelGap) - lift};
      label.anchor = Anchor::Left;
      label.angle = 45;
    } else {
      const float width = style_.width(label.text, label.size);
      label.at = {lone ? keptWithin(middle, width, layout.clip.x, area.right()) : middle,
                  layout.clip.y - style_.u(kLabelGap) / 2 - line(label.size) / 2};
    }
    layout.labels.push_back(std::move(label));
  }
}

void MapPlan::placeNames(HeatmapLayout& layout, Rect area) const {
  const float small = line(TextSize::Small);
  const auto name = [&](const std::string& what, float longest) {
    SceneText text;
    text.text = elidedTo(style_.measure, what, TextSize::Small, longest);
    if (text.text != what) text.full = what;
    text.size = TextSize::Small;
    text.dim = true;
    return text;
  };
  if (as_.columnName) {
    SceneText above = name(options_.columnAxisText, area.width);
    const float width = style_.width(above.text, TextSize::Small);
    above.at = {keptWithin(layout.clip.centre().x, width, area.x, area.right()), area.y + small / 2};
    layout.labels.push_back(std::move(above));
  }
  if (!as_.rowName) return;
  SceneText left = name(options_.rowAxisText, area.height);
  const float length = style_.width(left.text, TextSize::Small);
  left.at = {area.x + small / 2, keptWithin(layout.clip.centre().y, length, area.y, area.bottom())};
  left.angle = 90;
  layout.labels.push_back(std::move(left));
}

void MapPlan::placeBar(HeatmapLayout& layout) const {
  const float height = std::max(layout.clip.height, style_.u(kBarLeast));
  layout.bar = {layout.clip.right() + style_.u(kBarGap), layout.clip.y, 0.75F * style_.metrics.base, height};
  placeBarMarks(matrix_->picture, options_, ticks_, layout);
}

MapPanel MapPlan::at(Point corner, float cell) const {
  MapPanel panel{matrix_, options_, {}};
  const MapMargins around = margins(cell);
  const Size whole = size(cell);
  const Rect area{std::round(corner.x), std::round(corner.y), whole.width, whole.height};
  panel.options.area = area;
  HeatmapLayout& layout = panel.layout;
  layout.rows = layout.endRow = matrix_->picture.values->rows();
  layout.columns = layout.endColumn = matrix_->picture.values->cols();
  layout.cell = layout.fittedCell = cell;
  layout.gap = cell >= kGapFrom ? 1.0F : 0.0F;
  layout.map = {area.x + around.left, area.y + around.top, cell * static_cast<float>(layout.columns) - layout.gap,
                cell * static_cast<float>(layout.rows) - layout.gap};
  layout.view = layout.clip = layout.map;
  layout.emptyRows = emptyRows_;
  if (as_.rowLabels) placeRowLabels(layout);
  if (as_.columnLabels) placeColumnLabels(layout, area);
  placeNames(layout, area);
  if (as_.bar) placeBar(layout);
  if (cell >= 2 * line(TextSize::Small))
    placeValues(HeatmapRoom(matrix_->picture, panel.options, style_.measure), layout);
  return panel;
}

void drawMapPanel(Drawing& drawing, const MapPanel& panel, const SceneStyle& style, float strength) {
  Drawing map = heatmapDrawing(panel.matrix, panel.options, panel.layout, *style.palette);
  std::get<CellsShape>(map.front()).strength = strength;
  append(drawing, std::move(map));
  if (panel.layout.barMarkerY)
    drawing.emplace_back(AreaShape{barMarker(panel.layout.bar, *panel.layout.barMarkerY), style.palette->text});
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
