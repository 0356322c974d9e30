#pragma once

#include "scene/space_scene.h"
#include "views/view_table.h"

namespace lab {

/// What is said of the part of the plane or of its side that the pointer is on.
void drawSpaceTip(Ui& ui, const ViewInput& input, const SpaceGround& ground, const SpaceReading& reading,
                  const SpaceScene& scene, const SpaceHit& hit);

}  // namespace lab
