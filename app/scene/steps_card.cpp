#include "scene/steps_card.h"

#include <algorithm>

#include "scene/arithmetic.h"
#include "scene/derivation_text.h"
#include "scene/number_names.h"
#include "scene/number_text.h"
#include "scene/text_width.h"

namespace lab {
namespace {

using attn::Index;
using attn::NumberKind;
using attn::NumberPlace;
using attn::NumberSpan;

constexpr int kSumDecimals = 3;

class CardPainter {
 public:
  CardPainter(const StepsPlan& plan, const NumberPlace& place, const SceneStyle& style)
      : plan_(plan), place_(place), style_(style), p_(*style.palette) {}

  /// From the left: which number it is and what it comes from; from the right: what follows.
  StepsCard paint() {
    const Rect card = plan_.layout.card;
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
    // In a narrow card the sum needs the room; what follows stands in the boxes.
    const std::vector<std::string> after = card.width < u(70) ? std::vector<std::string>() : followingTexts();
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
    return std::move(card_);
  }

 private:
  float u(float units = 1) const { return style_.u(units); }
  template <class One>
  void put(One shape) {
    card_.drawing.emplace_back(std::move(shape));
  }
  void text(std::string words, Point at, TextSize size, Anchor anchor, Rgba ink) {
    put(TextShape{std::move(words), at, size, anchor, 0, ink});
  }
  void formula(const std::string& tex, Point at, float size, Rgba ink) {
    put(FormulaShape{tex, at, size, ink, p_.accent, p_.dim});
  }

  bool isTransposed(const NumberSpan& span) const {
    for (const StepsBox& box : plan_.boxes)
      if (box.span.kind == span.kind) return box.transposed;
    return false;
  }

  void paintSum(Rect room) {
    const int decimals = place_.kind == NumberKind::Weight ? weightDecimals() : kSumDecimals;
    const ArithmeticLine line = arithmeticOf(plan_.all, plan_.head, place_, decimals);
    if (line.empty()) {
      card_.words = originText(*style_.words, plan_.all, plan_.head, place_);
      const double value = attn::numberAt(plan_.all, plan_.head, place_);
      text(elidedTo(style_.measure, fixedText(value, decimals) + "  " + card_.words, TextSize::Base, room.width),
           {room.x, room.centre().y}, TextSize::Base, Anchor::Left, p_.text);
      return;
    }
    // The larger type first, then fewer terms. One is some 14 characters: hundreds of them need not be measured.
    std::size_t shown = std::min<std::size_t>(line.terms.size(), 40);
    float size = style_.metrics.fontSize(TextSize::Large);
    card_.sum = arithmeticTex(line, shown);
    FormulaLayout layout = layoutFormula(card_.sum, size, style_.measureRun);
    for (const TextSize smaller : {TextSize::Base, TextSize::Small}) {
      if (layout.size.width <= room.width) break;
      size = style_.metrics.fontSize(smaller);
      layout = layoutFormula(card_.sum, size, style_.measureRun);
    }
    while (layout.size.width > room.width && shown > 1) {
      const float share = room.width / layout.size.width;
      shown = std::clamp<std::size_t>(static_cast<std::size_t>(share * static_cast<float>(shown)), 1, shown - 1);
      card_.sum = arithmeticTex(line, shown);
      layout = layoutFormula(card_.sum, size, style_.measureRun);
    }
    // Fractions are higher than a line.
    if (const float most = room.height - u(); layout.size.height > most) {
      size *= most / layout.size.height;
      layout = layoutFormula(card_.sum, size, style_.measureRun);
    }
    // Letters smaller than these cannot be read: the result alone, with the rest in the inspector.
    if (layout.size.width > room.width) {
      card_.sum = std::string("\\dots ") + (line.exact ? " = " : " \\approx ") + "\\accent{" + line.result + "}";
      layout = layoutFormula(card_.sum, size, style_.measureRun);
    }
    formula(card_.sum, {room.x, room.centre().y - layout.size.height / 2 + layout.baseline}, size, p_.text);
  }

  /// As many as tell the row's weights apart: of hundreds of tokens each has little.
  int weightDecimals() const {
    const attn::Matrix& weights = *plan_.all.head(plan_.head).weights;
    return tableDecimals(static_cast<double>(weights.row(place_.row).cwiseAbs().maxCoeff()), kSumDecimals);
  }

  /// What a pair's number leads to: the divided score, the weight.
  std::vector<std::string> followingTexts() const {
    std::vector<std::string> found;
    if (!isPairs(place_.kind) || place_.kind == NumberKind::Weight) return found;
    const auto value = [&](NumberKind kind, int decimals) {
      return fixedText(attn::numberAt(plan_.all, plan_.head, {kind, place_.row, place_.column}), decimals);
    };
    if (place_.kind == NumberKind::Dot)
      found.push_back("÷ √" + std::to_string(plan_.all.head(plan_.head).q->cols()) + " = " +
                      value(NumberKind::Score, kSumDecimals));
    found.push_back(style_.tr("steps.weight-is", {{"value", value(NumberKind::Weight, weightDecimals())}}));
    return found;
  }

  const StepsPlan& plan_;
  const NumberPlace& place_;
  const SceneStyle& style_;
  const Palette& p_;
  StepsCard card_;
};

}  // namespace

StepsCard stepsCard(const StepsPlan& plan, const NumberPlace& place, const SceneStyle& style) {
  return CardPainter(plan, place, style).paint();
}

}  // namespace lab
