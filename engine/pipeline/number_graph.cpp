#include "pipeline/numbers.h"

#include <cassert>
#include <optional>

#include "attention/hidden_layer.h"
#include "pipeline/computes_scores.h"
#include "pipeline/painted_rows.h"

namespace attn {
namespace {

using enum NumberKind;

NumberSpan cell(NumberKind kind, Index row, Index column) { return {kind, row, column, 1, 1}; }

NumberSpan whole(NumberKind kind, const NumberShape& shape) {
  return {kind, 0, 0, shape.rows, shape.columns, 0, shape.queries};
}

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
    return place.kind < MappedKey ? parentsOfVector(place) : parentsOfPair(place);
  }

 private:
  // Of one token's vectors.
  std::vector<NumberSpan> parentsOfVector(const NumberPlace& place) const {
    std::vector<NumberSpan> found;
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
      default:
        break;
    }
    return found;
  }

  // Of scores and of what they are made of, and of everything after them.
  std::vector<NumberSpan> parentsOfPair(const NumberPlace& place) const {
    std::vector<NumberSpan> found;
    const auto add = [&](const std::optional<NumberSpan>& span) {
      if (span) found.push_back(*span);
    };
    const auto addCell = [&](NumberKind kind) { add(at(kind, place.row, place.column)); };
    switch (place.kind) {
      case MappedKey:
        add(row(ScoreW, place.column)), add(row(K, place.row));
        break;
      case HiddenQuery:
        add(layerRow(true, place.column)), add(row(Q, place.row));
        break;
      case HiddenKey:
        add(layerRow(false, place.column)), add(row(K, place.row));
        break;
      case Hidden:
        add(at(HiddenQuery, place.query, place.column)), add(at(HiddenKey, place.row, place.column));
        add(at(ScoreBias, 0, place.column));
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

  // The weights from the query or from the key to a hidden unit.
  std::optional<NumberSpan> layerRow(bool query, Index unit) const {
    if (!hiddenNames(trace_.experiment.score)->joined()) return row(query ? ScoreWQ : ScoreWK, unit);
    auto span = row(ScoreW, unit);
    const Index width = numberShape(trace_, head_, Q).columns;
    span->column = query ? 0 : width;
    span->columns = query ? width : span->columns - width;
    return span;
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
    const auto add = [&](const std::optional<NumberSpan>& span) {
      if (span) found.push_back(*span);
    };
    if (has(Hidden)) {
      add(row(ScoreV, 0));
      found.push_back({Hidden, place.column, 0, 1, numberShape(trace_, head_, Hidden).columns, place.row, 1});
    } else if (trace_.experiment.score == "location") {  // the keys are not read
      add(row(ScoreW, place.column)), add(row(Q, place.row));
    } else if (trace_.experiment.score == "key_linear") {  // the queries are not read
      add(row(ScoreW, place.row)), add(row(K, place.column)), add(at(ScoreBias, 0, place.row));
    } else {
      add(row(Q, place.row)), add(row(has(MappedKey) ? MappedKey : K, place.column));
    }
    add(at(ScoreNumber, 0, 0));
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

std::vector<NumberSpan> numberParents(const Trace& trace, Index head, const NumberPlace& place) {
  return Graph(trace, head).parents(place);
}

namespace {

// What reads a parameter of the score.
void addFromParameter(std::vector<NumberSpan>& found, const Graph& graph, const Trace& trace, Index head,
                      const NumberPlace& place) {
  const auto add = [&](const std::optional<NumberSpan>& span) {
    if (span) found.push_back(*span);
  };
  const bool hidden = graph.has(Hidden);
  if (place.kind == ScoreV || place.kind == ScoreNumber) {
    found.push_back(whole(Score, numberShape(trace, head, Score)));
  } else if (place.kind == ScoreBias && hidden) {
    NumberSpan units = whole(Hidden, numberShape(trace, head, Hidden));
    units.column = place.column, units.columns = 1;
    found.push_back(units);
  } else if (place.kind == ScoreBias) {
    add(graph.row(Score, place.column));
  } else if (hidden) {
    const bool query =
        place.kind == ScoreWQ || (place.kind == ScoreW && place.column < numberShape(trace, head, Q).columns);
    add(graph.column(query ? HiddenQuery : HiddenKey, place.row));
  } else if (graph.has(MappedKey)) {
    add(graph.column(MappedKey, place.row));
  } else {
    add(trace.experiment.score == "location" ? graph.column(Score, place.row) : graph.row(Score, place.row));
  }
}

// What reads the vectors of a token, before they are a query, a key or a value.
void addFromVector(std::vector<NumberSpan>& found, const Graph& graph, const Trace& trace, const NumberPlace& place) {
  const auto add = [&](const std::optional<NumberSpan>& span) {
    if (span) found.push_back(*span);
  };
  const auto cellOf = [&](NumberKind kind) { add(graph.at(kind, place.row, place.column)); };
  const auto projected = [&](NumberKind kind, NumberKind matrix) {
    add(graph.projectedRow(kind, matrix, place.row, place.column));
  };
  const auto fromQuery = [&] { projected(graph.has(PlainQ) ? PlainQ : Q, WQ); };
  const auto fromKey = [&] { projected(graph.has(PlainK) ? PlainK : K, WK), projected(V, WV); };
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
    default:
      assert(place.kind == XKey);
      fromKey();
      if (trace.xQuery == trace.xKey) fromQuery();
  }
}

// One step on, for vectors and matrices.
std::vector<NumberSpan> nextOf(const Graph& graph, const Trace& trace, Index head, const NumberPlace& place) {
  std::vector<NumberSpan> found;
  const auto addColumn = [&](NumberKind kind) {
    if (const auto span = graph.column(kind, place.column)) found.push_back(*span);
  };
  switch (place.kind) {
    case EmbeddedQuery:
    case EmbeddedKey:
    case Position:
    case XQuery:
    case XKey:
      addFromVector(found, graph, trace, place);
      break;
    case WQ:
      addColumn(graph.has(PlainQ) ? PlainQ : Q);
      break;
    case WK:
      addColumn(graph.has(PlainK) ? PlainK : K);
      break;
    case WV:
      addColumn(V);
      break;
    case PlainQ:
      found.push_back({Q, place.row, place.column / 2 * 2, 1, 2});
      break;
    case PlainK:
      found.push_back({K, place.row, place.column / 2 * 2, 1, 2});
      break;
    case WO:
      addColumn(Output);
      break;
    case ScoreW:
    case ScoreWQ:
    case ScoreWK:
    case ScoreBias:
    case ScoreV:
    case ScoreNumber:
      addFromParameter(found, graph, trace, head, place);
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
  const NumberShape pairs = numberShape(trace, head, Weight), hidden = numberShape(trace, head, Hidden);
  std::vector<NumberSpan> found = nextOf(graph, trace, head, place);
  const auto pair = [&](Index row, Index rows, Index column, Index columns) {
    addAfterPairs(found, graph, place.kind, {row, rows, column, columns});
  };
  switch (place.kind) {
    case Q:
      if (graph.has(Dot)) found.push_back({Dot, place.row, 0, 1, pairs.columns});
      if (const auto row = graph.row(HiddenQuery, place.row)) found.push_back(*row);
      if (hidden.rows > 0) found.push_back({Hidden, 0, 0, hidden.rows, hidden.columns, place.row, 1});
      pair(place.row, 1, 0, pairs.columns);
      break;
    case K:
      if (graph.has(Dot)) found.push_back({Dot, 0, place.row, pairs.rows, 1});
      if (const auto row = graph.row(MappedKey, place.row)) found.push_back(*row);
      if (const auto row = graph.row(HiddenKey, place.row)) found.push_back(*row);
      if (hidden.rows > 0) found.push_back({Hidden, place.row, 0, 1, hidden.columns, 0, hidden.queries});
      if (trace.experiment.score != "location") pair(0, pairs.rows, place.row, 1);
      break;
    case MappedKey:
      pair(0, pairs.rows, place.row, 1);
      break;
    case HiddenQuery:
      found.push_back({Hidden, 0, place.column, hidden.rows, 1, place.row, 1});
      pair(place.row, 1, 0, pairs.columns);
      break;
    case HiddenKey:
      found.push_back({Hidden, place.row, place.column, 1, 1, 0, hidden.queries});
      pair(0, pairs.rows, place.row, 1);
      break;
    case Hidden:
      pair(place.query, 1, place.row, 1);
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
