#pragma once

#include <vector>

#include "core/types.h"

namespace attn {

/// Coordinates in a plane of vectors.
struct PlanePoint {
  double x = 0, y = 0;
  bool operator==(const PlanePoint&) const = default;
};

/// A plane in the space of queries: origin + x · first + y · second, both directions orthonormal. In double, so that a
/// vector of the plane comes back from its coordinates to within a float's rounding.
struct QueryPlane {
  Eigen::VectorXd origin, first, second;  ///< (d)

  /// The vector at a point of the plane -> (d).
  Vector vectorAt(PlanePoint point) const;
  /// The foot of the perpendicular from a vector of the same width.
  PlanePoint pointOf(const Vector& vector) const;
  /// `pointOf` of every row. @param vectors (n, d)
  std::vector<PlanePoint> pointsOf(const Matrix& vectors) const;
};

/// The plane of two dimensions, from 0, through a vector of at least two entries: the other entries stay its own, so
/// that coordinates are the two entries.
QueryPlane dimensionPlane(const Vector& through, Index first, Index second);

/// A plane along the two directions in which points spread most.
struct PrincipalPlane {
  QueryPlane plane;  ///< coordinates (0, 0) are above the points' mean
  double share = 1;  ///< of the variance of the points that lies along the plane, 0 … 1; 1 where all are one point
};

/// Principal components of `points` (n, d), d ≥ 2, moved so that the plane goes through `through` (d): what is there is
/// exact, the points are seen from above. Of more than 512 points evenly spaced ones are taken. The largest entry of
/// each direction is positive, so that the picture does not flip. Source: Pearson 1901; Hotelling 1933.
PrincipalPlane principalPlane(const Matrix& points, const Vector& through);

/// Indices of the corners of the convex hull, counter-clockwise, without those on an edge; all of at most two points.
/// Source: Andrew 1979 (monotone chain).
std::vector<std::size_t> convexHull(const std::vector<PlanePoint>& points);

}  // namespace attn
