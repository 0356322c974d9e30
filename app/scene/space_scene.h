#pragma once

#include <optional>
#include <vector>

#include "scene/drawing.h"
#include "scene/scene_style.h"
#include "scene/space_model.h"
#include "scene/temperature_chart.h"
#include "scene/temperature_table.h"
#include "scene/views.h"

namespace lab {

/// Where the reader looks in the plane.
struct SpaceCamera {
  attn::PlanePoint centre;
  double half = 3;  ///< from the centre to the nearer edge, in units of the plane
  bool operator==(const SpaceCamera&) const = default;
};

/// So that the keys, the query, the context and the origin are seen.
SpaceCamera fittedCamera(const SpaceGround& ground, const SpaceReading& reading);

/// What is asked for besides the numbers.
struct SpaceLook {
  Rect area;
  SpaceCamera camera;
  bool byEntropy = false;
  bool coarse = false;  ///< while something is dragged
  double temperature = 1;
  std::optional<double> tau;                           ///< where the marker stands, if not at `temperature`
  std::optional<attn::Index> pointedKey, selectedKey;  ///< of the experiment
  bool pointedQuery = false;                           ///< the selected query is
  std::optional<attn::Index> step;                     ///< of the curves: where the pointer is
};

/// What is under the pointer. Temperature is the marker of the chart and what of its plots belongs to no curve.
enum class SpacePart { Query, Key, Context, Temperature, Curve, Row, Plane };
struct SpaceHit {
  SpacePart part = SpacePart::Plane;
  attn::Index key = 0;            ///< of Key, Curve and Row: of the experiment
  attn::PlanePoint at;            ///< of Plane, Query, Context and Key
  bool onContext = false;         ///< the context lies here too, below a query or a key
  std::optional<ChartHit> chart;  ///< of Temperature and Curve
};

struct SpaceScene {
  Drawing drawing;
  Rect plot;               ///< where the plane is
  PlaneWindow window;      ///< what of it
  TemperatureRow row;      ///< what chart and table show
  TemperatureTable table;  ///< empty where there is no room
  TemperatureChart chart;
  Rect curves;      ///< of the chart, with its marker; empty where there is no room
  float reach = 8;  ///< how near to a mark's middle the pointer must be
  Point query;
  std::optional<Point> context;
  struct Mark {
    attn::Index key;
    Point at;
  };
  std::vector<Mark> keys;    ///< within the plot; the last one lies on top
  std::vector<Rect> labels;  ///< boxes of names in the plane: none covers another

  Point pointOf(attn::PlanePoint at) const;
  attn::PlanePoint planeAt(Point pointer) const;
  /// The temperature under the pointer, within 0.01 … 100.
  double temperatureAt(Point pointer) const;
  std::optional<SpaceHit> hit(Point pointer) const;
};

/// @param ground lacks nothing
SpaceScene spaceScene(const SpaceGround& ground, const SpaceReading& reading, const SpaceLook& look,
                      const SceneStyle& style);

/// What a plane's axes are called: "dimension 1" or "component 1".
std::string planeAxis(const SceneStyle& style, const PlaneChoice& choice, bool first);

/// The plane as `export` makes it. @throws attn::InputError where there are no queries and keys of two dimensions.
ViewFigure spaceFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size);

}  // namespace lab
