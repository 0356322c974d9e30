#include "pipeline/pipeline.h"

#include <cmath>

#include "attention/catalogue.h"
#include "core/checks.h"
#include "core/products.h"
#include "pipeline/projections.h"
#include "pipeline/stage.h"
#include "pipeline/token_stage.h"
#include "text/embeddings.h"

namespace attn {
namespace {

struct VectorsKey {
  Entry entry;
  Revision tokens;
  std::string embedding;
  Index dim;
  std::uint64_t seed;  // 0 where nothing is drawn
  std::string position;
  MatrixPtr x, memory;
  bool operator==(const VectorsKey&) const = default;
};

struct Vectors {
  MatrixPtr query, key;  // one matrix in self-attention
};

struct ProjectionsKey {
  Entry entry;
  Revision vectors;
  std::string projection;
  std::uint64_t seed;  // 0 where nothing is drawn
  MatrixPtr wQ, wK, wV, q, k, v;
  bool operator==(const ProjectionsKey&) const = default;
};

struct ScoresKey {
  Revision projections;
  std::string score;
  Parameters given;
  std::uint64_t seed;  // 0 where nothing is drawn
  bool operator==(const ScoresKey&) const = default;
};

struct Scores {
  Parameters parameters;
  MatrixPtr values;
};

struct MaskKey {
  Index queries, keys;
  std::vector<MaskSpec> masks;
  bool operator==(const MaskKey&) const = default;
};

struct WeightsKey {
  Revision scores, mask;
  std::string normalizer;
  double tau;  // 1 where the normalizer does not read it
  bool operator==(const WeightsKey&) const = default;
};

struct ContextKey {
  Revision weights, projections;
  MatrixPtr wO;
  bool operator==(const ContextKey&) const = default;
};

struct Context {
  MatrixPtr values, output;
};

using Measures = std::shared_ptr<const std::vector<RowMeasures>>;

template <class Value>
std::shared_ptr<const Value> share(Value value) {
  return std::make_shared<const Value>(std::move(value));
}

MatrixPtr withPositions(const PositionRow& position, MatrixPtr vectors) {
  if (position.table == nullptr) return vectors;
  return share<Matrix>(*vectors + position.table(vectors->rows(), vectors->cols()));
}

Vectors vectorsOf(const Experiment& e, const TokenSides& tokens, const WorkShare& work) {
  const PositionRow& position = findRow(positionCatalogue(), e.position, "position");
  if (e.entry == Entry::Ready) {
    if (position.table != nullptr) throw InputError("position_ready", {{"got", e.position}});
    return {};
  }
  MatrixPtr query, key;
  if (e.entry == Entry::Vectors) {
    requireGiven("x", e.x);
    if (e.memory) requireGiven("memory", e.memory);
    query = e.x;
    key = e.memory;
  } else {
    const TokenList vocabulary = vocabularyOf(*tokens.key, *tokens.query);
    query = share(embedTokens(e.embedding, *tokens.query, vocabulary, e.dim, e.seed, work));
    if (!tokens.self) key = share(embedTokens(e.embedding, *tokens.key, vocabulary, e.dim, e.seed, work));
  }
  query = withPositions(position, query);
  return {query, key ? withPositions(position, key) : query};
}

// A row of weights that is not a number has a context that is none; any other overflow is the input's.
void requireFiniteContext(const char* name, const Matrix& values, const Matrix& weights) {
  for (Index row = 0; row < values.rows(); ++row)
    if (!std::isnan(weights.row(row).sum())) requireFiniteRow(name, values, row);
}

Context contextOf(const MatrixPtr& weights, const MatrixPtr& v, const MatrixPtr& wO, const WorkShare& work) {
  if (!v) return {};
  Context out;
  out.values = share(product(*weights, *v, work));
  requireFiniteContext("context", *out.values, *weights);
  out.output = out.values;
  if (wO) {
    requireGiven("w-o", wO);
    requireProduct("context", *out.values, "w-o", *wO);
    out.output = share(product(*out.values, *wO, work));
    requireFiniteContext("output", *out.output, *weights);
  }
  return out;
}

std::vector<RowMeasures> measuresOf(const NormalizerRow& normalizer, const Trace& trace, double tau,
                                    const WorkShare& work) {
  if (normalizer.exponential) return measureSoftmaxRows(*trace.weights, *trace.scores, *trace.visible, tau, work);
  return measureRows(*trace.weights, *trace.visible, work);
}

}  // namespace

struct Pipeline::Stages {
  Index tokenLimit;
  Stage<TokensKey, TokenSides> tokens;
  Stage<VectorsKey, Vectors> vectors;
  Stage<ProjectionsKey, Projected> projections;
  Stage<ScoresKey, Scores> scores;
  Stage<MaskKey, MaskPtr> mask;
  Stage<WeightsKey, MatrixPtr> weights;
  Stage<ContextKey, Context> context;
  Stage<Revision, Measures> measures;

  // Each runs its stage if it must and copies its results into the trace; in this order.
  const TokenSides& runTokens(Trace& trace);
  void runVectors(Trace& trace, const TokenSides& sides, const WorkShare& work);
  void runProjections(Trace& trace, const WorkShare& work);
  void runScores(Trace& trace, const WorkShare& work);
  void runMask(Trace& trace);
  void runWeights(Trace& trace, const WorkShare& work);
  void runContext(Trace& trace, const WorkShare& work);
  void runMeasures(Trace& trace, const WorkShare& work);
};

const TokenSides& Pipeline::Stages::runTokens(Trace& trace) {
  const TokensKey key = tokensKey(trace.experiment);
  const TokenSides& sides = tokens.get(key, [&] { return tokenSides(key, tokenLimit); });
  trace.queryTokens = sides.queryLabels;
  trace.keyTokens = sides.keyLabels;
  trace.selfAttention = sides.self;
  return sides;
}

void Pipeline::Stages::runVectors(Trace& trace, const TokenSides& sides, const WorkShare& work) {
  const Experiment& e = trace.experiment;
  VectorsKey key{e.entry, tokens.revision(), "", 0, 0, e.position, nullptr, nullptr};
  if (e.entry == Entry::Text) {
    const EmbeddingRow& row = findRow(embeddingCatalogue(), e.embedding, "embedding");
    key.embedding = e.embedding;
    key.dim = e.dim;
    key.seed = row.seeded ? e.seed : 0;
  } else if (e.entry == Entry::Vectors) {
    key.x = e.x;
    key.memory = e.memory;
  }
  const Vectors& both = vectors.get(std::move(key), [&] { return vectorsOf(e, sides, work); });
  trace.xQuery = both.query;
  trace.xKey = both.key;
}

void Pipeline::Stages::runProjections(Trace& trace, const WorkShare& work) {
  const Experiment& e = trace.experiment;
  const bool ready = e.entry == Entry::Ready;
  ProjectionsKey key{e.entry, vectors.revision(), "", 0, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr};
  if (ready) {
    key.q = e.q, key.k = e.k, key.v = e.v;
  } else {
    key.projection = projectionName(e);
    key.seed = drawsProjections(e) ? e.seed : 0;
    key.wQ = e.wQ, key.wK = e.wK, key.wV = e.wV;
  }
  const Projected& all = projections.get(
      std::move(key), [&] { return ready ? readyProjections(e) : projectVectors(e, trace.xQuery, trace.xKey, work); });
  trace.q = all.q;
  trace.k = all.k;
  trace.v = all.v;
}

void Pipeline::Stages::runScores(Trace& trace, const WorkShare& work) {
  const Experiment& e = trace.experiment;
  const ScoreRow& row = findRow(scoreCatalogue(), e.score, "score");
  ScoresKey key{projections.revision(), e.score, e.parameters, drawsParameters(row, e.parameters) ? e.seed : 0};
  const Scores& result = scores.get(std::move(key), [&] {
    Parameters complete = completeParameters(row, e.parameters, trace.q->cols(), trace.k->cols(), e.seed, work);
    MatrixPtr values = share(computeScores(row, *trace.q, *trace.k, complete, work));
    return Scores{std::move(complete), std::move(values)};
  });
  trace.parameters = result.parameters;
  trace.scores = result.values;
}

void Pipeline::Stages::runMask(Trace& trace) {
  const MaskKey key{trace.queries(), trace.keys(), trace.experiment.masks};
  trace.visible = mask.get(key, [&] { return share(combineMasks(key.masks, key.queries, key.keys)); });
}

void Pipeline::Stages::runWeights(Trace& trace, const WorkShare& work) {
  const Experiment& e = trace.experiment;
  requireTemperature(e.temperature);
  const NormalizerRow& row = findRow(normalizerCatalogue(), e.normalizer, "normalizer");
  const double tau = row.usesTemperature ? e.temperature : 1.0;
  trace.weights = weights.get({scores.revision(), mask.revision(), e.normalizer, tau},
                              [&] { return share(row.compute(*trace.scores, *trace.visible, tau, work)); });
}

void Pipeline::Stages::runContext(Trace& trace, const WorkShare& work) {
  const MatrixPtr& wO = trace.experiment.wO;
  const Context& result = context.get({weights.revision(), projections.revision(), wO},
                                      [&] { return contextOf(trace.weights, trace.v, wO, work); });
  trace.context = result.values;
  trace.output = result.output;
}

void Pipeline::Stages::runMeasures(Trace& trace, const WorkShare& work) {
  const Experiment& e = trace.experiment;
  const NormalizerRow& row = findRow(normalizerCatalogue(), e.normalizer, "normalizer");
  trace.measures = measures.get(weights.revision(), [&] { return share(measuresOf(row, trace, e.temperature, work)); });
}

Pipeline::Pipeline(Index tokenLimit) : stages_(std::make_unique<Stages>()) { stages_->tokenLimit = tokenLimit; }
Pipeline::~Pipeline() = default;
Pipeline::Pipeline(Pipeline&&) noexcept = default;
Pipeline& Pipeline::operator=(Pipeline&&) noexcept = default;

Trace Pipeline::evaluate(const Experiment& experiment, StageId last, Work* work) {
  Trace trace;
  trace.experiment = experiment;
  const TokenSides& sides = stages_->runTokens(trace);
  if (last >= StageId::Vectors) stages_->runVectors(trace, sides, {work, 0.0, 0.05});
  if (last >= StageId::Projections) stages_->runProjections(trace, {work, 0.05, 0.2});
  if (last >= StageId::Scores) stages_->runScores(trace, {work, 0.2, 0.7});
  if (last >= StageId::Mask) stages_->runMask(trace);
  if (last >= StageId::Weights) stages_->runWeights(trace, {work, 0.7, 0.85});
  if (last >= StageId::Context) stages_->runContext(trace, {work, 0.85, 0.95});
  if (last >= StageId::Measures) stages_->runMeasures(trace, {work, 0.95, 1.0});
  return trace;
}

int Pipeline::runs(StageId stage) const {
  switch (stage) {
    case StageId::Tokens:
      return stages_->tokens.runs();
    case StageId::Vectors:
      return stages_->vectors.runs();
    case StageId::Projections:
      return stages_->projections.runs();
    case StageId::Scores:
      return stages_->scores.runs();
    case StageId::Mask:
      return stages_->mask.runs();
    case StageId::Weights:
      return stages_->weights.runs();
    case StageId::Context:
      return stages_->context.runs();
    case StageId::Measures:
      return stages_->measures.runs();
  }
  return 0;
}

}  // namespace attn
