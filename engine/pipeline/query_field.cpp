#include "pipeline/query_field.h"

#include <cassert>
#include <span>
#include <string_view>

#include "attention/local.h"
#include "measures/temperature_sweep.h"
#include "pipeline/head_stages.h"

namespace attn {
namespace {

Matrix rowsOf(const Matrix& all, const std::vector<Index>& rows) {
  Matrix out(static_cast<Index>(rows.size()), all.cols());
  for (std::size_t i = 0; i < rows.size(); ++i) out.row(static_cast<Index>(i)) = all.row(rows[i]);
  return out;
}

// The rows of `location`'s W belong to the places of keys.
void keepPlaces(QueryField& field, const std::vector<Index>& places) {
  if (std::string_view(field.score->name) != "location") return;
  MatrixPtr& w = field.parameters.matrices.at("W");
  w = std::make_shared<const Matrix>(rowsOf(*w, places));
}

void applyFactors(const QueryField& field, Matrix& weights) {
  for (std::size_t key = 0; key < field.factors.size(); ++key)
    weights.col(static_cast<Index>(key)) *= static_cast<float>(field.factors[key]);
}

}  // namespace

bool hasQueryField(const Trace& head) {
  const Entry entry = head.experiment.entry;
  return entry != Entry::Scores && entry != Entry::Weights && head.head().q && head.head().k && head.head().visible &&
         head.head().biased;
}

QueryField queryField(const Trace& trace, Index row) {
  assert(hasQueryField(trace));
  const Experiment& e = trace.experiment;
  const HeadTrace& head = trace.head();
  QueryField field;
  field.score = &findRow(scoreCatalogue(), e.score, "score");
  field.normalizer = &findRow(normalizerCatalogue(), e.normalizer, "normalizer");
  field.temperature = e.temperature;
  field.row = row;
  for (Index key = 0; key < trace.keys(); ++key)
    if ((*head.visible)(row, key)) field.keys.push_back(key);
  field.vectors = rowsOf(*head.k, field.keys);
  field.parameters = head.parameters;
  keepPlaces(field, field.keys);
  if (head.bias)
    for (const Index key : field.keys) field.added.push_back((*head.bias)(row, key));
  if (!head.centres) return field;
  const double centre = (*head.centres)[static_cast<std::size_t>(row)];
  field.factors.assign(field.keys.size(), 1);
  for (const Index reach : predictiveReaches(e))
    for (std::size_t i = 0; i < field.keys.size(); ++i)
      field.factors[i] *= predictiveFactor(centre, field.keys[i], reach);
  return field;
}

Matrix scoresAt(const QueryField& field, const Matrix& queries) {
  if (field.keys.empty()) return Matrix(queries.rows(), 0);
  Matrix scores = computeScores(*field.score, queries, field.vectors, field.parameters, WorkShare::none());
  if (!field.score->readsQuery) scores = Matrix(scores.row(field.row).replicate(queries.rows(), 1));
  if (!field.added.empty())
    scores.rowwise() +=
        Eigen::Map<const Eigen::RowVectorXf>(field.added.data(), static_cast<Index>(field.added.size()));
  return scores;
}

Matrix weightsAt(const QueryField& field, const Matrix& scores) {
  if (scores.cols() == 0) return scores;
  const Mask visible = Mask::Constant(scores.rows(), scores.cols(), true);
  Matrix weights = field.normalizer->compute(scores, visible, field.temperature, WorkShare::none());
  applyFactors(field, weights);
  return weights;
}

Matrix weightsOverTemperature(const QueryField& field, const Matrix& scores, const std::vector<double>& temperatures) {
  assert(scores.rows() == 1);
  if (scores.cols() == 0) return Matrix(static_cast<Index>(temperatures.size()), 0);
  const std::span<const float> row(scores.data(), static_cast<std::size_t>(scores.cols()));
  Matrix weights = sweepTemperature(*field.normalizer, row, {}, temperatures).weights;
  applyFactors(field, weights);
  return weights;
}

FieldReading readField(const QueryField& field, const Vector& query, const Matrix* values) {
  FieldReading reading;
  reading.scores = scoresAt(field, Matrix(query.transpose()));
  for (const float score : reading.scores.row(0))
    reading.scaled.push_back(static_cast<double>(score) / field.temperature);
  reading.weights = weightsAt(field, reading.scores);
  if (values != nullptr) {
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(values->cols());
    for (std::size_t i = 0; i < field.keys.size(); ++i)
      sum += static_cast<double>(reading.weights(0, static_cast<Index>(i))) *
             values->row(field.keys[i]).transpose().cast<double>();
    reading.context = sum.cast<float>();
  }
  reading.measures = measureRows(reading.weights, Mask::Constant(1, reading.weights.cols(), true)).front();
  return reading;
}

}  // namespace attn
