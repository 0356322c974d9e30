#pragma once

#include <string>
#include <vector>

#include "pipeline/trace.h"

namespace attn {

// Every number of a computation has a place, and comes from numbers at other places: what the Steps view lights up
// and the derivations follow down to the embedding.

/// The matrices of one head's computation, in the order they are computed.
enum class NumberKind {
  EmbeddedQuery,  ///< before positions are added; the same matrix as EmbeddedKey in self-attention
  EmbeddedKey,
  Position,  ///< what is added at a place
  XQuery,    ///< (n, d)
  XKey,      ///< (m, d_memory)
  WQ,        ///< (d, d_q): this head's columns
  WK,
  WV,
  PlainQ,  ///< (n, d_q) before rope
  PlainK,
  Q,            ///< (n, d_q)
  K,            ///< (m, d_k)
  V,            ///< (m, d_v)
  ScoreW,       ///< W of the score: (d_q, d_k) of `general`, (m_max, d_q) of `location`, (r, d_k) of `key_linear`;
                ///< (d_a, d_q + d_k) of `concat` and, as W_1, of `mlp`
  ScoreWQ,      ///< (d_a, d_q) of `additive`
  ScoreWK,      ///< (d_a, d_k) of `additive`
  ScoreBias,    ///< (1, d_a), where the hidden layer has a bias; (1, r) of `key_linear`
  ScoreV,       ///< (1, d_a) v, or w_2 of `mlp`: from the hidden units to the score
  ScoreNumber,  ///< (1, 1) β of `cosine`, σ of `gaussian`, b_2 of `mlp`
  MappedKey,    ///< (m, d_q) W k of `general`
  HiddenQuery,  ///< (n, d_a) the query's part of what enters the hidden layer: W_q q of `additive`, W [q; 0] of
                ///< `concat`
  HiddenKey,    ///< (m, d_a) the key's part: W_k k, W [0; k]
  Hidden,       ///< (m, d_a) for each query: tanh of both parts and the bias
  Dot,          ///< (n, m) Q Kᵀ before it is divided by √d: of `scaled_dot` alone
  Score,        ///< (n, m)
  Bias,         ///< (n, m)
  Biased,       ///< (n, m) score + bias
  Masked,       ///< (n, m) −∞ where the key may not be attended: where there is a mask
  Weight,       ///< (n, m)
  Context,      ///< (n, d_v) of this head
  Joined,       ///< (n, h·d_v) of all heads, where there are several
  WO,           ///< (h·d_v, d_out)
  Output        ///< (n, d_out), where it is not the context
};

/// Every kind, in order.
const std::vector<NumberKind>& allNumberKinds();

struct NumberPlace {
  NumberKind kind = NumberKind::Weight;
  Index row = 0, column = 0;
  Index query = 0;  ///< of `Hidden`: whose layer; else 0
  bool operator==(const NumberPlace&) const = default;
};

/// A rectangle of numbers: rows [row, row + rows), columns likewise; of `Hidden` in the layers of some queries.
struct NumberSpan {
  NumberKind kind = NumberKind::Weight;
  Index row = 0, column = 0, rows = 1, columns = 1;
  Index query = 0, queries = 1;
  bool operator==(const NumberSpan&) const = default;
  bool contains(const NumberPlace& place) const {
    return place.kind == kind && place.row >= row && place.row < row + rows && place.column >= column &&
           place.column < column + columns && place.query >= query && place.query < query + queries;
  }
};

struct NumberShape {
  Index rows = 0, columns = 0;  ///< 0 × 0: the computation has no such numbers
  Index queries = 1;            ///< how many such matrices there are: of `Hidden` one for each query
  bool operator==(const NumberShape&) const = default;
};

/// How large the matrix is; 0 × 0 where the experiment does not have it. `trace` has every head.
NumberShape numberShape(const Trace& trace, Index head, NumberKind kind);
bool hasNumbers(const Trace& trace, Index head, NumberKind kind);

/// What the score calls its parameter of this kind: "W_q", "w_2", "beta"; null where it has none.
const char* scoreParameter(const Trace& trace, NumberKind kind);

/// The engine's number; of what the pipeline does not keep (`Dot`, `MappedKey` and the hidden layer) computed from Q, K
/// and the parameters in double, as `explainScore` does. −∞ where masked.
/// @param place within `numberShape`.
double numberAt(const Trace& trace, Index head, const NumberPlace& place);

/// A part of a matrix: (rows, columns) numbers as floats, of one query. Costs what it holds.
Matrix numberBlock(const Trace& trace, Index head, const NumberSpan& span);

/// What a number is computed from, one step back. Empty for what is drawn, given or embedded.
std::vector<NumberSpan> numberParents(const Trace& trace, Index head, const NumberPlace& place);

/// What depends on a number: of vectors and matrices the next step, of Q and all that follows every later step.
std::vector<NumberSpan> numberChildren(const Trace& trace, Index head, const NumberPlace& place);

}  // namespace attn
