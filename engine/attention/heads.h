#pragma once

#include <vector>

#include "core/types.h"
#include "core/work.h"

namespace attn {

/// h query heads that share g heads of keys and values: g = h is multi-head attention (Vaswani et al. 2017),
/// 1 < g < h grouped-query (Ainslie et al. 2023), g = 1 multi-query (Shazeer 2019).
struct HeadCounts {
  Index query = 1, keyValue = 1;
  bool operator==(const HeadCounts&) const = default;

  /// The key/value head that query head `head` reads: ⌊head · g / h⌋, so that consecutive heads share.
  Index keyValueOf(Index head) const { return head * keyValue / query; }
};

/// Accepted heads.
inline constexpr Index largestHeadCount = 1024;

/// @throws InputError `out_of_range`, and `heads_share` unless g divides h.
void requireHeadCounts(const HeadCounts& heads);

/// Columns [r·d, (r+1)·d) of (n, heads·d) for each head r; the matrix itself where there is one head.
/// @throws InputError `heads_divide` unless `heads` divides the columns.
std::vector<MatrixPtr> splitHeads(const char* name, const MatrixPtr& joined, Index heads);

/// The heads' (n, d) side by side -> (n, h·d); the one matrix itself where there is one head.
MatrixPtr joinHeads(const std::vector<MatrixPtr>& heads);

}  // namespace attn
