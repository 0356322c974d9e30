#include "scene/links_scene.h"

#include <algorithm>
#include <cmath>

#include "attention/mask_rows.h"
#include "scene/category_colours.h"
#include "scene/links_legend.h"
#include "scene/number_text.h"
#include "scene/text_width.h"

namespace lab {

namespace {

constexpr float bend = 0.45F;  // where a curve's control points stand between its ends
constexpr float widestLink = 1.25F, faintest = 0.07F, firmest = 0.9F;
constexpr float linksBeforeThinning = 12;   // of each token
constexpr std::size_t selectedLinks = 100;  // of each head
constexpr float reach = 3;                  // points beside a link that still count as on it

float mix(float a, float b, float t) { return a + (b - a) * t; }

/// Assembles one scene, part by part.
class Builder {
 public:
  Builder(const LinksSubject& subject, const LinksOptions& options, const SceneStyle& style)
      : subject_(subject), options_(options), style_(style), p_(*style.palette), several_(options.allHeads) {}

  LinksGeometry geometry(Rect inner, float legendHeight) const {
    const MatrixPicture& picture = subject_.weights->picture;
    const float caption = style_.u(3), top = inner.y + legendHeight;
    const LinksLayout layout = options_.layout.value_or(naturalLinksLayout(picture));
    const float captions = layout == LinksLayout::Columns ? caption : 2 * caption;
    const Rect plot{inner.x, top + caption, inner.width,
                    std::max(style_.u(2), inner.bottom() - top - captions - caption)};
    return layoutLinks(picture, layout, options_.zoom, options_.scroll, style_, plot);
  }

  LinksScene build(Rect area) {
    const Rect inner = area.inset(style_.u(1));
    const LinksLegend legend = several_ ? linksLegend(subject_, options_, style_, inner) : LinksLegend{};
    scene_.legend = legend.entries;
    scene_.geometry = geometry(inner, legend.height);
    const LinksGeometry& g = scene_.geometry;
    const Rect plot = g.plot;
    for (const LinkSide side : {LinkSide::Query, LinkSide::Key})
      for (auto [index, end] = g.seen(side); index < end; ++index) scene_.tokens.push_back(g.token(side, index));
    chooseLinks();
    thinOut();
    // Half a label may reach beyond the first and the last token.
    const float edge = scene_.geometry.overflow > 0 ? 0 : style_.u(0.75F);
    scene_.drawing.emplace_back(ClipShape{Rect{plot.x, plot.y - edge, plot.width, plot.height + 2 * edge}});
    drawLinks();
    for (const LinkToken& token : scene_.tokens) drawToken(token);
    drawScrollBar();
    scene_.drawing.emplace_back(ClipShape{});
    drawCaptions();
    append(scene_.drawing, legend.drawing);
    scene_.status = linksStatus(subject_, strongest_, style_);
    text(scene_.status, {inner.x + style_.u(0.5F), inner.bottom() - style_.u(1.25F)}, TextSize::Small, Anchor::Left,
         p_.dim, inner.width - style_.u());
    return std::move(scene_);
  }

 private:
  // ---- which links ----

  bool isolates() const { return subject_.query.has_value() != subject_.key.has_value(); }
  bool headIsShown(attn::Index head) const { return !subject_.head || *subject_.head == head; }

  /// Strongest first: of the token or head that is pointed at, else of all.
  void chooseLinks() {
    if (!isolates()) {
      const LinkSet& set = subject_.page ? *subject_.page : *subject_.links;
      for (const HeadLink& link : set.strongest)
        if (headIsShown(link.head)) chosen_.push_back(link);
      // Of one head there may be more than its share among all.
      if (subject_.head && chosen_.size() < mostLinksDrawn) {
        chosen_.clear();
        for (const HeadLinksPtr& head : set.heads)
          if (headIsShown(head->head)) take(*head, head->strongest.links);
      }
      sortAndCut(chosen_);
      strongest_ = chosen_.size();
      if (set.strongest.size() < set.all) takeSelectedRow();
    } else {
      for (const HeadLinksPtr& head : subject_.links->heads)
        if (headIsShown(head->head)) takePointed(*head);
      sortAndCut(chosen_);
      strongest_ = chosen_.size();
    }
  }

  void take(const HeadLinks& head, const std::vector<attn::Link>& links) {
    for (const attn::Link& link : links) chosen_.push_back({head.head, link});
  }

  /// Where not every link is drawn, the strongest of the selected query are, however weak.
  void takeSelectedRow() {
    if (!subject_.selected || subject_.selected->row >= subject_.weights->picture.values->rows()) return;
    const attn::Index query = subject_.selected->row;
    for (const HeadLinksPtr& head : subject_.links->heads)
      if (headIsShown(head->head)) takeQuery(*head, query, selectedLinks);
    sortStrongest(chosen_);
    chosen_.erase(std::unique(chosen_.begin(), chosen_.end()), chosen_.end());
  }

  void takeQuery(const HeadLinks& head, attn::Index query, std::size_t most) {
    const MatrixPicture& picture = head.weights->picture;
    if (query < picture.values->rows())
      take(head, attn::strongestLinksOfQueries(*picture.values, picture.visible.get(), query, query + 1,
                                               subject_.links->filter, most)
                     .links);
  }

  void takePointed(const HeadLinks& head) {
    const MatrixPicture& picture = head.weights->picture;
    const attn::LinkFilter& filter = subject_.links->filter;
    if (subject_.query) {
      takeQuery(head, *subject_.query, mostLinksDrawn);
      return;
    }
    if (*subject_.key >= picture.values->cols()) return;
    if (filter.perQuery == 0) {
      take(head, attn::strongestLinksOfKey(*picture.values, picture.visible.get(), *subject_.key, filter.least,
                                           mostLinksDrawn)
                     .links);
      return;
    }
    // A query's strongest are known only when its row was looked at: they were all kept.
    for (const attn::Link& link : head.strongest.links)
      if (link.key == *subject_.key) chosen_.push_back({head.head, link});
  }

  // ---- links ----

  float shareOf(float weight) const {
    const double whole = subject_.wholeRange ? 1.0 : subject_.links->largest;
    return whole <= 0 ? 0 : static_cast<float>(std::min(1.0, std::abs(static_cast<double>(weight)) / whole));
  }

  Rgba inkOf(const HeadLink& link) const {
    if (link.link.weight < 0) return p_.warn;
    if (several_) return categoryColour(p_, link.head);
    return isolates() ? p_.text : p_.dim;
  }

  /// The heads' links between the same two tokens run beside each other.
  float besideOf(attn::Index head) const {
    const auto& heads = subject_.links->heads;
    if (heads.size() < 2 || subject_.head) return 0;
    const auto place = std::find_if(heads.begin(), heads.end(), [&](const auto& one) { return one->head == head; });
    const auto count = static_cast<float>(heads.size());
    const float apart = std::min(style_.u(0.625F), 0.7F * scene_.geometry.pitch / count);
    return (static_cast<float>(place - heads.begin()) - (count - 1) / 2) * apart;
  }

  Curve curveOf(const HeadLink& link) const {
    const LinksGeometry& g = scene_.geometry;
    Point from = g.portOf(LinkSide::Query, link.link.query), to = g.portOf(LinkSide::Key, link.link.key);
    const float beside = besideOf(link.head);
    for (Point* end : {&from, &to}) (g.layout == LinksLayout::Columns ? end->y : end->x) += beside;
    Curve curve{from, from, to, to, noInk, 1};
    if (g.layout == LinksLayout::Columns) {
      curve.leave.x = mix(from.x, to.x, bend);
      curve.arrive.x = mix(to.x, from.x, bend);
    } else {
      curve.leave.y = mix(from.y, to.y, bend);
      curve.arrive.y = mix(to.y, from.y, bend);
    }
    const float share = shareOf(link.link.weight);
    // Not wider than a part of the way to the next token, so that neighbours stay apart.
    curve.width = std::max(style_.metrics.line, share * std::min(style_.u(widestLink), 0.5F * g.pitch));
    curve.ink = faded(inkOf(link), strengthOf(link, share) * (subject_.stale ? 0.5F : 1));
    if (isSelectedRow(link) && !several_ && !isolates() && link.link.weight > 0)
      curve.ink = {p_.accent.r, p_.accent.g, p_.accent.b, curve.ink.a};
    return curve;
  }

  bool isSelectedRow(const HeadLink& link) const {
    return subject_.selected && link.link.query == subject_.selected->row;
  }

  float strengthOf(const HeadLink& link, float share) const {
    if (isolates()) return mix(0.3F, firmest, share);
    if (isSelectedRow(link)) return mix(0.35F, 1, share);
    return mix(faintest, 0.6F, share) * thinned_;
  }

  /// Where many links meet at each token they are fainter, so that the strongest stay visible among them.
  void thinOut() {
    const auto seen = static_cast<attn::Index>(scene_.tokens.size()) / 2;
    const attn::Index all = std::max(scene_.geometry.count[0], scene_.geometry.count[1]);
    const auto tokens = static_cast<float>(std::max<attn::Index>(1, subject_.page ? seen : all));
    const float each = static_cast<float>(chosen_.size()) / tokens;
    thinned_ = std::clamp(linksBeforeThinning / std::max(each, 1.0F), 0.25F, 1.0F);
  }

  /// Whether any of it can be on the screen: not where both ends lie beyond the same end of the plot.
  bool crossesPlot(const Curve& curve) const {
    const LinksGeometry& g = scene_.geometry;
    const bool columns = g.layout == LinksLayout::Columns;
    const float a = columns ? curve.from.y : curve.from.x, b = columns ? curve.to.y : curve.to.x;
    const float start = g.alongStart(), end = start + g.alongSize();
    return std::max(a, b) >= start && std::min(a, b) <= end;
  }

  void drawLinks() {
    const bool one = subject_.query && subject_.key;  // a single link is pointed at
    std::vector<DrawnLink> above;
    for (std::size_t i = chosen_.size(); i-- > 0;) {
      DrawnLink link{chosen_[i], curveOf(chosen_[i])};
      if (!crossesPlot(link.curve)) continue;
      const bool pointed = one && link.of.link.query == *subject_.query && link.of.link.key == *subject_.key;
      if (pointed) link.curve.ink.a = 255;
      (pointed || (!isolates() && isSelectedRow(link.of)) ? above : scene_.links).push_back(link);
    }
    scene_.links.insert(scene_.links.end(), above.begin(), above.end());
    CurvesShape curves;
    curves.curves.reserve(scene_.links.size() + 2);
    for (const DrawnLink& link : scene_.links) {
      if (one && link.of.link.query == *subject_.query && link.of.link.key == *subject_.key) {
        Curve halo = link.curve;
        halo.ink = p_.halo;
        halo.width += 4 * style_.metrics.line;
        curves.curves.push_back(halo);
      }
      curves.curves.push_back(link.curve);
    }
    scene_.drawing.emplace_back(std::move(curves));
  }

  // ---- tokens ----

  bool isPointed(const LinkToken& token) const {
    const auto& pointed = token.side == LinkSide::Query ? subject_.query : subject_.key;
    return pointed && *pointed == token.index;
  }
  bool isSelected(const LinkToken& token) const {
    if (!subject_.selected) return false;
    return (token.side == LinkSide::Query ? subject_.selected->row : subject_.selected->column) == token.index;
  }

  /// The pair whose weight stands beside a token of the other side than the one that is looked at: the token under
  /// the pointer, else the selected query.
  std::optional<Cell> numberedPair(const LinkToken& token) const {
    const bool ofKey = token.side == LinkSide::Key;
    if (isolates()) {
      if (ofKey != subject_.query.has_value()) return std::nullopt;
      return ofKey ? Cell{*subject_.query, token.index} : Cell{token.index, *subject_.key};
    }
    const auto row = subject_.query      ? subject_.query
                     : subject_.selected ? std::optional(subject_.selected->row)
                                         : std::nullopt;
    if (!ofKey || !row) return std::nullopt;
    return Cell{*row, token.index};
  }

  struct Weight {
    attn::Index head;
    float value;
  };
  /// The weight of a pair: of several heads the largest. None where it is masked.
  std::optional<Weight> weightOf(Cell pair) const {
    std::optional<Weight> best;
    for (const HeadLinksPtr& head : subject_.links->heads) {
      const MatrixPicture& picture = head->weights->picture;
      if (!headIsShown(head->head) || pair.row >= picture.values->rows() || pair.column >= picture.values->cols() ||
          (picture.visible && !(*picture.visible)(pair.row, pair.column)))
        continue;
      const float value = (*picture.values)(pair.row, pair.column);
      if (!best || !(std::abs(value) <= std::abs(best->value))) best = Weight{head->head, value};
    }
    return best;
  }

  bool hasNoKey(attn::Index query) const {
    const auto& visible = subject_.weights->picture.visible;
    return visible && attn::isEmptyRow(*visible, query);
  }

  /// Whether the label of the pointed or the selected token takes this one's place.
  bool isCovered(const LinkToken& token) const {
    const bool query = token.side == LinkSide::Query;
    const auto near = [&](std::optional<attn::Index> index) {
      return index && std::abs(*index - token.index) < scene_.geometry.step;
    };
    const auto selected =
        subject_.selected ? std::optional(query ? subject_.selected->row : subject_.selected->column) : std::nullopt;
    return near(selected) || near(query ? subject_.query : subject_.key);
  }

  /// Scrolled half out of sight: its links show that there is more.
  bool isCut(const LinkToken& token) const {
    const LinksGeometry& g = scene_.geometry;
    const float half = 0.45F * style_.metrics.base;
    const float along = g.layout == LinksLayout::Columns ? token.port.y : token.port.x;
    return g.overflow > 0 && (along - half < g.alongStart() || along + half > g.alongStart() + g.alongSize());
  }

  void drawToken(const LinkToken& token) {
    const bool columns = scene_.geometry.layout == LinksLayout::Columns;
    const bool pointed = isPointed(token), selected = isSelected(token);
    const MatrixPicture& picture = subject_.weights->picture;
    const std::optional<Cell> pair = numberedPair(token);
    const std::optional<Weight> weight = pair ? weightOf(*pair) : std::nullopt;
    if (!pointed && !selected && (!token.named || isCovered(token))) return;
    if (isCut(token)) return;
    Rect box = token.rect;
    if (columns) box = {box.x, std::round(box.y) + 1, box.width, std::round(box.height) - 2};
    if (pointed)
      scene_.drawing.emplace_back(BoxShape{.rect = box, .fill = p_.hover, .radius = 4});
    else if (weight && shareOf(weight->value) > 0)
      scene_.drawing.emplace_back(
          BoxShape{.rect = box,
                   .fill = blended(p_.bg, several_ ? categoryColour(p_, weight->head) : p_.accent,
                                   0.3F * shareOf(weight->value) * (subject_.stale ? 0.5F : 1)),
                   .radius = 4});
    const auto& labels = token.side == LinkSide::Query ? picture.rowLabels : picture.columnLabels;
    const Anchor anchor = !columns ? Anchor::Middle : token.side == LinkSide::Query ? Anchor::Right : Anchor::Left;
    text(linkLabel(labels[static_cast<std::size_t>(token.index)]), token.label, TextSize::Base, anchor,
         selected ? p_.accent : p_.text, token.room);
    if (token.side == LinkSide::Query && hasNoKey(token.index))
      text("!", token.number, TextSize::Base, columns ? Anchor::Right : Anchor::Middle, p_.warn, style_.u(2));
    else if (weight)
      drawNumber(token, *weight);
  }

  void drawNumber(const LinkToken& token, const Weight& weight) {
    const bool columns = scene_.geometry.layout == LinksLayout::Columns;
    // Beyond four decimals a number has no room beside its token.
    const int decimals = tableDecimals(subject_.links->largest);
    const auto value = static_cast<double>(weight.value);
    const std::string number = decimals <= 4 ? cellText(value, decimals) : shortExponentText(value);
    const Point at{token.number.x - (columns ? style_.u(0.5F) : 0), token.number.y};
    text(number, at, TextSize::Small, columns ? Anchor::Right : Anchor::Middle,
         std::isnan(weight.value) ? p_.bad : p_.text, scene_.geometry.numberWidth + style_.u());
    if (!several_ || subject_.links->heads.size() < 2) return;
    const float width = style_.width(number, TextSize::Small);
    scene_.drawing.emplace_back(DiscShape{.centre = {at.x - (columns ? width : width / 2) - style_.u(0.75F), at.y},
                                          .radius = style_.u(0.375F),
                                          .fill = categoryColour(p_, weight.head)});
  }

  // ---- around ----

  void text(std::string_view words, Point at, TextSize size, Anchor anchor, Rgba ink, float room) {
    scene_.drawing.emplace_back(TextShape{
        .text = elidedTo(style_.measure, words, size, room), .at = at, .size = size, .anchor = anchor, .ink = ink});
  }

  void drawCaptions() {
    const LinksGeometry& g = scene_.geometry;
    const MatrixPicture& picture = subject_.weights->picture;
    const std::string &query = style_.tr(picture.rowAxis), &key = style_.tr(picture.columnAxis);
    const float half = style_.u(1.5F);
    if (g.layout == LinksLayout::Columns) {
      // Above their first token, from the port outwards; towards the port where the words need more room.
      const auto above = [&](std::size_t side) { return std::max(g.plot.y, g.first[side] - g.pitch / 2) - half; };
      const float left = g.port[0] - g.plot.x, right = g.plot.right() - g.port[1];
      if (style_.width(query, TextSize::Small) <= left)
        text(query, {g.port[0], above(0)}, TextSize::Small, Anchor::Right, p_.dim, left);
      else
        text(query, {g.plot.x, above(0)}, TextSize::Small, Anchor::Left, p_.dim, g.plot.width / 2 - half);
      if (style_.width(key, TextSize::Small) <= right)
        text(key, {g.port[1], above(1)}, TextSize::Small, Anchor::Left, p_.dim, right);
      else
        text(key, {g.plot.right(), above(1)}, TextSize::Small, Anchor::Right, p_.dim, g.plot.width / 2 - half);
    } else {
      const float x = g.plot.x + style_.u(0.5F);
      const float line = g.token(LinkSide::Query, 0).rect.height;
      text(query, {x, g.port[0] - line - half}, TextSize::Small, Anchor::Left, p_.dim, g.plot.width - style_.u());
      text(key, {x, g.port[1] + line + half}, TextSize::Small, Anchor::Left, p_.dim, g.plot.width - style_.u());
    }
  }

  void drawScrollBar() {
    const LinksGeometry& g = scene_.geometry;
    if (g.overflow <= 0) return;
    const float size = g.alongSize(), share = size / (size + g.overflow), thick = style_.u(0.5F);
    const float length = std::max(style_.u(3), size * share), at = options_.scroll * (size - length);
    const Rect bar = g.layout == LinksLayout::Columns ? Rect{g.plot.right() - thick, g.plot.y + at, thick, length}
                                                      : Rect{g.plot.x + at, g.plot.bottom() - thick, length, thick};
    scene_.drawing.emplace_back(BoxShape{.rect = bar, .fill = p_.edge, .radius = thick / 2});
  }

  const LinksSubject& subject_;
  const LinksOptions& options_;
  const SceneStyle& style_;
  const Palette& p_;
  bool several_;
  float thinned_ = 1;
  std::vector<HeadLink> chosen_;
  std::size_t strongest_ = 0;  ///< of them, before the selected row's were added
  LinksScene scene_;
};

/// Where along its way (0 … 1) every link is at `across` of the way from port to port.
float wayAt(float across) {
  float low = 0, high = 1;
  for (int i = 0; i < 20; ++i) {
    const float t = (low + high) / 2, u = 1 - t;
    const float x = 3 * u * u * t * bend + 3 * u * t * t * (1 - bend) + t * t * t;
    (x < across ? low : high) = t;
  }
  return (low + high) / 2;
}

}  // namespace

LinksGeometry linksGeometry(const LinksSubject& subject, const LinksOptions& options, const SceneStyle& style,
                            Rect area) {
  const Rect inner = area.inset(style.u(1));
  const float legend = options.allHeads ? linksLegend(subject, options, style, inner).height : 0;
  return Builder(subject, options, style).geometry(inner, legend);
}

LinksScene linksScene(const LinksSubject& subject, const LinksOptions& options, const SceneStyle& style, Rect area) {
  return Builder(subject, options, style).build(area);
}

LinksHit LinksScene::hit(Point point) const {
  LinksHit hit;
  for (const LegendEntry& entry : legend)
    if (entry.rect.contains(point)) {
      hit.legend = entry;
      return hit;
    }
  if (!geometry.plot.contains(point)) return hit;
  for (const LinkToken& token : tokens)
    if (token.rect.contains(point)) {
      hit.token = token;
      return hit;
    }
  const bool columns = geometry.layout == LinksLayout::Columns;
  const float across = ((columns ? point.x : point.y) - geometry.port[0]) / (geometry.port[1] - geometry.port[0]);
  if (!(across > 0 && across < 1)) return hit;
  const float t = wayAt(across), along = columns ? point.y : point.x;
  for (auto link = links.rbegin(); link != links.rend(); ++link) {
    const float from = columns ? link->curve.from.y : link->curve.from.x;
    const float to = columns ? link->curve.to.y : link->curve.to.x;
    const float middle = mix(from, to, t * t * (3 - 2 * t));
    // A steep link is thinner along the lists than its width across them.
    const float slope = 6 * t * (1 - t) * (to - from) / std::max(1.0F, geometry.port[1] - geometry.port[0]);
    if (std::abs(along - middle) <= (reach + link->curve.width / 2) * std::sqrt(1 + slope * slope)) {
      hit.link = link->of;
      return hit;
    }
  }
  return hit;
}

float scrolledBy(const LinksGeometry& geometry, float scroll, float points) {
  return geometry.overflow <= 0 ? 0 : std::clamp(scroll + points / geometry.overflow, 0.0F, 1.0F);
}

float scrolledTo(const LinksGeometry& geometry, float scroll, LinkSide side, attn::Index index) {
  const std::size_t at = side == LinkSide::Query ? 0 : 1;
  const float beyond = static_cast<float>(geometry.count[at]) * geometry.pitch - geometry.alongSize();
  if (beyond <= 0) return scroll;
  const float token = static_cast<float>(index) * geometry.pitch;
  const float offset = std::clamp(scroll * beyond, token + geometry.pitch - geometry.alongSize(), token);
  return std::clamp(offset / beyond, 0.0F, 1.0F);
}

}  // namespace lab
