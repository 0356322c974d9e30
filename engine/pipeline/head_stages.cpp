#include "pipeline/head_stages.h"

#include <algorithm>
#include <cmath>

#include "attention/catalogue.h"
#include "attention/local.h"
#include "core/checks.h"
#include "core/matrix_memory.h"
#include "core/products.h"
#include "core/random.h"
#include "pipeline/experiment_parameters.h"
#include "pipeline/projections.h"

namespace attn {
namespace {

template <class Value>
std::shared_ptr<const Value> share(Value value) {
  return std::make_shared<const Value>(std::move(value));
}

// The same of every head, each with its part of the work.
template <class Of>
auto byHead(const Trace& trace, const WorkShare& work, Of&& of) {
  std::vector<decltype(of(trace.heads[0], Index{0}, work))> all;
  const auto count = static_cast<Index>(trace.heads.size());
  for (Index r = 0; r < count; ++r) all.push_back(of(trace.heads[static_cast<std::size_t>(r)], r, work.part(r, count)));
  return all;
}

Scores givenScores(const Trace& trace) {
  Scores out;
  out.heads.resize(1);
  HeadTrace& head = out.heads[0];
  head.v = trace.v;
  if (trace.experiment.entry == Entry::Scores) head.scores = trace.experiment.scores;
  return out;
}

std::shared_ptr<const std::vector<std::string>> countedRows(Index rows) {
  std::vector<std::string> names;
  for (Index row = 0; row < rows; ++row) names.push_back("row " + std::to_string(row));
  return share(std::move(names));
}

// Heads of which there may be fewer than of queries; null for all where the matrix is not there.
std::vector<MatrixPtr> split(const char* name, const MatrixPtr& joined, Index heads) {
  if (!joined) return std::vector<MatrixPtr>(static_cast<std::size_t>(heads));
  return splitHeads(name, joined, heads);
}

const MaskRow& predictiveRow() { return findRow(maskCatalogue(), "local_p", "mask"); }

// A row of weights that is not a number has a context that is none; any other overflow is the input's.
void requireFiniteContext(const char* name, const Matrix& values, const std::vector<HeadTrace>& heads) {
  for (Index row = 0; row < values.rows(); ++row) {
    if (isFiniteRow(values, row)) continue;
    bool defined = true;
    for (const HeadTrace& head : heads) defined = defined && !std::isnan(head.weights->row(row).sum());
    if (defined) requireFiniteRow(name, values, row);
  }
}

// Softmax whose sums are measures; with a picture where one was asked for that is smaller than the weights.
Matrix softmaxWithExtras(const HeadTrace& head, const VisibleMaxima& maxima, double tau, const PictureSize& size,
                         SoftmaxStatistics& statistics, MatrixPtr& picture, const WorkShare& work) {
  const Index rows = std::min(size.rows, head.biased->rows()), columns = std::min(size.columns, head.biased->cols());
  SoftmaxExtras extras{&statistics, nullptr};
  if (rows * columns == 0 || rows * columns == head.biased->size())
    return softmaxWeights(*head.biased, *head.visible, maxima, tau, extras, work);
  Matrix pooled = unfilledMatrix(rows, columns);
  extras.picture = &pooled;
  Matrix weights = softmaxWeights(*head.biased, *head.visible, maxima, tau, extras, work);
  picture = shareMatrix(std::move(pooled));
  return weights;
}

}  // namespace

Scores scoresOf(const Trace& trace, const WorkShare& work) {
  const Experiment& e = trace.experiment;
  if (e.entry == Entry::Scores || e.entry == Entry::Weights) return givenScores(trace);
  const ScoreRow& row = findRow(scoreCatalogue(), e.score, "score");
  const HeadCounts counts = trace.headCounts;
  const std::vector<MatrixPtr> q = split("Q", trace.q, counts.query), k = split("K", trace.k, counts.keyValue),
                               v = split("V", trace.v, counts.keyValue);
  const Index queryWidth = q[0] ? q[0]->cols() : 0;
  Scores out;
  out.parameters = completeParameters(row.name, row.parameters, parametersNamed(row.parameters, e.parameters),
                                      {queryWidth, k[0]->cols(), trace.k->rows(), counts.query}, e.seed,
                                      work.part(0, counts.query + 1));
  for (Index r = 0; r < counts.query; ++r) {
    HeadTrace head;
    const auto shared = static_cast<std::size_t>(counts.keyValueOf(r));
    head.q = q[static_cast<std::size_t>(r)];
    head.k = k[shared];
    head.v = v[shared];
    head.parameters = parametersOfHead(row.parameters, out.parameters, r, counts.query);
    const Matrix none;
    head.scores = shareMatrix(
        computeScores(row, head.q ? *head.q : none, *head.k, head.parameters, work.part(r + 1, counts.query + 1)));
    out.heads.push_back(std::move(head));
  }
  if (!row.readsQuery) out.rowTokens = countedRows(out.heads[0].scores->rows());
  return out;
}

Biased biasedOf(const Trace& trace, const WorkShare& work) {
  const Experiment& e = trace.experiment;
  const BiasRow& row = findRow(biasCatalogue(), e.bias.name, "bias");
  Biased out;
  if (row.compute == nullptr) return out;
  requireBias(e.bias);
  const Index heads = trace.headCounts.query;
  if (!row.parameters.empty()) out.parameters.matrices["relative"] = relativeTable(e.parameters, heads, e.bias, e.seed);
  for (Index r = 0; r < heads; ++r) {
    work.part(r, heads).progress(0);
    const HeadTrace& head = trace.heads[static_cast<std::size_t>(r)];
    out.bias.push_back(share(row.compute(r, heads, trace.queries(), trace.keys(), e.bias, out.parameters)));
    Matrix sum = unfilledMatrix(head.scores->rows(), head.scores->cols());
    sum = *head.scores + *out.bias.back();
    out.sums.push_back(shareMatrix(std::move(sum)));
    requireFinite("scores + bias", *out.sums.back());
  }
  return out;
}

std::vector<Index> predictiveReaches(const Experiment& experiment) {
  std::vector<Index> reaches;
  for (const MaskSpec& mask : experiment.masks)
    if (mask.name == "local_p") reaches.push_back(mask.arguments.at(0));
  return reaches;
}

Masks masksOf(const Trace& trace) {
  const Experiment& e = trace.experiment;
  Masks out;
  const Mask common = combineMasks(e.masks, trace.queries(), trace.keys());
  const std::vector<Index> reaches = predictiveReaches(e);
  if (reaches.empty()) {
    out.visible = {share(common)};
    return out;
  }
  const MaskRow& row = predictiveRow();
  const HeadTrace& first = trace.heads[0];
  if (!first.q || first.q->rows() != trace.queries()) throw InputError("missing_input", {{"input", "q"}});
  const Index heads = trace.headCounts.query;
  out.parameters = completeParameters(row.name, row.parameters, parametersNamed(row.parameters, e.parameters),
                                      {first.q->cols(), first.k->cols(), trace.keys(), heads}, e.seed);
  for (Index r = 0; r < heads; ++r) {
    const Parameters own = parametersOfHead(row.parameters, out.parameters, r, heads);
    const HeadTrace& head = trace.heads[static_cast<std::size_t>(r)];
    out.centres.push_back(
        share(predictedCentres(*head.q, *own.matrices.at("W_p"), *own.matrices.at("v_p"), trace.keys())));
    Mask visible = common;
    for (const Index reach : reaches) visible = visible && predictiveMask(*out.centres.back(), trace.keys(), reach);
    out.visible.push_back(share(std::move(visible)));
  }
  return out;
}

std::vector<VisibleMaxima> maximaOf(const Trace& trace, const WorkShare& work) {
  const Experiment& e = trace.experiment;
  if (e.entry == Entry::Weights || !findRow(normalizerCatalogue(), e.normalizer, "normalizer").exponential) return {};
  return byHead(trace, work, [&](const HeadTrace& head, Index, const WorkShare& part) {
    return visibleMaxima(*head.biased, *head.visible, part);
  });
}

Weights weightsOf(const Trace& trace, const std::vector<VisibleMaxima>& maxima, const PictureSize& picture,
                  const WorkShare& work) {
  const Experiment& e = trace.experiment;
  Weights out;
  if (e.entry == Entry::Weights) {
    out.heads = {e.weights};
    return out;
  }
  const NormalizerRow& row = findRow(normalizerCatalogue(), e.normalizer, "normalizer");
  const std::vector<Index> reaches = predictiveReaches(e);
  if (row.exponential && reaches.empty()) {
    out.statistics.resize(trace.heads.size());
    out.pictures.resize(trace.heads.size());
  }
  out.heads = byHead(trace, work, [&](const HeadTrace& head, Index r, const WorkShare& part) {
    const auto at = static_cast<std::size_t>(r);
    Matrix weights;
    if (!out.statistics.empty())
      weights = softmaxWithExtras(head, maxima[at], e.temperature, picture, out.statistics[at], out.pictures[at], part);
    else if (row.exponential)
      weights = softmaxWeights(*head.biased, *head.visible, maxima[at], e.temperature, {}, part);
    else
      weights = row.compute(*head.biased, *head.visible, e.temperature, part);
    for (const Index reach : reaches) applyPredictiveFactors(*head.centres, reach, weights);
    return shareMatrix(std::move(weights));
  });
  return out;
}

Context contextOf(const Trace& trace, const WorkShare& work) {
  if (!trace.v) return {};
  const Experiment& e = trace.experiment;
  Context out;
  out.heads = byHead(trace, work.part(0, 2), [&](const HeadTrace& head, Index, const WorkShare& part) {
    return shareMatrix(product(*head.weights, *head.v, part));
  });
  out.joined = joinHeads(out.heads);
  requireFiniteContext("context", *out.joined, trace.heads);
  out.output = out.joined;
  const Index width = out.joined->cols();
  if (e.wO)
    requireGiven("w-o", out.wO = e.wO);
  else if (drawsOutputProjection(e))
    out.wO = share(normalMatrix(e.seed, "W_O", width, width, 1.0 / static_cast<double>(width), work.part(2, 4)));
  if (!out.wO) return out;
  requireProduct("context", *out.joined, "w-o", *out.wO);
  out.output = share(product(*out.joined, *out.wO, work.part(3, 4)));
  requireFiniteContext("output", *out.output, trace.heads);
  return out;
}

std::vector<Measures> measuresOf(const Trace& trace, const Weights& weights, const WorkShare& work) {
  return byHead(trace, work, [&](const HeadTrace& head, Index r, const WorkShare& part) {
    const auto at = static_cast<std::size_t>(r);
    std::vector<RowMeasures> all = weights.statistics.empty()
                                       ? measureRows(*head.computed, *head.visible, part)
                                       : measureSoftmaxRows(*head.computed, weights.statistics[at], part);
    for (const Index query : head.painted)
      all[static_cast<std::size_t>(query)] = measureRow(*head.weights, *head.visible, query);
    return Measures(share(std::move(all)));
  });
}

}  // namespace attn
