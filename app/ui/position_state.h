#pragma once

#include "scene/position_scene.h"

namespace lab {

/// The view Position: what is looked at, and what is remembered from frame to frame.
struct PositionState {
  PositionOptions options;
  PositionMemory memory;
};

}  // namespace lab
