#include "scene/heatmap_marks.h"

#include <algorithm>
#include <cmath>

namespace lab {

std::vector<Segment> hatchLines(Rect rect, float spacing, bool middleFree) {
  std::vector<Segment> lines;
  const float reach = rect.width + rect.height, middle = reach / 2;
  // Line c joins the points of the rectangle where x + y = c, counted from its corner; one goes through the middle.
  // A hundredth of the spacing keeps lines of no length out of the corners.
  const float first = middle - std::floor((middle - 0.01F * spacing) / spacing) * spacing;
  for (float c = first; c < reach - 0.01F * spacing; c += spacing) {
    if (middleFree && std::abs(c - middle) < 0.99F * spacing) continue;
    const float lowX = std::max(0.0F, c - rect.height), highX = std::min(rect.width, c);
    lines.push_back({{rect.x + lowX, rect.y + c - lowX}, {rect.x + highX, rect.y + c - highX}});
  }
  return lines;
}

float hatchSpacing(float cellHeight) { return std::clamp(cellHeight / 2, 8.0F, 24.0F); }

std::vector<Segment> crossLines(Rect rect, bool middleFree) {
  const Point corners[] = {
      {rect.x, rect.y}, {rect.right(), rect.y}, {rect.x, rect.bottom()}, {rect.right(), rect.bottom()}};
  const Point centre = rect.centre();
  const float part = middleFree ? 0.6F : 1.0F;
  std::vector<Segment> lines;
  for (const Point corner : corners)
    lines.push_back({corner, {corner.x + part * (centre.x - corner.x), corner.y + part * (centre.y - corner.y)}});
  return lines;
}

Ring ringAround(Rect cells, float thickness) {
  return {cells.inset(-thickness - 0.5F), cells.inset(-thickness / 2), cells.inset(0.5F), thickness};
}

std::vector<Point> barMarker(Rect bar, float y) {
  const float size = bar.width * 0.66F, x = bar.x - bar.width / 6;
  return {{x, y}, {x - size, y - size * 0.62F}, {x - size, y + size * 0.62F}};
}

}  // namespace lab
