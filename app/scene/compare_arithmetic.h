#pragma once

#include <string>

#include "scene/compare_scene.h"

namespace lab {

/// A number of a column written out with the numbers that it comes from: e^entropy, the divergence from the entropies
/// of both rows and of their mean, Kendall's τ from pairs of keys. "" of what is no such number, or not defined.
std::string comparisonArithmetic(const CompareSubject& subject, std::size_t column, CompareNumber number);

}  // namespace lab
