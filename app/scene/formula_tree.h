#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scene/formula.h"

namespace lab {

/// What decides the space beside an atom (Knuth, The TeXbook, chapter 18).
enum class AtomClass { Ordinary, Operator, Binary, Relation, Open, Close, Punctuation, Inner };

struct FormulaAtom;
using FormulaList = std::vector<FormulaAtom>;

/// One atom of a formula with its scripts.
struct FormulaAtom {
  enum class Kind { Text, Fraction, Root, Fenced, Group, Space };
  Kind kind = Kind::Text;
  AtomClass atomClass = AtomClass::Ordinary;
  std::string text;           ///< Text; Fenced: its two delimiters, each one character or '.' for none
  float space = 0;            ///< Space: in em
  FormulaList first, second;  ///< numerator and denominator; radicand; contents
  FormulaList below, above;   ///< scripts
  bool italic = false;
  FormulaLayout::Ink ink = FormulaLayout::Ink::Text;
};

/// @throws std::invalid_argument with the position in bytes.
FormulaList parseFormula(std::string_view tex);

}  // namespace lab
