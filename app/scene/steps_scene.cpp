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
#include "scene/steps_formula.h"
#include "scene/text_width.h"

namespace lab {
namespace {

using attn::Index;
using attn::NumberKind;
using attn::NumberPlace;
using attn::NumberSpan;

constexpr float kFaded = 0.25F;  // what a later step will compute
constexpr int kSumDecimals = 3, kLabelCharacters = 12;

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
    paintSigns();
    paintRowLabels();
    paintColumnLabels();
    paintMarks();
    paintFormula();
    paintCard();
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
    cells.cell = plan_.cell;
    cells.gap = plan_.gap;
    cells.map = box.span.kind == NumberKind::Weight ? &colourMapNamed(style_.colourMap) : &colourMapNamed("diverging");
    cells.range = rangeFor(*cells.map, box.range);
    cells.strength = strength;
    if (plan_.values) cells.text = {plan_.cell / 4, plan_.cell / 4};
    put(cells);
    if (plan_.values) paintValues(box, cells, strength);
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
    const Point at{box.cells.x, box.cells.y - u(1.25F)};
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
    const TextSize size = style_.metrics.projector ? TextSize::Large : TextSize::Small;
    const MatrixPicture& picture = box.matrix->picture;
    for (Index r = 0; r < box.rows(); ++r)
      for (Index c = 0; c < box.columns(); ++c) {
        const CellKind kind = cellKind(picture, {r, c});
        const double value = (*picture.values)(r, c);
        const Point at{box.cells.x + (static_cast<float>(c) + 0.5F) * plan_.cell - plan_.gap / 2,
                       box.cells.y + (static_cast<float>(r) + 0.5F) * plan_.cell - plan_.gap / 2};
        if (kind == CellKind::Masked) {
          if (box.span.kind == NumberKind::Weight) text("0", at, size, Anchor::Middle, faded(p_.dim, strength));
          continue;
        }
        const Rgba ink = kind == CellKind::Number ? inkOn(colourOf(*cells.map, cells.range, value)) : p_.bad;
        // On faded cells black or white would be harder to read than the theme's own ink.
        text(cellText(value, 2), at, size, Anchor::Middle, strength < 1 ? faded(p_.dim, 0.6F) : ink);
      }
  }

  void paintSigns() {
    const std::vector<std::size_t> steps = stepBoxes(plan_.boxes);
    for (std::size_t i = 1; i < steps.size(); ++i) {
      const StepsBox &before = plan_.boxes[steps[i - 1]], &box = plan_.boxes[steps[i]];
      if (box.sign.empty()) continue;
      // Where the factor above has a column of its own in between, the sign stands beside the result.
      const float x =
          box.column - before.column == 1 ? (before.cells.right() + box.cells.x) / 2 : box.cells.x - u(3.75F) / 2;
      text(box.sign, {x, box.cells.centre().y}, TextSize::Base, Anchor::Middle, p_.dim);
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
    if (queries != nullptr) paintRowsOf(*queries, true, TextSize::Base);
    if (keys != nullptr) paintRowsOf(*keys, false, TextSize::Small);
  }

  void paintRowsOf(const StepsBox& box, bool query, TextSize size) {
    for (Index r = 0; r < box.rows(); ++r) {
      const Index at = box.span.row + r;
      if (!plan_.rowLabels && !isLookedAt(query, at)) continue;
      const std::string label = shortLabel(query ? attn::queryLabel(plan_.all, at) : attn::keyLabel(plan_.all, at));
      text(label, {box.cells.x - u(1.25F), box.cells.y + (static_cast<float>(r) + 0.5F) * plan_.cell - plan_.gap / 2},
           size, Anchor::Right, labelInk(query, at));
    }
  }

  void paintColumnLabels() {
    bool first = true;
    for (const StepsBox& box : plan_.boxes) {
      const bool wanted =
          box.band == StepsBand::Lower && isPairs(box.span.kind) && (first || box.span.kind == NumberKind::Weight);
      if (!wanted) continue;
      first = false;
      for (Index c = 0; c < box.columns(); ++c) {
        const Index at = box.span.column + c;
        if (!plan_.columnLabels && !isLookedAt(false, at)) continue;
        text(shortLabel(attn::keyLabel(plan_.all, at)),
             {box.cells.x + (static_cast<float>(c) + 0.5F) * plan_.cell, box.cells.bottom() + u(1.25F)},
             TextSize::Small, Anchor::Right, labelInk(false, at), 45);
      }
    }
  }

  // ---- what is looked at ----

  /// The part of a span that a box shows, as drawn; none where it shows none of it.
  std::optional<Rect> rectOf(const StepsBox& box, const NumberSpan& span) const {
    if (box.span.kind != span.kind) return std::nullopt;
    Index row = std::max(span.row, box.span.row), column = std::max(span.column, box.span.column);
    Index rows = std::min(span.row + span.rows, box.span.row + box.span.rows) - row;
    Index columns = std::min(span.column + span.columns, box.span.column + box.span.columns) - column;
    if (rows <= 0 || columns <= 0) return std::nullopt;
    row -= box.span.row, column -= box.span.column;
    if (box.transposed) std::swap(row, column), std::swap(rows, columns);
    return Rect{box.cells.x + static_cast<float>(column) * plan_.cell - plan_.gap / 2,
                box.cells.y + static_cast<float>(row) * plan_.cell - plan_.gap / 2,
                static_cast<float>(columns) * plan_.cell, static_cast<float>(rows) * plan_.cell};
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
    if (own != nullptr) outline(*rectOf(*own, {place_.kind, place_.row, place_.column, 1, 1}), p_.text, 2 + line);
  }

  /// Beside the first label a mark says which row is walked through.
  void paintSelectedRow() {
    for (const StepsBox& box : plan_.boxes) {
      if (box.band != StepsBand::Lower) continue;
      const Index row = focus_.selected.row - box.span.row;
      if (row < 0 || row >= box.rows() || plan_.cell >= style_.metrics.fontSize(TextSize::Small)) continue;
      const float y = box.cells.y + (static_cast<float>(row) + 0.5F) * plan_.cell, s = u(0.4F);
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
              {{from->centre().x, from->bottom() + 2}, {from->centre().x, own.cells.y - u(3.25F)}}, p_.accent, width});
        // Only to the next box: a line across others would say that they take part.
        const bool beside = box.band == own.band && box.column < own.column &&
                            std::none_of(plan_.boxes.begin(), plan_.boxes.end(), [&](const StepsBox& other) {
                              return other.band == own.band && other.column > box.column && other.column < own.column;
                            });
        if (beside)
          put(LineShape{
              {{from->right() + 2, from->centre().y}, {own.cells.x - 2, from->centre().y}}, p_.accent, width});
      }
  }

  // ---- formula and card ----

  void paintFormula() {
    if (plan_.formula.height <= 0) return;
    const std::string tex = options_.numbersInFormula
                                ? stepsNumericFormula(plan_, focus_.selected.row, lit_, *style_.words)
                                : stepsFormula(plan_, lit_, *style_.words);
    float size = style_.metrics.fontSize(options_.numbersInFormula ? TextSize::Base : TextSize::Large);
    FormulaLayout layout = layoutFormula(tex, size, style_.measureRun);
    const float share = std::min(plan_.formula.width / layout.size.width, plan_.formula.height / layout.size.height);
    if (share < 1) {
      size *= share;
      layout = layoutFormula(tex, size, style_.measureRun);
    }
    const Point middle = plan_.formula.centre();
    const Point at{middle.x - layout.size.width / 2, middle.y - layout.size.height / 2 + layout.baseline};
    formula(tex, at, size, p_.text);
    if (!options_.numbersInFormula) scene_.symbols = stepsSymbols(plan_, layout, at, *style_.words);
    if (!plan_.omitted.empty())
      text(plan_.omitted, {middle.x, plan_.formula.bottom()}, TextSize::Small, Anchor::Middle, p_.dim);
  }

  /// From the left: which number it is and what it comes from; from the right: what follows.
  void paintCard() {
    const Rect card = plan_.card;
    put(BoxShape{.rect = card, .fill = p_.panel, .edge = p_.border, .line = style_.metrics.line, .radius = 8});
    const float pad = u(2), line = style_.metrics.fontSize(TextSize::Small) * 1.25F;
    const float first = card.centre().y - line / 2, second = card.centre().y + line / 2;
    const std::string where = placeText(*style_.words, plan_.all, place_);
    std::string from;
    for (const NumberSpan& span : attn::numberParents(plan_.all, plan_.head, place_))
      from += (from.empty() ? "" : " · ") + spanText(*style_.words, plan_.all, plan_.head, span, isTransposed(span));
    const float most = card.width * 0.3F;
    const std::string whereText = elidedTo(style_.measure, where, TextSize::Small, most),
                      fromText = elidedTo(style_.measure, from, TextSize::Small, most);
    const bool two = !fromText.empty();
    text(whereText, {card.x + pad, two ? first : card.centre().y}, TextSize::Small, Anchor::Left, p_.text);
    if (two) text(fromText, {card.x + pad, second}, TextSize::Small, Anchor::Left, p_.dim);
    float right = card.right() - pad;
    const std::vector<std::string> after = followingTexts();
    float widest = 0;
    for (std::size_t i = 0; i < after.size(); ++i) {
      text(after[i],
           {right, after.size() == 1 ? card.centre().y
                   : i == 0          ? first
                                     : second},
           TextSize::Small, Anchor::Right, p_.dim);
      widest = std::max(widest, style_.width(after[i], TextSize::Small));
    }
    right -= widest + (after.empty() ? 0 : u(3));
    const float left = card.x + pad +
                       std::max(style_.width(whereText, TextSize::Small), style_.width(fromText, TextSize::Small)) +
                       u(4);
    paintSum({left, card.y, right - left, card.height});
  }

  bool isTransposed(const NumberSpan& span) const {
    for (const StepsBox& box : plan_.boxes)
      if (box.span.kind == span.kind) return box.transposed;
    return false;
  }

  void paintSum(Rect room) {
    const ArithmeticLine line = arithmeticOf(plan_.all, plan_.head, place_, kSumDecimals);
    if (line.empty()) {
      scene_.words = originText(*style_.words, plan_.all, plan_.head, place_);
      const double value = attn::numberAt(plan_.all, plan_.head, place_);
      text(elidedTo(style_.measure, fixedText(value, kSumDecimals) + "  " + scene_.words, TextSize::Base, room.width),
           {room.x, room.centre().y}, TextSize::Base, Anchor::Left, p_.text);
      return;
    }
    // The larger type first, then fewer terms.
    std::size_t shown = line.terms.size();
    float size = style_.metrics.fontSize(TextSize::Large);
    scene_.sum = arithmeticTex(line);
    // A term is some 14 characters: hundreds of them need not be measured.
    if (shown > 40) scene_.sum = arithmeticTex(line, shown = 40);
    FormulaLayout layout = layoutFormula(scene_.sum, size, style_.measureRun);
    for (const TextSize smaller : {TextSize::Base, TextSize::Small}) {
      if (layout.size.width <= room.width) break;
      size = style_.metrics.fontSize(smaller);
      layout = layoutFormula(scene_.sum, size, style_.measureRun);
    }
    while (layout.size.width > room.width && shown > 2) {
      const float share = room.width / layout.size.width;
      shown = std::clamp<std::size_t>(static_cast<std::size_t>(share * static_cast<float>(shown)), 2, shown - 1);
      scene_.sum = arithmeticTex(line, shown);
      layout = layoutFormula(scene_.sum, size, style_.measureRun);
    }
    // Letters smaller than these cannot be read: the result alone, with the rest in the inspector.
    if (layout.size.width > room.width) {
      scene_.sum = std::string("\\dots ") + (line.exact ? " = " : " \\approx ") + "\\accent{" + line.result + "}";
      layout = layoutFormula(scene_.sum, size, style_.measureRun);
    }
    formula(scene_.sum, {room.x, room.centre().y - layout.size.height / 2 + layout.baseline}, size, p_.text);
  }

  /// What a pair's number leads to: the divided score, the weight.
  std::vector<std::string> followingTexts() const {
    std::vector<std::string> found;
    if (!isPairs(place_.kind) || place_.kind == NumberKind::Weight) return found;
    const auto value = [&](NumberKind kind) {
      return fixedText(attn::numberAt(plan_.all, plan_.head, {kind, place_.row, place_.column}), kSumDecimals);
    };
    if (place_.kind == NumberKind::Dot)
      found.push_back("÷ √" + std::to_string(plan_.all.head(plan_.head).q->cols()) + " = " + value(NumberKind::Score));
    found.push_back(style_.tr("steps.weight-is", {{"value", value(NumberKind::Weight)}}));
    return found;
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

std::string stepText(const StepsPlan& plan, const StepsOptions& options, const StepsFocus& focus, const Words& words) {
  const NumberPlace place = explainedNumber(plan, options, focus);
  const std::vector<std::size_t> steps = stepBoxes(plan.boxes);
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (plan.boxes[steps[i]].span.kind == place.kind)
      return words("steps.step", {{"step", std::to_string(i + 1)},
                                  {"count", std::to_string(steps.size())},
                                  {"name", matrixName(words, plan.all, place.kind)}});
  return words("steps.factor", {{"name", matrixName(words, plan.all, place.kind)}});
}

ViewFigure stepsFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size) {
  const Cell selected = subject.selected.value_or(Cell{0, 0});
  const Size page = size.value_or(Size{style.u(190), style.u(86)});
  const StepsPlan plan = planSteps(subject.trace, subject.head, {}, style, {0, 0, page.width, page.height}, selected);
  StepsFocus focus;
  focus.selected = selected;
  return {page, stepsScene(plan, {}, focus, style).drawing};
}

}  // namespace lab
