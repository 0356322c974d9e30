#include <algorithm>
#include <cmath>
#include <optional>

#include "scene/formula_tree.h"

namespace lab {

namespace {

using Kind = FormulaAtom::Kind;
using Ink = FormulaLayout::Ink;

// Proportions in em, of DejaVu Sans where they are a font's.
constexpr float emOfFontSize = 1 / 1.164F;                // fontSize is ascent + descent
constexpr float axis = 0.314F;                            // height of the middle of − and =, where bars lie
constexpr float strutAbove = 0.76F, strutBelow = 0.236F;  // reach of l, ( and of p, (
constexpr float lowercase = 0.56F;
constexpr float ruleThickness = 0.066F;
constexpr float fractionGap = 0.09F, fractionOverhang = 0.14F, fractionSide = 0.1F;
constexpr float rootGap = 0.11F, rootWidth = 0.56F;
constexpr float scriptSize = 0.72F, scriptGap = 0.1F, scriptAfter = 0.06F;
constexpr float lowered = 0.22F, raised = 0.4F;
constexpr float thin = 0.167F, medium = 0.222F, thick = 0.29F, afterComma = 0.3F;

/// A piece of a formula about the left end of its baseline.
struct Box {
  FormulaLayout content;
  float width = 0, ascent = 0, descent = 0;
};

/// Size of the type and how deep in scripts.
struct Style {
  float fontSize;
  int scripts = 0;
  int fractions = 0;
  float em() const { return fontSize * emOfFontSize; }
  float rule() const { return std::max(1.0F, em() * ruleThickness); }
};

void shift(Point& point, float dx, float dy) {
  point.x += dx;
  point.y += dy;
}

/// Puts `piece` into `box` with its baseline start at (dx, dy).
void place(Box& box, Box piece, float dx, float dy) {
  for (auto& run : piece.content.runs) {
    shift(run.origin, dx, dy);
    box.content.runs.push_back(std::move(run));
  }
  for (auto& rule : piece.content.rules) {
    rule.rect.x += dx;
    rule.rect.y += dy;
    box.content.rules.push_back(rule);
  }
  for (auto& stroke : piece.content.strokes) {
    for (Point& point : stroke.points) shift(point, dx, dy);
    box.content.strokes.push_back(std::move(stroke));
  }
  box.ascent = std::max(box.ascent, piece.ascent - dy);
  box.descent = std::max(box.descent, piece.descent + dy);
  box.width = std::max(box.width, dx + piece.width);
}

/// Ink of a run, roughly: enough for a root that hugs what it covers.
float inkAbove(std::string_view text) {
  return text.find_first_not_of("acegmnopqrsuvwxyz.,− ") == std::string_view::npos ? lowercase : strutAbove;
}
float inkBelow(std::string_view text) {
  return text.find_first_of("gjpqyQ()[]{},;|") == std::string_view::npos ? 0.02F : strutBelow;
}

class Setter {
 public:
  explicit Setter(const MeasureRun& measure) : measure_(measure) {}

  Box list(const FormulaList& atoms, Style style) const {
    Box box;
    float x = 0;
    std::vector<AtomClass> classes = classesOf(atoms);
    for (std::size_t i = 0; i < atoms.size();) {
      if (i > 0) x += spaceBetween(classes[i - 1], classes[i], style);
      std::size_t end = i + 1;
      while (end < atoms.size() && joins(atoms[end - 1], atoms[end])) ++end;
      Box piece = end > i + 1 ? joinedRun(atoms, i, end, style) : atom(atoms[i], style);
      const float width = piece.width;
      place(box, std::move(piece), x, 0);
      x += width;
      i = end;
    }
    box.width = x;
    return box;
  }

 private:
  /// A binary sign with nothing on its left is a sign of its right, as in −3 and (−0.5).
  static std::vector<AtomClass> classesOf(const FormulaList& atoms) {
    std::vector<AtomClass> classes;
    std::optional<AtomClass> before;
    for (const FormulaAtom& atom : atoms) {
      AtomClass own = atom.atomClass;
      const bool alone = !before || *before == AtomClass::Binary || *before == AtomClass::Relation ||
                         *before == AtomClass::Open || *before == AtomClass::Punctuation ||
                         *before == AtomClass::Operator;
      if (own == AtomClass::Binary && alone) own = AtomClass::Ordinary;
      classes.push_back(own);
      if (atom.kind != Kind::Space) before = own;
    }
    return classes;
  }

  static float spaceBetween(AtomClass left, AtomClass right, Style style) {
    using enum AtomClass;
    const bool script = style.scripts > 0;
    const auto either = [&](AtomClass c) { return left == c || right == c; };
    if (either(Relation)) return left == right || left == Open || right == Close || script ? 0 : thick * style.em();
    if (either(Binary)) return script ? 0 : medium * style.em();
    if (left == Open || right == Close || right == Punctuation) return 0;
    if (left == Punctuation) return script ? 0 : afterComma * style.em();
    if (left == Operator && right == Open) return 0;
    if (either(Operator)) return right == Open ? 0 : thin * style.em();
    if (either(Inner)) return script || right == Open ? 0 : thin * style.em();
    return 0;
  }

  static bool isPlainOrdinary(const FormulaAtom& atom) {
    return atom.kind == Kind::Text && atom.atomClass == AtomClass::Ordinary;
  }
  /// Letters in a row are one run, so that they are kerned; scripts may follow the last.
  static bool joins(const FormulaAtom& left, const FormulaAtom& right) {
    return isPlainOrdinary(left) && isPlainOrdinary(right) && left.below.empty() && left.above.empty() &&
           right.below.empty() && right.above.empty() && left.ink == right.ink && left.italic == right.italic;
  }

  Box joinedRun(const FormulaList& atoms, std::size_t from, std::size_t end, Style style) const {
    std::string text;
    for (std::size_t i = from; i < end; ++i) text += atoms[i].text;
    return run(text, style, atoms[from].italic, atoms[from].ink);
  }

  Box run(const std::string& text, Style style, bool italic, Ink ink) const {
    Box box;
    if (text.empty()) return box;
    box.width = measure_(text, style.fontSize, italic).width;
    box.ascent = inkAbove(text) * style.em();
    box.descent = inkBelow(text) * style.em();
    box.content.runs.push_back({text, {0, 0}, style.fontSize, italic, ink});
    return box;
  }

  Box atom(const FormulaAtom& atom, Style style) const {
    Box box = nucleus(atom, style);
    if (atom.below.empty() && atom.above.empty()) return box;
    return withScripts(atom, std::move(box), style);
  }

  Box nucleus(const FormulaAtom& atom, Style style) const {
    switch (atom.kind) {
      case Kind::Text:
        return run(atom.text, style, atom.italic, atom.ink);
      case Kind::Fraction:
        return fraction(atom, style);
      case Kind::Root:
        return root(atom, style);
      case Kind::Fenced:
        return fenced(atom, style);
      case Kind::Group:
        return list(atom.first, style);
      case Kind::Space:
        break;
    }
    Box space;
    space.width = atom.space * style.em();
    return space;
  }

  static Style scriptStyle(Style style) {
    return {style.fontSize * (style.scripts == 0 ? scriptSize : 0.85F), style.scripts + 1, style.fractions};
  }

  Box withScripts(const FormulaAtom& atom, Box box, Style style) const {
    const Style small = scriptStyle(style);
    const float em = style.em(), x = box.width;
    const Box below = list(atom.below, small), above = list(atom.above, small);
    // Beside something tall (a root, a grown parenthesis) scripts move out to its corners.
    float up = std::max(raised * em, box.ascent - 0.5F * small.em());
    float down = std::max(lowered * em, box.descent - 0.1F * em);
    if (!atom.below.empty() && !atom.above.empty()) {
      const float between = (up - above.descent) - (below.ascent - down);
      if (between < scriptGap * em) down += scriptGap * em - between;
    }
    if (!atom.above.empty()) place(box, above, x, -up);
    if (!atom.below.empty()) place(box, below, x, down);
    box.width += scriptAfter * em;
    return box;
  }

  Box fraction(const FormulaAtom& atom, Style style) const {
    const float em = style.em(), rule = style.rule();
    // A fraction within a fraction is set smaller, as a script is.
    const float size = style.fractions == 0 ? style.fontSize : style.fontSize * 0.82F;
    const Style inner{size, style.scripts, style.fractions + 1};
    const Box top = list(atom.first, inner), bottom = list(atom.second, inner);
    const float side = fractionSide * em, width = std::max(top.width, bottom.width) + 2 * fractionOverhang * em;
    const float barTop = -axis * em - rule / 2;
    const float topY = barTop - fractionGap * em - std::max(top.descent, strutBelow * inner.em());
    const float bottomY = barTop + rule + fractionGap * em + std::max(bottom.ascent, strutAbove * inner.em());
    Box box;
    place(box, top, side + (width - top.width) / 2, topY);
    place(box, bottom, side + (width - bottom.width) / 2, bottomY);
    box.content.rules.push_back({{side, barTop, width, rule}, atom.ink});
    box.ascent = std::max(box.ascent, strutAbove * inner.em() - topY);
    box.descent = std::max(box.descent, bottomY + strutBelow * inner.em());
    box.width = width + 2 * side;
    return box;
  }

  Box root(const FormulaAtom& atom, Style style) const {
    const float em = style.em(), rule = style.rule();
    const Box inside = list(atom.first, style);
    const float above = std::max(inside.ascent, strutAbove * em);
    const float below = std::max(inside.descent, 0.06F * em);
    const float barTop = -above - rootGap * em - rule, bottom = below;
    const float height = bottom - barTop, signWidth = rootWidth * em + 0.06F * std::max(0.0F, height - 1.1F * em);
    const float hook = std::min(0.5F * height, 0.55F * em), foot = 0.5F * signWidth;
    Box box;
    place(box, inside, signWidth + 0.04F * em, 0);
    const float width = signWidth + inside.width + 0.12F * em;
    const Point start{0.04F * em, bottom - hook + 0.06F * em}, knee{0.2F * signWidth, bottom - hook};
    const Point tip{foot, bottom - rule / 2}, corner{signWidth, barTop + rule / 2};
    box.content.strokes.push_back({{start, knee, tip, corner}, rule, atom.ink});
    box.content.strokes.push_back({{knee, tip}, 1.7F * rule, atom.ink});
    box.content.rules.push_back({{signWidth - rule / 4, barTop, width - signWidth + rule / 4, rule}, atom.ink});
    box.ascent = -barTop;
    box.descent = bottom;
    box.width = width + 0.05F * em;
    return box;
  }

  /// One delimiter of the given reach above and below the axis, drawn as a line.
  static Box grown(char delimiter, float reach, Style style, Ink ink) {
    const float em = style.em(), middle = -axis * em, top = middle - reach, bottom = middle + reach;
    const float bulge = (0.16F + 0.05F * reach / em) * em, side = 0.15F * em;
    FormulaLayout::Stroke stroke;
    stroke.width = std::max(1.0F, 0.085F * em);
    stroke.ink = ink;
    Box box;
    if (delimiter == '(' || delimiter == ')') {
      constexpr int parts = 16;
      for (int i = 0; i <= parts; ++i) {
        const float t = 2.0F * static_cast<float>(i) / parts - 1;
        const float out = delimiter == '(' ? t * t : 1 - t * t;
        stroke.points.push_back({side + bulge * out, middle + t * reach});
      }
    } else if (delimiter == '|') {
      stroke.points = {{side, top}, {side, bottom}};
    } else {
      const float open = delimiter == '[' ? side + bulge : side, back = delimiter == '[' ? side : side + bulge;
      stroke.points = {{open, top}, {back, top}, {back, bottom}, {open, bottom}};
    }
    box.width = delimiter == '|' ? 2 * side : bulge + 2 * side;
    box.content.strokes.push_back(std::move(stroke));
    box.ascent = -top;
    box.descent = bottom;
    return box;
  }

  Box delimiter(char sign, const Box& inside, Style style, Ink ink) const {
    if (sign == '.') return {};
    const float em = style.em();
    const float reach = std::max(inside.ascent - axis * em, inside.descent + axis * em);
    const bool glyphReaches = reach <= (strutBelow + axis + 0.08F) * em;
    return glyphReaches ? run(std::string(1, sign), style, false, ink) : grown(sign, reach, style, ink);
  }

  Box fenced(const FormulaAtom& atom, Style style) const {
    const Box inside = list(atom.first, style);
    Box box;
    float x = 0;
    for (Box piece :
         {delimiter(atom.text[0], inside, style, atom.ink), inside, delimiter(atom.text[1], inside, style, atom.ink)}) {
      const float width = piece.width;
      place(box, std::move(piece), x, 0);
      x += width;
    }
    box.width = x;
    return box;
  }

  const MeasureRun& measure_;
};

}  // namespace

FormulaLayout layoutFormula(std::string_view tex, float fontSize, const MeasureRun& measure) {
  const FormulaList atoms = parseFormula(tex);
  const Style style{fontSize};
  Box line = Setter(measure).list(atoms, style);
  Box whole;
  // Every formula is at least a line of text high, so that formulas beside each other share a baseline.
  const float baseline = std::max(line.ascent, strutAbove * style.em());
  const float descent = std::max(line.descent, strutBelow * style.em());
  const float width = line.width;
  place(whole, std::move(line), 0, baseline);
  whole.content.size = {width, baseline + descent};
  whole.content.baseline = baseline;
  return std::move(whole.content);
}

}  // namespace lab
