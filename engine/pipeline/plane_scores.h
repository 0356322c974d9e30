#pragma once

#include "measures/query_plane.h"
#include "pipeline/query_field.h"

namespace attn {

/// The scores of a field over a plane as a few numbers a key, whatever the width of the vectors: what a shader
/// evaluates at each point p = (x, y). With ⟨u, p⟩ = u₀ x + u₁ y + u₂:
enum class PlaneScoreKind {
  Affine,    ///< ⟨key, p⟩: dot, scaled_dot, general, location, key_linear
  Angle,     ///< ⟨key, p⟩ / max(‖q(p)‖, 1e-8): cosine
  Distance,  ///< −((x − key₀)² + (y − key₁)² + key₂) · scale: gaussian
  Hidden,    ///< Σ over units of factor · tanh(⟨unit, p⟩ + inner(unit, key)) + key₂: additive, concat, mlp
  Other,     ///< a function that this does not know: `scoresAt` says
};

struct PlaneScores {
  PlaneScoreKind kind = PlaneScoreKind::Affine;
  Matrix keys;         ///< (m, 4): three numbers of the key, and the bias that is added at the end
  float scale = 1;     ///< of Distance
  PlanePoint nearest;  ///< of Angle: where the plane is nearest to the zero vector,
  float rest = 0;      ///< and the square of how near: ‖q(p)‖² = (x − nearest.x)² + (y − nearest.y)² + rest
  Matrix units;        ///< of Hidden: (units, 4), three numbers and the factor
  Matrix inner;        ///< of Hidden: (units, m)
};

/// Exact up to rounding. @param plane of the width of the field's queries
PlaneScores planeScores(const QueryField& field, const QueryPlane& plane);

/// One plane of a field, ready to be drawn again and again; never changed once it is shared.
struct PlaneField {
  QueryField field;
  QueryPlane plane;
  PlaneScores scores;
};

}  // namespace attn
