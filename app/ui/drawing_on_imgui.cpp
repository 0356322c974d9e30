#include "ui/drawing_on_imgui.h"

#include <algorithm>
#include <cmath>

#include "ui/compat.h"
#include "ui/field_cells.h"
#include "ui/heatmap_cells.h"
#include "ui/widgets.h"

namespace lab {
namespace {

constexpr float kRadiansADegree = 3.14159265F / 180;

/// Draws one shape after another; each kind has its own operator.
class Painter {
 public:
  Painter(const Ui& ui, ImDrawList* list) : ui_(ui), list_(list) {}
  ~Painter() { (*this)(ClipShape{}); }
  Painter(const Painter&) = delete;
  Painter& operator=(const Painter&) = delete;

  void operator()(const BoxShape& box) {
    if (box.fill.a > 0) {
      // Thin rules stay visible and edges sharp: corners lie on whole pixels.
      const float x = std::round(box.rect.x), y = std::round(box.rect.y);
      const float right = std::round(box.rect.right()), bottom = std::round(box.rect.bottom());
      compat::fill(list_,
                   {x, y, box.rect.width > 0 ? std::max(1.0F, right - x) : 0,
                    box.rect.height > 0 ? std::max(1.0F, bottom - y) : 0},
                   box.fill, box.radius);
    }
    if (box.edge.a > 0 && box.line > 0) compat::outline(list_, box.rect, box.edge, box.radius, box.line);
  }

  void operator()(const LineShape& line) {
    if (line.dash > 0) {
      dashed(line);
      return;
    }
    // ImGui's mitres would draw a spike beyond a sharp corner: there the line ends and begins again.
    for (std::size_t i = 0; i < line.points.size(); ++i) {
      list_->PathLineTo(compat::vec(line.points[i]));
      if (line.closed || i == 0 || i + 1 == line.points.size() ||
          !isSharp(line.points[i - 1], line.points[i], line.points[i + 1]))
        continue;
      list_->PathStroke(compat::colour(line.ink), ImDrawFlags_None, line.width);
      list_->PathLineTo(compat::vec(line.points[i]));
    }
    list_->PathStroke(compat::colour(line.ink), line.closed ? ImDrawFlags_Closed : ImDrawFlags_None, line.width);
  }

  void operator()(const AreaShape& area) {
    path(area.corners);
    list_->PathFillConvex(compat::colour(area.fill));
  }

  void operator()(const CurvesShape& curves) {
    for (const Curve& c : curves.curves) {
      // A segment for every 24 pixels of the way: smooth to the eye, and thousands of curves stay cheap.
      const float way = distance(c.from, c.leave) + distance(c.leave, c.arrive) + distance(c.arrive, c.to);
      const int segments = std::clamp(static_cast<int>(way / 24), 6, 32);
      list_->AddBezierCubic(compat::vec(c.from), compat::vec(c.leave), compat::vec(c.arrive), compat::vec(c.to),
                            compat::colour(c.ink), c.width, segments);
    }
  }

  void operator()(const DiscShape& disc) {
    if (disc.fill.a > 0) list_->AddCircleFilled(compat::vec(disc.centre), disc.radius, compat::colour(disc.fill));
    if (disc.edge.a > 0)
      list_->AddCircle(compat::vec(disc.centre), disc.radius, compat::colour(disc.edge), 0, disc.line);
  }

  void operator()(const TextShape& text) {
    if (text.angle == 0) {
      const Align align = text.anchor == Anchor::Left    ? Align::Left
                          : text.anchor == Anchor::Right ? Align::Right
                                                         : Align::Middle;
      textMiddle(ui_, list_, text.at, text.text, text.size, text.ink, align);
      return;
    }
    const float width = textSize(ui_, text.text, text.size).width;
    const float back = text.anchor == Anchor::Left ? 0 : text.anchor == Anchor::Right ? width : width / 2;
    // A turned run starts `back` before its anchor along its own direction (y grows downwards).
    const float radians = text.angle * kRadiansADegree;
    const Point start{text.at.x - back * std::cos(radians), text.at.y + back * std::sin(radians)};
    ui_.images->drawTurned(list_, text.text, ui_.fonts->pixelSize(text.size), text.angle, text.ink, start);
  }

  void operator()(const FormulaShape& formula) {
    ui_.images->drawFormula(list_, formula.tex, formula.size, formula.ink, formula.accent, formula.dim, formula.at);
  }

  void operator()(const CellsShape& cells) {
    gfx::HeatmapDraw draw;
    draw.clip = cells.clip;
    draw.origin = cells.origin;
    draw.cell = cells.cell;
    draw.height = cells.height;
    draw.gap = cells.gap;
    draw.range = cells.range;
    draw.map = cells.map;
    draw.strength = cells.strength;
    draw.text = cells.text;
    drawCells(ui_, list_, cells.matrix, draw);
  }

  void operator()(const ColourBarShape& bar) { drawColourBar(list_, bar.rect, *bar.map); }

  void operator()(const FieldShape& field) { drawField(ui_, list_, field); }

  void operator()(const ClipShape& clip) {
    if (clipped_) list_->PopClipRect();
    clipped_ = clip.rect.has_value();
    if (clipped_) list_->PushClipRect({clip.rect->x, clip.rect->y}, {clip.rect->right(), clip.rect->bottom()}, true);
  }

 private:
  static float distance(Point a, Point b) { return std::hypot(b.x - a.x, b.y - a.y); }

  /// Turns by more than 60°.
  static bool isSharp(Point before, Point at, Point after) {
    const float x = at.x - before.x, y = at.y - before.y, u = after.x - at.x, v = after.y - at.y;
    return x * u + y * v < 0.5F * std::hypot(x, y) * std::hypot(u, v);
  }

  void path(const std::vector<Point>& points) {
    for (const Point point : points) list_->PathLineTo(compat::vec(point));
  }

  void dashed(const LineShape& line) {
    const std::size_t count = line.points.size();
    const ImU32 ink = compat::colour(line.ink);
    float along = 0;  // the way since the last dash began, within dash and gap
    for (std::size_t i = 0; i + (line.closed ? 0 : 1) < count; ++i) {
      const Point a = line.points[i], b = line.points[(i + 1) % count];
      const float length = distance(a, b);
      for (float at = 0; at < length;) {
        const bool drawn = along < line.dash;
        const float step = std::min(length - at, (drawn ? line.dash : 2 * line.dash) - along);
        const auto point = [&](float t) { return ImVec2{a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}; };
        if (drawn) list_->AddLine(point(at / length), point((at + step) / length), ink, line.width);
        at += std::max(step, 0.01F);
        along = std::fmod(along + std::max(step, 0.01F), 2 * line.dash);
      }
    }
  }

  const Ui& ui_;
  ImDrawList* list_;
  bool clipped_ = false;
};

}  // namespace

void drawOnImGui(const Ui& ui, ImDrawList* list, const Drawing& drawing) {
  Painter painter(ui, list);
  for (const Shape& shape : drawing) std::visit(painter, shape);
}

SceneStyle sceneStyle(const Ui& ui) {
  SceneStyle style;
  style.metrics = ui.metrics;
  style.palette = ui.palette;
  style.words = ui.words;
  style.measure = measureOf(ui);
  style.measureRun = ui.images->measureRun();
  style.interactive = true;
  return style;
}

}  // namespace lab
