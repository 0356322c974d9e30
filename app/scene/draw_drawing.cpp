#include <algorithm>
#include <cmath>

#include "scene/draw_scene.h"
#include "scene/number_text.h"
#include "scene/text_width.h"
#include "scene/text_wrap.h"

namespace lab {

namespace {

constexpr int kLongestRowName = 24, kShortestRowName = 3;  // characters

class DrawPainter {
 public:
  DrawPainter(const DrawLayout& layout, const DrawSubject& subject, const SceneStyle& style, std::optional<Cell> lit)
      : layout_(layout), subject_(subject), style_(style), p_(*style.palette), lit_(lit) {}

  Drawing draw() {
    maps();
    axis();
    for (std::size_t at = 0; at < layout_.keys.size(); ++at) bar(at);
    heading();
    if (layout_.table.width > 0) table();
    words();
    return std::move(drawing_);
  }

 private:
  float u(float units) const { return style_.u(units); }
  Rgba shade(Rgba ink) const { return subject_.stale ? faded(ink, 0.5F) : ink; }
  void text(std::string what, Point at, TextSize size, Rgba ink, Anchor anchor = Anchor::Left, float angle = 0) {
    drawing_.emplace_back(TextShape{std::move(what), at, size, anchor, angle, ink});
  }
  void box(Rect rect, Rgba fill) { drawing_.emplace_back(BoxShape{.rect = rect, .fill = fill}); }
  const std::string& label(attn::Index key) const {
    return subject_.painted->picture.columnLabels[static_cast<std::size_t>(key)];
  }
  double weight(attn::Index key) const {
    return static_cast<double>((*subject_.trace.head().weights)(subject_.selected.row, key));
  }
  double before(attn::Index key) const {
    return static_cast<double>((*subject_.trace.head().computed)(subject_.selected.row, key));
  }

  // ---- the two maps ----

  /// The longest of the sentences that fits.
  void caption(Rect room, const std::vector<std::string>& sentences, Rgba ink) {
    for (const std::string& each : sentences)
      if (style_.width(each, TextSize::Base) <= room.width || &each == &sentences.back()) {
        text(elidedTo(style_.measure, each, TextSize::Base, room.width), {room.x, room.y + u(1.25F)}, TextSize::Base,
             ink);
        return;
      }
  }

  /// A bar at the right of every row that was painted.
  void marks(const MapPanel& panel) {
    const HeatmapLayout& map = panel.layout;
    for (const attn::Index row : subject_.trace.head().painted) {
      if (row < map.firstRow || row >= map.endRow) continue;
      const Rect at = map.rowRect(row);
      const float width = u(0.5F), height = std::max(2.0F, at.height);
      box({map.clip.right() + u(0.5F), at.centre().y - height / 2, width, height}, p_.accent);
    }
  }

  void maps() {
    if (layout_.computed) {
      caption(layout_.computedCaption, {style_.tr("draw.computed")}, p_.dim);
      drawMapPanel(drawing_, *layout_.computed, style_, subject_.stale ? 0.5F : 1);
      if (style_.interactive) drawSelection(drawing_, *layout_.computed, subject_.selected, style_);
    }
    if (style_.interactive)
      caption(layout_.paintedCaption, {style_.tr("draw.hint"), style_.tr("draw.hint-short"), style_.tr("draw.painted")},
              p_.text);
    else
      caption(layout_.paintedCaption, {style_.tr("draw.painted")}, p_.dim);
    drawMapPanel(drawing_, layout_.painted, style_, subject_.stale ? 0.5F : 1);
    if (style_.interactive) drawSelection(drawing_, layout_.painted, subject_.selected, style_);
    marks(layout_.painted);
    if (!lit_ || !style_.interactive) return;
    for (const MapPanel* panel : {&layout_.painted, layout_.computed ? &*layout_.computed : nullptr})
      if (panel != nullptr && panel->layout.cell >= 6) drawPointed(drawing_, *panel, *lit_, style_);
  }

  void words() {
    if (layout_.words.width <= 0) return;
    const std::string hint = drawHint(subject_, style_);
    const bool special = hint != style_.tr("draw.drag-hint");
    float y = layout_.words.y + u(1.25F);
    const auto line = [&](const std::string& what, Rgba ink) {
      const auto most = static_cast<std::size_t>(std::max(0.0F, (layout_.words.bottom() - y) / u(2.5F) + 0.51F));
      if (most == 0) return;
      for (const std::string& each : wrappedText(style_.measure, what, TextSize::Small, layout_.words.width, most)) {
        text(each, {layout_.words.x, y}, TextSize::Small, ink);
        y += u(2.5F);
      }
    };
    line(hint, special ? p_.text : p_.dim);
    const std::size_t rows = subject_.trace.head().painted.size();
    if (rows > 0) line(style_.tr("draw.painted-rows", {{"count", std::to_string(rows)}}), p_.accent);
  }

  // ---- the selected row as bars ----

  /// What the bars are of and how many keys have none, within `width`: the name of the row gives way to the count.
  std::string headingIn(float width) {
    const std::string& row = subject_.painted->picture.rowLabels[static_cast<std::size_t>(subject_.selected.row)];
    const attn::InputError::Arguments count = {{"count", std::to_string(layout_.leftOut)}};
    const auto with = [&](int characters, const char* rest) {
      const std::string name =
          style_.tr(showsBefore() ? "draw.row-painted" : "draw.row", {{"row", elided(row, characters)}});
      return layout_.leftOut > 0 ? name + " · " + style_.tr(rest, count) : name;
    };
    const auto fits = [&](const std::string& what) { return style_.width(what, TextSize::Base) <= width; };
    if (std::string whole = with(kLongestRowName, "draw.left-out"); fits(whole)) return whole;
    for (int characters = kLongestRowName; characters >= kShortestRowName; --characters)
      if (std::string what = with(characters, "draw.left-out-short"); fits(what)) return what;
    const std::string alone = style_.tr("draw.left-out-short", count);
    return elidedTo(style_.measure, layout_.leftOut > 0 ? alone : with(kShortestRowName, ""), TextSize::Base, width);
  }

  void heading() {
    const bool painted = showsBefore();
    const Rect& room = layout_.heading;
    const float y = room.centre().y;
    const float legend = painted ? u(3.25F) + style_.width(style_.tr("draw.computed"), TextSize::Small) : 0;
    // Between the heading and its legend.
    const float width = room.width - (painted ? legend + u(3) : 0);
    const std::string shown = headingIn(width);
    text(shown, {room.x, y}, TextSize::Base, painted ? p_.accent : p_.dim);
    if (!painted) return;
    const float x = room.x + style_.width(shown, TextSize::Base) + u(3);
    ghost({x, y - u(0.75F), u(2.5F), u(1.5F)});
    text(style_.tr("draw.computed"), {x + u(3.25F), y}, TextSize::Small, p_.dim);
  }

  /// A computed weight behind the painted one.
  void ghost(Rect rect) {
    drawing_.emplace_back(
        BoxShape{.rect = rect, .fill = shade(p_.well), .edge = shade(p_.edge), .line = style_.metrics.line});
  }

  void axis() {
    for (const double value : {0.0, 0.5, 1.0}) {
      const float y = layout_.weightY(value);
      box({layout_.bars.x, y - 0.5F, layout_.bars.width, 1}, value == 0 ? p_.edge : p_.border);
      text(fixedText(value, 1), {layout_.bars.x - u(1), y}, TextSize::Small, p_.dim, Anchor::Right);
    }
  }

  void bar(std::size_t at) {
    const attn::Index key = layout_.keys[at];
    const Rect slot = layout_.slotRect(at);
    const bool selected = key == subject_.selected.column;
    const bool lit = lit_ && lit_->column == key;
    const float gap = std::min(u(0.75F), slot.width * 0.2F), width = slot.width - gap;
    const float x = slot.x + gap / 2;
    if (lit) box({slot.x, slot.y, slot.width, slot.height}, faded(p_.hover, 0.6F));
    if (!canPaint(subject_.trace, {subject_.selected.row, key})) {
      text("0", {slot.centre().x, slot.bottom() - u(1.25F)}, TextSize::Small, p_.off, Anchor::Middle);
    } else if (std::isfinite(weight(key))) {
      const bool two = showsBefore() && std::isfinite(before(key));
      const float top = layout_.weightY(weight(key));
      // Narrower than what was computed, which is seen on both sides of it.
      const float side = two ? std::min(u(0.75F), width * 0.18F) : 0;
      if (two) ghost({x, layout_.weightY(before(key)), width, slot.bottom() - layout_.weightY(before(key))});
      box({x + side, top, width - 2 * side, slot.bottom() - top}, shade(selected ? p_.accent : p_.off));
      if (style_.interactive && (selected || lit)) handle({x + width / 2, top}, width);
      value(slot, two ? std::min(top, layout_.weightY(before(key))) : top, top, weight(key), selected || lit);
    }
    name(slot, key, selected, lit);
  }

  bool showsBefore() const { return attn::isPainted(subject_.trace, 0, subject_.selected.row); }

  void handle(Point at, float width) {
    const float half = std::clamp(width / 3, u(0.5F), u(1.25F));
    drawing_.emplace_back(BoxShape{.rect = {at.x - half, at.y - u(0.375F), 2 * half, u(0.75F)},
                                   .fill = p_.text,
                                   .edge = p_.bg,
                                   .line = 1,
                                   .radius = u(0.375F)});
  }

  /// Above its bar; above what was computed and above a line of the axis, where those would run through it.
  /// @param high the top of the bar and of what was computed
  void value(const Rect& slot, float high, float top, double of, bool always) {
    const std::string shown = cellText(of, 2);
    if (style_.width(shown, TextSize::Small) > slot.width && !always) return;
    float y = (high > top - u(3) ? high : top) - u(1.5F);
    const float half = style_.metrics.fontSize(TextSize::Small) / 2;
    for (const double value : {0.5, 1.0}) {
      const float line = layout_.weightY(value);
      if (y + half > line && y - half < line) y = line - half;
    }
    text(shown, {slot.centre().x, y}, TextSize::Small, p_.text, Anchor::Middle);
  }

  void name(const Rect& slot, attn::Index key, bool selected, bool lit) {
    const Rgba ink = selected ? p_.accent : lit ? p_.text : p_.dim;
    const std::string shown = elided(label(key), 12);
    const float room = slot.width - u(0.5F), y = slot.bottom();
    if (widestName() <= room || slot.width > u(9)) {
      text(elidedTo(style_.measure, shown, TextSize::Small, room), {slot.centre().x, y + u(1.5F)}, TextSize::Small, ink,
           Anchor::Middle);
    } else if (slot.width >= u(2)) {
      const std::string turned = elidedTo(style_.measure, shown, TextSize::Small, u(6.5F));
      text(turned, {slot.centre().x + u(0.75F), y + u(1)}, TextSize::Small, ink, Anchor::Right, 35);
    } else if (lit || (selected && !lit_)) {
      text(shown, {slot.centre().x, y + u(1.5F)}, TextSize::Small, ink, Anchor::Middle);
    }
  }

  float widestName() {
    if (widest_) return *widest_;
    float width = 0;
    for (const attn::Index key : layout_.keys)
      width = std::max(width, style_.width(elided(label(key), 12), TextSize::Small));
    widest_ = width;
    return width;
  }

  // ---- the numbers of both ----

  struct Line {
    std::string name, before, after, change;
    Rgba ink;
  };

  float columnWidth() const { return std::min(u(11), layout_.table.width * 0.23F); }
  float columnX(int column) const { return layout_.table.right() - static_cast<float>(2 - column) * columnWidth(); }

  void line(const Line& of) {
    const float y = y_ + layout_.rowHeight / 2;
    y_ += layout_.rowHeight;
    const float room = columnX(of.before == " " ? 2 : 0) - columnWidth() - layout_.table.x;
    text(elidedTo(style_.measure, of.name, TextSize::Small, of.before.empty() ? layout_.table.width : room),
         {layout_.table.x, y}, TextSize::Small, of.ink);
    text(of.before, {columnX(0), y}, TextSize::Small, of.ink, Anchor::Right);
    text(of.after, {columnX(1), y}, TextSize::Small, of.ink, Anchor::Right);
    text(of.change, {columnX(2), y}, TextSize::Small, of.ink, Anchor::Right);
  }

  void numbers(const std::string& name, double before, double after, int decimals = 3) {
    const bool same = before == after || (std::isnan(before) && std::isnan(after));
    const auto written = [&](double value) { return std::isnan(value) ? "–" : fixedText(value, decimals); };
    const std::string change = (after > before ? "+" : "") + written(after - before);
    line({name, written(before), written(after), same ? "0" : change, p_.text});
  }

  void table() {
    const attn::PaintedEffect& effect = subject_.effect;
    y_ = layout_.table.y;
    line({"", style_.tr("draw.computed"), style_.tr("draw.painted"), style_.tr("draw.change"), p_.dim});
    box({layout_.table.x, y_ - 1, layout_.table.width, style_.metrics.line}, p_.border);
    // A row without keys has no measures.
    const auto measured = [](const attn::RowMeasures& row, double value) { return row.empty ? NAN : value; };
    numbers(style_.tr("draw.entropy"), measured(effect.computed, effect.computed.entropy),
            measured(effect.painted, effect.painted.entropy));
    // Thousands of keys have no room for the decimals.
    numbers(style_.tr("draw.effective-keys"), measured(effect.computed, effect.computed.effectiveKeys),
            measured(effect.painted, effect.painted.effectiveKeys), effect.computed.effectiveKeys < 1000 ? 3 : 1);
    numbers(style_.tr("draw.largest"), measured(effect.computed, effect.computed.maximum),
            measured(effect.painted, effect.painted.maximum), tableDecimals(effect.computed.maximum));
    if (effect.difference.empty()) {
      if (layout_.rows > 4) line({style_.tr("draw.no-context"), "", "", "", p_.dim});
      return;
    }
    const std::string length = effect.distance == 0 ? "0" : fixedText(effect.distance, 3);
    if (layout_.contextRows == 0) {
      if (layout_.rows > 4) line({style_.tr("draw.context-distance"), " ", "", length, p_.text});
      return;
    }
    line({style_.tr("draw.context"), "", "", "", p_.dim});
    box({layout_.table.x, y_ - 1, layout_.table.width, style_.metrics.line}, p_.border);
    for (std::size_t at = 0; at < layout_.contextRows; ++at)
      numbers(style_.tr("draw.dimension", {{"index", std::to_string(at + 1)}}), effect.contextComputed[at],
              effect.contextPainted[at]);
    const std::size_t more = effect.difference.size() - layout_.contextRows;
    if (more > 0) line({style_.tr("draw.more-dimensions", {{"count", std::to_string(more)}}), "", "", "", p_.dim});
    line({style_.tr("draw.distance"), " ", "", length, p_.text});
  }

  const DrawLayout& layout_;
  const DrawSubject& subject_;
  const SceneStyle& style_;
  const Palette& p_;
  std::optional<Cell> lit_;
  std::optional<float> widest_;
  float y_ = 0;
  Drawing drawing_;
};

}  // namespace

Drawing drawDrawing(const DrawLayout& layout, const DrawSubject& subject, const SceneStyle& style,
                    std::optional<Cell> lit) {
  return DrawPainter(layout, subject, style, lit).draw();
}

ViewFigure drawFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size) {
  const attn::Trace trace = attn::oneHead(subject.trace, subject.head);
  if (!trace.head().weights || trace.queries() == 0) throw attn::InputError("missing_input", {{"input", "weights"}});
  Cell selected = subject.selected.value_or(heaviestCell(trace).value_or(Cell{0, 0}));
  selected = {std::min(selected.row, trace.queries() - 1), std::min(selected.column, trace.keys() - 1)};
  const ShownMatrixPtr painted = shownMatrix(pictureOf(trace, MatrixStage::Weights));
  const attn::PaintedEffect effect = attn::paintedEffect(trace, 0, selected.row);
  const DrawSubject shown{trace, trace.head().painted.empty() ? painted : computedWeights(trace), painted, effect,
                          selected};
  ViewFigure figure;
  figure.size = size.value_or(Size{style.u(130), style.u(82)});
  const DrawLayout layout = layoutDraw(shown, style, {0, 0, figure.size.width, figure.size.height}, std::nullopt);
  figure.drawing = drawDrawing(layout, shown, style, std::nullopt);
  return figure;
}

}  // namespace lab
