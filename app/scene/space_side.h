#pragma once

#include "scene/space_scene.h"

namespace lab {

/// The right side of the plane: weights and entropy over the temperature, and the numbers of the query. Fills in
/// `curves`, `table` and `rows`; what there is no room for is left out, the curves first.
void drawSpaceSide(SpaceScene& scene, const Rect& area, const SpaceGround& ground, const SpaceReading& reading,
                   const SpaceLook& look, const SceneStyle& style);

}  // namespace lab
