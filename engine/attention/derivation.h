#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/types.h"

namespace attn {

/// Where a score stands: its row and its column.
struct ScorePlace {
  Index query = 0, key = 0;
};

/// One line of a worked-out score: "q", "k" and their products, value by value.
struct DerivationRow {
  std::string label;           ///< as in the formulas: "q", "k", "q · k", "W k"
  std::vector<double> values;  ///< one a dimension
  enum class Role { Query, Key, Step, Products } role = Role::Step;
};

/// A score taken apart: what the engine used, named as the row's `numericFormula` names it.
struct ScoreDerivation {
  std::vector<DerivationRow> rows;
  double sum = 0;                         ///< Σ of the last row
  std::map<std::string, double> numbers;  ///< "dot", "d", "norm_q", …, and "s", the score itself
  std::string formula;                    ///< where a choice changes it: instead of the row's `numericFormula`
};

/// One column of a worked-out row of weights: "s", "÷ τ", "− max", "exp", "÷ Σ".
struct WeightStep {
  std::string label;
  std::vector<double> values;  ///< one a key; NaN where the key is masked and the step is not made
  bool summed = false;         ///< its Σ is part of the arithmetic
  double sum = 0;
};

}  // namespace attn
