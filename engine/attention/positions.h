#pragma once

#include "core/types.h"

namespace attn {

/// (count, width) sines in even columns, cosines in odd ones, angle position / 10000^(2i/width); an odd
/// width ends in a sine. Source: Vaswani et al. 2017, section 3.5. Computed in double, then rounded.
Matrix sinusoidalPositions(Index count, Index width);

}  // namespace attn
