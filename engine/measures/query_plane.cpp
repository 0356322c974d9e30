#include "measures/query_plane.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cassert>
#include <numeric>

namespace attn {
namespace {

const Index mostPoints = 512;  // eigenvectors of 512 × 512 take a tenth of a second

Eigen::MatrixXd centred(const Matrix& points, Eigen::VectorXd& mean) {
  const Index count = std::min(points.rows(), mostPoints);
  Eigen::MatrixXd rows(count, points.cols());
  for (Index i = 0; i < count; ++i) rows.row(i) = points.row(i * points.rows() / count).cast<double>();
  mean = rows.colwise().mean().transpose();
  rows.rowwise() -= mean.transpose();
  return rows;
}

// The largest entry positive; a direction without length becomes the first axis that is free.
Eigen::VectorXd settled(Eigen::VectorXd direction, const Eigen::VectorXd* other) {
  if (other != nullptr) direction -= direction.dot(*other) * *other;
  for (Index axis = 0; direction.norm() < 1e-9; ++axis) {
    direction = Eigen::VectorXd::Unit(direction.size(), axis);
    if (other != nullptr) direction -= direction.dot(*other) * *other;
  }
  direction.normalize();
  Index largest = 0;
  direction.cwiseAbs().maxCoeff(&largest);
  return direction(largest) < 0 ? Eigen::VectorXd(-direction) : direction;
}

double cross(PlanePoint a, PlanePoint b, PlanePoint c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

}  // namespace

Vector QueryPlane::vectorAt(PlanePoint point) const {
  return (origin + point.x * first + point.y * second).cast<float>();
}

PlanePoint QueryPlane::pointOf(const Vector& vector) const {
  const Eigen::VectorXd from = vector.cast<double>() - origin;
  return {from.dot(first), from.dot(second)};
}

std::vector<PlanePoint> QueryPlane::pointsOf(const Matrix& vectors) const {
  std::vector<PlanePoint> points;
  points.reserve(static_cast<std::size_t>(vectors.rows()));
  for (Index row = 0; row < vectors.rows(); ++row) points.push_back(pointOf(vectors.row(row).transpose()));
  return points;
}

QueryPlane dimensionPlane(const Vector& through, Index first, Index second) {
  assert(first != second && first < through.size() && second < through.size());
  QueryPlane plane{through.cast<double>(), Eigen::VectorXd::Unit(through.size(), first),
                   Eigen::VectorXd::Unit(through.size(), second)};
  plane.origin(first) = plane.origin(second) = 0;
  return plane;
}

PrincipalPlane principalPlane(const Matrix& points, const Vector& through) {
  assert(points.cols() >= 2 && points.cols() == through.size());
  Eigen::VectorXd mean;
  const Eigen::MatrixXd rows = centred(points, mean);
  const bool wide = rows.cols() > rows.rows();  // the smaller of the two products has the same eigenvalues
  const Eigen::MatrixXd product = wide ? Eigen::MatrixXd(rows * rows.transpose()) : rows.transpose() * rows;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(product);  // ascending
  const Index last = product.rows() - 1;
  const auto direction = [&](Index at) -> Eigen::VectorXd {
    if (at < 0) return Eigen::VectorXd::Zero(rows.cols());
    const Eigen::VectorXd vector = solver.eigenvectors().col(at);
    return wide ? Eigen::VectorXd(rows.transpose() * vector) : vector;
  };
  PrincipalPlane out;
  out.plane.first = settled(direction(last), nullptr);
  out.plane.second = settled(direction(last - 1), &out.plane.first);
  const double total = rows.squaredNorm();
  if (total > 0) out.share = ((rows * out.plane.first).squaredNorm() + (rows * out.plane.second).squaredNorm()) / total;
  const Eigen::VectorXd from = through.cast<double>() - mean;
  out.plane.origin = through.cast<double>() - from.dot(out.plane.first) * out.plane.first -
                     from.dot(out.plane.second) * out.plane.second;
  return out;
}

std::vector<std::size_t> convexHull(const std::vector<PlanePoint>& points) {
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return points[a].x != points[b].x ? points[a].x < points[b].x : points[a].y < points[b].y;
  });
  order.erase(
      std::unique(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return points[a] == points[b]; }),
      order.end());
  if (order.size() < 3) return order;
  std::vector<std::size_t> hull;
  const auto walk = [&](auto from, auto to) {
    const std::size_t start = hull.size();
    for (auto at = from; at != to; ++at) {
      while (hull.size() >= start + 2 && cross(points[hull[hull.size() - 2]], points[hull.back()], points[*at]) <= 0)
        hull.pop_back();
      hull.push_back(*at);
    }
    hull.pop_back();  // the next walk begins with it
  };
  walk(order.begin(), order.end());
  walk(order.rbegin(), order.rend());
  return hull;
}

}  // namespace attn
