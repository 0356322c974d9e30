#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "measures/query_plane.h"
#include "measures/temperature_sweep.h"
#include "pipeline/plane_scores.h"
#include "pipeline/trace.h"

namespace lab {

/// Which plane of the queries' space is looked at.
struct PlaneChoice {
  bool principal = false;
  attn::Index first = 0, second = 1;  ///< dimensions, from 0, where not principal
  bool operator==(const PlaneChoice&) const = default;
};

/// The planes that can be chosen for queries of this width: principal components above two dimensions, then pairs, at
/// most 24 of them.
std::vector<PlaneChoice> planeChoices(attn::Index dimensions);

/// Why there is no plane to look at.
enum class SpaceLack { Nothing, Vectors, Dimensions, Keys };

/// A plane of queries through one query of a head, and what stands in it. Everything is the engine's.
struct SpaceGround {
  SpaceLack lack = SpaceLack::Nothing;
  attn::Index dimensions = 0;
  PlaneChoice choice;
  double share = 1;                               ///< of the variance of queries and keys, where principal
  std::shared_ptr<const attn::PlaneField> field;  ///< null where something is lacking
  attn::Vector query;                             ///< of the row
  std::vector<attn::PlanePoint> keys;             ///< all keys, masked ones too; empty where keys have another width
  std::vector<attn::PlanePoint> values;           ///< all; empty unless values live in the space of the keys
  std::vector<std::size_t> hull;                  ///< corners among the values of keys that may be attended
  std::vector<bool> masked;                       ///< one for each key
  std::vector<std::string> names;                 ///< of all keys
  std::string queryName;
};

/// @param head one head  @param row of its scores  @param choice none: dimensions 1 and 2 of two, else principal
/// @param held a plane to keep, while a key is dragged that would turn it.
SpaceGround spaceGround(const attn::Trace& head, attn::Index row, std::optional<PlaneChoice> choice,
                        const attn::QueryPlane* held = nullptr);

/// One query of the plane: the row's own or a free one.
struct SpaceReading {
  attn::PlanePoint at;
  bool free = false;
  attn::FieldReading row;                                ///< over the field's keys
  std::vector<std::size_t> order;                        ///< of the field's keys, the heaviest first
  std::optional<attn::PlanePoint> context;               ///< where values live in the plane
  std::shared_ptr<const attn::TemperatureSweep> curves;  ///< over the field's keys
};

/// @param ground lacks nothing  @param values of the head, or null  @param probe none: the row's own query
SpaceReading spaceReading(const SpaceGround& ground, const attn::Matrix* values, std::optional<attn::PlanePoint> probe);

/// One weighted value of the context's sum, in coordinates of the plane.
struct ContextTerm {
  attn::Index key = 0;  ///< of the experiment
  double weight = 0;
  attn::PlanePoint value;
};

/// The terms that add up to the context's point, the heaviest first. None without a context, and none where points of
/// the plane do not add up as their vectors do: weights do not sum to 1, and the zero vector is not at (0, 0).
std::vector<ContextTerm> contextTerms(const SpaceGround& ground, const SpaceReading& reading);

}  // namespace lab
