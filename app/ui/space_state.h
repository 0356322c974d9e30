#pragma once

#include <optional>

#include "scene/space_scene.h"

namespace lab {

/// What the reader does in the plane of queries.
struct SpaceState {
  std::optional<PlaneChoice> plane;  ///< none: what suits the experiment
  bool byEntropy = false;
  std::optional<attn::PlanePoint> probe;  ///< the free query; none: the selected one
  std::optional<SpaceCamera> camera;      ///< none: fitted

  /// What is held by the pointer, and where it was when it was taken.
  struct Drag {
    SpaceHit hit;
    attn::QueryPlane plane;
    SpaceCamera camera;
    Point pointer;
    attn::Index keys = 0, dimensions = 0, head = 0;  ///< of the vectors that it moves
    int frame = 0;                                   ///< of ImGui, in which it was last held
    bool moved = false;
  };
  std::optional<Drag> drag;

  /// The last picture's numbers and what they were computed from.
  struct Memory {
    attn::MatrixPtr q, k, v, weights;
    attn::Index row = -1, dimensions = 0;
    std::optional<PlaneChoice> plane;
    bool held = false;
    std::optional<attn::PlanePoint> probe;
    SpaceGround ground;
    SpaceReading reading;
  };
  std::optional<Memory> memory;
};

}  // namespace lab
