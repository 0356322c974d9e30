#include "scene/space_side.h"

#include <algorithm>
#include <cmath>

#include "scene/number_text.h"

namespace lab {
namespace {

constexpr std::size_t kSums = 2, kFewRows = 3, kSomeRows = 4, kMostRows = 12;
// In units: what one plot and two plots need, what is enough of them, and what stands around.
constexpr float kOne = 21, kTwo = 38, kEnough = 62, kMargin = 1.5F;

std::string contextText(const SpaceReading& reading, const SceneStyle& style) {
  const attn::Vector& context = reading.row.context;
  if (context.size() == 0) return style.tr("space.no-values");
  std::string numbers = "(";
  for (attn::Index i = 0; i < std::min<attn::Index>(3, context.size()); ++i)
    numbers += (i > 0 ? ", " : "") + fixedText(static_cast<double>(context(i)), 3);
  return numbers + (context.size() > 3 ? ", …)" : ")");
}

float heightOf(const TemperatureRow& row, const SceneStyle& style, std::size_t rows) {
  return tableHeight(row, style, std::min(rows, row.keys.size()), kSums);
}

/// How high the chart is where the side has so much room; 0: none.
float chartHeight(const TemperatureRow& row, const SceneStyle& style, float room) {
  const float two = style.u(kTwo), one = style.u(kOne);
  if (room - heightOf(row, style, kSomeRows) >= two)
    return std::clamp(room - heightOf(row, style, kMostRows), two, style.u(kEnough));
  const float rest = room - heightOf(row, style, kFewRows);
  return rest >= one ? std::clamp(room - heightOf(row, style, kSomeRows), one, two - 1) : 0;
}

}  // namespace

TemperatureRow spaceRow(const SpaceGround& ground, const SpaceReading& reading, const SpaceLook& look,
                        const SceneStyle& style) {
  const attn::QueryField& field = ground.field->field;
  TemperatureRow row;
  row.title = reading.free ? style.tr("space.weights") : style.tr("temperature.weights", {{"row", ground.queryName}});
  for (const std::size_t place : reading.order) {
    const auto column = static_cast<attn::Index>(place);
    row.keys.push_back({field.keys[place], column, static_cast<double>(reading.row.scores(0, column)),
                        reading.row.scaled[place], static_cast<double>(reading.row.weights(0, column))});
  }
  row.sweeps.push_back({field.normalizer, reading.curves});
  row.measures = reading.row.measures;
  row.temperature = look.temperature;
  row.tau = look.tau.value_or(look.temperature);
  row.biased = !field.added.empty();
  row.names = &ground.names;
  row.selectedKey = look.selectedKey;
  return row;
}

bool hasRoomForChart(const TemperatureRow& row, const SceneStyle& style, float height) {
  return chartHeight(row, style, height - style.u(2 * kMargin)) > 0;
}

void drawSpaceSide(SpaceScene& scene, const Rect& area, const SpaceReading& reading, const SpaceLook& look,
                   const SceneStyle& style) {
  const TemperatureRow& row = scene.row;
  const TemperatureHover hover{look.pointedKey, look.step};
  const float margin = style.u(kMargin), room = area.height - 2 * margin;
  const float height = chartHeight(row, style, room);
  if (height > 0) {
    const ChartParts parts{.legend = false, .entropy = height >= style.u(kTwo)};
    scene.chart = layoutTemperatureChart(row, style, {area.x, area.y + margin / 2, area.width, height}, parts);
    const Rect& plot = scene.chart.weights;
    scene.curves = {plot.x, plot.y, plot.width, scene.chart.bottom() + style.u(1) - plot.y};
    drawTemperatureChart(scene.drawing, scene.chart, row, style, hover);
  }
  const float top = area.y + margin + height;
  scene.table = layoutTemperatureTable(row, style, {area.x, top, area.width, area.bottom() - margin - top}, kSums,
                                       row.keys.size());
  const TableSums sums = {{style.tr("space.context"), contextText(reading, style)},
                          {style.tr("compare.effective-keys"), fixedText(row.measures.effectiveKeys, 3)}};
  drawTemperatureTable(scene.drawing, scene.table, row, style, hover, sums);
}

}  // namespace lab
