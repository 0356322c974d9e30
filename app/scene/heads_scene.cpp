#include "scene/heads_scene.h"

#include <algorithm>
#include <cmath>

#include "scene/number_text.h"
#include "scene/shared_range.h"
#include "scene/text_width.h"
#include "scene/text_wrap.h"

namespace lab {

namespace {

constexpr float gapUnits = 1.5F, lineUnits = 2.1F, titleUnits = 3.25F, padUnits = 1.25F, barUnits = 10,
                mostCardUnits = 80, leastMapUnits = 6, columnGapUnits = 1.5F, mostCellUnits = 6, pairUnits = 0.2F;

/// Assembles one scene, part by part.
class Builder {
 public:
  Builder(const HeadsSubject& subject, const HeadsOptions& options, const SceneStyle& style)
      : subject_(subject), options_(options), style_(style), p_(*style.palette) {}

  HeadsScene build(Rect area) {
    const Rect inner = area.inset(style_.u(1.5F));
    float top = inner.y;
    if (subject_.headCount == 1 && style_.interactive) {
      scene_.note = style_.tr(subject_.single ? "heads.one-given" : "heads.one");
      text(scene_.note, {inner.x, top + style_.u(1.25F)}, TextSize::Small, Anchor::Left, p_.dim, inner.width);
      top += style_.u(3.5F);
    }
    scene_.plot = {inner.x, top, std::max(style_.u(4), inner.width - style_.u(barUnits)), inner.bottom() - top};
    placeCards();
    scene_.drawing.emplace_back(ClipShape{scene_.plot});
    for (std::size_t i = 0; i < scene_.cards.size(); ++i)
      if (isSeen(scene_.cards[i].rect)) drawCard(i);
    scene_.drawing.emplace_back(ClipShape{});
    drawScrollBar();
    drawBar(inner);
    return std::move(scene_);
  }

 private:
  float linesHeight(MeasurePlace at) const {
    const float lines = static_cast<float>(headMeasureRows().size()) * (at == MeasurePlace::Stacked ? 2 : 1);
    return style_.u(lineUnits) * lines + style_.u(0.5F);
  }

  /// The least width in which names and values of the measures stand beside, or below, each other.
  float linesWidth(MeasurePlace at) const {
    float least = 0;
    for (const HeadMeasureRow& row : headMeasureRows())
      least = std::max(least, style_.width(style_.tr(row.key), TextSize::Small));
    const float value = style_.width("000.000", TextSize::Small);
    return std::ceil(at == MeasurePlace::Stacked ? std::max(least, value) : least + value + style_.u(1));
  }
  float leastWidth() const { return linesWidth(MeasurePlace::Below) + style_.u(2 * padUnits); }

  /// Rows and columns of the matrices, which all heads share.
  Size cells() const {
    for (const HeadCard& card : subject_.cards)
      if (card.weights)
        return {static_cast<float>(card.weights->picture.values->cols()),
                static_cast<float>(card.weights->picture.values->rows())};
    return {1, 1};
  }

  /// How wide and high a card is; its cells take what title and measures leave.
  struct Grid {
    int columns = 1;
    MeasurePlace place = MeasurePlace::Below;
    Size card;
    float cell = 0;  ///< pitch
  };

  Grid gridOf(int columns, MeasurePlace place, std::optional<float> height) const {
    const Size size = cells();
    const auto across = static_cast<float>(columns);
    const bool below = place == MeasurePlace::Below;
    Grid grid;
    grid.columns = columns;
    grid.place = place;
    grid.card.width =
        std::floor(std::min((scene_.plot.width - style_.u(gapUnits) * (across - 1)) / across, style_.u(mostCardUnits)));
    float room = grid.card.width - style_.u(2 * padUnits);
    if (!below) room -= linesWidth(place) + style_.u(columnGapUnits);
    const float rest = style_.u(titleUnits + padUnits) + (below ? linesHeight(place) : 0);
    // Cells are square; a tall matrix must not make its card endless.
    float natural = rest + std::max(0.0F, room) * std::clamp(size.height / size.width, 0.25F, 1.25F);
    if (!below) natural = std::max(natural, rest + linesHeight(place));
    grid.card.height = std::floor(height ? std::min(*height, natural) : natural);
    grid.cell = std::min({room / size.width, (grid.card.height - rest) / size.height, style_.u(mostCellUnits)});
    if (grid.cell > 2) grid.cell = std::floor(grid.cell);
    if (!below && grid.card.height - rest < linesHeight(place) - 1) grid.cell = 0;
    // A card is no larger than what is in it needs.
    const float map = grid.cell * size.width, lines = linesWidth(place);
    const float content = below ? std::max(map, 1.5F * lines) : map + style_.u(columnGapUnits) + 1.4F * lines;
    grid.card.width = std::min(grid.card.width, std::ceil(content + style_.u(2 * padUnits)));
    const float tall = grid.cell * size.height;
    grid.card.height =
        std::min(grid.card.height, std::ceil(rest + (below ? tall : std::max(tall, linesHeight(place)))));
    return grid;
  }

  /// The grid with the largest cells in which all cards are seen; where that leaves them too low, the narrowest cards,
  /// which are scrolled through.
  Grid chooseGrid(int count) const {
    const float gap = style_.u(gapUnits), least = std::min(leastWidth(), scene_.plot.width);
    const int most = std::clamp(static_cast<int>((scene_.plot.width + gap) / (least + gap)), 1, count);
    std::optional<Grid> best;
    for (int columns = 1; columns <= most; ++columns) {
      const auto rows = static_cast<float>((count + columns - 1) / columns);
      for (const MeasurePlace place : {MeasurePlace::Below, MeasurePlace::Beside, MeasurePlace::Stacked}) {
        const Grid grid = gridOf(columns, place, (scene_.plot.height + gap) / rows - gap);
        const bool legible = grid.cell * cells().height >= style_.u(leastMapUnits) || grid.cell >= style_.u(1);
        // A little larger is not worth another arrangement.
        if (legible && (!best || grid.cell > 1.05F * best->cell)) best = grid;
      }
    }
    return best ? *best : gridOf(most, MeasurePlace::Below, std::nullopt);
  }

  void placeCards() {
    const auto count = static_cast<int>(subject_.cards.size());
    const float gap = style_.u(gapUnits);
    const Grid grid = chooseGrid(count);
    scene_.columns = grid.columns;
    scene_.measurePlace = grid.place;
    const float step = grid.card.height + gap;
    scene_.overflow = static_cast<float>((count + grid.columns - 1) / grid.columns) * step - gap - scene_.plot.height;
    if (scene_.overflow < 1) scene_.overflow = 0;
    const float scroll = std::clamp(options_.scroll, 0.0F, scene_.overflow);
    for (int i = 0; i < count; ++i) {
      HeadCardPlace place;
      place.rect = {scene_.plot.x + static_cast<float>(i % grid.columns) * (grid.card.width + gap),
                    std::round(scene_.plot.y + static_cast<float>(i / grid.columns) * step - scroll), grid.card.width,
                    grid.card.height};
      placeParts(place);
      scene_.cards.push_back(place);
    }
  }

  void placeParts(HeadCardPlace& place) const {
    const Size size = cells();
    const bool below = scene_.measurePlace == MeasurePlace::Below;
    const float lines = linesHeight(scene_.measurePlace), width = linesWidth(scene_.measurePlace);
    Rect room{place.rect.x + style_.u(padUnits), place.rect.y + style_.u(titleUnits),
              place.rect.width - style_.u(2 * padUnits), place.rect.height - style_.u(titleUnits + padUnits)};
    const Rect whole = room;
    if (below)
      room.height -= lines;
    else
      room.width -= width + style_.u(columnGapUnits);
    place.cell = std::min({room.width / size.width, room.height / size.height, style_.u(mostCellUnits)});
    if (place.cell > 2) place.cell = std::floor(place.cell);
    const Size map{place.cell * size.width, place.cell * size.height};
    // Beside its measures a map stands at the left, below its title.
    place.map = {std::round(below ? room.x + (room.width - map.width) / 2 : room.x),
                 std::round(below ? room.y + (room.height - map.height) / 2 : room.y), map.width, map.height};
    if (below) {
      place.measures = {whole.x, whole.bottom() - lines + style_.u(0.5F), whole.width, lines - style_.u(0.5F)};
    } else {
      const float x = place.map.right() + style_.u(columnGapUnits);
      place.measures = {x, whole.y, std::min(whole.right() - x, 1.4F * width), lines - style_.u(0.5F)};
    }
  }

  bool isSeen(Rect rect) const { return rect.bottom() >= scene_.plot.y && rect.y <= scene_.plot.bottom(); }

  void drawCard(std::size_t i) {
    const HeadCard& card = subject_.cards[i];
    const HeadCardPlace& place = scene_.cards[i];
    const bool head = card.kind == HeadCard::Kind::Head, looked = head && card.head == subject_.looked;
    const float line = style_.metrics.line * (looked ? 2 : 1);
    scene_.drawing.emplace_back(BoxShape{.rect = place.rect.inset(line / 2),
                                         .fill = head && subject_.pointed == i ? p_.hover : p_.panel,
                                         .edge = looked ? p_.accent : p_.border,
                                         .line = line,
                                         .radius = 8});
    const float room = place.rect.width - style_.u(2 * padUnits), left = place.rect.x + style_.u(padUnits);
    text(cardTitle(*style_.words, card), {left, place.rect.y + style_.u(titleUnits / 2 + 0.125F)}, TextSize::Base,
         Anchor::Left, looked ? p_.accent : p_.text, room);
    if (card.weights)
      drawMap(card, place);
    else
      text(style_.tr("view.computing"), place.map.centre(), TextSize::Small, Anchor::Middle, p_.dim, room);
    drawMeasures(card, place);
  }

  void drawMap(const HeadCard& card, const HeadCardPlace& place) {
    CellsShape cells;
    cells.matrix = card.weights;
    cells.clip = intersected(place.map);
    if (cells.clip.height <= 0) return;
    cells.origin = {place.map.x, place.map.y};
    cells.cell = place.cell;
    cells.gap = place.cell >= 12 ? 1 : 0;
    cells.range = subject_.range;
    cells.map = subject_.map;
    cells.strength = subject_.stale ? 0.5F : 1;
    scene_.drawing.emplace_back(cells);
    mark(place, subject_.selected ? std::optional(subject_.selected->row) : std::nullopt, true, p_.text);
    mark(place, subject_.query, true, p_.accent);
    mark(place, subject_.key, false, p_.accent);
  }

  /// Cells are drawn by a shader with a clip of its own.
  Rect intersected(Rect map) const {
    const float top = std::max(map.y, scene_.plot.y), bottom = std::min(map.bottom(), scene_.plot.bottom());
    return {map.x, top, map.width, bottom - top};
  }

  /// A row or a column by an outline, or by marks at both ends where cells are too small for one.
  void mark(const HeadCardPlace& place, std::optional<attn::Index> index, bool row, Rgba ink) {
    if (!index) return;
    const float at = static_cast<float>(*index) * place.cell, thick = style_.metrics.line;
    if (at >= (row ? place.map.height : place.map.width)) return;
    const Rect strip = row ? Rect{place.map.x, place.map.y + at, place.map.width, place.cell}
                           : Rect{place.map.x + at, place.map.y, place.cell, place.map.height};
    if (place.cell >= 5) {
      scene_.drawing.emplace_back(BoxShape{.rect = strip.inset(-1), .edge = p_.halo, .line = thick + 2});
      scene_.drawing.emplace_back(BoxShape{.rect = strip.inset(-1), .edge = ink, .line = thick});
      return;
    }
    const float length = style_.u(0.75F), half = std::max(1.0F, thick);
    const Point middle = strip.centre();
    if (row) {
      for (const float x : {place.map.x - length - 1, place.map.right() + 1})
        scene_.drawing.emplace_back(BoxShape{.rect = {x, middle.y - half, length, 2 * half}, .fill = ink});
    } else {
      for (const float y : {place.map.y - length - 1, place.map.bottom() + 1})
        scene_.drawing.emplace_back(BoxShape{.rect = {middle.x - half, y, 2 * half, length}, .fill = ink});
    }
  }

  void drawMeasures(const HeadCard& card, const HeadCardPlace& place) {
    const Rect& at = place.measures;
    if (card.kind == HeadCard::Kind::Maximum) {
      noMeasures(at);
      return;
    }
    const bool stacked = scene_.measurePlace == MeasurePlace::Stacked;
    float y = at.y + style_.u(lineUnits / 2);
    for (const HeadMeasureRow& row : headMeasureRows()) {
      const bool sorted = options_.order == row.order;
      const std::string value = card.measures ? fixedText((*card.measures).*row.value, 3) : "–";
      text(style_.tr(row.key), {at.x, y}, TextSize::Small, Anchor::Left, sorted ? p_.text : p_.dim, at.width);
      if (stacked) y += style_.u(lineUnits - pairUnits);
      text(value, {stacked ? at.x : at.right(), y}, TextSize::Small, stacked ? Anchor::Left : Anchor::Right,
           sorted ? p_.accent : p_.text, at.width);
      y += style_.u(lineUnits + (stacked ? pairUnits : 0));
    }
  }

  /// Why the maximum has none.
  void noMeasures(Rect at) {
    const auto most = static_cast<std::size_t>(std::max(1.0F, std::floor(at.height / style_.u(lineUnits) + 0.1F)));
    float y = at.y + style_.u(lineUnits / 2);
    for (const std::string& line :
         wrappedText(style_.measure, style_.tr("heads.maximum.none"), TextSize::Small, at.width, most)) {
      text(line, {at.x, y}, TextSize::Small, Anchor::Left, p_.dim, at.width);
      y += style_.u(lineUnits);
    }
  }

  void drawScrollBar() {
    if (scene_.overflow <= 0) return;
    const float size = scene_.plot.height, length = std::max(style_.u(3), size * size / (size + scene_.overflow));
    const float at = std::clamp(options_.scroll, 0.0F, scene_.overflow) / scene_.overflow * (size - length);
    scene_.drawing.emplace_back(BoxShape{
        .rect = {scene_.plot.right() + style_.u(0.5F), scene_.plot.y + at, style_.u(0.5F), length}, .fill = p_.edge});
  }

  /// One colour bar for all thumbnails.
  void drawBar(Rect inner) {
    // Beside the last card.
    float right = scene_.plot.x;
    for (const HeadCardPlace& card : scene_.cards) right = std::max(right, card.rect.right());
    scene_.bar = {std::min(right, inner.right() - style_.u(barUnits)) + style_.u(2.5F), scene_.plot.y + style_.u(1),
                  style_.u(1.5F), std::min(style_.u(36), scene_.plot.height - style_.u(2))};
    if (scene_.bar.height < style_.u(4)) return;
    scene_.drawing.emplace_back(ColourBarShape{scene_.bar, subject_.map});
    const Ticks ticks = roundTicks(subject_.range);
    for (const double value : ticks.values) {
      const double share = (value - subject_.range.low) / (subject_.range.high - subject_.range.low);
      const float y = scene_.bar.bottom() - static_cast<float>(share) * scene_.bar.height;
      scene_.drawing.emplace_back(
          BoxShape{.rect = {scene_.bar.right(), y - 0.5F, style_.u(0.5F), style_.metrics.line}, .fill = p_.dim});
      text(tickText(ticks, value), {scene_.bar.right() + style_.u(1), y}, TextSize::Small, Anchor::Left, p_.dim,
           inner.right() - scene_.bar.right() - style_.u(1));
    }
  }

  void text(std::string_view words, Point at, TextSize size, Anchor anchor, Rgba ink, float room) {
    scene_.drawing.emplace_back(TextShape{
        .text = elidedTo(style_.measure, words, size, room), .at = at, .size = size, .anchor = anchor, .ink = ink});
  }

  const HeadsSubject& subject_;
  const HeadsOptions& options_;
  const SceneStyle& style_;
  const Palette& p_;
  HeadsScene scene_;
};

}  // namespace

std::string cardTitle(const Words& words, const HeadCard& card) {
  if (card.kind == HeadCard::Kind::Mean) return words("heads.mean");
  if (card.kind == HeadCard::Kind::Maximum) return words("heads.maximum");
  return words("heads.head", {{"head", std::to_string(card.head + 1)}});
}

const std::vector<HeadMeasureRow>& headMeasureRows() {
  static const std::vector<HeadMeasureRow> rows = {
      {HeadOrder::Entropy, "measure.entropy", &attn::HeadMeasures::entropy},
      {HeadOrder::EffectiveKeys, "measure.effective-keys", &attn::HeadMeasures::effectiveKeys},
      {HeadOrder::DiagonalMass, "heads.diagonal-mass", &attn::HeadMeasures::diagonalMass},
      {HeadOrder::MeanDistance, "heads.mean-distance", &attn::HeadMeasures::meanDistance},
  };
  return rows;
}

std::vector<HeadCard> sortedHeads(std::vector<HeadCard> heads, const HeadsOptions& options) {
  const auto row = std::find_if(headMeasureRows().begin(), headMeasureRows().end(),
                                [&](const HeadMeasureRow& one) { return one.order == options.order; });
  std::sort(heads.begin(), heads.end(), [&](const HeadCard& a, const HeadCard& b) {
    if (row != headMeasureRows().end() && a.measures && b.measures) {
      const double x = (*a.measures).*row->value, y = (*b.measures).*row->value;
      if (std::isnan(x) != std::isnan(y)) return std::isnan(y);
      if (x != y && !std::isnan(x)) return options.descending ? x > y : x < y;
      return a.head < b.head;
    }
    return options.descending ? a.head > b.head : a.head < b.head;
  });
  return heads;
}

std::vector<HeadCard> summaryCards(const std::vector<ShownMatrixPtr>& heads) {
  std::vector<attn::MatrixPtr> weights;
  std::vector<attn::MaskPtr> visible;
  for (const ShownMatrixPtr& head : heads) {
    weights.push_back(head->picture.values);
    if (head->picture.visible) visible.push_back(head->picture.visible);
  }
  const auto card = [&](HeadCard::Kind kind, attn::Matrix values) {
    MatrixPicture picture = heads.front()->picture;
    picture.values = std::make_shared<const attn::Matrix>(std::move(values));
    picture.scores = nullptr;
    if (!visible.empty()) picture.visible = std::make_shared<const attn::Mask>(attn::visibleToAny(visible));
    HeadCard out;
    out.kind = kind;
    if (kind == HeadCard::Kind::Mean) {
      const attn::Mask all = attn::Mask::Constant(picture.values->rows(), picture.values->cols(), true);
      out.measures = attn::meanMeasures(attn::measureRows(*picture.values, picture.visible ? *picture.visible : all));
    }
    out.weights = shownMatrix(std::move(picture));
    return out;
  };
  return {card(HeadCard::Kind::Mean, attn::meanOverHeads(weights)),
          card(HeadCard::Kind::Maximum, attn::maximumOverHeads(weights))};
}

std::optional<std::size_t> HeadsScene::cardAt(Point point) const {
  if (!plot.contains(point)) return std::nullopt;
  for (std::size_t i = 0; i < cards.size(); ++i)
    if (cards[i].rect.contains(point)) return i;
  return std::nullopt;
}

std::optional<Cell> HeadsScene::cellAt(std::size_t card, Point point, attn::Index rows, attn::Index columns_) const {
  const HeadCardPlace& place = cards[card];
  if (!place.map.contains(point)) return std::nullopt;
  const auto index = [&](float along, attn::Index count) {
    return std::min<attn::Index>(static_cast<attn::Index>(along / place.cell), count - 1);
  };
  return Cell{index(point.y - place.map.y, rows), index(point.x - place.map.x, columns_)};
}

HeadsScene headsScene(const HeadsSubject& subject, const HeadsOptions& options, const SceneStyle& style, Rect area) {
  return Builder(subject, options, style).build(area);
}

ViewFigure headsFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size) {
  HeadsSubject shown;
  shown.headCount = static_cast<attn::Index>(subject.trace.heads.size());
  shown.looked = -1;  // a page has no head that is looked at
  shown.map = &colourMapNamed(style.colourMap);
  std::vector<ShownMatrixPtr> weights;
  for (attn::Index head = 0; head < shown.headCount; ++head) {
    weights.push_back(shownMatrix(pictureOf(attn::oneHead(subject.trace, head), MatrixStage::Weights)));
    shown.cards.push_back(
        {HeadCard::Kind::Head, head, weights.back(), attn::meanMeasures(*subject.trace.head(head).measures)});
  }
  if (weights.size() > 1)
    for (HeadCard& card : summaryCards(weights)) shown.cards.push_back(std::move(card));
  shown.range = rangeFor(*shown.map, sharedRange(weights));
  const auto count = static_cast<float>(shown.cards.size());
  const float columns = std::ceil(std::sqrt(count * 1.2F)), rows = std::ceil(count / columns);
  const Size page = size.value_or(Size{style.u(columns * 26 + 12), style.u(rows * 36 + 4)});
  return {page, headsScene(shown, {}, style, {0, 0, page.width, page.height}).drawing};
}

}  // namespace lab
