#pragma once

#include <cstdint>

#include "core/types.h"

namespace attn {

/// The angle of position 1 in pair `pair` of `width` columns: 10000^(−2 · pair / width), in radians.
double positionFrequency(Index pair, Index width);

/// (count, width) sines in even columns, cosines in odd ones, angle position / 10000^(2i/width); an odd
/// width ends in a sine. Source: Vaswani et al. 2017, section 3.5. Computed in double, then rounded.
Matrix sinusoidalPositions(Index count, Index width);

/// The same numbers with all sines first, then all cosines, as some codes lay them out (tensor2tensor).
Matrix sinusoidalHalvesPositions(Index count, Index width);

/// (count, width) of a learned table that is not given: drawn from the seed, purpose `position`, variance 1/4.
Matrix drawnPositions(Index count, Index width, std::uint64_t seed);

/// Turns pairs (2c, 2c + 1) of the columns of every head by position · 10000^(−2c/d_h), in double; positions count
/// from `first`. Source: Su et al. 2021, eq. 34.
/// @param joined (n, heads · d_h)
/// @throws InputError `rope_width` unless d_h is even; `heads_divide`.
Matrix turnedByPosition(const char* name, const Matrix& joined, Index heads, Index first = 0);

}  // namespace attn
