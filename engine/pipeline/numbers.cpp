#include "pipeline/numbers.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <optional>

#include "attention/catalogue.h"
#include "pipeline/painted_rows.h"

namespace attn {
namespace {

using enum NumberKind;

const ScoreRow& scoreRow(const Trace& trace) { return findRow(scoreCatalogue(), trace.experiment.score, "score"); }

bool computesScores(const Trace& trace) { return trace.head().k != nullptr && trace.head().scores != nullptr; }

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

// Null for what is computed on the way: `Dot` and `Masked`.
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

NumberSpan cell(NumberKind kind, Index row, Index column) { return {kind, row, column, 1, 1}; }

class Graph {
 public:
  Graph(const Trace& trace, Index head) : trace_(trace), head_(head) {}

  std::optional<NumberSpan> row(NumberKind kind, Index at) const {
    const NumberShape shape = numberShape(trace_, head_, kind);
    if (at < 0 || at >= shape.rows) return std::nullopt;
    return NumberSpan{kind, at, 0, 1, shape.columns};
  }
  std::optional<NumberSpan> column(NumberKind kind, Index at) const {
    const NumberShape shape = numberShape(trace_, head_, kind);
    if (at < 0 || at >= shape.columns) return std::nullopt;
    return NumberSpan{kind, 0, at, shape.rows, 1};
  }
  std::optional<NumberSpan> at(NumberKind kind, Index row, Index column) const {
    const NumberShape shape = numberShape(trace_, head_, kind);
    if (row < 0 || row >= shape.rows || column < 0 || column >= shape.columns) return std::nullopt;
    return cell(kind, row, column);
  }
  bool has(NumberKind kind) const { return hasNumbers(trace_, head_, kind); }

  // Row `at` of `kind`, computed from a number of `vectors` in `column`: all of it where a matrix mixes columns, else
  // the one cell that copies it, if this head has it.
  std::optional<NumberSpan> projectedRow(NumberKind kind, NumberKind matrix, Index at, Index column) const {
    if (has(matrix)) return row(kind, at);
    const bool query = matrix == WQ;
    const Index part = query ? head_ : trace_.headCounts.keyValueOf(head_);
    return this->at(kind, at, column - part * numberShape(trace_, head_, kind).columns);
  }

  // The columns of the joined context that this head fills.
  std::optional<NumberSpan> joinedRow(Index at) const {
    auto span = row(Joined, at);
    if (!span) return span;
    span->columns = numberShape(trace_, head_, Context).columns;
    span->column = head_ * span->columns;
    return span;
  }

  std::vector<NumberSpan> parents(const NumberPlace& place) const {
    std::vector<NumberSpan> found;
    const auto add = [&](const std::optional<NumberSpan>& span) {
      if (span) found.push_back(*span);
    };
    const auto addCell = [&](NumberKind kind) {
      if (has(kind)) found.push_back(cell(kind, place.row, place.column));
    };
    switch (place.kind) {
      case XQuery:
        addCell(EmbeddedQuery), addCell(Position);
        break;
      case XKey:
        addCell(EmbeddedKey), addCell(Position);
        break;
      case PlainQ:
        addProjected(found, XQuery, WQ, place);
        break;
      case PlainK:
        addProjected(found, XKey, WK, place);
        break;
      case Q:
        has(PlainQ) ? found.push_back(turnedPair(PlainQ, place)) : addProjected(found, XQuery, WQ, place);
        break;
      case K:
        has(PlainK) ? found.push_back(turnedPair(PlainK, place)) : addProjected(found, XKey, WK, place);
        break;
      case V:
        addProjected(found, XKey, WV, place);
        break;
      case Dot:
        add(row(Q, place.row)), add(row(K, place.column));
        break;
      case Score:
        addScoreParents(found, place);
        break;
      case Biased:
        addCell(Score), addCell(Bias);
        break;
      case Masked:
        addCell(has(Biased) ? Biased : Score);
        break;
      case Weight:
        if (isPainted(trace_, head_, place.row)) break;  // by hand: it comes from no other number
        add(row(has(Masked) ? Masked : has(Biased) ? Biased : Score, place.row));
        break;
      case Context:
        add(row(Weight, place.row)), add(column(V, place.column));
        break;
      case Joined:
        addHeadPart(found, place);
        break;
      case Output:
        add(row(has(Joined) ? Joined : Context, place.row)), add(column(WO, place.column));
        break;
      default:
        break;
    }
    return found;
  }

 private:
  // X · W: a row and a column; of the identity a cell.
  void addProjected(std::vector<NumberSpan>& found, NumberKind vectors, NumberKind matrix,
                    const NumberPlace& place) const {
    if (!has(vectors)) return;
    if (has(matrix)) {
      found.push_back(*row(vectors, place.row));
      found.push_back(*column(matrix, place.column));
      return;
    }
    const bool query = vectors == XQuery;
    const Index part = query ? head_ : trace_.headCounts.keyValueOf(head_);
    const NumberShape own = numberShape(trace_, head_, place.kind);
    found.push_back(cell(vectors, place.row, part * own.columns + place.column));
  }

  NumberSpan turnedPair(NumberKind kind, const NumberPlace& place) const {
    return {kind, place.row, place.column / 2 * 2, 1, 2};
  }

  void addScoreParents(std::vector<NumberSpan>& found, const NumberPlace& place) const {
    if (has(Dot)) {
      found.push_back(cell(Dot, place.row, place.column));
      return;
    }
    if (!computesScores(trace_)) return;
    if (const auto query = row(Q, place.row)) found.push_back(*query);
    if (trace_.experiment.score == "location") return;  // the keys are not read
    if (const auto key = row(K, place.column)) found.push_back(*key);
  }

  void addHeadPart(std::vector<NumberSpan>& found, const NumberPlace& place) const {
    const Index columns = numberShape(trace_, head_, Context).columns;
    const Index first = head_ * columns;
    if (place.column >= first && place.column < first + columns)
      found.push_back(cell(Context, place.row, place.column - first));
  }

  const Trace& trace_;
  Index head_;
};

// Which rows and columns of the pairs a span of Q, K or pairs reaches.
struct Reach {
  Index row = 0, rows = 0, column = 0, columns = 0;
};

}  // namespace

const std::vector<NumberKind>& allNumberKinds() {
  static const std::vector<NumberKind> kinds = {EmbeddedQuery, EmbeddedKey, Position, XQuery,  XKey,   WQ,  WK,    WV,
                                                PlainQ,        PlainK,      Q,        K,       V,      Dot, Score, Bias,
                                                Biased,        Masked,      Weight,   Context, Joined, WO,  Output};
  return kinds;
}

NumberShape numberShape(const Trace& trace, Index head, NumberKind kind) {
  if (trace.heads.empty()) return {};
  if (kind == Dot) return hasDot(trace) ? NumberShape{trace.queries(), trace.keys()} : NumberShape{};
  if (kind == Masked) return hasMask(trace) ? NumberShape{trace.queries(), trace.keys()} : NumberShape{};
  const Source source = sourceOf(trace, head, kind);
  if (!source.matrix) return {};
  return {source.matrix->rows(), source.columns};
}

bool hasNumbers(const Trace& trace, Index head, NumberKind kind) {
  return numberShape(trace, head, kind) != NumberShape{};
}

double numberAt(const Trace& trace, Index head, const NumberPlace& place) {
  const HeadTrace& own = trace.head(head);
  if (place.kind == Dot) return dotOf(own, place.row, place.column);
  if (place.kind == Masked) {
    if (!(*own.visible)(place.row, place.column)) return -std::numeric_limits<double>::infinity();
    return static_cast<double>((*own.biased)(place.row, place.column));
  }
  const Source source = sourceOf(trace, head, place.kind);
  assert(source.matrix && place.row < source.matrix->rows() && place.column < source.columns);
  return static_cast<double>((*source.matrix)(place.row, source.firstColumn + place.column));
}

Matrix numberBlock(const Trace& trace, Index head, const NumberSpan& span) {
  Matrix block(span.rows, span.columns);
  if (span.kind == Dot || span.kind == Masked) {
    const HeadTrace& own = trace.head(head);
    for (Index r = 0; r < span.rows; ++r)
      for (Index c = 0; c < span.columns; ++c)
        // What a mask hides keeps its score: whoever draws it knows the mask.
        block(r, c) = span.kind == Dot ? static_cast<float>(dotOf(own, span.row + r, span.column + c))
                                       : (*own.biased)(span.row + r, span.column + c);
    return block;
  }
  const Source source = sourceOf(trace, head, span.kind);
  assert(source.matrix);
  return source.matrix->block(span.row, source.firstColumn + span.column, span.rows, span.columns);
}

std::vector<NumberSpan> numberParents(const Trace& trace, Index head, const NumberPlace& place) {
  return Graph(trace, head).parents(place);
}

namespace {

// One step on, for vectors and matrices.
std::vector<NumberSpan> nextOf(const Graph& graph, const Trace& trace, const NumberPlace& place) {
  std::vector<NumberSpan> found;
  const auto add = [&](const std::optional<NumberSpan>& span) {
    if (span) found.push_back(*span);
  };
  const NumberKind q = graph.has(PlainQ) ? PlainQ : Q, k = graph.has(PlainK) ? PlainK : K;
  const auto cellOf = [&](NumberKind kind) { add(graph.at(kind, place.row, place.column)); };
  const auto fromQuery = [&] { add(graph.projectedRow(q, WQ, place.row, place.column)); };
  const auto fromKey = [&] {
    add(graph.projectedRow(k, WK, place.row, place.column)), add(graph.projectedRow(V, WV, place.row, place.column));
  };
  switch (place.kind) {
    case EmbeddedQuery:
      cellOf(XQuery);
      break;
    case EmbeddedKey:
      cellOf(XKey);
      break;
    case Position:  // one row a place: the longer side has rows that the other has not
      cellOf(XQuery), cellOf(XKey);
      break;
    case XQuery:
      fromQuery();
      if (trace.xQuery == trace.xKey) fromKey();
      break;
    case XKey:
      fromKey();
      if (trace.xQuery == trace.xKey) fromQuery();
      break;
    case WQ:
      add(graph.column(q, place.column));
      break;
    case WK:
      add(graph.column(k, place.column));
      break;
    case WV:
      add(graph.column(V, place.column));
      break;
    case PlainQ:
      found.push_back({Q, place.row, place.column / 2 * 2, 1, 2});
      break;
    case PlainK:
      found.push_back({K, place.row, place.column / 2 * 2, 1, 2});
      break;
    case WO:
      add(graph.column(Output, place.column));
      break;
    default:
      break;
  }
  return found;
}

// Everything after the pairs that `reach` covers: softmax mixes a row, so that weights and what follows are whole rows.
void addAfterPairs(std::vector<NumberSpan>& found, const Graph& graph, NumberKind kind, const Reach& reach) {
  for (const NumberKind later : {Score, Biased, Masked})
    if (later > kind && graph.has(later)) found.push_back({later, reach.row, reach.column, reach.rows, reach.columns});
  const auto rowsOf = [&](NumberKind later) {
    if (later <= kind) return;
    if (auto row = later == Joined ? graph.joinedRow(reach.row) : graph.row(later, reach.row)) {
      row->rows = reach.rows;
      found.push_back(*row);
    }
  };
  rowsOf(Weight), rowsOf(Context), rowsOf(Joined), rowsOf(Output);
}

}  // namespace

std::vector<NumberSpan> numberChildren(const Trace& trace, Index head, const NumberPlace& place) {
  const Graph graph(trace, head);
  const NumberShape pairs = numberShape(trace, head, Weight);
  std::vector<NumberSpan> found = nextOf(graph, trace, place);
  const auto pair = [&](Index row, Index rows, Index column, Index columns) {
    addAfterPairs(found, graph, place.kind, {row, rows, column, columns});
  };
  switch (place.kind) {
    case Q:
      if (graph.has(Dot)) found.push_back({Dot, place.row, 0, 1, pairs.columns});
      pair(place.row, 1, 0, pairs.columns);
      break;
    case K:
      if (graph.has(Dot)) found.push_back({Dot, 0, place.row, pairs.rows, 1});
      if (trace.experiment.score != "location") pair(0, pairs.rows, place.row, 1);
      break;
    case Dot:
    case Score:
    case Bias:
    case Biased:
    case Masked:
      pair(place.row, 1, place.column, 1);
      break;
    case Weight:
      pair(place.row, 1, 0, pairs.columns);
      break;
    case V:
      if (const auto column = graph.column(Context, place.column)) found.push_back(*column);
      break;
    case Context:
    case Joined:
      if (place.kind == Context && graph.has(Joined))
        found.push_back(cell(Joined, place.row, head * numberShape(trace, head, Context).columns + place.column));
      if (const auto row = graph.row(Output, place.row)) found.push_back(*row);
      break;
    default:
      break;
  }
  return found;
}

}  // namespace attn
