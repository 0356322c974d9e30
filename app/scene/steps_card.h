#pragma once

#include "scene/steps_scene.h"

namespace lab {

/// What stands below the matrices: a number, what it comes from, its arithmetic and what follows from it.
struct StepsCard {
  Drawing drawing;
  std::string sum;    ///< the TeX of the arithmetic
  std::string words;  ///< what stands there where there is none
};

StepsCard stepsCard(const StepsPlan& plan, const attn::NumberPlace& place, const SceneStyle& style);

}  // namespace lab
