#include "scene/space_scene.h"

#include <algorithm>
#include <cmath>

#include "scene/category_colours.h"
#include "scene/label_text.h"
#include "scene/number_text.h"
#include "scene/space_side.h"
#include "scene/text_width.h"

namespace lab {
namespace {

constexpr double kNoticed = 0.01;  // a weight that gets a line
constexpr std::size_t kMostLines = 64, kMostLabels = 40, kFewLabels = 12;
constexpr std::size_t kManyMarks = 24, kCrowd = 400;  // keys from which on marks are smaller

struct Areas {
  Rect plot, side;
};

/// @param charted there is height for curves at the side; without them the plane has the room
/// @param barred a colour bar stands beside the plane
Areas areasOf(const Rect& area, const SceneStyle& s, bool charted, bool barred) {
  const float left = s.u(7), gap = s.u(barred ? 9 : 3.5F), bottom = s.u(6), margin = s.u(1.5F);
  const float height = std::max(area.height - bottom - margin, s.u(4));
  const float room = area.width - left - gap - s.u(2);
  float side = charted ? std::clamp(room - height, s.u(36), s.u(58)) : s.u(room > s.u(72) ? 34 : 24);
  if (room - side < s.u(24)) side = 0;
  const float width = std::max(side > 0 ? room - side : area.width - left - (barred ? s.u(7) : s.u(2)), s.u(4));
  const Rect plot{std::round(area.x + left), std::round(area.y + margin), std::floor(width), std::floor(height)};
  return {plot, {plot.right() + gap, area.y, side, area.height}};
}

PlaneWindow windowOf(const SpaceCamera& camera, const Rect& plot) {
  const double unit = camera.half * 2 / static_cast<double>(std::min(plot.width, plot.height));
  const double x = unit * static_cast<double>(plot.width) / 2, y = unit * static_cast<double>(plot.height) / 2;
  return {camera.centre.x - x, camera.centre.x + x, camera.centre.y - y, camera.centre.y + y};
}

/// Draws one scene, part by part.
class Painter {
 public:
  Painter(SpaceScene& scene, const SpaceGround& ground, const SpaceReading& reading, const SpaceLook& look,
          const SceneStyle& style)
      : scene_(scene), ground_(ground), reading_(reading), look_(look), s_(style), p_(*style.palette) {}

  void field() {
    FieldShape shape{scene_.plot, ground_.field, scene_.window, {}, look_.coarse};
    for (const attn::Index key : ground_.field->field.keys) shape.inks.keys.push_back(categoryColour(p_, key));
    shape.inks.base = p_.bg;
    shape.inks.undefined = blended(p_.bg, p_.bad, 0.3F);
    shape.inks.map = &colourMapNamed(s_.colourMap);
    shape.inks.byEntropy = look_.byEntropy;
    add(shape);
  }

  void axes() {
    const Rect& plot = scene_.plot;
    const Point zero = scene_.pointOf({0, 0});
    const Rgba cross = faded(p_.text, 0.35F);
    if (zero.y > plot.y && zero.y < plot.bottom()) add(LineShape{{{plot.x, zero.y}, {plot.right(), zero.y}}, cross});
    if (zero.x > plot.x && zero.x < plot.right()) add(LineShape{{{zero.x, plot.y}, {zero.x, plot.bottom()}}, cross});
    add(BoxShape{.rect = plot, .edge = p_.edge});
    const Ticks across = roundTicks({scene_.window.left, scene_.window.right});
    for (const double v : across.values) {
      const float x = scene_.pointOf({v, 0}).x;
      add(LineShape{{{x, plot.bottom()}, {x, plot.bottom() + s_.u(0.5F)}}, p_.edge});
      text(tickText(across, v), {x, plot.bottom() + s_.u(1.75F)}, Anchor::Middle, p_.dim);
    }
    const Ticks up = roundTicks({scene_.window.bottom, scene_.window.top});
    for (const double v : up.values) {
      const float y = scene_.pointOf({0, v}).y;
      add(LineShape{{{plot.x - s_.u(0.5F), y}, {plot.x, y}}, p_.edge});
      const float inside = std::clamp(y, plot.y + s_.u(0.75F), plot.bottom() - s_.u(0.75F));
      text(tickText(up, v), {plot.x - s_.u(1), inside}, Anchor::Right, p_.dim);
    }
    text(axisText(true), {plot.centre().x, plot.bottom() + s_.u(4.25F)}, Anchor::Middle, p_.dim);
    TextShape turned{axisText(false), {plot.x - s_.u(5.75F), plot.centre().y}, TextSize::Small, Anchor::Middle, 90,
                     p_.dim};
    add(turned);
  }

  /// What the colours of entropy stand for: from one key to all keys alike.
  void entropyBar() {
    const Rect& plot = scene_.plot;
    const Rect bar{plot.right() + s_.u(1.5F), plot.y, s_.u(1.5F), plot.height};
    add(ColourBarShape{bar, &colourMapNamed(s_.colourMap)});
    const double top = std::log(static_cast<double>(ground_.field->field.keys.size()));
    for (const double share : {0.0, 0.5, 1.0}) {
      const float y = std::clamp(bar.bottom() - static_cast<float>(share) * bar.height, bar.y + s_.u(0.75F),
                                 bar.bottom() - s_.u(0.75F));
      text(fixedText(share * top, 2), {bar.right() + s_.u(0.5F), y}, Anchor::Left, p_.dim);
    }
  }

  void marks() {
    add(ClipShape{scene_.plot});
    hull();
    lines();
    for (const SpaceScene::Mark& mark : scene_.keys) keyMark(mark);
    if (scene_.context) diamond(*scene_.context);
    const float radius = s_.u(1.25F);
    add(DiscShape{scene_.query, radius, p_.accent, p_.halo, s_.u(0.25F)});
    add(DiscShape{scene_.query, radius + s_.u(0.375F), noInk, p_.text, s_.u(0.25F)});
    if (look_.pointedQuery && !reading_.free)
      add(DiscShape{scene_.query, radius + s_.u(), noInk, p_.accent, s_.u(0.25F)});
    add(ClipShape{});
    labels();
  }

 private:
  template <class Any>
  void add(Any shape) {
    scene_.drawing.emplace_back(std::move(shape));
  }
  void text(std::string what, Point at, Anchor anchor, Rgba ink) {
    add(TextShape{std::move(what), at, TextSize::Small, anchor, 0, ink});
  }

  std::string axisText(bool first) const {
    std::string axis = planeAxis(s_, ground_.choice, first);
    const float room = first ? scene_.plot.width : scene_.plot.height;
    if (first && ground_.choice.principal) {
      const std::string share = fixedText(100 * ground_.share, 0);
      const std::string whole = axis + s_.tr("space.share", {{"share", share}});
      axis = s_.width(whole, TextSize::Small) <= room ? whole : axis + s_.tr("space.share-short", {{"share", share}});
    }
    return elidedTo(s_.measure, axis, TextSize::Small, room);
  }

  void hull() {
    LineShape outline{{}, faded(p_.text, 0.8F), s_.metrics.line, true, s_.u(0.5F)};
    for (const std::size_t corner : ground_.hull) outline.points.push_back(scene_.pointOf(ground_.values[corner]));
    if (outline.points.size() > 1) add(outline);
    if (ground_.keys.empty() || ground_.values == ground_.keys || ground_.values.size() > kMostLines) return;
    for (const attn::PlanePoint value : ground_.values) {
      const Point at = scene_.pointOf(value);
      add(DiscShape{at, s_.u(0.4F), p_.text, p_.halo, 1});
    }
  }

  void lines() {
    if (ground_.keys.empty()) return;
    for (std::size_t i = 0; i < std::min(kMostLines, reading_.order.size()); ++i) {
      const auto place = reading_.order[i];
      const double weight = static_cast<double>(reading_.row.weights(0, static_cast<attn::Index>(place)));
      if (!(weight >= kNoticed)) break;
      const auto key = static_cast<std::size_t>(ground_.field->field.keys[place]);
      const auto width = static_cast<float>(std::clamp(10 * weight, 1.0, 10.0)) * s_.u() / 8;
      add(LineShape{{scene_.query, scene_.pointOf(ground_.keys[key])}, faded(p_.text, 0.6F), width});
    }
  }

  void keyMark(const SpaceScene::Mark& mark) {
    const bool many = ground_.keys.size() > kManyMarks;
    const bool marked = look_.pointedKey == mark.key || look_.selectedKey == mark.key;
    if (ground_.keys.size() > kCrowd && !marked) {
      // Among hundreds rings would be all that is seen.
      const bool masked = ground_.masked[static_cast<std::size_t>(mark.key)];
      add(DiscShape{mark.at, s_.u(0.375F), masked ? faded(p_.dim, 0.5F) : categoryColour(p_, mark.key)});
      return;
    }
    const float radius = s_.u(many ? 0.6F : 1.1F);
    if (ground_.masked[static_cast<std::size_t>(mark.key)]) {
      add(DiscShape{mark.at, radius, noInk, p_.dim, s_.metrics.line});
      return;
    }
    const bool lit = look_.pointedKey == mark.key, chosen = look_.selectedKey == mark.key;
    add(DiscShape{mark.at, radius, categoryColour(p_, mark.key), p_.halo, s_.u(many ? 0.15F : 0.25F)});
    add(DiscShape{mark.at, radius + s_.u(0.25F), noInk, chosen ? p_.accent : p_.text, s_.u(lit ? 0.5F : 0.19F)});
  }

  void diamond(Point at) {
    const float r = s_.u(1.1F);
    const std::vector<Point> corners = {{at.x, at.y - r}, {at.x + r, at.y}, {at.x, at.y + r}, {at.x - r, at.y}};
    add(AreaShape{corners, p_.text});
    add(LineShape{corners, p_.halo, s_.u(0.25F), true});
  }

  /// A name beside a mark, on the first of eight sides where it covers nothing.
  bool label(Point at, const std::string& name, Rgba ink, float away) {
    const std::string shown = elidedTo(s_.measure, name, TextSize::Small, s_.u(16));
    const float width = s_.width(shown, TextSize::Small) + s_.u(1),
                height = s_.metrics.fontSize(TextSize::Small) * 1.3F;
    const float near = away * 0.7F;
    const Rect places[] = {{at.x + away, at.y - height / 2, width, height},
                           {at.x - away - width, at.y - height / 2, width, height},
                           {at.x - width / 2, at.y - away - height, width, height},
                           {at.x - width / 2, at.y + away, width, height},
                           {at.x + near, at.y - near - height, width, height},
                           {at.x + near, at.y + near, width, height},
                           {at.x - near - width, at.y - near - height, width, height},
                           {at.x - near - width, at.y + near, width, height}};
    for (const Rect& place : places) {
      if (!free(place)) continue;
      scene_.labels.push_back(place);
      add(BoxShape{.rect = place, .fill = p_.panel, .radius = s_.u(0.5F)});
      text(shown, place.centre(), Anchor::Middle, ink);
      return true;
    }
    return false;
  }

  bool free(const Rect& place) const {
    const Rect& plot = scene_.plot;
    if (place.x < plot.x || place.right() > plot.right() || place.y < plot.y || place.bottom() > plot.bottom())
      return false;
    const auto near = [&](Point mark) {
      const float dx = std::max({place.x - mark.x, 0.0F, mark.x - place.right()});
      const float dy = std::max({place.y - mark.y, 0.0F, mark.y - place.bottom()});
      return std::hypot(dx, dy) < s_.u(1);
    };
    if (near(scene_.query) || (scene_.context && near(*scene_.context))) return false;
    if (scene_.keys.size() <= kMostLabels &&
        std::any_of(scene_.keys.begin(), scene_.keys.end(), [&](const auto& mark) { return near(mark.at); }))
      return false;
    return std::none_of(scene_.labels.begin(), scene_.labels.end(), [&](const Rect& taken) {
      return place.x < taken.right() && taken.x < place.right() && place.y < taken.bottom() && taken.y < place.bottom();
    });
  }

  void labels() {
    const float away = s_.u(2);
    label(scene_.query, reading_.free ? s_.tr("space.query") : s_.tr("space.query-of", {{"name", ground_.queryName}}),
          p_.accent, away);
    if (scene_.context) label(*scene_.context, s_.tr("space.context"), p_.text, s_.u(1.75F));
    const auto name = [&](attn::Index key) {
      for (const SpaceScene::Mark& mark : scene_.keys)
        if (mark.key == key)
          label(mark.at, labelWithIndex(ground_.names, key), look_.selectedKey == key ? p_.accent : p_.text, away);
    };
    if (look_.pointedKey) name(*look_.pointedKey);
    if (look_.selectedKey && look_.selectedKey != look_.pointedKey) name(*look_.selectedKey);
    // Among many keys the names of the heaviest; the others have theirs when pointed at.
    const std::size_t most = scene_.keys.size() > kMostLabels ? kFewLabels : kMostLabels;
    for (std::size_t i = 0; i < std::min(most, reading_.order.size()); ++i)
      if (const attn::Index key = ground_.field->field.keys[reading_.order[i]];
          key != look_.pointedKey && key != look_.selectedKey)
        name(key);
  }

  SpaceScene& scene_;
  const SpaceGround& ground_;
  const SpaceReading& reading_;
  const SpaceLook& look_;
  const SceneStyle& s_;
  const Palette& p_;
};

}  // namespace

std::string planeAxis(const SceneStyle& style, const PlaneChoice& choice, bool first) {
  if (choice.principal) return style.tr("space.component", {{"number", first ? "1" : "2"}});
  return style.tr("space.dimension", {{"number", std::to_string((first ? choice.first : choice.second) + 1)}});
}

SpaceCamera fittedCamera(const SpaceGround& ground, const SpaceReading& reading) {
  std::vector<attn::PlanePoint> seen = ground.keys;
  seen.insert(seen.end(), ground.values.begin(), ground.values.end());
  seen.push_back(reading.at);
  seen.push_back({0, 0});
  PlaneWindow box{seen[0].x, seen[0].x, seen[0].y, seen[0].y};
  for (const attn::PlanePoint p : seen)
    box = {std::min(box.left, p.x), std::max(box.right, p.x), std::min(box.bottom, p.y), std::max(box.top, p.y)};
  const double half = std::max(box.width(), box.height()) / 2;
  return {{(box.left + box.right) / 2, (box.bottom + box.top) / 2}, half > 0 ? 1.4 * half : 1};
}

Point SpaceScene::pointOf(attn::PlanePoint at) const {
  const double x = (at.x - window.left) / window.width(), y = (window.top - at.y) / window.height();
  return {plot.x + static_cast<float>(x) * plot.width, plot.y + static_cast<float>(y) * plot.height};
}

attn::PlanePoint SpaceScene::planeAt(Point pointer) const {
  return {window.left + static_cast<double>((pointer.x - plot.x) / plot.width) * window.width(),
          window.top - static_cast<double>((pointer.y - plot.y) / plot.height) * window.height()};
}

double SpaceScene::temperatureAt(Point pointer) const { return curves.width > 0 ? chart.tauAt(pointer.x) : 1; }

std::optional<SpaceHit> SpaceScene::hit(Point pointer) const {
  const auto near = [&](Point at) { return std::hypot(at.x - pointer.x, at.y - pointer.y) <= reach; };
  if (plot.contains(pointer)) {
    SpaceHit hit{.part = SpacePart::Plane,
                 .key = 0,
                 .at = planeAt(pointer),
                 .onContext = context && near(*context),
                 .chart = std::nullopt};
    if (near(query)) {
      hit.part = SpacePart::Query;
      return hit;
    }
    if (hit.onContext) hit.part = SpacePart::Context;
    // A key below the context can still be taken.
    for (auto mark = keys.rbegin(); mark != keys.rend(); ++mark)
      if (near(mark->at)) {
        hit.part = SpacePart::Key;
        hit.key = mark->key;
        return hit;
      }
    return hit;
  }
  SpaceHit hit;
  if (const auto place = table.rowAt(pointer)) {
    hit.part = SpacePart::Row;
    hit.key = row.keys[*place].key;
    return hit;
  }
  if (curves.width <= 0) return std::nullopt;
  hit.chart = hitTemperatureChart(chart, row, pointer);
  if (!hit.chart) return std::nullopt;
  hit.part = hit.chart->key ? SpacePart::Curve : SpacePart::Temperature;
  hit.key = hit.chart->key.value_or(0);
  return hit;
}

SpaceScene spaceScene(const SpaceGround& ground, const SpaceReading& reading, const SpaceLook& look,
                      const SceneStyle& style) {
  SpaceScene scene;
  scene.row = spaceRow(ground, reading, look, style);
  const Areas areas = areasOf(look.area, style, hasRoomForChart(scene.row, style, look.area.height), look.byEntropy);
  scene.plot = areas.plot;
  scene.window = windowOf(look.camera, areas.plot);
  scene.reach = style.u(1.75F);
  scene.query = scene.pointOf(reading.at);
  if (reading.context) scene.context = scene.pointOf(*reading.context);
  for (std::size_t key = 0; key < ground.keys.size(); ++key)
    if (const Point at = scene.pointOf(ground.keys[key]); areas.plot.contains(at))
      scene.keys.push_back({static_cast<attn::Index>(key), at});
  Painter painter(scene, ground, reading, look, style);
  painter.field();
  painter.axes();
  if (look.byEntropy) painter.entropyBar();
  painter.marks();
  if (areas.side.width > 0) drawSpaceSide(scene, areas.side, reading, look, style);
  return scene;
}

ViewFigure spaceFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size) {
  const attn::Trace head = oneHead(subject.trace, subject.head);
  const SpaceGround ground = spaceGround(head, subject.selected ? subject.selected->row : 0, std::nullopt);
  if (ground.lack == SpaceLack::Vectors) throw attn::InputError("missing_input", {{"input", "Q and K"}});
  if (ground.lack == SpaceLack::Dimensions)
    throw attn::InputError("shape", {{"input", "Q"}, {"got", "n × 1"}, {"expected", "n × 2"}});
  if (ground.lack == SpaceLack::Keys) throw attn::InputError("missing_input", {{"input", "K"}});
  const SpaceReading reading = spaceReading(ground, head.v.get(), std::nullopt);
  ViewFigure figure;
  figure.size = size.value_or(Size{style.u(125), style.u(78)});
  SpaceLook look;
  look.area = {0, 0, figure.size.width, figure.size.height};
  look.camera = fittedCamera(ground, reading);
  look.temperature = head.experiment.temperature;
  if (subject.selected) look.selectedKey = subject.selected->column;
  figure.drawing = spaceScene(ground, reading, look, style).drawing;
  return figure;
}

}  // namespace lab
