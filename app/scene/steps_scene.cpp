#include "scene/steps_scene.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "scene/arithmetic.h"
#include "scene/derivation_text.h"
#include "scene/heatmap_layout.h"
#include "scene/heatmap_marks.h"
#include "scene/number_names.h"
#include "scene/number_text.h"
#include "scene/steps_card.h"
#include "scene/steps_formula.h"
#include "scene/text_width.h"

namespace lab {
namespace {

using attn::Index;
using attn::NumberKind;
using attn::NumberPlace;
using attn::NumberSpan;

constexpr float kFaded = 0.25F;  // what a later step will compute
constexpr int kLabelCharacters = 12;

/// Spans that are not on the canvas are replaced by what they come from.
void addShownParents(const StepsPlan& plan, const NumberPlace& place, std::vector<NumberSpan>& found) {
  for (const NumberSpan& span : attn::numberParents(plan.all, plan.head, place)) {
    const bool shown = std::any_of(plan.boxes.begin(), plan.boxes.end(),
                                   [&](const StepsBox& box) { return box.span.kind == span.kind; });
    if (shown) {
      found.push_back(span);
      continue;
    }
    if (span.kind == NumberKind::XKey && plan.all.xKey == plan.all.xQuery) {
      found.push_back({NumberKind::XQuery, span.row, span.column, span.rows, span.columns});
      continue;
    }
    for (Index c = 0; c < std::min<Index>(span.columns, 2) && span.rows == 1; ++c)
      addShownParents(plan, {span.kind, span.row, span.column + c, span.query}, found);
  }
}

std::vector<NumberSpan> shownParents(const StepsPlan& plan, const NumberPlace& place) {
  std::vector<NumberSpan> found;
  addShownParents(plan, place, found);
  return found;
}

class Painter {
 public:
  Painter(const StepsPlan& plan, const StepsOptions& options, const StepsFocus& focus, const SceneStyle& style)
      : plan_(plan),
        options_(options),
        focus_(focus),
        style_(style),
        p_(*style.palette),
        place_(explainedNumber(plan, options, focus)),
        parents_(shownParents(plan, place_)) {}

  StepsScene paint() {
    lit_.insert(place_.kind);
    for (const NumberSpan& span : parents_) lit_.insert(span.kind);
    if (focus_.symbol) lit_ = {*focus_.symbol};
    for (const StepsBox& box : plan_.boxes) paintBox(box);
    paintRowLabels();
    paintColumnLabels();
    paintMarks();
    paintSigns();
    if (style_.interactive) paintScrollMarks();
    if (plan_.layout.fold.width > 0) paintFold();
    paintFormula();
    if (!plan_.omitted.empty())
      text(elidedTo(style_.measure, plan_.omitted, TextSize::Small, plan_.area.width - u(4)), plan_.layout.caption,
           TextSize::Small, Anchor::Middle, p_.dim);
    StepsCard card = stepsCard(plan_, place_, style_);
    append(scene_.drawing, std::move(card.drawing));
    scene_.sum = std::move(card.sum);
    scene_.words = std::move(card.words);
    return std::move(scene_);
  }

 private:
  float u(float units = 1) const { return style_.u(units); }
  float base() const { return style_.metrics.base; }
  template <class One>
  void put(One shape) {
    scene_.drawing.emplace_back(std::move(shape));
  }
  void text(std::string words, Point at, TextSize size, Anchor anchor, Rgba ink, float angle = 0) {
    put(TextShape{std::move(words), at, size, anchor, angle, ink});
  }
  void formula(const std::string& tex, Point at, float size, Rgba ink) {
    put(FormulaShape{tex, at, size, ink, p_.accent, p_.dim});
  }

  float strengthOf(const StepsBox& box) const {
    if (options_.step < 0) return 1;
    const std::vector<std::size_t> steps = stepBoxes(plan_.boxes);
    const auto at = static_cast<std::size_t>(std::min<int>(options_.step, static_cast<int>(steps.size()) - 1));
    return box.column <= plan_.boxes[steps[at]].column ? 1 : kFaded;
  }

  // ---- boxes ----

  void paintBox(const StepsBox& box) {
    const float strength = strengthOf(box);
    paintHeader(box, strength);
    CellsShape cells;
    cells.matrix = box.matrix;
    cells.clip = box.cells;
    cells.origin = {box.cells.x, box.cells.y};
    cells.cell = box.pitch.width;
    cells.height = box.pitch.height;
    cells.gap = box.gap;
    cells.map = box.span.kind == NumberKind::Weight ? &colourMapNamed(style_.colourMap) : &colourMapNamed("diverging");
    cells.range = rangeFor(*cells.map, box.range);
    cells.strength = strength;
    if (box.values) cells.text = {box.pitch.width / 4, box.pitch.height / 4};
    put(cells);
    if (box.values) paintValues(box, cells, strength);
  }

  /// As far as the next box beside it.
  float headerRoom(const StepsBox& box) const {
    float end = plan_.area.right() - u();
    for (const StepsBox& other : plan_.boxes)
      if (other.column > box.column && other.band == box.band) end = std::min(end, other.cells.x - u(0.75F));
    return end - box.cells.x;
  }

  void paintHeader(const StepsBox& box, float strength) {
    const bool isLit = lit_.contains(box.span.kind);
    const Rgba ink = faded(isLit ? p_.accent : p_.text, std::max(strength, 0.5F));
    float size = style_.metrics.fontSize(TextSize::Base);
    const float room = headerRoom(box);
    FormulaLayout layout = layoutFormula(box.tex, size, style_.measureRun);
    if (layout.size.width > room) {
      size = style_.metrics.fontSize(TextSize::Small);
      layout = layoutFormula(box.tex, size, style_.measureRun);
    }
    const Point at{box.cells.x, box.cells.y - u()};
    const std::string_view word = "\\text{";
    if (layout.size.width > room && box.tex.starts_with(word)) {
      // A name that is cut; whole it stands in the tooltip of each of its numbers.
      const std::string name = box.tex.substr(word.size(), box.tex.size() - word.size() - 1);
      text(elidedTo(style_.measure, name, TextSize::Small, room),
           {at.x, at.y - 0.32F * style_.metrics.fontSize(TextSize::Small)}, TextSize::Small, Anchor::Left, ink);
      return;
    }
    formula(box.tex, at, size, ink);
    const float left = layout.size.width + u();
    if (left + style_.width(box.detail, TextSize::Small) <= room)
      text(box.detail, {at.x + left, at.y - 0.32F * style_.metrics.fontSize(TextSize::Base)}, TextSize::Small,
           Anchor::Left, faded(p_.dim, std::max(strength, 0.5F)));
  }

  void paintValues(const StepsBox& box, const CellsShape& cells, float strength) {
    const TextSize size = *box.values;
    const MatrixPicture& picture = box.matrix->picture;
    for (Index r = 0; r < box.rows(); ++r)
      for (Index c = 0; c < box.columns(); ++c) {
        const CellKind kind = cellKind(picture, {r, c});
        const double value = (*picture.values)(r, c);
        const Point at = box.middle(r, c);
        if (kind == CellKind::Masked) {
          if (box.span.kind == NumberKind::Weight) text("0", at, size, Anchor::Middle, faded(p_.dim, strength));
          continue;
        }
        const Rgba ink = kind == CellKind::Number ? inkOn(colourOf(*cells.map, cells.range, value)) : p_.bad;
        // On faded cells black or white would be harder to read than the theme's own ink.
        text(cellText(value, 2), at, size, Anchor::Middle, strength < 1 ? faded(p_.dim, 0.6F) : ink);
      }
  }

  Point signPlace(const StepsBox& box) const { return {box.cells.x - u(1.125F), box.cells.centre().y}; }

  void paintSigns() {
    const std::vector<std::size_t> steps = stepBoxes(plan_.boxes);
    for (std::size_t i = 1; i < steps.size(); ++i) {
      const StepsBox& box = plan_.boxes[steps[i]];
      if (box.sign.empty()) continue;
      const Point at = signPlace(box);
      text(box.sign, at, TextSize::Base, Anchor::Middle, p_.dim);
    }
  }

  // ---- labels ----

  Rgba labelInk(bool query, Index at) const {
    if ((query ? focus_.selected.row : focus_.selected.column) == at) return p_.accent;
    const std::optional<Index>& pointed = query ? focus_.query : focus_.key;
    return pointed == at ? p_.text : p_.dim;
  }
  /// Whether the label of a query or key that is not always there is written now.
  bool isLookedAt(bool query, Index at) const {
    return (query ? focus_.selected.row : focus_.selected.column) == at || (query ? focus_.query : focus_.key) == at;
  }
  static std::string shortLabel(const std::string& label) { return elided(visibleText(label), kLabelCharacters); }

  void paintRowLabels() {
    const StepsBox* keys = nullptr;
    const StepsBox* queries = nullptr;
    for (const StepsBox& box : plan_.boxes) {
      if (box.band == StepsBand::Lower && queries == nullptr) queries = &box;
      if (box.band != StepsBand::Lower && !box.transposed && rowsOf(box.span.kind) == NumberRows::Keys &&
          keys == nullptr)
        keys = &box;
    }
    if (queries != nullptr) paintRowsOf(*queries, true, plan_.layout.rowLabelSize);
    if (keys != nullptr) paintRowsOf(*keys, false, TextSize::Small);
  }

  void paintRowsOf(const StepsBox& box, bool query, TextSize size) {
    if (box.pitch.height < style_.metrics.fontSize(size)) size = TextSize::Small;
    const bool every = box.pitch.height >= 0.86F * style_.metrics.fontSize(size);
    const float room = query ? plan_.layout.rowLabels - u() : labelRoomBeside(box);
    for (Index r = 0; r < box.rows(); ++r) {
      const Index at = box.span.row + r;
      if (!every && !isLookedAt(query, at)) continue;
      const std::string label = shortLabel(query ? attn::queryLabel(plan_.all, at) : attn::keyLabel(plan_.all, at));
      text(elidedTo(style_.measure, label, size, room), {box.cells.x - u(), box.middle(r, 0).y}, size, Anchor::Right,
           labelInk(query, at));
    }
  }
  /// As far as the next box to the left in the same band.
  float labelRoomBeside(const StepsBox& box) const {
    float start = plan_.area.x;
    for (const StepsBox& other : plan_.boxes)
      if (other.band == box.band && other.column < box.column) start = std::max(start, other.cells.right());
    return box.cells.x - u() - start - u(1.5F);
  }

  void paintColumnLabels() {
    bool first = true;
    for (const StepsBox& box : plan_.boxes) {
      const bool wanted =
          box.band == StepsBand::Lower && isPairs(box.span.kind) && (first || box.span.kind == NumberKind::Weight);
      if (!wanted) continue;
      first = false;
      if (plan_.layout.keyLabels == KeyLabels::LookedAt)
        paintLookedAtColumns(box);
      else
        paintColumnsOf(box);
    }
  }

  float columnLabelTop(const StepsBox& box) const {
    return box.cells.bottom() + u(plan_.layout.hasBars ? 1.25F : 0.5F);
  }

  void paintColumnsOf(const StepsBox& box) {
    const bool turned = plan_.layout.keyLabels == KeyLabels::Turned;
    const float y = columnLabelTop(box) + (turned ? u(0.25F) : style_.metrics.fontSize(TextSize::Small) / 2);
    for (Index c = 0; c < box.columns(); ++c) {
      const Index at = box.span.column + c;
      const std::string label = shortLabel(attn::keyLabel(plan_.all, at));
      text(turned ? elidedTo(style_.measure, label, TextSize::Small, plan_.layout.keyLabelRoom) : label,
           {box.middle(0, c).x, y}, TextSize::Small, turned ? Anchor::Right : Anchor::Middle, labelInk(false, at),
           turned ? 45.0F : 0.0F);
    }
  }

  /// What is pointed at, and what is selected where that leaves room for it.
  void paintLookedAtColumns(const StepsBox& box) {
    const float y = columnLabelTop(box) + style_.metrics.fontSize(TextSize::Small) / 2;
    std::optional<Rect> taken;
    for (const std::optional<Index>& key : {focus_.key, std::optional<Index>(focus_.selected.column)}) {
      if (!key || *key < box.span.column || *key >= box.span.column + box.columns()) continue;
      const std::string label = shortLabel(attn::keyLabel(plan_.all, *key));
      const float half = style_.width(label, TextSize::Small) / 2;
      const float x = std::clamp(box.middle(0, *key - box.span.column).x, plan_.area.x + half + u(),
                                 std::max(plan_.area.x + half + u(), plan_.area.right() - half - u()));
      if (taken && x - half < taken->right() + u() && x + half > taken->x - u()) continue;
      taken = Rect{x - half, y, 2 * half, 1};
      text(label, {x, y}, TextSize::Small, Anchor::Middle, labelInk(false, *key));
    }
  }

  // ---- what is looked at ----

  /// The part of a span that a box shows, as drawn; none where it shows none of it.
  std::optional<Rect> rectOf(const StepsBox& box, const NumberSpan& span) const {
    if (box.span.kind != span.kind) return std::nullopt;
    if (box.span.query < span.query || box.span.query >= span.query + span.queries) return std::nullopt;
    Index row = std::max(span.row, box.span.row), column = std::max(span.column, box.span.column);
    Index rows = std::min(span.row + span.rows, box.span.row + box.span.rows) - row;
    Index columns = std::min(span.column + span.columns, box.span.column + box.span.columns) - column;
    if (rows <= 0 || columns <= 0) return std::nullopt;
    row -= box.span.row, column -= box.span.column;
    if (box.transposed) std::swap(row, column), std::swap(rows, columns);
    const Point at = box.corner(row, column);
    return Rect{at.x - box.gap / 2, at.y - box.gap / 2, static_cast<float>(columns) * box.pitch.width,
                static_cast<float>(rows) * box.pitch.height};
  }

  /// Centred on the gap between cells, so that no neighbour's digit is covered; legible on every colour.
  void outline(Rect rect, Rgba ink, float width) {
    put(BoxShape{.rect = rect, .edge = p_.halo, .line = width + 2});
    put(BoxShape{.rect = rect, .edge = ink, .line = width});
  }

  void paintMarks() {
    const float line = style_.metrics.line;
    if (style_.interactive && options_.step < 0) paintSelectedRow();
    for (const NumberSpan& span : attn::numberChildren(plan_.all, plan_.head, place_))
      for (const StepsBox& box : plan_.boxes)
        if (const auto rect = rectOf(box, span); rect && strengthOf(box) == 1)
          put(BoxShape{.rect = *rect, .edge = p_.accent, .line = 0.5F + line});
    const StepsBox* own = nullptr;
    for (const StepsBox& box : plan_.boxes)
      if (box.span.contains(place_) && own == nullptr) own = &box;
    if (own != nullptr) paintLines(*own);
    for (const NumberSpan& span : parents_)
      for (const StepsBox& box : plan_.boxes)
        if (const auto rect = rectOf(box, span); rect && isFactor(box)) outline(*rect, p_.accent, 1.5F + line);
    if (own != nullptr)
      outline(*rectOf(*own, {place_.kind, place_.row, place_.column, 1, 1, place_.query, 1}), p_.text, 2 + line);
  }

  /// Beside the first label a mark says which row is walked through.
  void paintSelectedRow() {
    for (const StepsBox& box : plan_.boxes) {
      if (box.band != StepsBand::Lower) continue;
      const Index row = focus_.selected.row - box.span.row;
      if (row < 0 || row >= box.rows() || box.pitch.height >= 0.86F * style_.metrics.fontSize(TextSize::Small)) return;
      const float y = box.middle(row, 0).y, s = u(0.4F);
      put(AreaShape{{{box.cells.x - 2, y}, {box.cells.x - 2 - 1.6F * s, y - s}, {box.cells.x - 2 - 1.6F * s, y + s}},
                    p_.accent});
      return;
    }
  }

  /// The vectors of the keys may stand on the canvas twice, for K and for V.
  bool isFactor(const StepsBox& box) const {
    if (box.span.kind != NumberKind::XKey) return true;
    return box.transposed == (place_.kind == NumberKind::K || place_.kind == NumberKind::PlainK);
  }

  void paintLines(const StepsBox& own) {
    const std::vector<std::size_t> steps = stepBoxes(plan_.boxes);
    const float width = 1 + style_.metrics.line;
    for (const NumberSpan& span : parents_)
      for (const StepsBox& box : plan_.boxes) {
        const auto from = rectOf(box, span);
        if (!from || &box == &own || !isFactor(box)) continue;
        const bool sameColumn = box.column == own.column && box.band != own.band;
        if (sameColumn)
          put(LineShape{
              {{from->centre().x, from->bottom() + 2}, {from->centre().x, own.cells.y - u(2.75F)}}, p_.accent, width});
        // Only to the next box: a line across others would say that they take part.
        const bool beside = box.band == own.band && box.column < own.column &&
                            std::none_of(plan_.boxes.begin(), plan_.boxes.end(), [&](const StepsBox& other) {
                              return other.band == own.band && other.column > box.column && other.column < own.column;
                            });
        if (beside) paintLineBeside(own, from->right() + 2, from->centre().y, width);
      }
  }

  /// Leaves the sign between the boxes clear.
  void paintLineBeside(const StepsBox& own, float start, float y, float width) {
    const Point sign = signPlace(own);
    const float clear = 0.45F * base(), end = own.cells.x - 2;
    const bool meets = !own.sign.empty() && std::abs(sign.y - y) < clear;
    const auto line = [&](float from, float to) {
      if (to > from + 2) put(LineShape{{{from, y}, {to, y}}, p_.accent, width});
    };
    line(start, meets ? sign.x - clear : end);
    if (meets) line(sign.x + clear, end);
  }

  // ---- how far it is scrolled ----

  /// A track beside the cells and on it, from `first` on, the share that is shown.
  void paintScrollMark(Rect track, Index first, Index shown, Index count) {
    const bool down = track.height > track.width;
    const float length = down ? track.height : track.width, all = static_cast<float>(count);
    const float size = std::max(u(), length * static_cast<float>(shown) / all);
    const float most = static_cast<float>(std::max<Index>(1, count - shown));
    const float start = (length - size) * static_cast<float>(first) / most;
    const float radius = std::min(track.width, track.height) / 2;
    put(BoxShape{.rect = track, .fill = p_.hover, .radius = radius});
    put(BoxShape{.rect = down ? Rect{track.x, track.y + start, track.width, size}
                              : Rect{track.x + start, track.y, size, track.height},
                 .fill = p_.edge,
                 .radius = radius});
  }

  void paintScrollMarks() {
    const float thick = u(0.5F), away = u(0.5F);
    const std::vector<std::size_t> steps = stepBoxes(plan_.boxes);
    for (const StepsBox& box : plan_.boxes) {
      const bool lower = box.band == StepsBand::Lower, last = &box == &plan_.boxes[steps.back()];
      if (box.rowsAreCut() && (!lower || last))
        paintScrollMark({box.cells.right() + away, box.cells.y, thick, box.cells.height},
                        box.transposed ? box.span.column : box.span.row, box.rows(), box.shape.rows);
      if (box.columnsAreCut() && lower)
        paintScrollMark({box.cells.x, box.cells.bottom() + away, box.cells.width, thick},
                        box.transposed ? box.span.row : box.span.column, box.columns(), box.shape.columns);
    }
  }

  /// What follows the context and is folded away.
  void paintFold() {
    const Rect fold = plan_.layout.fold;
    put(BoxShape{.rect = fold,
                 .fill = focus_.fold ? p_.hover : p_.well,
                 .edge = p_.border,
                 .line = style_.metrics.line,
                 .radius = 4});
    const float arrow = u(2.5F);
    text("▸", {fold.centre().x, fold.y + arrow / 2 + u(0.5F)}, TextSize::Small, Anchor::Middle, p_.dim);
    const std::string name =
        elidedTo(style_.measure, style_.tr("steps.output"), TextSize::Small, fold.height - arrow - u());
    text(name, {fold.centre().x, fold.centre().y + arrow / 2}, TextSize::Small, Anchor::Middle, p_.dim, 90);
  }

  // ---- formula ----

  void paintFormula() {
    if (plan_.layout.formula.height <= 0) return;
    const std::string tex = options_.numbersInFormula
                                ? stepsNumericFormula(plan_, focus_.selected.row, lit_, *style_.words)
                                : stepsFormula(plan_, lit_, *style_.words);
    float size = style_.metrics.fontSize(options_.numbersInFormula ? TextSize::Base : TextSize::Large);
    FormulaLayout layout = layoutFormula(tex, size, style_.measureRun);
    const float share =
        std::min(plan_.layout.formula.width / layout.size.width, plan_.layout.formula.height / layout.size.height);
    if (share < 1) {
      size *= share;
      layout = layoutFormula(tex, size, style_.measureRun);
    }
    const Point middle = plan_.layout.formula.centre();
    const Point at{middle.x - layout.size.width / 2, middle.y - layout.size.height / 2 + layout.baseline};
    formula(tex, at, size, p_.text);
    if (!options_.numbersInFormula) scene_.symbols = stepsSymbols(plan_, layout, at, *style_.words);
  }

  const StepsPlan& plan_;
  const StepsOptions& options_;
  const StepsFocus& focus_;
  const SceneStyle& style_;
  const Palette& p_;
  NumberPlace place_;
  std::vector<NumberSpan> parents_;
  std::set<NumberKind> lit_;
  StepsScene scene_;
};

}  // namespace

attn::NumberPlace explainedNumber(const StepsPlan& plan, const StepsOptions& options, const StepsFocus& focus) {
  if (focus.hovered) return *focus.hovered;
  if (options.step < 0 && focus.opened) return *focus.opened;
  const std::vector<std::size_t> steps = stepBoxes(plan.boxes);
  NumberKind kind = NumberKind::Weight;
  if (options.step >= 0) {
    kind = plan.boxes[steps[std::min(static_cast<std::size_t>(options.step), steps.size() - 1)]].span.kind;
  } else {
    for (const std::size_t i : steps)
      if (plan.boxes[i].span.kind == NumberKind::Dot || plan.boxes[i].span.kind == NumberKind::Score) {
        kind = plan.boxes[i].span.kind;
        break;
      }
  }
  const Index columns = attn::numberShape(plan.all, plan.head, kind).columns;
  return {kind, focus.selected.row, isPairs(kind) ? std::min(focus.selected.column, columns - 1) : 0};
}

StepsScene stepsScene(const StepsPlan& plan, const StepsOptions& options, const StepsFocus& focus,
                      const SceneStyle& style) {
  return Painter(plan, options, focus, style).paint();
}

ViewFigure stepsFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size) {
  const Cell selected = subject.selected.value_or(Cell{0, 0});
  const Size page = size.value_or(Size{style.u(190), style.u(86)});
  const StepsPlan plan =
      planStepsAround(subject.trace, subject.head, {}, style, {0, 0, page.width, page.height}, selected);
  StepsFocus focus;
  focus.selected = selected;
  return {page, stepsScene(plan, {}, focus, style).drawing};
}

}  // namespace lab
