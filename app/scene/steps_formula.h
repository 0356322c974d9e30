#pragma once

#include <set>
#include <string>

#include "scene/steps_scene.h"

namespace lab {

/// "Attention(Q, K, V) = softmax(Q Kᵀ / √d + mask) V" as this computation has it, as TeX.
/// @param lit matrices whose symbols stand in the accent colour
std::string stepsFormula(const StepsPlan& plan, const std::set<attn::NumberKind>& lit, const Words& words);

/// The same for one query with the current numbers put in: its scores, weights and context as rows of numbers, at most
/// six of each.
std::string stepsNumericFormula(const StepsPlan& plan, attn::Index query, const std::set<attn::NumberKind>& lit,
                                const Words& words);

/// Where the symbols of a formula stand, with its left end of the baseline at `at`.
std::vector<StepsSymbol> stepsSymbols(const StepsPlan& plan, const FormulaLayout& layout, Point at, const Words& words);

}  // namespace lab
