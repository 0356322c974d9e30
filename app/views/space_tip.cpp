#include "views/space_tip.h"

#include <algorithm>
#include <string_view>

#include "pipeline/ready_experiment.h"
#include "scene/label_text.h"
#include "scene/number_text.h"
#include "ui/compat.h"
#include "views/temperature_tip.h"

namespace lab {
namespace {

constexpr std::size_t kTerms = 4;  // of the context's sum

void line(const std::string& text, Rgba ink) {
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ink));
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopStyleColor();
}

std::string pointText(attn::PlanePoint at) { return "(" + fixedText(at.x, 3) + ", " + fixedText(at.y, 3) + ")"; }

/// Weights that are none below 0 and sum to 1 keep the context inside of the values.
bool isMean(const attn::QueryField& field) {
  const std::string_view normalizer = field.normalizer->name;
  return field.factors.empty() && normalizer != "sigmoid" && normalizer != "ratio";
}

/// What the context is, and the heaviest terms of its sum.
void aboutContext(Ui& ui, const SpaceGround& ground, const SpaceReading& reading) {
  const attn::QueryField& field = ground.field->field;
  line(ui.tr("space.tip.context") + " = " + pointText(*reading.context), ui.palette->text);
  // One key more takes no more room than the line that would stand for it.
  const std::vector<ContextTerm> terms = contextTerms(ground, reading);
  const std::size_t shown = terms.size() <= kTerms + 1 ? terms.size() : kTerms;
  for (std::size_t i = 0; i < shown; ++i)
    line((i == 0 ? "   " : "+ ") + fixedText(terms[i].weight, 3) + " · " + pointText(terms[i].value) + "  " +
             labelWithIndex(ground.names, terms[i].key),
         ui.palette->dim);
  if (const std::size_t more = terms.size() - shown; more > 0)
    line("+ … " + ui.tr("temperature.more-keys", {{"count", countText(more)}}), ui.palette->dim);
  line(ui.tr(isMean(field) ? "space.tip.hull" : "space.tip.no-hull"), ui.palette->dim);
}

void aboutPlane(Ui& ui, const SpaceGround& ground, attn::PlanePoint at) {
  const attn::QueryField& field = ground.field->field;
  const attn::FieldReading there = readField(field, ground.field->plane.vectorAt(at), nullptr);
  ImGui::TextUnformatted(pointText(at).c_str());
  if (there.measures.maximumAt < 0) return;
  const attn::Index key = field.keys[static_cast<std::size_t>(there.measures.maximumAt)];
  line(ui.tr("space.tip.winner",
             {{"key", labelWithIndex(ground.names, key)}, {"weight", headlineText(there.measures.maximum)}}),
       ui.palette->text);
  line(ui.tr("space.tip.entropy", {{"entropy", headlineText(there.measures.entropy)}}), ui.palette->dim);
}

void aboutKey(Ui& ui, const ViewInput& input, const SpaceGround& ground, const SpaceReading& reading,
              const SpaceHit& hit) {
  const auto key = static_cast<std::size_t>(hit.key);
  const attn::QueryField& field = ground.field->field;
  ImGui::TextUnformatted(labelWithIndex(ground.names, hit.key).c_str());
  if (!ground.keys.empty()) line(pointText(ground.keys[key]), ui.palette->text);
  const auto place = std::find(field.keys.begin(), field.keys.end(), hit.key) - field.keys.begin();
  if (ground.masked[key])
    line(ui.tr("space.tip.masked"), ui.palette->dim);
  else
    line(ui.tr("space.tip.weight", {{"weight", headlineText(static_cast<double>(reading.row.weights(0, place)))}}),
         ui.palette->text);
  const bool movable = attn::canMoveKeys(input.document.experiment);
  if (hit.part == SpacePart::Key) line(ui.tr(movable ? "space.tip.key" : "space.tip.fixed-key"), ui.palette->dim);
}

}  // namespace

void drawSpaceTip(Ui& ui, const ViewInput& input, const SpaceGround& ground, const SpaceReading& reading,
                  const SpaceScene& scene, const SpaceHit& hit) {
  if (hit.chart) {
    drawChartTip(ui, scene.row, *hit.chart);
    return;
  }
  const unsigned item = 0xA0000000U | static_cast<unsigned>(hit.part) << 16U | static_cast<unsigned>(hit.key & 0xFFFF);
  if (!beginTooltip(ui, true, item)) return;
  switch (hit.part) {
    case SpacePart::Query:
      ImGui::TextUnformatted(ui.tr("space.tip.query").c_str());
      line(pointText(reading.at), ui.palette->text);
      break;
    case SpacePart::Plane:
      aboutPlane(ui, ground, hit.at);
      break;
    case SpacePart::Key:
    case SpacePart::Row:
      aboutKey(ui, input, ground, reading, hit);
      break;
    default:
      break;
  }
  if (hit.onContext && reading.context) aboutContext(ui, ground, reading);
  endTooltip();
}

}  // namespace lab
