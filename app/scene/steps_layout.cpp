#include "scene/steps_layout.h"

#include <algorithm>
#include <cmath>

#include "scene/number_names.h"

namespace lab {
namespace {

using attn::Index;
using enum StepsAxis;

// In units of the grid.
constexpr float kEdge = 1, kGap = 2.25F, kHeader = 2.75F, kLowerHeader = 3.75F, kFormula = 7.25F, kCard = 6.5F,
                kSpace = 1;
constexpr float kCaption = 2.5F, kBar = 0.75F, kFold = 3, kLabelGap = 1;
constexpr float kLowest = 44;  // an area lower than this goes without the formula
// Of B: the pitch of cells.
constexpr float kLargest = 4, kTallest = 1.5F, kLeastKey = 0.5F, kLeastCutKey = 0.75F, kLeastDimension = 0.4F;
constexpr float kLeastUpperDimension = 0.2F, kLeastUpperKey = 0.2F, kUpperDimension = 0.4F;
constexpr float kUpperShare = 0.55F;  // of the height, at most, for the rows above the lower band
constexpr Index kFewTokens = 4, kFewDimensions = 8, kManyKeys = 8;
constexpr float kSlant = 0.7071F;
constexpr float kCutRow = 1.07F;  // of small text: where rows are cut anyway their labels have air

/// Widths of a column of keys, of a head's dimensions, and of more dimensions than these.
struct Widths {
  float key = 0, few = 0, many = 0;
};
struct Heights {
  float query = 0, upper = 0, top = 0;  ///< pitch of the lower band, rooms of the others
};

struct Column {
  StepsAxis across = Dimensions;
  Index whole = 0;
  float least = 0;  ///< what its name needs
};

class Layouter {
 public:
  Layouter(std::vector<StepsBox>& boxes, StepsWindow& window, StepsLayout& layout, const StepsWants& wants,
           const SceneStyle& style, Rect area)
      : boxes_(boxes), window_(window), layout_(layout), wants_(wants), style_(style), area_(area) {
    collectColumns();
  }

  bool run() {
    window_.shown = wants_.counts;
    layout_.rowLabelSize = area_.width < u(100) ? TextSize::Small : TextSize::Base;
    const float label = layout_.rowLabelSize == TextSize::Base ? wants_.rowLabel : wants_.smallRowLabel;
    layout_.rowLabels = std::min(label + 1, std::max(u(6), 0.1F * area_.width)) + u(kLabelGap);
    search();
    const bool comfortable = widths_.key >= turnedPitch() && !isCut(Keys) && !isCut(Dimensions);
    sharpen();
    place();
    return comfortable;
  }

 private:
  float u(float units) const { return style_.u(units); }
  float base() const { return style_.metrics.base; }
  float small() const { return style_.metrics.fontSize(TextSize::Small); }
  /// Letters fill 0.86 of a line.
  float line() const { return std::ceil(0.86F * small()); }
  /// Turned by 45° lines of text are nearer to each other than the columns; letters fill 0.86 of a line.
  float turnedPitch() const { return 0.86F * small() / kSlant; }
  /// Beside a small number in its cell, at both sides together.
  float air() const { return style_.metrics.projector ? 4 : 2; }
  bool isCut(StepsAxis axis) const { return window_.shown[axis] < wants_.counts[axis]; }
  bool isCut() const { return isCut(Queries) || isCut(Keys) || isCut(Dimensions); }
  bool hasBars() const { return isCut(Keys) || isCut(Dimensions); }
  bool hasFormula() const { return area_.height >= u(kLowest); }

  Index shown(StepsAxis axis, Index whole) const { return std::min(window_.shown[axis], whole); }
  Index shownRows(const StepsBox& box) const { return shown(box.down, box.shape.rows); }
  Index shownColumns(const StepsBox& box) const { return shown(box.across, box.shape.columns); }

  void collectColumns() {
    for (const StepsBox& box : boxes_) {
      columns_.resize(std::max(columns_.size(), static_cast<std::size_t>(box.column) + 1));
      Column& column = columns_[static_cast<std::size_t>(box.column)];
      column.across = box.across;
      column.whole = std::max(column.whole, box.shape.columns);
      const float name = layoutFormula(box.tex, small(), style_.measureRun).size.width;
      // One more, since columns begin at whole points.
      column.least = std::max(column.least, name + 1 + u(0.75F - kGap));
    }
    if (!columns_.empty() && !wants_.foldable) columns_.back().least += u(kGap);  // nothing follows it
  }

  // ---- widths ----

  float pitchOf(const Column& column, const Widths& widths) const {
    if (column.across == Keys) return widths.key;
    if (column.whole == 1) return std::max(widths.few, 0.8F * base());  // an outline must not cover it
    return column.whole <= kFewDimensions ? widths.few : widths.many;
  }
  float columnWidth(const Column& column, const Widths& widths) const {
    const float cells = static_cast<float>(shown(column.across, column.whole)) * pitchOf(column, widths);
    return names_ ? std::max(cells, column.least) : cells;
  }
  float across(const Widths& widths) const {
    float sum = 0;
    for (const Column& column : columns_) sum += columnWidth(column, widths);
    return sum;
  }
  float columnRoom() const {
    return area_.width - u(2 * kEdge) - layout_.rowLabels - u(kGap) * static_cast<float>(columns_.size() - 1) -
           (wants_.foldable ? u(kGap + kFold) : 0);
  }

  /// The largest pitch from `low` to `high` whose widths have room; 0 where not even `low` has.
  template <class WidthsOf>
  float widest(float low, float high, WidthsOf&& widthsOf) const {
    const float room = columnRoom();
    if (high < low || across(widthsOf(low)) > room) return 0;
    if (across(widthsOf(high)) <= room) return high;
    for (int i = 0; i < 20; ++i) {
      const float middle = (low + high) / 2;
      (across(widthsOf(middle)) <= room ? low : high) = middle;
    }
    return low;
  }

  /// Numbers in every cell, else in the cells of heads, else in the pairs', else colours alone.
  bool fitWidths() {
    const float least = kLeastDimension * base(), most = kLargest * base();
    const auto padded = [&](float number) { return number > 0 ? std::ceil(number) + air() + 1 : 0; };
    const float vector = padded(wants_.number[0]), pair = padded(std::max(wants_.number[1], wants_.number[2]));
    const float every = std::max(vector, pair);
    const float same = widest(1, most, [](float p) { return Widths{p, p, p}; });
    if (every > 0 && same >= every) return take({same, same, same});
    if (every > 0) {
      if (const float many = widest(least, every, [&](float p) { return Widths{every, every, p}; }); many > 0)
        return take({every, every, many});
      if (const float both = widest(least, pair, [&](float p) { return Widths{pair, p, p}; }); both > 0)
        return take({pair, both, both});
    }
    const float labelled = std::ceil(turnedPitch());
    if (same >= labelled) return take({same, same, same});
    if (const float both = widest(least, labelled, [&](float p) { return Widths{labelled, p, p}; }); both > 0)
      return take({labelled, both, both});
    // Where keys are cut anyway, the few numbers of a head are as wide as they, as long as many keys are left.
    const float cut = kLeastCutKey * base();
    const float few = isCut(Keys) && window_.shown[Keys] > kManyKeys ? cut : least;
    const float key = widest(1, labelled, [&](float p) { return Widths{p, few, least}; });
    return key >= (isCut(Keys) ? cut : kLeastKey * base()) && take({key, few, least});
  }
  bool take(const Widths& widths) {
    widths_ = widths;
    return true;
  }

  // ---- heights ----

  float keyLabelHeight(KeyLabels labels) const {
    if (labels == KeyLabels::Turned) return (keyLabelRoom() + small()) * kSlant + u(0.75F);
    return small() + u(0.75F);
  }
  /// How long a turned label may be.
  float keyLabelRoom() const { return std::min(wants_.keyLabel, std::max(u(5), 0.14F * area_.height)); }

  float rowsOfBand(StepsBand band, float pitchOfDimension, float pitchOfKey) const {
    float most = 0;
    for (const StepsBox& box : boxes_)
      if (box.band == band)
        most = std::max(most, static_cast<float>(shownRows(box)) * (box.down == Keys ? pitchOfKey : pitchOfDimension));
    return most;
  }
  bool hasBand(StepsBand band) const { return rowsOfBand(band, 1, 1) > 0; }

  float fixedHeight(KeyLabels labels) const {
    const bool top = hasBand(StepsBand::Top), upper = hasBand(StepsBand::Upper);
    return (hasFormula() ? u(kFormula) : u(kSpace)) + (top ? u(kHeader) : 0) +
           (upper ? u(top ? kLowerHeader : kHeader) : 0) + u(upper ? kLowerHeader : kHeader) + u(hasBars() ? kBar : 0) +
           keyLabelHeight(labels) + (isCut() ? u(kCaption) : 0) + u(kCard + 2 * kSpace);
  }

  /// Pitches and rooms, with the rows of the lower band as high as their labels where that can be; none where what is
  /// shown does not fit.
  std::optional<Heights> heights(KeyLabels labels) const {
    const float room = area_.height - fixedHeight(labels);
    const float least = rowsOfBand(StepsBand::Upper, kLeastUpperDimension * base(), kLeastUpperKey * base()) +
                        rowsOfBand(StepsBand::Top, kLeastUpperDimension * base(), kLeastUpperKey * base());
    const float upper = rowsOfBand(StepsBand::Upper, 1, 1), top = rowsOfBand(StepsBand::Top, 1, 1);
    const auto rows = static_cast<float>(window_.shown[Queries]);
    const float most = std::clamp(std::max(widths_.key, kTallest * base()), 1.0F, kLargest * base());
    // Rows above are as high as those below, until the latter would be low.
    const float equal = room / (rows + upper + top), tall = std::min(most, kTallest * base());
    const float lower = (room - kUpperDimension * base() * (upper + top)) / rows;
    float query = equal >= tall ? std::min(equal, most) : std::max(equal, std::min(lower, tall));
    const float labelled = isCut(Queries) ? kCutRow * small() : line();
    if (query < labelled) query = std::min(labelled, (room - least) / rows);
    const bool fits = query >= (isCut(Queries) ? kCutRow * small() : kLeastKey * base()) && least <= kUpperShare * room;
    if (!fits) return std::nullopt;
    if (query >= 6) query = std::floor(query);
    const float above = std::min(room - query * rows, (upper + top) * query);
    return Heights{query, upper > 0 ? above * upper / (upper + top) : 0, top > 0 ? above * top / (upper + top) : 0};
  }

  bool fitHeights() {
    const bool flat = wants_.keyLabel + 4 <= widths_.key, turned = widths_.key >= turnedPitch();
    layout_.keyLabels = flat ? KeyLabels::Flat : turned ? KeyLabels::Turned : KeyLabels::LookedAt;
    auto found = heights(layout_.keyLabels);
    if (layout_.keyLabels == KeyLabels::Turned && (!found || found->query < line())) {
      layout_.keyLabels = KeyLabels::LookedAt;
      found = heights(layout_.keyLabels);
    }
    if (found) heights_ = *found;
    return found.has_value();
  }

  // ---- what is shown ----

  void search() {
    names_ = true;
    while (true) {
      const bool wide = fitWidths();
      if (wide && fitHeights()) return;
      if (wide ? shrinkDown() : shrinkAcross()) continue;
      if (!names_) break;
      names_ = false;  // cut names are better than nothing
      window_.shown = wants_.counts;
    }
    // Smaller than anything that can be read: at least nothing is drawn elsewhere.
    const float pitch = std::max(1.0F, widest(0.1F, 8, [](float p) { return Widths{p, p, p}; }));
    widths_ = {pitch, pitch, pitch};
    layout_.keyLabels = KeyLabels::LookedAt;
    const float room = std::max(4.0F, area_.height - fixedHeight(layout_.keyLabels));
    heights_ = {room / 3 / static_cast<float>(window_.shown[Queries]), room / 3, room / 3};
  }

  static bool shrink(Index& count, Index least) {
    if (count <= least) return false;
    count = std::max(least, count * 7 / 8);
    return true;
  }

  bool shrinkAcross() {
    Index &dimensions = window_.shown[Dimensions], &keys = window_.shown[Keys];
    if (2 * dimensions >= keys && shrink(dimensions, kFewDimensions)) return true;
    return shrink(keys, kFewTokens) || shrink(dimensions, 1) || shrink(keys, 1);
  }

  bool shrinkDown() {
    Index &dimensions = window_.shown[Dimensions], &keys = window_.shown[Keys], &queries = window_.shown[Queries];
    const float room = area_.height - fixedHeight(KeyLabels::LookedAt);
    const auto above = [&](float dimension, float key) {
      return rowsOfBand(StepsBand::Upper, dimension, key) + rowsOfBand(StepsBand::Top, dimension, key);
    };
    const float byDimension = above(kLeastUpperDimension * base(), 0), byKey = above(0, kLeastUpperKey * base());
    if (std::max(byDimension, byKey) > kUpperShare * room) {
      if (byDimension >= byKey && shrink(dimensions, 4)) return true;
      if (shrink(keys, kFewTokens) || shrink(dimensions, 1)) return true;
    }
    return shrink(queries, 1) || shrink(dimensions, 1) || shrink(keys, 1);
  }

  // ---- places ----

  /// Whole points, so that equal cells look equal.
  void sharpen() {
    for (float* pitch : {&widths_.key, &widths_.few, &widths_.many})
      if (*pitch >= 6) *pitch = std::floor(*pitch);
  }

  void place() {
    std::vector<float> xs;
    const bool fold = wants_.foldable;
    const float total = layout_.rowLabels + across(widths_) + u(kGap) * static_cast<float>(columns_.size() - 1) +
                        (fold ? u(kGap + kFold) : 0);
    const float left = area_.x + std::max(u(kEdge), (area_.width - total) / 2);
    float x = left + layout_.rowLabels;
    for (const Column& column : columns_) {
      xs.push_back(std::round(x));
      x += columnWidth(column, widths_) + u(kGap);
    }
    const float right = x - u(kGap);
    placeBands(xs);
    layout_.keyLabelRoom = keyLabelRoom();
    layout_.hasBars = hasBars();
    layout_.canvas.x = left;
    layout_.canvas.width = total;
    if (fold) layout_.fold = {std::round(right + u(kGap)), lowerStart_, u(kFold), lowerHeight_};
    const float cardLeft = left + layout_.rowLabels, cardRight = left + total;
    // As wide as the boxes, but a sentence needs room.
    const float width = std::min(area_.width - u(2 * kEdge), std::max(cardRight - cardLeft, u(110)));
    const float middle = area_.centre().x - width / 2;
    const float cardX = total < 0.8F * area_.width ? middle : std::max(area_.x + u(kEdge), cardRight - width);
    layout_.card = {std::round(cardX), std::round(area_.bottom() - u(kCard + kSpace)), width, u(kCard)};
    layout_.caption = {area_.centre().x, layout_.card.y - u(kSpace) - u(kCaption) / 2 + u(0.25F)};
    layout_.formula =
        hasFormula() ? Rect{area_.x + u(kEdge), area_.y, area_.width - u(2 * kEdge), u(kFormula)} : Rect{};
    for (StepsBox& box : boxes_) decideValues(box);
    // One size for all of them.
    TextSize size = TextSize::Large;
    for (const StepsBox& box : boxes_)
      if (box.values) size = std::min(size, *box.values);
    for (StepsBox& box : boxes_)
      if (box.values) box.values = size;
  }

  void placeBands(const std::vector<float>& xs) {
    const bool top = hasBand(StepsBand::Top), upper = hasBand(StepsBand::Upper);
    // A band is as high as its boxes are, which may be less than its room.
    const float topHeight = bandHeight(StepsBand::Top), upperHeight = bandHeight(StepsBand::Upper);
    lowerHeight_ = heights_.query * static_cast<float>(window_.shown[Queries]);
    const float used = fixedHeight(layout_.keyLabels) + topHeight + upperHeight + lowerHeight_;
    const float spare = std::max(0.0F, area_.height - used);
    const float start = area_.y + (hasFormula() ? u(kFormula) : u(kSpace)) + spare / 2;
    const float topEnd = start + (top ? u(kHeader) + topHeight : 0);
    const float upperEnd = topEnd + (upper ? u(top ? kLowerHeader : kHeader) + upperHeight : 0);
    lowerStart_ = std::round(upperEnd + u(upper ? kLowerHeader : kHeader));
    for (StepsBox& box : boxes_) {
      const float end = box.band == StepsBand::Top ? topEnd : box.band == StepsBand::Upper ? upperEnd : 0;
      const auto column = static_cast<std::size_t>(box.column);
      box.pitch = {pitchOf(columns_[column], widths_), rowPitch(box)};
      box.gap = std::min(box.pitch.width, box.pitch.height) >= 0.75F * base() ? 1.0F : 0.0F;
      const Size size{box.pitch.width * static_cast<float>(shownColumns(box)),
                      box.pitch.height * static_cast<float>(shownRows(box))};
      box.cells = {xs[column], box.band == StepsBand::Lower ? lowerStart_ : std::round(end - size.height),
                   size.width - box.gap, size.height - box.gap};
    }
    layout_.canvas.y = start;
    layout_.canvas.height =
        lowerStart_ + lowerHeight_ + u(hasBars() ? kBar : 0) + keyLabelHeight(layout_.keyLabels) - start;
  }

  float rowPitch(const StepsBox& box) const {
    if (box.band == StepsBand::Lower) return heights_.query;
    const float room = box.band == StepsBand::Top ? heights_.top : heights_.upper;
    const float pitch = std::min(heights_.query, room / static_cast<float>(std::max<Index>(1, shownRows(box))));
    return pitch >= 6 ? std::floor(pitch) : pitch;
  }
  float bandHeight(StepsBand band) const {
    float most = 0;
    for (const StepsBox& box : boxes_)
      if (box.band == band) most = std::max(most, rowPitch(box) * static_cast<float>(shownRows(box)));
    return most;
  }

  void decideValues(StepsBox& box) const {
    box.values.reset();
    const float number = wants_.number[box.span.kind == attn::NumberKind::Weight ? 2 : isPairs(box.span.kind) ? 1 : 0];
    if (number <= 0) return;
    for (const TextSize size : {TextSize::Large, TextSize::Base, TextSize::Small}) {
      const float height = style_.metrics.fontSize(size);
      // The larger sizes with air around them, so that a grid of numbers stays quiet.
      const float spare = size == TextSize::Small ? air() : u(1.75F);
      if (number * height / small() + spare > box.pitch.width - box.gap || height > box.pitch.height - box.gap)
        continue;
      box.values = size;
      return;
    }
  }

  std::vector<StepsBox>& boxes_;
  StepsWindow& window_;
  StepsLayout& layout_;
  const StepsWants& wants_;
  const SceneStyle& style_;
  Rect area_;
  std::vector<Column> columns_;
  bool names_ = true;  ///< columns are at least as wide as their names
  Widths widths_;
  Heights heights_;
  float lowerStart_ = 0, lowerHeight_ = 0;
};

}  // namespace

bool layOutSteps(std::vector<StepsBox>& boxes, StepsWindow& window, StepsLayout& layout, const StepsWants& wants,
                 const SceneStyle& style, Rect area) {
  return Layouter(boxes, window, layout, wants, style, area).run();
}

}  // namespace lab
