#include "pipeline/numbers.h"

#include <cassert>
#include <limits>
#include <string_view>

#include "attention/catalogue.h"
#include "attention/hidden_layer.h"
#include "pipeline/computes_scores.h"

namespace attn {
namespace {

using enum NumberKind;

const ScoreRow& scoreRow(const Trace& trace) { return findRow(scoreCatalogue(), trace.experiment.score, "score"); }

// A matrix of the trace, and the first of its columns that are this head's.
struct Source {
  MatrixPtr matrix;
  Index firstColumn = 0, columns = 0;
};

Source whole(const MatrixPtr& matrix) { return {matrix, 0, matrix ? matrix->cols() : 0}; }

// The columns that head `part` of `parts` has.
Source share(const MatrixPtr& matrix, Index part, Index parts) {
  if (!matrix) return {};
  const Index columns = matrix->cols() / parts;
  return {matrix, part * columns, columns};
}

bool isTurned(const Trace& trace) { return trace.plainK != trace.k || trace.plainQ != trace.q; }
bool severalHeads(const Trace& trace) { return trace.heads.size() > 1; }

Source vectorSource(const Trace& trace, NumberKind kind) {
  const bool added = trace.addedPositions != nullptr;
  switch (kind) {
    case EmbeddedQuery:
      return whole(added ? trace.embeddedQuery : nullptr);
    case EmbeddedKey:
      return whole(added ? trace.embeddedKey : nullptr);
    case Position:
      return whole(trace.addedPositions);
    case XQuery:
      return whole(trace.xQuery);
    default:
      return whole(trace.xKey);
  }
}

Source projectedSource(const Trace& trace, Index head, NumberKind kind) {
  const Index heads = trace.headCounts.query, shared = trace.headCounts.keyValue;
  const Index own = trace.headCounts.keyValueOf(head);
  switch (kind) {
    case WQ:
      return share(trace.wQ, head, heads);
    case WK:
      return share(trace.wK, own, shared);
    case WV:
      return share(trace.wV, own, shared);
    case PlainQ:
      return share(isTurned(trace) ? trace.plainQ : nullptr, head, heads);
    default:
      return share(isTurned(trace) ? trace.plainK : nullptr, own, shared);
  }
}

Source parameterSource(const Trace& trace, Index head, NumberKind kind) {
  const char* name = scoreParameter(trace, kind);
  if (name == nullptr) return {};
  const Parameters& own = trace.head(head).parameters;
  const auto found = own.matrices.find(name);
  return whole(found == own.matrices.end() ? nullptr : found->second);
}

// Null for what is computed on the way: `Dot`, `Masked`, `MappedKey` and the hidden layer.
Source sourceOf(const Trace& trace, Index head, NumberKind kind) {
  const HeadTrace& own = trace.head(head);
  switch (kind) {
    case EmbeddedQuery:
    case EmbeddedKey:
    case Position:
    case XQuery:
    case XKey:
      return vectorSource(trace, kind);
    case WQ:
    case WK:
    case WV:
    case PlainQ:
    case PlainK:
      return projectedSource(trace, head, kind);
    case Q:
      return whole(scoreRow(trace).readsQuery ? own.q : nullptr);
    case K:
      return whole(own.k);
    case V:
      return whole(own.v);
    case ScoreW:
    case ScoreWQ:
    case ScoreWK:
    case ScoreBias:
    case ScoreV:
      return parameterSource(trace, head, kind);
    case Score:
      return whole(own.scores);
    case Bias:
      return whole(own.bias);
    case Biased:
      return whole(own.bias ? own.biased : nullptr);
    case Weight:
      return whole(own.weights);
    case Context:
      return whole(own.context);
    case Joined:
      return whole(severalHeads(trace) ? trace.context : nullptr);
    case WO:
      return whole(trace.wO);
    case Output:
      return whole(trace.wO ? trace.output : nullptr);
    case ScoreNumber:
    case MappedKey:
    case HiddenQuery:
    case HiddenKey:
    case Hidden:
    case Dot:
    case Masked:
      break;
  }
  return {};
}

bool hasDot(const Trace& trace) { return computesScores(trace) && trace.experiment.score == "scaled_dot"; }
bool hasMask(const Trace& trace) {
  return !trace.experiment.masks.empty() && trace.head().biased && trace.head().visible;
}

double dotOf(const HeadTrace& own, Index query, Index key) {
  double sum = 0;
  for (Index d = 0; d < own.q->cols(); ++d)
    sum += static_cast<double>((*own.q)(query, d)) * static_cast<double>((*own.k)(key, d));
  return sum;
}

// (W k)_row
double mappedKeyOf(const HeadTrace& own, Index key, Index row) {
  const Matrix& weights = *own.parameters.matrices.at("W");
  double sum = 0;
  for (Index d = 0; d < own.k->cols(); ++d)
    sum += static_cast<double>(weights(row, d)) * static_cast<double>((*own.k)(key, d));
  return sum;
}

// The hidden layer of a score that has one.
class Layer {
 public:
  Layer(const Trace& trace, Index head) : own_(trace.head(head)), names_(*hiddenNames(trace.experiment.score)) {}
  double fromQuery(Index query, Index unit) const {
    return hiddenFromQuery(names_, own_.parameters, own_.q->row(query).transpose(), unit);
  }
  double fromKey(Index key, Index unit) const {
    return hiddenFromKey(names_, own_.parameters, own_.k->row(key).transpose(), unit);
  }
  double unit(Index query, Index key, Index unit) const {
    return hiddenUnit(names_, own_.parameters, fromQuery(query, unit), fromKey(key, unit), unit);
  }
  // Of one query; its part is computed once for all keys.
  Matrix block(const NumberSpan& span) const {
    Eigen::VectorXd parts(span.columns);
    for (Index c = 0; c < span.columns; ++c) parts(c) = fromQuery(span.query, span.column + c);
    Matrix block(span.rows, span.columns);
    for (Index r = 0; r < span.rows; ++r)
      for (Index c = 0; c < span.columns; ++c) {
        const Index unit = span.column + c;
        const double part = fromKey(span.row + r, unit);
        block(r, c) = static_cast<float>(hiddenUnit(names_, own_.parameters, parts(c), part, unit));
      }
    return block;
  }

 private:
  const HeadTrace& own_;
  const HiddenNames& names_;
};

// Of a kind that the trace keeps no matrix of.
double computedNumber(const Trace& trace, Index head, const NumberPlace& place) {
  const HeadTrace& own = trace.head(head);
  switch (place.kind) {
    case Dot:
      return dotOf(own, place.row, place.column);
    case Masked:
      if (!(*own.visible)(place.row, place.column)) return -std::numeric_limits<double>::infinity();
      return static_cast<double>((*own.biased)(place.row, place.column));
    case ScoreNumber:
      return own.parameters.numbers.at(scoreParameter(trace, ScoreNumber));
    case MappedKey:
      return mappedKeyOf(own, place.row, place.column);
    case HiddenQuery:
      return Layer(trace, head).fromQuery(place.row, place.column);
    case HiddenKey:
      return Layer(trace, head).fromKey(place.row, place.column);
    default:
      assert(place.kind == Hidden);
      return Layer(trace, head).unit(place.query, place.row, place.column);
  }
}

NumberShape computedShape(const Trace& trace, NumberKind kind) {
  const Index queries = trace.queries(), keys = trace.keys();
  if (kind == Dot) return hasDot(trace) ? NumberShape{queries, keys} : NumberShape{};
  if (kind == Masked) return hasMask(trace) ? NumberShape{queries, keys} : NumberShape{};
  if (!computesScores(trace)) return {};
  if (kind == ScoreNumber) return scoreParameter(trace, kind) != nullptr ? NumberShape{1, 1} : NumberShape{};
  if (kind == MappedKey)
    return trace.experiment.score == "general" ? NumberShape{keys, trace.head().q->cols()} : NumberShape{};
  const HiddenNames* names = hiddenNames(trace.experiment.score);
  if (names == nullptr) return {};
  const Index units = trace.head().parameters.matrices.at(names->factors)->cols();
  return {kind == HiddenQuery ? queries : keys, units, kind == Hidden ? queries : 1};
}

bool isComputed(NumberKind kind) { return kind == Dot || kind == Masked || (kind >= ScoreNumber && kind <= Hidden); }

}  // namespace

const std::vector<NumberKind>& allNumberKinds() {
  static const std::vector<NumberKind> kinds = {
      EmbeddedQuery, EmbeddedKey, Position,    XQuery,    XKey,   WQ,      WK,      WV,        PlainQ,
      PlainK,        Q,           K,           V,         ScoreW, ScoreWQ, ScoreWK, ScoreBias, ScoreV,
      ScoreNumber,   MappedKey,   HiddenQuery, HiddenKey, Hidden, Dot,     Score,   Bias,      Biased,
      Masked,        Weight,      Context,     Joined,    WO,     Output};
  return kinds;
}

const char* scoreParameter(const Trace& trace, NumberKind kind) {
  struct Named {
    std::string_view score;
    NumberKind kind;
    const char* name;
  };
  static constexpr Named known[] = {{"general", ScoreW, "W"},        {"location", ScoreW, "W"},
                                    {"key_linear", ScoreW, "W"},     {"key_linear", ScoreBias, "b"},
                                    {"additive", ScoreWQ, "W_q"},    {"additive", ScoreWK, "W_k"},
                                    {"additive", ScoreBias, "b"},    {"additive", ScoreV, "v"},
                                    {"concat", ScoreW, "W"},         {"concat", ScoreV, "v"},
                                    {"mlp", ScoreW, "W_1"},          {"mlp", ScoreBias, "b_1"},
                                    {"mlp", ScoreV, "w_2"},          {"mlp", ScoreNumber, "b_2"},
                                    {"cosine", ScoreNumber, "beta"}, {"gaussian", ScoreNumber, "sigma"}};
  if (!computesScores(trace)) return nullptr;
  for (const Named& named : known)
    if (named.kind == kind && named.score == trace.experiment.score) return named.name;
  return nullptr;
}

NumberShape numberShape(const Trace& trace, Index head, NumberKind kind) {
  if (trace.heads.empty()) return {};
  if (isComputed(kind)) return computedShape(trace, kind);
  const Source source = sourceOf(trace, head, kind);
  if (!source.matrix) return {};
  return {source.matrix->rows(), source.columns};
}

bool hasNumbers(const Trace& trace, Index head, NumberKind kind) {
  return numberShape(trace, head, kind) != NumberShape{};
}

double numberAt(const Trace& trace, Index head, const NumberPlace& place) {
  if (isComputed(place.kind)) return computedNumber(trace, head, place);
  const Source source = sourceOf(trace, head, place.kind);
  assert(source.matrix && place.row < source.matrix->rows() && place.column < source.columns);
  return static_cast<double>((*source.matrix)(place.row, source.firstColumn + place.column));
}

Matrix numberBlock(const Trace& trace, Index head, const NumberSpan& span) {
  assert(span.queries == 1);
  // What a mask hides keeps its score: whoever draws it knows the mask.
  if (span.kind == Masked) return trace.head(head).biased->block(span.row, span.column, span.rows, span.columns);
  if (span.kind == Hidden) return Layer(trace, head).block(span);
  if (isComputed(span.kind)) {
    Matrix block(span.rows, span.columns);
    for (Index r = 0; r < span.rows; ++r)
      for (Index c = 0; c < span.columns; ++c)
        block(r, c) = static_cast<float>(computedNumber(trace, head, {span.kind, span.row + r, span.column + c}));
    return block;
  }
  const Source source = sourceOf(trace, head, span.kind);
  assert(source.matrix);
  return source.matrix->block(span.row, source.firstColumn + span.column, span.rows, span.columns);
}

}  // namespace attn
