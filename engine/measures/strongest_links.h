#pragma once

#include <cstddef>
#include <vector>

#include "core/types.h"

namespace attn {

/// One weight that is not zero, between a query and a key that it may attend to.
struct Link {
  Index query = 0, key = 0;
  float weight = 0;
  bool operator==(const Link&) const = default;
};

/// Which weights count as links.
struct LinkFilter {
  double least = 0;    ///< smallest magnitude
  Index perQuery = 0;  ///< only so many of each query, its strongest; 0: all
  bool operator==(const LinkFilter&) const = default;
};

/// Whether `a` comes before `b`: the larger magnitude, then the earlier query, then the earlier key.
bool isStronger(const Link& a, const Link& b);

/// The strongest links of a matrix, strongest first.
struct StrongestLinks {
  std::vector<Link> links;  ///< at most as many as were asked for
  std::size_t all = 0;      ///< how many pass the filter
};

/// Masked pairs, zeros and NaN are no links; negative weights (`ratio`) count by their magnitude.
/// @param weights (n, m)  @param visible (n, m), null: every pair  @param most of them are returned. In O(n·m).
StrongestLinks strongestLinks(const Matrix& weights, const Mask* visible, const LinkFilter& filter, std::size_t most);

/// Those of the queries [first, end), in O((end − first)·m).
StrongestLinks strongestLinksOfQueries(const Matrix& weights, const Mask* visible, Index first, Index end,
                                       const LinkFilter& filter, std::size_t most);

/// Those to one key, in O(n); how many each query has does not count. @param least smallest magnitude
StrongestLinks strongestLinksOfKey(const Matrix& weights, const Mask* visible, Index key, double least,
                                   std::size_t most);

}  // namespace attn
