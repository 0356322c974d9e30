#include "scene/drawing.h"

namespace lab {

namespace {

/// Moves one shape; each kind has its own operator.
struct Mover {
  Point offset;
  void move(Point& point) const {
    point.x += offset.x;
    point.y += offset.y;
  }
  void move(Rect& rect) const {
    rect.x += offset.x;
    rect.y += offset.y;
  }
  void move(std::vector<Point>& points) const {
    for (Point& point : points) move(point);
  }
  void operator()(BoxShape& shape) const { move(shape.rect); }
  void operator()(LineShape& shape) const { move(shape.points); }
  void operator()(AreaShape& shape) const { move(shape.corners); }
  void operator()(CurvesShape& shape) const {
    for (Curve& curve : shape.curves)
      for (Point* point : {&curve.from, &curve.leave, &curve.arrive, &curve.to}) move(*point);
  }
  void operator()(DiscShape& shape) const { move(shape.centre); }
  void operator()(TextShape& shape) const { move(shape.at); }
  void operator()(FormulaShape& shape) const { move(shape.at); }
  void operator()(CellsShape& shape) const {
    move(shape.clip);
    move(shape.origin);
  }
  void operator()(ColourBarShape& shape) const { move(shape.rect); }
  void operator()(FieldShape& shape) const { move(shape.rect); }
  void operator()(ClipShape& shape) const {
    if (shape.rect) move(*shape.rect);
  }
};

}  // namespace

void moveBy(Drawing& drawing, Point offset) {
  for (Shape& shape : drawing) std::visit(Mover{offset}, shape);
}

}  // namespace lab
