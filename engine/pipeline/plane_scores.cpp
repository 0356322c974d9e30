#include "pipeline/plane_scores.h"

#include <cmath>
#include <string>

namespace attn {
namespace {

using Wide = Eigen::MatrixXd;

Wide wide(const Matrix& values) { return values.cast<double>(); }

const Matrix& matrixOf(const QueryField& field, const char* name) { return *field.parameters.matrices.at(name); }

// ⟨row · origin⟩ and so on: what a linear function of the query with these coefficients is over the plane.
// (count, d) -> (count, 3)
Wide overPlane(const Wide& coefficients, const QueryPlane& plane) {
  Wide out(coefficients.rows(), 3);
  out.col(0) = coefficients * plane.first;
  out.col(1) = coefficients * plane.second;
  out.col(2) = coefficients * plane.origin;
  return out;
}

void affine(PlaneScores& out, const Wide& coefficients, const QueryPlane& plane) {
  out.keys.leftCols(3) = overPlane(coefficients, plane).cast<float>();
}

void angle(PlaneScores& out, const QueryField& field, const QueryPlane& plane) {
  out.kind = PlaneScoreKind::Angle;
  Wide unit = wide(field.vectors);
  for (Index key = 0; key < unit.rows(); ++key) unit.row(key) /= std::max(unit.row(key).norm(), 1e-8);
  affine(out, unit * field.parameters.numbers.at("beta"), plane);
  const double x = plane.origin.dot(plane.first), y = plane.origin.dot(plane.second);
  out.nearest = {-x, -y};
  out.rest = static_cast<float>((plane.origin - x * plane.first - y * plane.second).squaredNorm());
}

void distance(PlaneScores& out, const QueryField& field, const QueryPlane& plane) {
  out.kind = PlaneScoreKind::Distance;
  const double sigma = field.parameters.numbers.at("sigma");
  out.scale = static_cast<float>(1.0 / (2 * sigma * sigma));
  for (Index key = 0; key < field.vectors.rows(); ++key) {
    const Eigen::VectorXd from = field.vectors.row(key).transpose().cast<double>() - plane.origin;
    const double x = from.dot(plane.first), y = from.dot(plane.second);
    const double rest = (from - x * plane.first - y * plane.second).squaredNorm();
    out.keys.row(key).head(3) << static_cast<float>(x), static_cast<float>(y), static_cast<float>(rest);
  }
}

// One hidden layer: tanh(W_q q + W_k k + b), then the factors.
void hidden(PlaneScores& out, const QueryField& field, const QueryPlane& plane, const Wide& queryWeight,
            const Wide& keyWeight, const char* biasName, const char* factorName, double constant) {
  out.kind = PlaneScoreKind::Hidden;
  out.units.resize(queryWeight.rows(), 4);
  out.units.leftCols(3) = overPlane(queryWeight, plane).cast<float>();
  if (field.parameters.matrices.contains(biasName)) out.units.col(2) += matrixOf(field, biasName).row(0).transpose();
  out.units.col(3) = matrixOf(field, factorName).row(0).transpose();
  out.inner = (keyWeight * wide(field.vectors).transpose()).cast<float>();
  out.keys.leftCols(2).setZero();
  out.keys.col(2).setConstant(static_cast<float>(constant));
}

void joined(PlaneScores& out, const QueryField& field, const QueryPlane& plane, const char* weight,
            const char* biasName, const char* factorName, double constant) {
  const Wide both = wide(matrixOf(field, weight));
  hidden(out, field, plane, both.leftCols(plane.origin.size()), both.rightCols(field.vectors.cols()), biasName,
         factorName, constant);
}

// Nothing of the query is read: the same scores everywhere (`key_linear`).
void constant(PlaneScores& out, const QueryField& field, const QueryPlane& plane) {
  if (field.keys.empty()) return;
  QueryField bare = field;
  bare.added.clear();
  out.keys.col(2) = scoresAt(bare, Matrix(plane.origin.transpose().cast<float>())).row(0).transpose();
}

}  // namespace

PlaneScores planeScores(const QueryField& field, const QueryPlane& plane) {
  PlaneScores out;
  out.keys = Matrix::Zero(field.vectors.rows(), 4);
  for (std::size_t key = 0; key < field.added.size(); ++key) out.keys(static_cast<Index>(key), 3) = field.added[key];
  const std::string score = field.score->name;
  const auto matrix = [&](const char* name) { return wide(matrixOf(field, name)); };
  if (score == "dot") {
    affine(out, wide(field.vectors), plane);
  } else if (score == "scaled_dot") {
    affine(out, wide(field.vectors) / std::sqrt(static_cast<double>(field.vectors.cols())), plane);
  } else if (score == "general") {
    affine(out, wide(field.vectors) * matrix("W").transpose(), plane);
  } else if (score == "location") {
    affine(out, matrix("W").topRows(field.vectors.rows()), plane);
  } else if (score == "cosine") {
    angle(out, field, plane);
  } else if (score == "gaussian") {
    distance(out, field, plane);
  } else if (score == "additive") {
    hidden(out, field, plane, matrix("W_q"), matrix("W_k"), "b", "v", 0);
  } else if (score == "concat") {
    joined(out, field, plane, "W", "", "v", 0);
  } else if (score == "mlp") {
    joined(out, field, plane, "W_1", "b_1", "w_2", field.parameters.numbers.at("b_2"));
  } else if (!field.score->readsQuery) {
    constant(out, field, plane);
  } else {
    out.kind = PlaneScoreKind::Other;
  }
  return out;
}

}  // namespace attn
