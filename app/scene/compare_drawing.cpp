#include <algorithm>
#include <cmath>

#include "scene/compare_scene.h"
#include "scene/formula.h"
#include "scene/heatmap_marks.h"
#include "scene/number_text.h"
#include "scene/text_width.h"
#include "scene/text_wrap.h"

namespace lab {

namespace {

constexpr float kThinRow = 4;  // points: below it a ring would hide the rows beside its own

/// Draws one part after another; every part reads the same layout.
class ComparePainter {
 public:
  ComparePainter(const CompareLayout& layout, const CompareSubject& subject, const SceneStyle& style,
                 const CompareHover& hover)
      : layout_(layout), subject_(subject), style_(style), p_(*style.palette), hover_(hover) {}

  Drawing draw() {
    numberGround();
    names();
    drawing_.emplace_back(ClipShape{layout_.columnsClip});
    for (std::size_t i = 0; i < subject_.columns.size(); ++i) {
      const CompareLayout::Column& at = layout_.columns[i];
      if (at.head.x >= layout_.columnsArea.right() || at.head.x + layout_.step <= layout_.columnsArea.x) continue;
      head(i);
      if (subject_.shown(i)) {
        map(i);
        bars(i);
      } else {
        missing(i);
      }
      numbers(i);
    }
    drawing_.emplace_back(ClipShape{});
    colourBar();
    scrollBar();
    return std::move(drawing_);
  }

 private:
  float u(float units) const { return style_.u(units); }

  void text(std::string what, Point at, TextSize size, Rgba ink, Anchor anchor = Anchor::Left, float angle = 0) {
    drawing_.emplace_back(TextShape{std::move(what), at, size, anchor, angle, ink});
  }
  void box(Rect rect, Rgba fill) { drawing_.emplace_back(BoxShape{.rect = rect, .fill = fill}); }

  // ---- what is left of the columns, and behind the numbers ----

  void numberGround() {
    const Rect& numbers = layout_.columns[0].numbers;
    const float line = style_.metrics.line;
    const auto y = [&](std::size_t row) { return numbers.y + static_cast<float>(row) * layout_.rowHeight; };
    const std::size_t rows = layout_.numbers.size();
    box({layout_.area.x, y(rows - 2), layout_.area.width, 2 * layout_.rowHeight}, p_.panel);
    for (std::size_t row = 0; row <= rows; ++row)
      box({layout_.area.x, y(row) - line / 2, layout_.area.width, line}, p_.border);
    const bool pointed =
        hover_.hit && (hover_.hit->part == CompareHit::Part::Numbers || hover_.hit->part == CompareHit::Part::Names);
    for (std::size_t row = 0; row < rows; ++row) {
      const CompareNumber number = layout_.numbers[row];
      if (pointed && hover_.hit->number == number)
        box({layout_.area.x, y(row) + line / 2, layout_.area.width, layout_.rowHeight - line}, p_.hover);
      text(style_.tr(compareNumberKey(number)), {layout_.area.x + u(2), y(row) + layout_.rowHeight / 2},
           TextSize::Small, p_.dim);
    }
    if (!layout_.note) return;
    const std::string sentence = style_.tr("compare.note", {{"row", rowLabel(24)}});
    text(elidedTo(style_.measure, sentence, TextSize::Small, layout_.note->width),
         {layout_.note->x, layout_.note->centre().y}, TextSize::Small, p_.dim);
  }

  std::string rowLabel(int characters) const {
    for (const CompareColumn& column : subject_.columns)
      if (column.weights && subject_.selected &&
          subject_.selected->row < static_cast<attn::Index>(column.weights->picture.rowLabels.size()))
        return elided(column.weights->picture.rowLabels[static_cast<std::size_t>(subject_.selected->row)], characters);
    return {};
  }

  void names() {
    const float left = layout_.area.x + u(2), room = layout_.columnsArea.x - left - u(1);
    const Rect& map = mapOfFirst();
    const float line = style_.metrics.fontSize(TextSize::Small) * 1.15F;
    text(style_.tr(subject_.differences ? "compare.differences" : "compare.weights"), {left, map.y + u(1)},
         TextSize::Base, p_.text);
    const Rect& bars = layout_.columns[0].bars;
    const float end = bars.y - u(3.25F);  // where the heading of the bars begins
    const bool axes = map.y + u(1.5F) + 2.5F * line <= end;
    if (axes) {
      text(style_.tr("compare.rows"), {left, map.y + u(1.5F) + line}, TextSize::Small, p_.dim);
      text(style_.tr("compare.columns"), {left, map.y + u(1.5F) + 2 * line}, TextSize::Small, p_.dim);
    }
    if (!subject_.selected) return;
    const float rowY = map.y + (static_cast<float>(subject_.selected->row) + 0.5F) * layout_.cell;
    // The label stands at its row, where it touches neither the lines above nor the heading below.
    if (rowY > map.y + u(2.25F) + 3 * line && rowY < bars.y - u(3.5F))
      text(elidedTo(style_.measure, rowLabel(12), TextSize::Small, room), {layout_.columnsArea.x - u(1.5F), rowY},
           TextSize::Small, p_.accent, Anchor::Right);
    text(elidedTo(style_.measure, style_.tr("compare.row", {{"row", rowLabel(16)}}), TextSize::Base, room),
         {left, bars.y - u(2)}, TextSize::Base, p_.accent);
    for (const double tick : barTicks())
      text(fixedText(tick, tickDecimals()), {layout_.columnsArea.x - u(1), layout_.barY(0, tick)}, TextSize::Small,
           p_.dim, Anchor::Right);
  }

  const Rect& mapOfFirst() const { return layout_.columns[0].map; }

  std::vector<double> barTicks() const {
    const ValueRange& range = layout_.barRange;
    if (range.low < 0) return {range.low, 0, range.high};
    return {0, range.high / 2, range.high};
  }
  int tickDecimals() const { return tableDecimals(layout_.barRange.high, 2); }

  // ---- a column ----

  void head(std::size_t i) {
    const CompareColumn& column = subject_.columns[i];
    const Rect& at = layout_.columns[i].head;
    const bool reference = i == subject_.reference;
    if (hover_.hit && hover_.hit->part == CompareHit::Part::Head && hover_.hit->column == i)
      drawing_.emplace_back(BoxShape{
          .rect = {at.x - u(0.75F), at.y - u(0.25F), at.width + u(1), at.height}, .fill = p_.hover, .radius = 4});
    std::string detail = column.detail;
    const auto add = [&](const std::string& word) { detail += (detail.empty() ? "" : " · ") + word; };
    if (reference) add(style_.tr("compare.reference"));
    // At the right edge a name is elided to what is seen of its column.
    const float room = std::min(at.width, layout_.columnsClip.right() - at.x);
    const std::string title = elidedTo(style_.measure, column.title, TextSize::Base, room);
    const float titleY = at.y + u(1.25F), width = style_.width(title, TextSize::Base);
    const auto whole = [&](const std::string& words, Point start, TextSize size, Rgba ink) {
      if (isWhole(start.x, start.x + style_.width(words, size))) text(words, start, size, ink);
    };
    whole(title, {at.x, titleY}, TextSize::Base, reference ? p_.accent : p_.text);
    const Rgba ink = reference ? p_.accent : p_.dim;
    if (layout_.twoLines)
      whole(elidedTo(style_.measure, detail, TextSize::Small, room), {at.x, titleY + u(2.25F)}, TextSize::Small, ink);
    else if (!detail.empty())
      whole(elidedTo(style_.measure, " · " + detail, TextSize::Small, room - width), {at.x + width, titleY},
            TextSize::Small, ink);
    if (layout_.formulaHeight > 0) formula(column.formula, at);
  }

  void formula(const std::string& tex, const Rect& head) {
    const float room = head.width, least = style_.metrics.base * 0.6F;
    float size = style_.metrics.fontSize(TextSize::Small);
    FormulaLayout set = layoutFormula(tex, size, style_.measureRun);
    const float shrink = std::min(room / set.size.width, (layout_.formulaHeight - u(0.25F)) / set.size.height);
    if (shrink < 1) {
      size = std::max(least, std::floor(size * shrink));
      set = layoutFormula(tex, size, style_.measureRun);
    }
    const float middle = head.bottom() - layout_.formulaHeight / 2;
    drawing_.emplace_back(
        FormulaShape{tex, {head.x, middle - set.size.height / 2 + set.baseline}, size, p_.text, p_.accent, p_.dim});
  }

  bool isWhole(float left, float right) const {
    const Rect& view = layout_.columnsClip;
    return left >= view.x - 0.5F && right <= view.right() + 0.5F;
  }

  Rect clipped(Rect rect) const {
    const Rect& view = layout_.columnsClip;
    const float x = std::max(rect.x, view.x), right = std::min(rect.right(), view.right());
    return {x, rect.y, std::max(0.0F, right - x), rect.height};
  }

  void map(std::size_t i) {
    const Rect& at = layout_.columns[i].map;
    const ColourMapRow& colours = colourMapNamed(subject_.differences ? "diverging" : style_.colourMap);
    CellsShape cells;
    cells.matrix = subject_.shown(i);
    cells.clip = clipped(at);
    cells.origin = {at.x, at.y};
    cells.cell = layout_.cell;
    cells.gap = layout_.gap;
    cells.range = layout_.mapRange;
    cells.map = &colours;
    cells.strength = subject_.stale ? 0.5F : 1.0F;
    drawing_.emplace_back(cells);
    values(i, colours);
    marks(i);
  }

  /// Numbers in cells that are large enough: with few tokens.
  void values(std::size_t i, const ColourMapRow& colours) {
    const MatrixPicture& picture = subject_.shown(i)->picture;
    const TextSize size = style_.metrics.projector ? TextSize::Large : TextSize::Small;
    const char* widest = subject_.differences ? "−0.00" : "0.00";
    if (!style_.showValues || style_.width(widest, size) + 4 > layout_.cell - layout_.gap) return;
    for (attn::Index row = 0; row < picture.values->rows(); ++row)
      for (attn::Index key = 0; key < picture.values->cols(); ++key) {
        if (cellKind(picture, {row, key}) != CellKind::Number) continue;
        const double value = static_cast<double>((*picture.values)(row, key));
        const Rgba back = colourOf(colours, layout_.mapRange, value);
        text(cellText(value, 2), layout_.cellRect(i, {row, key}).centre(), size,
             faded(inkOn(back), subject_.stale ? 0.5F : 1.0F), Anchor::Middle);
      }
  }

  void ring(Rect cells, Rgba ink, float thickness) {
    const Ring ring = ringAround(cells, thickness);
    drawing_.emplace_back(BoxShape{.rect = ring.outerHalo, .edge = p_.halo});
    drawing_.emplace_back(BoxShape{.rect = ring.line, .edge = ink, .line = ring.thickness});
    drawing_.emplace_back(BoxShape{.rect = ring.innerHalo, .edge = p_.halo});
  }

  void marks(std::size_t i) {
    const Rect& at = layout_.columns[i].map;
    const attn::Matrix& values = *subject_.shown(i)->picture.values;
    const float line = style_.metrics.line;
    const auto row = [&](attn::Index query) {
      return Rect{at.x, at.y + static_cast<float>(query) * layout_.cell, at.width, layout_.cell - layout_.gap};
    };
    if (subject_.selected && subject_.selected->row < values.rows()) {
      const Rect rect = row(subject_.selected->row);
      if (layout_.cell >= kThinRow) {
        ring(rect, p_.text, 1 + line);
        if (style_.interactive && subject_.selected->column < values.cols() && layout_.cell >= 8)
          ring(layout_.cellRect(i, *subject_.selected), p_.accent, 1 + line);
      } else {
        rowArrows(rect);
      }
    }
    if (hover_.query && *hover_.query < values.rows())
      drawing_.emplace_back(
          BoxShape{.rect = row(*hover_.query).inset(-0.5F), .edge = faded(p_.text, 0.8F), .line = line});
    if (hover_.key && *hover_.key < values.cols())
      drawing_.emplace_back(BoxShape{.rect = {at.x + static_cast<float>(*hover_.key) * layout_.cell - 0.5F, at.y - 0.5F,
                                              std::max(2.0F, layout_.cell - layout_.gap + 1), at.height + 1},
                                     .edge = faded(p_.text, 0.8F),
                                     .line = line});
  }

  void rowArrows(Rect row) {
    const float y = row.centre().y, size = u(0.5F);
    const auto arrow = [&](float x, float to) {
      drawing_.emplace_back(AreaShape{{{x, y}, {to, y - size}, {to, y + size}}, p_.text});
    };
    arrow(row.x - 1, row.x - 1 - 1.6F * size);
    arrow(row.right() + 1, row.right() + 1 + 1.6F * size);
  }

  // ---- bars ----

  void bars(std::size_t i) {
    const Rect& at = layout_.columns[i].bars;
    for (const double tick : barTicks())
      box({at.x, layout_.barY(i, tick) - 0.5F, at.width, 1}, tick == 0 ? p_.edge : p_.border);
    const MatrixPicture& picture = subject_.shown(i)->picture;
    if (!subject_.selected || subject_.selected->row >= picture.values->rows()) return;
    const attn::Index row = subject_.selected->row;
    const auto value = [&](attn::Index key) { return static_cast<double>((*picture.values)(row, key)); };
    const attn::Index largest = largestShown(subject_, i);
    if (layout_.cell >= 3) {
      for (attn::Index key = 0; key < picture.values->cols(); ++key)
        if (std::isfinite(value(key)) && value(key) != 0)
          bar(i, key, value(key), key == largest ? p_.accent : hover_.key == key ? p_.text : p_.off);
    } else {
      peaks(i, picture.values->cols(), value);
      if (largest >= 0) thinBar(i, largest, value(largest), p_.accent);
      if (hover_.key && *hover_.key < picture.values->cols() && std::isfinite(value(*hover_.key)))
        thinBar(i, *hover_.key, value(*hover_.key), p_.text);
    }
    labels(i, picture, largest);
  }

  void bar(std::size_t i, attn::Index key, double value, Rgba ink) {
    box(layout_.barRect(i, key, value), faded(ink, subject_.stale ? 0.5F : 1.0F));
    // A value beyond the axis: its bar points on.
    if (value <= layout_.barRange.high && value >= layout_.barRange.low) return;
    const Rect rect = layout_.barRect(i, key, value);
    const float x = rect.centre().x, size = u(0.5F), y = value > 0 ? rect.y : rect.bottom();
    drawing_.emplace_back(AreaShape{{{x - size, y}, {x + size, y}, {x, y + (value > 0 ? -size : size)}}, ink});
  }

  void thinBar(std::size_t i, attn::Index key, double value, Rgba ink) {
    Rect rect = layout_.barRect(i, key, value);
    rect.x = rect.centre().x - 1;
    rect.width = 2;
    box(rect, ink);
  }

  /// Of keys that share a point the one furthest from 0.
  template <class Value>
  void peaks(std::size_t i, attn::Index keys, const Value& value) {
    attn::Index key = 0;
    for (float x = 0; key < keys; x += 1) {
      double furthest = 0;
      attn::Index at = -1;
      for (; key < keys && static_cast<float>(key) * layout_.cell < x + 1; ++key)
        if (std::isfinite(value(key)) && std::abs(value(key)) > std::abs(furthest)) furthest = value(at = key);
      if (at < 0) continue;
      Rect rect = layout_.barRect(i, at, furthest);
      rect.x = layout_.columns[i].bars.x + x;
      rect.width = std::max(1.0F, layout_.cell);
      box(rect, faded(p_.off, subject_.stale ? 0.5F : 1.0F));
    }
  }

  void label(std::size_t i, const MatrixPicture& picture, attn::Index key, Rgba ink) {
    const float x = layout_.columns[i].bars.x + (static_cast<float>(key) + 0.5F) * layout_.cell - layout_.gap / 2;
    const std::string shown = elidedTo(style_.measure, elided(picture.columnLabels[static_cast<std::size_t>(key)], 12),
                                       TextSize::Small, layout_.labelsHeight);
    text(shown, {x, layout_.columns[i].bars.bottom() + u(0.75F)}, TextSize::Small, ink, Anchor::Right, 90);
  }

  void labels(std::size_t i, const MatrixPicture& picture, attn::Index largest) {
    const attn::Index keys = picture.values->cols();
    const auto ink = [&](attn::Index key) { return key == largest ? p_.accent : hover_.key == key ? p_.text : p_.dim; };
    if (layout_.everyLabel) {
      for (attn::Index key = 0; key < keys; ++key) label(i, picture, key, ink(key));
      return;
    }
    // Only some fit: what is pointed at, then the largest of the row.
    const float apart = 0.85F * style_.metrics.fontSize(TextSize::Small);
    std::vector<attn::Index> taken;
    const auto fits = [&](attn::Index key) {
      return std::all_of(taken.begin(), taken.end(), [&](attn::Index other) {
        return std::abs(static_cast<float>(key - other)) * layout_.cell >= apart;
      });
    };
    if (hover_.key && *hover_.key < keys) taken.push_back(*hover_.key);
    for (const attn::Index key : largestKeys(picture, 12))
      if (taken.size() < 4 && fits(key)) taken.push_back(key);
    for (const attn::Index key : taken) label(i, picture, key, ink(key));
  }

  std::vector<attn::Index> largestKeys(const MatrixPicture& picture, std::size_t count) const {
    const auto row = picture.values->row(subject_.selected->row);
    std::vector<attn::Index> keys;
    for (attn::Index key = 0; key < row.size(); ++key)
      if (std::isfinite(row(key)) && row(key) != 0) keys.push_back(key);
    count = std::min(count, keys.size());
    const auto further = [&](attn::Index a, attn::Index b) {
      const float x = std::abs(row(a)), y = std::abs(row(b));
      return x != y ? x > y : a < b;
    };
    std::partial_sort(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(count), keys.end(), further);
    keys.resize(count);
    return keys;
  }

  // ---- the rest ----

  /// Why a column has no map.
  void missing(std::size_t i) {
    const CompareColumn& column = subject_.columns[i];
    const Rect& at = layout_.columns[i].map;
    const bool computing = column.error.empty() && (!column.weights || sameShapeAsReference(column));
    const std::string why = !column.error.empty() ? "✗ " + column.error
                            : computing           ? style_.tr("view.computing")
                                                  : style_.tr("compare.other-rows");
    const float line = style_.metrics.fontSize(TextSize::Small) * 1.2F;
    const float room = layout_.columns[i].bars.bottom() - at.y;
    float y = at.y + line / 2;
    for (const std::string& part : wrappedText(style_.measure, why, TextSize::Small, layout_.step - u(2),
                                               static_cast<std::size_t>(std::max(1.0F, room / line)))) {
      text(part, {at.x, y}, TextSize::Small, column.error.empty() ? p_.dim : p_.bad);
      y += line;
    }
  }

  bool sameShapeAsReference(const CompareColumn& column) const {
    const ShownMatrixPtr& reference = subject_.columns[subject_.reference].weights;
    return reference && column.weights && reference->picture.values->rows() == column.weights->picture.values->rows();
  }

  void numbers(std::size_t i) {
    const Rect& at = layout_.columns[i].numbers;
    const float right = at.x + std::min(at.width, u(10));
    for (std::size_t row = 0; row < layout_.numbers.size(); ++row) {
      const CompareNumber number = layout_.numbers[row];
      const bool trivial = i == subject_.reference && number >= CompareNumber::JensenShannon;
      const std::string shown =
          elidedTo(style_.measure, compareNumberText(subject_, i, number), TextSize::Base, right - at.x);
      // A number that the edge cuts would read as another one.
      if (!isWhole(right - style_.width(shown, TextSize::Base), right)) continue;
      text(shown, {right, at.y + (static_cast<float>(row) + 0.5F) * layout_.rowHeight}, TextSize::Base,
           trivial ? p_.dim : p_.text, Anchor::Right);
    }
  }

  void colourBar() {
    const Rect& bar = layout_.bar;
    drawing_.emplace_back(ColourBarShape{bar, &colourMapNamed(subject_.differences ? "diverging" : style_.colourMap)});
    const Ticks ticks = roundTicks(layout_.mapRange);
    for (const double tick : ticks.values) {
      const float share =
          static_cast<float>((tick - layout_.mapRange.low) / (layout_.mapRange.high - layout_.mapRange.low));
      const float y = bar.bottom() - share * bar.height;
      box({bar.right(), y - 0.5F, u(0.5F), 1}, p_.dim);
      text(tickText(ticks, tick), {bar.right() + u(0.75F), y}, TextSize::Small, p_.dim);
    }
  }

  void scrollBar() {
    if (layout_.scrollMost <= 0) return;
    const float radius = layout_.scrollTrack.height / 2;
    drawing_.emplace_back(BoxShape{.rect = layout_.scrollTrack, .fill = p_.well, .radius = radius});
    drawing_.emplace_back(BoxShape{.rect = layout_.scrollThumb, .fill = p_.edge, .radius = radius});
  }

  const CompareLayout& layout_;
  const CompareSubject& subject_;
  const SceneStyle& style_;
  const Palette& p_;
  const CompareHover& hover_;
  Drawing drawing_;
};

}  // namespace

Drawing compareDrawing(const CompareLayout& layout, const CompareSubject& subject, const SceneStyle& style,
                       const CompareHover& hover) {
  if (subject.columns.empty()) return {};
  return ComparePainter(layout, subject, style, hover).draw();
}

const char* compareNumberKey(CompareNumber number) {
  static constexpr const char* keys[compareNumbers] = {"compare.entropy", "compare.effective-keys", "compare.largest",
                                                       "compare.its-key", "compare.jensen-shannon", "compare.kendall"};
  return keys[static_cast<std::size_t>(number)];
}

namespace {

/// The largest weight of the selected row in any column.
double largestOf(const CompareSubject& subject) {
  double largest = 0;
  for (const CompareColumn& column : subject.columns)
    if (column.row && column.row->maximum > largest) largest = column.row->maximum;  // of NaN false
  return largest;
}

}  // namespace

std::string compareNumberText(const CompareSubject& subject, std::size_t at, CompareNumber number) {
  const CompareColumn& column = subject.columns[at];
  const auto written = [](double value, int decimals = 3) {
    return std::isnan(value) ? std::string("–") : fixedText(value, decimals);
  };
  const bool compared = number >= CompareNumber::JensenShannon;
  if (!column.row || column.row->empty || (compared && !column.comparison)) return "–";
  switch (number) {
    case CompareNumber::Entropy:
      return written(column.row->entropy);
    case CompareNumber::EffectiveKeys:
      return written(column.row->effectiveKeys);
    case CompareNumber::Largest:
      return written(column.row->maximum, tableDecimals(largestOf(subject)));
    case CompareNumber::ItsKey:
      return column.row->maximumAt < 0
                 ? "–"
                 : column.weights->picture.columnLabels[static_cast<std::size_t>(column.row->maximumAt)];
    case CompareNumber::JensenShannon:
      return written(column.comparison->jensenShannon);
    case CompareNumber::Kendall:
      return written(column.comparison->kendallTau);
  }
  return {};
}

attn::Index largestShown(const CompareSubject& subject, std::size_t column) {
  const ShownMatrixPtr& matrix = subject.shown(column);
  if (!matrix || !subject.selected || subject.selected->row >= matrix->picture.values->rows()) return -1;
  const auto row = matrix->picture.values->row(subject.selected->row);
  attn::Index best = -1;
  for (attn::Index key = 0; key < row.size(); ++key) {
    const float size = subject.differences ? std::abs(row(key)) : row(key);
    if (!std::isfinite(size) || row(key) == 0) continue;
    if (best < 0 || size > (subject.differences ? std::abs(row(best)) : row(best))) best = key;
  }
  return best;
}

}  // namespace lab
