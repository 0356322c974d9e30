#include "pipeline/pipeline.h"

#include "attention/catalogue.h"
#include "attention/positions.h"
#include "core/checks.h"
#include "pipeline/experiment_parameters.h"
#include "pipeline/head_stages.h"
#include "pipeline/painted_rows.h"
#include "pipeline/projections.h"
#include "pipeline/stage.h"
#include "pipeline/token_stage.h"
#include "pipeline/vector_stage.h"
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
  Index firstPosition;  // 0 where none is added
  Parameters table;     // of learned positions
  MatrixPtr x, memory;
  bool operator==(const VectorsKey&) const = default;
};

struct ProjectionsKey {
  Entry entry;
  Revision vectors;
  std::string projection;
  std::uint64_t seed;  // 0 where nothing is drawn
  bool turned;         // by rope
  Index firstTurned;   // 0 where none is
  HeadCounts heads;    // 1 and 1 where Q, K and V do not depend on them
  MatrixPtr wQ, wK, wV, q, k, v, given;
  bool operator==(const ProjectionsKey&) const = default;
};

struct ScoresKey {
  Revision projections;
  std::string score;
  Parameters given;
  std::uint64_t seed;  // 0 where nothing is drawn
  HeadCounts heads;
  bool operator==(const ScoresKey&) const = default;
};

struct BiasKey {
  Revision scores;  // 0 without a bias
  BiasSpec bias;
  Parameters given;
  std::uint64_t seed;  // 0 where nothing is drawn
  bool operator==(const BiasKey&) const = default;
};

struct MaskKey {
  Index queries, keys;
  std::vector<MaskSpec> masks;
  Revision scores;  // 0 unless a mask reads the queries
  Parameters given;
  std::uint64_t seed;  // 0 where nothing is drawn
  bool operator==(const MaskKey&) const = default;
};

struct MaximaKey {
  Revision scores, bias, mask;
  bool read;  // by the normalizer
  bool operator==(const MaximaKey&) const = default;
};

struct WeightsKey {
  Revision scores, bias, mask;
  std::string normalizer;
  double tau;  // 1 where the normalizer does not read it
  bool operator==(const WeightsKey&) const = default;
};

struct PaintedKey {
  Revision weights;
  std::vector<PaintedRow> rows;
  bool operator==(const PaintedKey&) const = default;
};

struct ContextKey {
  Revision weights, projections;
  MatrixPtr wO;
  std::uint64_t seed;  // 0 where nothing is drawn
  bool operator==(const ContextKey&) const = default;
};

void merge(Parameters& all, const Parameters& more) {
  all.numbers.insert(more.numbers.begin(), more.numbers.end());
  all.matrices.insert(more.matrices.begin(), more.matrices.end());
  all.perHead.insert(more.perHead.begin(), more.perHead.end());
}

// One of many choices: what an experiment asks for that its entry does not have.
void requireFitting(const Experiment& e) {
  requireHeadCounts(headCounts(e));
  if (e.entry != Entry::Scores && e.entry != Entry::Weights) return;
  const char* entry = e.entry == Entry::Scores ? "scores" : "weights";
  const auto exclude = [&](bool given, const char* name) {
    if (given) throw InputError("options_exclude", {{"input", name}, {"other", entry}});
  };
  exclude(headCounts(e) != HeadCounts{}, "heads");
  if (e.entry != Entry::Weights) return;
  exclude(!e.masks.empty(), "mask");
  exclude(e.bias != BiasSpec{}, "bias");
}

Projected turned(const Projected& all, const HeadCounts& heads, Index first) {
  Projected out = all;
  if (all.q) out.q = std::make_shared<const Matrix>(turnedByPosition("Q", *all.q, heads.query, first));
  out.k = std::make_shared<const Matrix>(turnedByPosition("K", *all.k, heads.keyValue, first));
  return out;
}

}  // namespace

struct Pipeline::Stages {
  Index tokenLimit;
  Stage<TokensKey, TokenSides> tokens;
  Stage<VectorsKey, Vectors> vectors;
  Stage<ProjectionsKey, Projected> projections;
  Stage<ScoresKey, Scores> scores;
  Stage<BiasKey, Biased> bias;
  Stage<MaskKey, Masks> mask;
  Stage<MaximaKey, std::vector<VisibleMaxima>> maxima;
  Stage<WeightsKey, Weights> weights;
  Stage<PaintedKey, PaintedWeights> painted;
  Stage<ContextKey, Context> context;
  Stage<Revision, std::vector<Measures>> measures;

  // Each runs its stage if it must and copies its results into the trace; in this order.
  const TokenSides& runTokens(Trace& trace);
  void runVectors(Trace& trace, const TokenSides& sides, const WorkShare& work);
  void runProjections(Trace& trace, const WorkShare& work);
  void runScores(Trace& trace, const WorkShare& work);
  void runBias(Trace& trace, const WorkShare& work);
  void runMask(Trace& trace);
  void runWeights(Trace& trace, const PictureSize& picture, const WorkShare& work);
  void runPainted(Trace& trace);
  void runContext(Trace& trace, const WorkShare& work);
  void runMeasures(Trace& trace, const WorkShare& work);
};

const TokenSides& Pipeline::Stages::runTokens(Trace& trace) {
  const TokensKey key = tokensKey(trace.experiment);
  const TokenSides& sides = tokens.get(key, [&] { return tokenSides(key, tokenLimit); });
  trace.queryTokens = sides.queryLabels;
  trace.keyTokens = sides.keyLabels;
  trace.rowTokens = sides.queryLabels;
  trace.selfAttention = sides.self;
  return sides;
}

void Pipeline::Stages::runVectors(Trace& trace, const TokenSides& sides, const WorkShare& work) {
  const Experiment& e = trace.experiment;
  const PositionRow& position = findRow(positionCatalogue(), e.position, "position");
  VectorsKey key{};
  key.entry = e.entry;
  key.tokens = tokens.revision();
  key.position = e.position;
  key.firstPosition = isProjected(e.entry) && position.kind != PositionKind::None ? e.firstPosition : 0;
  key.table = parametersNamed(position.parameters, e.parameters);
  if (e.entry == Entry::Text) {
    const EmbeddingRow& row = findRow(embeddingCatalogue(), e.embedding, "embedding");
    key.embedding = e.embedding;
    key.dim = e.dim;
    key.seed = row.seeded ? e.seed : 0;
  } else if (e.entry == Entry::Vectors) {
    key.x = e.x;
    key.memory = e.memory;
  }
  if (isProjected(e.entry) && drawsParameters(position.parameters, e.parameters)) key.seed = e.seed;
  // Turning happens after the projections.
  if (position.kind == PositionKind::Rotary && e.entry != Entry::Scores && e.entry != Entry::Weights)
    key.position = "none", key.firstPosition = 0;
  const Vectors& both = vectors.get(std::move(key), [&] { return vectorsOf(e, sides, work); });
  trace.xQuery = both.query;
  trace.xKey = both.key;
  trace.embeddedQuery = both.embeddedQuery;
  trace.embeddedKey = both.embeddedKey;
  trace.addedPositions = both.added;
  if (both.positions) trace.parameters.matrices["position"] = both.positions;
}

void Pipeline::Stages::runProjections(Trace& trace, const WorkShare& work) {
  const Experiment& e = trace.experiment;
  const bool projected = isProjected(e.entry);
  const bool turn = findRow(positionCatalogue(), e.position, "position").kind == PositionKind::Rotary;
  const HeadCounts counts = trace.headCounts;
  ProjectionsKey key{};
  key.entry = e.entry;
  key.vectors = vectors.revision();
  key.turned = turn;
  key.firstTurned = turn ? e.firstPosition : 0;
  key.heads = turn || (projected && counts.query != counts.keyValue) ? counts : HeadCounts{};
  if (projected) {
    key.projection = projectionName(e);
    key.seed = drawsProjections(e) ? e.seed : 0;
    key.wQ = e.wQ, key.wK = e.wK, key.wV = e.wV;
  } else {
    key.v = e.v;
    if (e.entry == Entry::Ready) key.q = e.q, key.k = e.k;
    key.given = e.entry == Entry::Scores ? e.scores : e.entry == Entry::Weights ? e.weights : nullptr;
  }
  const Projected& all = projections.get(std::move(key), [&] {
    const Projected plain = projected ? projectVectors(e, trace.xQuery, trace.xKey, work) : readyProjections(e);
    return turn ? turned(plain, counts, e.firstPosition) : plain;
  });
  trace.q = all.q;
  trace.k = all.k;
  trace.v = all.v;
  trace.wQ = all.wQ, trace.wK = all.wK, trace.wV = all.wV;
  trace.plainQ = all.plainQ, trace.plainK = all.plainK;
}

void Pipeline::Stages::runScores(Trace& trace, const WorkShare& work) {
  const Experiment& e = trace.experiment;
  requireKnownParameters(e.score.c_str(), parameterSpecs(e), e.parameters);
  const ScoreRow& row = findRow(scoreCatalogue(), e.score, "score");
  const Parameters given = parametersNamed(row.parameters, e.parameters);
  ScoresKey key{projections.revision(), e.score, given, drawsParameters(row.parameters, given) ? e.seed : 0,
                trace.headCounts};
  const Scores& result = scores.get(std::move(key), [&] { return scoresOf(trace, work); });
  trace.heads = result.heads;
  for (HeadTrace& head : trace.heads) head.biased = head.scores;
  merge(trace.parameters, result.parameters);
  if (result.rowTokens) trace.rowTokens = result.rowTokens;
}

void Pipeline::Stages::runBias(Trace& trace, const WorkShare& work) {
  const Experiment& e = trace.experiment;
  const BiasRow& row = findRow(biasCatalogue(), e.bias.name, "bias");
  const Parameters given = parametersNamed(row.parameters, e.parameters);
  const bool biased = row.compute != nullptr;
  BiasKey key{biased ? scores.revision() : 0, biased ? e.bias : BiasSpec{}, given,
              drawsParameters(row.parameters, given) ? e.seed : 0};
  const Biased& result = bias.get(std::move(key), [&] { return biasedOf(trace, work); });
  for (std::size_t r = 0; r < result.sums.size(); ++r) {
    trace.heads[r].bias = result.bias[r];
    trace.heads[r].biased = result.sums[r];
  }
  merge(trace.parameters, result.parameters);
}

void Pipeline::Stages::runMask(Trace& trace) {
  const Experiment& e = trace.experiment;
  const bool predictive = !predictiveReaches(e).empty();
  MaskKey key{trace.queries(), trace.keys(), e.masks, 0, {}, 0};
  if (predictive) {
    const std::vector<ParameterSpec>& specs = findRow(maskCatalogue(), "local_p", "mask").parameters;
    key.scores = scores.revision();
    key.given = parametersNamed(specs, e.parameters);
    key.seed = drawsParameters(specs, key.given) ? e.seed : 0;
  }
  const Masks& result = mask.get(std::move(key), [&] { return masksOf(trace); });
  for (std::size_t r = 0; r < trace.heads.size(); ++r) {
    trace.heads[r].visible = result.visible[predictive ? r : 0];
    if (predictive) trace.heads[r].centres = result.centres[r];
  }
  merge(trace.parameters, result.parameters);
}

void Pipeline::Stages::runWeights(Trace& trace, const PictureSize& picture, const WorkShare& work) {
  const Experiment& e = trace.experiment;
  requireTemperature(e.temperature);
  const NormalizerRow& row = findRow(normalizerCatalogue(), e.normalizer, "normalizer");
  const bool bare = e.entry == Entry::Weights;
  const double tau = row.usesTemperature && !bare ? e.temperature : 1.0;
  const Revision scored = scores.revision(), biased = bias.revision(), masked = mask.revision();
  const std::vector<VisibleMaxima>& highest =
      maxima.get({scored, biased, masked, row.exponential && !bare}, [&] { return maximaOf(trace, work.part(0, 2)); });
  const Weights& all = weights.get({scored, biased, masked, bare ? "" : e.normalizer, tau},
                                   [&] { return weightsOf(trace, highest, picture, work.part(1, 2)); });
  for (std::size_t r = 0; r < trace.heads.size(); ++r) {
    trace.heads[r].weights = all.heads[r];
    if (!all.pictures.empty()) trace.heads[r].picture = all.pictures[r];
  }
}

void Pipeline::Stages::runPainted(Trace& trace) {
  for (HeadTrace& head : trace.heads) head.computed = head.weights;
  const PaintedWeights& all =
      painted.get({weights.revision(), trace.experiment.painted}, [&] { return paintedOf(trace); });
  for (std::size_t r = 0; r < trace.heads.size(); ++r) {
    trace.heads[r].weights = all.heads[r];
    trace.heads[r].painted = all.rows[r];
    if (!all.rows[r].empty()) trace.heads[r].picture = nullptr;
  }
}

void Pipeline::Stages::runContext(Trace& trace, const WorkShare& work) {
  const Experiment& e = trace.experiment;
  const std::uint64_t seed = drawsOutputProjection(e) ? e.seed : 0;
  const Context& result =
      context.get({painted.revision(), projections.revision(), e.wO, seed}, [&] { return contextOf(trace, work); });
  for (std::size_t r = 0; r < result.heads.size(); ++r) trace.heads[r].context = result.heads[r];
  trace.context = result.joined;
  trace.wO = result.wO;
  trace.output = result.output;
}

void Pipeline::Stages::runMeasures(Trace& trace, const WorkShare& work) {
  const std::vector<Measures>& all =
      measures.get(painted.revision(), [&] { return measuresOf(trace, weights.value(), work); });
  for (std::size_t r = 0; r < trace.heads.size(); ++r) trace.heads[r].measures = all[r];
}

Pipeline::Pipeline(Index tokenLimit) : stages_(std::make_unique<Stages>()) { stages_->tokenLimit = tokenLimit; }
Pipeline::~Pipeline() = default;
Pipeline::Pipeline(Pipeline&&) noexcept = default;
Pipeline& Pipeline::operator=(Pipeline&&) noexcept = default;

Trace Pipeline::evaluate(const Experiment& experiment, StageId last, Work* work, PictureSize picture) {
  Trace trace;
  trace.experiment = experiment;
  requireFitting(experiment);
  trace.headCounts = headCounts(experiment);
  const TokenSides& sides = stages_->runTokens(trace);
  if (last >= StageId::Vectors) stages_->runVectors(trace, sides, {work, 0.0, 0.05});
  if (last >= StageId::Projections) stages_->runProjections(trace, {work, 0.05, 0.2});
  if (last >= StageId::Scores) stages_->runScores(trace, {work, 0.2, 0.65});
  if (last >= StageId::Bias) stages_->runBias(trace, {work, 0.65, 0.7});
  if (last >= StageId::Mask) stages_->runMask(trace);
  if (last >= StageId::Weights) {
    stages_->runWeights(trace, picture, {work, 0.7, 0.85});
    stages_->runPainted(trace);
  }
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
    case StageId::Bias:
      return stages_->bias.runs();
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
