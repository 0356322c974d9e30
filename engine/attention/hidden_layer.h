#pragma once

#include <string_view>

#include "attention/parameters.h"
#include "core/types.h"

namespace attn {

/// What the scores with one hidden layer call its parts. score = v · tanh(A q + B k + b) (+ a number), d_a hidden
/// units: A and B are W_q and W_k of `additive`, the first d_q and the last d_k columns of one matrix of `concat` and
/// `mlp`.
struct HiddenNames {
  const char* fromQuery;  ///< the matrix whose first columns are A
  const char* fromKey;    ///< the matrix whose last columns are B
  const char* bias;       ///< b (d_a), which may be absent; "" where the score has none
  const char* factors;    ///< v (d_a)
  bool joined() const { return std::string_view(fromQuery) == fromKey; }
};

/// Null of a score without a hidden layer.
const HiddenNames* hiddenNames(std::string_view score);

// One hidden unit of a query and a key, in double. `parameters` are one head's, complete. A query or a key may be a row
// of a matrix, turned: it is not copied.
using VectorView = Eigen::Ref<const Vector>;

/// (A q)_unit. @param query (d_q)
double hiddenFromQuery(const HiddenNames& names, const Parameters& parameters, const VectorView& query, Index unit);
/// (B k)_unit. @param key (d_k)
double hiddenFromKey(const HiddenNames& names, const Parameters& parameters, const VectorView& key, Index unit);
/// tanh(fromQuery + fromKey + b_unit)
double hiddenUnit(const HiddenNames& names, const Parameters& parameters, double fromQuery, double fromKey, Index unit);

}  // namespace attn
