#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/types.h"

namespace attn {

/// What is added to the scores before they are normalized: a catalogue name, and the numbers of `relative`.
struct BiasSpec {
  std::string name = "none";
  Index buckets = 32, maxDistance = 128;  ///< of `relative`
  bool causal = false;                    ///< of `relative`: buckets for earlier keys only

  // Declared, so that it is no aggregate within an aggregate: g++ 12 takes the name of those for uninitialized.
  BiasSpec() {}
  explicit BiasSpec(std::string of) : name(std::move(of)) {}
  bool operator==(const BiasSpec&) const = default;
};

/// Accepted buckets of a relative bias; in both directions an even number of them.
inline constexpr Index largestBuckets = 4096;

/// Reads `none`, `alibi`, `relative[:BUCKETS:MAXDIST[:causal]]`.
/// @throws InputError `unknown_name`, `bias_arguments`, `out_of_range`.
BiasSpec parseBias(std::string_view text);

/// The reverse of `parseBias`.
std::string biasText(const BiasSpec& bias);

/// @throws InputError `out_of_range`: a relative bias needs 2 buckets (4 in both directions) and a distance beyond
/// those that have a bucket of their own.
void requireBias(const BiasSpec& bias);

/// The slope of each of `heads` heads: 2^(−8(r+1)/h) for a power of two; otherwise those of the largest power of two
/// k below h, then numbers 0, 2, 4, … of those for 2k heads. Source: Press, Smith & Lewis 2022 and its code.
std::vector<double> alibiSlopes(Index heads);

/// −slope · |δ|, δ = i + m − n − j -> (n, m).
Matrix alibiBias(Index queries, Index keys, double slope);

/// The bucket of key position minus query position `relative`. Source: Raffel et al. 2020 and its code.
Index relativeBucket(Index relative, Index buckets, Index maxDistance, bool causal);

/// table(head, bucket) of every pair -> (n, m). @param table (h, buckets)
Matrix relativeBias(Index head, Index queries, Index keys, const BiasSpec& bias, const Matrix& table);

}  // namespace attn
