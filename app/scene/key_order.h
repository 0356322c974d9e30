#pragma once

#include <cstddef>
#include <vector>

namespace lab {

/// Places of a row's keys, the heaviest first; of equal weights the larger score, then the earlier key.
/// @param weights, scores as many as there are keys; a weight that is NaN comes last
std::vector<std::size_t> heaviestFirst(const std::vector<float>& weights, const std::vector<float>& scores);

}  // namespace lab
