#include "scene/space_model.h"

#include <algorithm>
#include <cmath>

#include "scene/key_order.h"
#include "scene/label_text.h"
#include "scene/matrix_picture.h"
#include "scene/temperature_axis.h"

namespace lab {
namespace {

constexpr std::size_t kMostPairs = 24;

attn::PrincipalPlane principal(const attn::Matrix& queries, const attn::Matrix& keys, const attn::Vector& through) {
  if (keys.cols() != queries.cols()) return attn::principalPlane(queries, through);
  attn::Matrix both(queries.rows() + keys.rows(), queries.cols());
  both << queries, keys;
  return attn::principalPlane(both, through);
}

/// Values are shown where the keys are: given as the keys themselves, or as ready vectors of the plane.
bool valuesInPlane(const attn::Trace& head, attn::Index dimensions) {
  if (!head.v || head.v->cols() != dimensions || head.k->cols() != dimensions) return false;
  if (head.v == head.k || *head.v == *head.k) return true;
  return head.experiment.entry == attn::Entry::Ready && dimensions == 2;
}

void addValues(SpaceGround& ground, const attn::Trace& head, const attn::QueryPlane& plane) {
  ground.values = plane.pointsOf(*head.v);
  std::vector<attn::PlanePoint> seen;
  std::vector<std::size_t> places;
  for (std::size_t key = 0; key < ground.values.size(); ++key)
    if (!ground.masked[key]) {
      seen.push_back(ground.values[key]);
      places.push_back(key);
    }
  for (const std::size_t corner : attn::convexHull(seen)) ground.hull.push_back(places[corner]);
}

}  // namespace

std::vector<PlaneChoice> planeChoices(attn::Index dimensions) {
  std::vector<PlaneChoice> choices;
  if (dimensions > 2) choices.push_back({true, 0, 1});
  for (attn::Index apart = 1; apart < dimensions; ++apart)
    for (attn::Index first = 0; first + apart < dimensions; ++first) {
      if (choices.size() > kMostPairs) return choices;
      choices.push_back({false, first, first + apart});
    }
  return choices;
}

SpaceGround spaceGround(const attn::Trace& head, attn::Index row, std::optional<PlaneChoice> choice,
                        const attn::QueryPlane* held) {
  SpaceGround ground;
  if (!hasQueryField(head)) {
    ground.lack = SpaceLack::Vectors;
    return ground;
  }
  ground.dimensions = head.q->cols();
  if (ground.dimensions < 2) {
    ground.lack = SpaceLack::Dimensions;
    return ground;
  }
  const attn::QueryField field = queryField(head, row);
  if (field.keys.empty()) {
    ground.lack = SpaceLack::Keys;
    return ground;
  }
  ground.query = head.q->row(std::min(row, head.q->rows() - 1)).transpose();
  ground.choice = choice.value_or(PlaneChoice{ground.dimensions > 2, 0, 1});
  if (std::max(ground.choice.first, ground.choice.second) >= ground.dimensions) ground.choice = {};
  attn::PrincipalPlane plane;
  if (ground.choice.principal)
    plane = principal(*head.q, *head.k, ground.query);
  else
    plane.plane = attn::dimensionPlane(ground.query, ground.choice.first, ground.choice.second);
  if (held != nullptr) plane.plane = *held;
  ground.share = plane.share;
  ground.field = std::make_shared<const attn::PlaneField>(
      attn::PlaneField{field, plane.plane, attn::planeScores(field, plane.plane)});
  ground.masked.assign(static_cast<std::size_t>(head.keys()), true);
  for (const attn::Index key : field.keys) ground.masked[static_cast<std::size_t>(key)] = false;
  MatrixPicture labels = pictureOf(head, MatrixStage::Weights);
  ground.queryName = labelWithIndex(labels.rowLabels, std::min(row, head.queries() - 1));
  ground.names = std::move(labels.columnLabels);
  if (head.k->cols() == ground.dimensions) ground.keys = plane.plane.pointsOf(*head.k);
  if (valuesInPlane(head, ground.dimensions)) addValues(ground, head, plane.plane);
  return ground;
}

SpaceReading spaceReading(const SpaceGround& ground, const attn::Matrix* values,
                          std::optional<attn::PlanePoint> probe) {
  const attn::QueryField& field = ground.field->field;
  const attn::QueryPlane& plane = ground.field->plane;
  SpaceReading reading;
  reading.free = probe.has_value();
  reading.at = probe.value_or(plane.pointOf(ground.query));
  reading.row = readField(field, probe ? plane.vectorAt(*probe) : ground.query, values);
  const auto numbers = [](const attn::Matrix& row) { return std::vector<float>(row.data(), row.data() + row.size()); };
  reading.order = heaviestFirst(numbers(reading.row.weights), numbers(reading.row.scores));
  if (!ground.values.empty() && reading.row.context.size() == ground.dimensions && reading.row.context.allFinite())
    reading.context = plane.pointOf(reading.row.context);
  attn::TemperatureSweep sweep{sweptTemperatures(static_cast<attn::Index>(field.keys.size())), {}, {}};
  sweep.weights = weightsOverTemperature(field, reading.row.scores, sweep.temperatures);
  const attn::Mask visible = attn::Mask::Constant(sweep.weights.rows(), sweep.weights.cols(), true);
  for (const attn::RowMeasures& row : attn::measureRows(sweep.weights, visible)) sweep.entropy.push_back(row.entropy);
  reading.curves = std::make_shared<const attn::TemperatureSweep>(std::move(sweep));
  return reading;
}

std::vector<ContextTerm> contextTerms(const SpaceGround& ground, const SpaceReading& reading) {
  std::vector<ContextTerm> terms;
  if (!reading.context) return terms;
  const attn::QueryField& field = ground.field->field;
  double sum = 0;
  for (const std::size_t place : reading.order) {
    const auto weight = static_cast<double>(reading.row.weights(0, static_cast<attn::Index>(place)));
    sum += weight;
    terms.push_back({field.keys[place], weight, ground.values[static_cast<std::size_t>(field.keys[place])]});
  }
  // Σ p (v − o) is the context's point c − o but for (1 − Σ p) times the zero vector's −o.
  const attn::PlanePoint zero = ground.field->plane.pointOf(attn::Vector::Zero(ground.dimensions));
  constexpr double unseen = 5e-4;  // half of the last decimal of a written coordinate
  if (std::abs(1 - sum) * std::max(std::abs(zero.x), std::abs(zero.y)) >= unseen) terms.clear();
  return terms;
}

}  // namespace lab
