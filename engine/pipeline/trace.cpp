#include "pipeline/trace.h"

#include <cassert>

#include "attention/catalogue.h"
#include "attention/local.h"
#include "pipeline/head_stages.h"
#include "pipeline/painted_rows.h"

namespace attn {
namespace {

std::string labelOf(const std::shared_ptr<const std::vector<std::string>>& tokens, Index place, const char* kind) {
  const auto at = static_cast<std::size_t>(place);
  if (tokens && at < tokens->size()) return (*tokens)[at];
  return std::string(kind) + " " + std::to_string(place + 1);
}

// Scores, or weights where there are none.
const Matrix* sized(const Trace& trace) {
  const HeadTrace& head = trace.head();
  if (head.scores) return head.scores.get();
  return trace.experiment.entry == Entry::Weights && !trace.heads.empty() ? trace.experiment.weights.get() : nullptr;
}

Vector rowOf(const MatrixPtr& matrix, Index row) { return matrix ? Vector(matrix->row(row).transpose()) : Vector(); }

std::span<const float> rowSpan(const Matrix& values, Index row) {
  return {values.data() + row * values.cols(), static_cast<std::size_t>(values.cols())};
}

WeightStep factorStep(const std::vector<double>& before, const std::vector<double>& centres, Index query, Index reach) {
  WeightStep out{"× exp(…)", before, true, 0};
  for (std::size_t key = 0; key < out.values.size(); ++key) {
    out.values[key] *= predictiveFactor(centres[static_cast<std::size_t>(query)], static_cast<Index>(key), reach);
    out.sum += out.values[key];
  }
  return out;
}

// The products are computed from rounded weights; the last step shows the engine's own.
void endInWeights(WeightStep& last, std::span<const float> weights) {
  last.sum = 0;
  for (std::size_t key = 0; key < weights.size(); ++key) {
    last.values[key] = static_cast<double>(weights[key]);
    last.sum += last.values[key];
  }
}

}  // namespace

const HeadTrace& Trace::head(Index r) const {
  static const HeadTrace nothingYet;
  assert(r >= 0 && (heads.empty() || r < static_cast<Index>(heads.size())));
  return heads.empty() ? nothingYet : heads[static_cast<std::size_t>(r)];
}

Index Trace::queries() const {
  const Matrix* values = sized(*this);
  return values == nullptr ? 0 : values->rows();
}

Index Trace::keys() const {
  const Matrix* values = sized(*this);
  return values == nullptr ? 0 : values->cols();
}

Trace oneHead(const Trace& trace, Index r) {
  if (trace.heads.size() <= 1) return trace;
  Trace one = trace;
  one.heads = {trace.head(r)};
  one.q = one.heads[0].q;
  one.k = one.heads[0].k;
  one.v = one.heads[0].v;
  one.context = one.heads[0].context;
  return one;
}

std::string queryLabel(const Trace& trace, Index query) { return labelOf(trace.rowTokens, query, "query"); }
std::string keyLabel(const Trace& trace, Index key) { return labelOf(trace.keyTokens, key, "key"); }

bool hasDerivation(const Trace& trace) { return trace.head().k != nullptr; }

ScoreDerivation explainScore(const Trace& trace, Index head, Index query, Index key) {
  const ScoreRow& row = findRow(scoreCatalogue(), trace.experiment.score, "score");
  const HeadTrace& own = trace.head(head);
  assert(own.k && own.scores);
  return row.explain(row.readsQuery ? rowOf(own.q, query) : Vector(), rowOf(own.k, key), own.parameters,
                     (*own.scores)(query, key), {query, key});
}

std::vector<WeightStep> explainWeights(const Trace& trace, Index head, Index query) {
  const HeadTrace& own = trace.head(head);
  if (!own.biased || !own.visible || !own.weights) return {};
  const NormalizerRow& row = findRow(normalizerCatalogue(), trace.experiment.normalizer, "normalizer");
  const std::span<const bool> visible(own.visible->data() + query * own.visible->cols(),
                                      static_cast<std::size_t>(own.visible->cols()));
  std::vector<WeightStep> steps = row.explain(rowSpan(*own.biased, query), visible, trace.experiment.temperature);
  if (own.bias) {
    steps.front().label = "+ bias";
    const std::span<const float> scores = rowSpan(*own.scores, query);
    steps.insert(steps.begin(), WeightStep{"s", {scores.begin(), scores.end()}, false, 0});
  }
  if (own.centres) {
    for (const Index reach : predictiveReaches(trace.experiment))
      steps.push_back(factorStep(steps.back().values, *own.centres, query, reach));
    endInWeights(steps.back(), rowSpan(*own.computed, query));
  }
  if (isPainted(trace, head, query)) {
    WeightStep painted{"✎", std::vector<double>(static_cast<std::size_t>(trace.keys())), true, 0};
    endInWeights(painted, rowSpan(*own.weights, query));
    steps.push_back(std::move(painted));
  }
  return steps;
}

}  // namespace attn
