#pragma once

#include "scene/temperature_chart.h"
#include "ui/ui.h"

namespace lab {

/// At the pointer, over the chart of a row: of the pointed key the weight by every normalizer, else of the heaviest
/// keys by the experiment's own and the entropy; at the marker what can be done with it.
void drawChartTip(Ui& ui, const TemperatureRow& row, const ChartHit& hit);

}  // namespace lab
