#pragma once

#include <string>
#include <vector>

#include "core/types.h"

namespace lab {

/// The token, elided, with its place where the same token occurs more than once. Reads all labels.
std::string labelWithIndex(const std::vector<std::string>& labels, attn::Index i, int characters = 24);

}  // namespace lab
