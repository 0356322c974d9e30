#include "scene/links_layout.h"

#include <algorithm>
#include <cmath>

#include "scene/heatmap_layout.h"
#include "scene/text_width.h"

namespace lab {

namespace {

constexpr std::size_t measuredLabels = 128;  // of each side: what one frame may cost
constexpr float mostPitch = 6, mostRowPitch = 12, mostBand = 64, mostRowBand = 46;  // units

std::size_t at(LinkSide side) { return side == LinkSide::Query ? 0 : 1; }

float widestLabel(const std::vector<std::string>& labels, const SceneStyle& style) {
  float widest = style.u(2);
  for (std::size_t i = 0; i < std::min(labels.size(), measuredLabels); ++i)
    widest = std::max(widest, style.width(linkLabel(labels[i]), TextSize::Base));
  return std::ceil(widest);
}

/// The pitch, and which tokens have labels where they are too close for all. @param legible the pitch of all labels
void choosePitch(LinksGeometry& g, float legible, float most, float zoom, bool interactive) {
  const auto longest = static_cast<float>(std::max<attn::Index>(1, std::max(g.count[0], g.count[1])));
  const float fitting = g.alongSize() / longest;
  const float natural = std::clamp(fitting, std::min(legible, most), most);
  g.pitch = interactive ? std::clamp(natural * zoom, std::min(fitting, natural), 3 * natural) : std::min(fitting, most);
  g.step = std::max<attn::Index>(1, static_cast<attn::Index>(std::ceil(legible / g.pitch - 0.01F)));
  g.zoom = g.pitch / natural;
  g.overflow = std::max(0.0F, longest * g.pitch - g.alongSize());
  if (g.overflow < 0.5F) g.overflow = 0;
}

void placeAlong(LinksGeometry& g, float scroll) {
  for (std::size_t side = 0; side < 2; ++side) {
    const float length = static_cast<float>(g.count[side]) * g.pitch, spare = g.alongSize() - length;
    g.first[side] = g.alongStart() + g.pitch / 2 + (spare >= 0 ? spare / 2 : spare * scroll);
  }
}

void placeColumns(LinksGeometry& g, const SceneStyle& style) {
  const float most = std::max(style.u(4), g.plot.width * 0.3F - g.numberWidth);
  const float bar = g.overflow > 0 ? style.u(1) : 0;  // for the scroll bar at the right
  float sides = 2 * (g.numberWidth + 2 * g.gap) + bar;
  for (float& width : g.labelWidth) {
    width = std::min(width, most);
    sides += width;
  }
  const float band = std::clamp(g.plot.width - sides, style.u(4), style.u(mostBand));
  const float left = g.plot.x + std::max(0.0F, (g.plot.width - sides - band) / 2);
  g.port[0] = std::round(left + g.numberWidth + 2 * g.gap + g.labelWidth[0]);
  g.port[1] = std::round(g.port[0] + band);
}

void placeRows(LinksGeometry& g, const SceneStyle& style) {
  // A line of labels and one of numbers on each side.
  const float side = 2 * style.metrics.base * 1.2F + g.gap;
  const float band = std::clamp(g.plot.height - 2 * side, style.u(3), style.u(mostRowBand));
  g.port[0] = std::round(g.plot.y + (g.plot.height - band) / 2);
  g.port[1] = std::round(g.port[0] + band);
}

}  // namespace

std::string linkLabel(const std::string& token) { return elided(token, 12); }

LinksLayout naturalLinksLayout(const MatrixPicture& picture) {
  std::size_t wide = 0, all = 0;
  for (const auto* labels : {&picture.rowLabels, &picture.columnLabels})
    for (std::size_t i = 0; i < std::min(labels->size(), measuredLabels); ++i) {
      const auto characters = static_cast<int>(labelCharacters((*labels)[i]).size());
      wide += columnsOf((*labels)[i]) > characters ? 1 : 0;
      ++all;
    }
  return 2 * wide > all ? LinksLayout::Rows : LinksLayout::Columns;
}

LinksGeometry layoutLinks(const MatrixPicture& picture, LinksLayout layout, float zoom, float scroll,
                          const SceneStyle& style, Rect plot) {
  LinksGeometry g;
  g.layout = layout;
  g.plot = plot;
  g.count = {picture.values->rows(), picture.values->cols()};
  g.gap = style.u(1);
  g.numberWidth = std::ceil(style.width("−0.000", TextSize::Small)) + style.u(1.5F);
  g.labelWidth = {widestLabel(picture.rowLabels, style), widestLabel(picture.columnLabels, style)};
  if (layout == LinksLayout::Columns) {
    choosePitch(g, std::ceil(style.metrics.base * 1.15F), style.u(mostPitch), zoom, style.interactive);
    placeColumns(g, style);
  } else {
    const float least = std::ceil(style.width("−0.000", TextSize::Small)) + style.u(0.75F);
    const float legible = std::max(least, std::max(g.labelWidth[0], g.labelWidth[1]) + style.u(1.5F));
    choosePitch(g, legible, std::max(legible, style.u(mostRowPitch)), zoom, style.interactive);
    placeRows(g, style);
  }
  placeAlong(g, std::clamp(scroll, 0.0F, 1.0F));
  return g;
}

Point LinksGeometry::portOf(LinkSide side, attn::Index index) const {
  const float along = first[at(side)] + static_cast<float>(index) * pitch, across = port[at(side)];
  return layout == LinksLayout::Columns ? Point{across, along} : Point{along, across};
}

std::pair<attn::Index, attn::Index> LinksGeometry::seen(LinkSide side) const {
  const float start = alongStart() - first[at(side)] - pitch / 2;
  const auto index = [&](float along) {
    return std::clamp<attn::Index>(static_cast<attn::Index>(std::floor(along / pitch)), 0, count[at(side)]);
  };
  return {index(start + pitch), index(start + alongSize() + 2 * pitch)};
}

LinkToken LinksGeometry::token(LinkSide side, attn::Index index) const {
  LinkToken out;
  out.side = side;
  out.index = index;
  out.port = portOf(side, index);
  out.named = index % step == 0;
  const bool query = side == LinkSide::Query;
  if (layout == LinksLayout::Columns) {
    const float width = gap + labelWidth[at(side)] + gap + numberWidth, away = query ? -1.0F : 1.0F;
    out.rect = {query ? out.port.x - width : out.port.x, out.port.y - pitch / 2, width, pitch};
    out.room = labelWidth[at(side)];
    out.label = {out.port.x + away * gap, out.port.y};
    out.number = {query ? out.port.x - 2 * gap - out.room : out.port.x + width, out.port.y};
  } else {
    // The label next to the port, the number beyond it.
    const float line = (plot.height - std::abs(port[1] - port[0])) / 2, row = std::min(line / 2, 3.2F * gap);
    const float away = query ? -1.0F : 1.0F;
    out.rect = {out.port.x - pitch / 2, query ? out.port.y - 2 * row : out.port.y, pitch, 2 * row};
    out.room = static_cast<float>(step) * pitch - gap / 2;
    out.label = {out.port.x, out.port.y + away * row * 0.55F};
    out.number = {out.port.x, out.port.y + away * row * 1.45F};
  }
  return out;
}

}  // namespace lab
