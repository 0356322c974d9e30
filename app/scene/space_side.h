#pragma once

#include "scene/space_scene.h"

namespace lab {

/// The query of a reading as chart and table show it.
TemperatureRow spaceRow(const SpaceGround& ground, const SpaceReading& reading, const SpaceLook& look,
                        const SceneStyle& style);

/// Whether curves stand above the table where the side is so high.
bool hasRoomForChart(const TemperatureRow& row, const SceneStyle& style, float height);

/// The right side of the plane: weights and entropy over the temperature, and the numbers of the query. Fills in
/// `chart`, `curves` and `table`. Where the side is low the entropy's curve is left out, then all curves: the table
/// keeps its rows.
void drawSpaceSide(SpaceScene& scene, const Rect& area, const SpaceReading& reading, const SpaceLook& look,
                   const SceneStyle& style);

}  // namespace lab
