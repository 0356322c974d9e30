#include "views/space_view.h"

#include <algorithm>
#include <cmath>

#include "pipeline/ready_experiment.h"
#include "scene/label_text.h"
#include "scene/number_text.h"
#include "ui/compat.h"
#include "ui/dialog.h"
#include "ui/drawing_on_imgui.h"

namespace lab {
namespace {

using Memory = SpaceState::Memory;

/// Computes again what depends on something that has changed.
const Memory& remember(const ViewInput& input, const ViewState& view, SpaceState& state) {
  const attn::Trace& trace = input.trace;
  const attn::Index row = view.selected ? view.selected->row : 0;
  const bool held = state.drag && state.drag->hit.part == SpacePart::Key;
  const attn::MatrixPtr weights = trace.head().weights;
  std::optional<Memory>& memory = state.memory;
  const bool ground = memory && memory->q == trace.q && memory->k == trace.k && memory->v == trace.v &&
                      memory->weights == weights && memory->row == row && memory->plane == state.plane &&
                      memory->held == held;
  if (!ground) {
    const attn::Index dimensions = trace.q ? trace.q->cols() : 0;
    // Another query, plane or width: the free query and the camera belong to the old one.
    if (memory && (memory->row != row || memory->dimensions != dimensions || memory->plane != state.plane))
      state.probe.reset();
    if (memory && (memory->dimensions != dimensions || memory->plane != state.plane)) state.camera.reset();
    memory = Memory{trace.q, trace.k, trace.v, weights, row, dimensions, state.plane, held, state.probe, {}, {}};
    memory->ground = spaceGround(trace, row, state.plane, held ? &state.drag->plane : nullptr);
  }
  if (memory->ground.lack == SpaceLack::Nothing && (!ground || memory->probe != state.probe)) {
    memory->probe = state.probe;
    memory->reading = spaceReading(memory->ground, trace.v.get(), state.probe);
  }
  return *memory;
}

/// Two dimensions and no projection: what can be seen whole.
attn::Experiment planeExample(const attn::Experiment& now) {
  attn::Experiment out;
  out.queryText = now.entry == attn::Entry::Text && !now.queryText.empty() ? now.queryText : "the animal was too tired";
  out.tokenizer = now.tokenizer;
  out.dim = 2;
  out.projection = "identity";
  out.score = now.score;
  out.parameters.numbers = now.parameters.numbers;
  out.normalizer = now.normalizer;
  out.temperature = now.temperature;
  return out;
}

std::optional<EditRequest> drawLack(Ui& ui, const ViewInput& input, SpaceLack lack) {
  const char* key = lack == SpaceLack::Vectors      ? "space.needs-vectors"
                    : lack == SpaceLack::Dimensions ? "space.needs-dimensions"
                                                    : "space.needs-keys";
  const ImVec2 at = ImGui::GetCursorPos(), room = ImGui::GetContentRegionAvail();
  const float width = std::min(room.x - ui.u(8), ui.u(70)), left = at.x + (room.x - width) / 2;
  ImGui::SetCursorPos({left, at.y + room.y * 0.35F});
  ImGui::PushTextWrapPos(left + width);
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui.palette->dim));
  ImGui::TextUnformatted(ui.tr(key).c_str());
  ImGui::PopStyleColor();
  ImGui::PopTextWrapPos();
  probe(ui, "space.lack", ui.tr(key));
  if (lack == SpaceLack::Keys) return std::nullopt;
  ImGui::SetCursorPos({left, ImGui::GetCursorPosY() + ui.u(1.5F)});
  if (!button(ui, "space.example", ui.tr("space.example"), Look::Main, ui.tr("space.example.tip"))) return std::nullopt;
  return EditRequest{ReplaceExperiment{planeExample(input.document.experiment)}};
}

// ---- pointer ----

/// What is dragged is let go where it is no longer held or its vectors are not there any more.
void dropStaleDrag(const attn::Trace& trace, attn::Index head, SpaceState& state) {
  if (!state.drag) return;
  const SpaceState::Drag& drag = *state.drag;
  const bool same = trace.q && trace.k && drag.keys == trace.k->rows() && drag.dimensions == trace.q->cols() &&
                    drag.dimensions == drag.plane.first.size() && drag.head == head;
  if (!same || ImGui::GetFrameCount() - drag.frame > 1) state.drag.reset();
}

attn::Vector movedBy(const attn::QueryPlane& plane, attn::PlanePoint from, attn::PlanePoint to) {
  return ((to.x - from.x) * plane.first + (to.y - from.y) * plane.second).cast<float>();
}

/// What dragging does, while it lasts (`over` false) and when it ends.
std::optional<EditRequest> dragged(const ViewInput& input, ViewState& view, const SpaceScene& scene, Point pointer,
                                   bool over) {
  SpaceState& state = view.space;
  SpaceState::Drag& drag = *state.drag;
  const attn::PlanePoint to = scene.planeAt(pointer);
  switch (drag.hit.part) {
    case SpacePart::Query:
      if (drag.moved) state.probe = to;
      return std::nullopt;
    case SpacePart::Temperature:
      return EditRequest{SetTemperature{std::stod(copyText(scene.temperatureAt(pointer)))}, over};
    case SpacePart::Key:
      if (!drag.moved || !attn::canMoveKeys(input.document.experiment)) return std::nullopt;
      return EditRequest{
          MoveKey{drag.hit.key, input.trace.headCounts.keyValueOf(view.head), movedBy(drag.plane, drag.hit.at, to)},
          over};
    case SpacePart::Plane: {
      if (!drag.moved) return std::nullopt;
      const double unit = scene.window.width() / static_cast<double>(scene.plot.width);
      SpaceCamera camera = drag.camera;
      camera.centre.x -= unit * static_cast<double>(pointer.x - drag.pointer.x);
      camera.centre.y += unit * static_cast<double>(pointer.y - drag.pointer.y);
      state.camera = camera;
      return std::nullopt;
    }
    case SpacePart::Row:
      break;
  }
  return std::nullopt;
}

/// A press and a release in one place: keys are selected, the query goes where the plane was clicked.
void clicked(ViewState& view, const SpaceHit& hit) {
  if (hit.part == SpacePart::Plane) view.space.probe = hit.at;
  if (hit.part == SpacePart::Key || hit.part == SpacePart::Row)
    view.selected = Cell{view.selected ? view.selected->row : 0, hit.key};
}

std::optional<EditRequest> readPointer(Ui& ui, const ViewInput& input, ViewState& view, const SpaceScene& scene,
                                       const SpaceCamera& camera) {
  SpaceState& state = view.space;
  const Point pointer = compat::point(ImGui::GetIO().MousePos);
  const auto hit = ImGui::IsItemHovered() && !ui.still ? scene.hit(pointer) : std::nullopt;
  if (hit && (hit->part == SpacePart::Key || hit->part == SpacePart::Row)) view.pointed.key = hit->key;
  if (hit && hit->part == SpacePart::Query && view.selected && !state.probe) view.pointed.query = view.selected->row;
  if (hit && ImGui::GetIO().MouseWheel != 0 && scene.plot.contains(pointer)) {
    const double factor = std::pow(1.2, -static_cast<double>(ImGui::GetIO().MouseWheel));
    const attn::PlanePoint at = scene.planeAt(pointer);
    const double half = std::clamp(camera.half * factor, 1e-4, 1e5), by = half / camera.half;
    state.camera = SpaceCamera{{at.x + (camera.centre.x - at.x) * by, at.y + (camera.centre.y - at.y) * by}, half};
  }
  // Where the normalizer does not read the temperature there is nothing to drag.
  const bool dead =
      hit && hit->part == SpacePart::Temperature && !state.memory->ground.field->field.normalizer->usesTemperature;
  if (ImGui::IsItemActivated() && hit && !dead) {
    state.drag = SpaceState::Drag{*hit,
                                  state.memory->ground.field->plane,
                                  camera,
                                  pointer,
                                  input.trace.keys(),
                                  state.memory->ground.dimensions,
                                  view.head,
                                  ImGui::GetFrameCount()};
    // What is dragged or clicked must not make the picture fit itself anew under the hand.
    if (hit->part != SpacePart::Temperature && hit->part != SpacePart::Row) state.camera = camera;
  }
  if (!state.drag) return std::nullopt;
  state.drag->frame = ImGui::GetFrameCount();
  const float way = std::abs(pointer.x - state.drag->pointer.x) + std::abs(pointer.y - state.drag->pointer.y);
  if (way > ui.u(0.5F)) state.drag->moved = true;
  if (ImGui::IsItemActive()) {
    if (!state.drag->moved && state.drag->hit.part != SpacePart::Temperature) return std::nullopt;
    return dragged(input, view, scene, pointer, false);
  }
  std::optional<EditRequest> request;
  if (state.drag->moved || state.drag->hit.part == SpacePart::Temperature)
    request = dragged(input, view, scene, pointer, true);
  else
    clicked(view, state.drag->hit);
  state.drag.reset();
  return request;
}

// ---- what is hovered ----

void line(const std::string& text, Rgba ink) {
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ink));
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopStyleColor();
}

std::string pointText(attn::PlanePoint at) { return "(" + fixedText(at.x, 3) + ", " + fixedText(at.y, 3) + ")"; }

void drawTooltip(Ui& ui, const ViewInput& input, const SpaceGround& ground, const SpaceHit& hit) {
  const unsigned item = 0xA0000000U | static_cast<unsigned>(hit.part) << 16U | static_cast<unsigned>(hit.key & 0xFFFF);
  if (!beginTooltip(ui, true, item)) return;
  const attn::QueryField& field = ground.field->field;
  if (hit.part == SpacePart::Query) {
    ImGui::TextUnformatted(ui.tr("space.tip.query").c_str());
  } else if (hit.part == SpacePart::Temperature) {
    ImGui::TextUnformatted(
        ui.tr(field.normalizer->usesTemperature ? "space.tip.temperature" : "temperature.unused").c_str());
  } else if (hit.part == SpacePart::Plane) {
    const attn::FieldReading there = readField(field, ground.field->plane.vectorAt(hit.at), nullptr);
    ImGui::TextUnformatted(pointText(hit.at).c_str());
    if (there.measures.maximumAt >= 0) {
      const auto key = static_cast<std::size_t>(field.keys[static_cast<std::size_t>(there.measures.maximumAt)]);
      line(ui.tr("space.tip.winner", {{"key", ground.names[key]}, {"weight", headlineText(there.measures.maximum)}}),
           ui.palette->text);
      line(ui.tr("space.tip.entropy", {{"entropy", headlineText(there.measures.entropy)}}), ui.palette->dim);
    }
  } else {
    const auto key = static_cast<std::size_t>(hit.key);
    ImGui::TextUnformatted(labelWithIndex(ground.names, hit.key).c_str());
    if (!ground.keys.empty()) line(pointText(ground.keys[key]), ui.palette->text);
    if (ground.masked[key]) line(ui.tr("space.tip.masked"), ui.palette->dim);
    const bool movable = attn::canMoveKeys(input.document.experiment);
    if (hit.part == SpacePart::Key) line(ui.tr(movable ? "space.tip.key" : "space.tip.fixed-key"), ui.palette->dim);
  }
  endTooltip();
}

void noteForTests(Ui& ui, const SpaceScene& scene, const Memory& memory) {
  if (ui.probe == nullptr || !ui.probe->enabled()) return;
  const auto around = [&](Point at) { return Rect{at.x - 4, at.y - 4, 8, 8}; };
  const SpaceReading& reading = memory.reading;
  const attn::QueryField& field = memory.ground.field->field;
  const auto name = [&](std::size_t place) { return memory.ground.names[static_cast<std::size_t>(field.keys[place])]; };
  ui.probe->note("space", scene.plot, name(reading.order.front()));
  ui.probe->note("space.query", around(scene.query), copyText(reading.at.x) + " " + copyText(reading.at.y));
  if (scene.context)
    ui.probe->note("space.context", around(*scene.context),
                   copyText(static_cast<double>(reading.row.context(0))) + " " +
                       copyText(static_cast<double>(reading.row.context(1))));
  for (std::size_t i = 0; i < std::min<std::size_t>(32, field.keys.size()); ++i)
    for (const SpaceScene::Mark& mark : scene.keys)
      if (mark.key == field.keys[i])
        ui.probe->note("space.key." + std::to_string(mark.key), around(mark.at),
                       copyText(static_cast<double>(reading.row.weights(0, static_cast<attn::Index>(i)))));
  if (scene.curves.width > 0) ui.probe->note("space.curves", scene.curves);
}

}  // namespace

std::optional<EditRequest> drawSpaceView(Ui& ui, const ViewInput& input, ViewState& view) {
  dropStaleDrag(input.trace, view.head, view.space);
  const Memory& memory = remember(input, view, view.space);
  if (memory.ground.lack != SpaceLack::Nothing) return drawLack(ui, input, memory.ground.lack);
  const ImVec2 at = ImGui::GetCursorScreenPos(), size = ImGui::GetContentRegionAvail();
  if (size.x < ui.u(16) || size.y < ui.u(16)) return std::nullopt;
  SpaceLook look;
  look.area = {at.x, at.y, size.x, size.y};
  look.camera = view.space.camera.value_or(fittedCamera(memory.ground, memory.reading));
  look.byEntropy = view.space.byEntropy;
  look.coarse = view.space.drag && view.space.drag->moved;
  look.temperature = memory.ground.field->field.temperature;
  look.pointedKey = view.pointed.key;
  look.pointedQuery = view.selected && view.pointed.query == view.selected->row;
  if (view.selected) look.selectedKey = view.selected->column;
  SceneStyle style = sceneStyle(ui);
  style.colourMap = view.colourMap;
  ImGui::InvisibleButton("space", size);
  SpaceScene scene = spaceScene(memory.ground, memory.reading, look, style);
  const auto pointedBefore = look.pointedKey;
  const std::optional<EditRequest> request = readPointer(ui, input, view, scene, look.camera);
  if (view.pointed.key != pointedBefore) {
    look.pointedKey = view.pointed.key;
    scene = spaceScene(memory.ground, memory.reading, look, style);
  }
  drawOnImGui(ui, ImGui::GetWindowDrawList(), scene.drawing);
  noteForTests(ui, scene, memory);
  if (ImGui::IsItemHovered() && !ImGui::IsMouseDown(0))
    if (const auto hit = scene.hit(compat::point(ImGui::GetIO().MousePos))) drawTooltip(ui, input, memory.ground, *hit);
  return request;
}

namespace {

std::string planeTitle(const Ui& ui, const PlaneChoice& choice) {
  if (choice.principal) return ui.tr("space.principal");
  return ui.tr("space.dimensions",
               {{"first", std::to_string(choice.first + 1)}, {"second", std::to_string(choice.second + 1)}});
}

void drawPlaneList(Ui& ui, SpaceState& state, const SpaceGround& ground, ToolRow& row) {
  const std::vector<PlaneChoice> planes = planeChoices(ground.dimensions);
  if (planes.size() < 2) return;
  std::vector<Choice> choices;
  for (const PlaneChoice& plane : planes)
    choices.push_back({planeTitle(ui, plane), ui.tr(plane.principal ? "space.principal.tip" : "space.dimensions.tip")});
  const auto now = std::find(planes.begin(), planes.end(), ground.choice);
  const float width = row.compact() ? ui.u(17) : ui.u(24);
  row.fromRight(width);
  if (const auto chosen = combo(ui, "space.plane", choices, static_cast<int>(now - planes.begin()), width))
    state.plane = planes[static_cast<std::size_t>(*chosen)];
}

}  // namespace

std::optional<EditRequest> drawSpaceTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row) {
  SpaceState& state = view.space;
  if (!state.memory || state.memory->ground.lack != SpaceLack::Nothing) return std::nullopt;
  std::optional<EditRequest> request;
  if (row.compact()) {
    row.fromRight(buttonWidth(ui, ui.tr("tools.export")));
    if (button(ui, "export", ui.tr("tools.export"), Look::Plain, ui.tr("tools.export.tip"))) view.wantsExport = true;
  }
  row.fromRight(buttonWidth(ui, ui.tr("tools.fit")));
  if (button(ui, "fit", ui.tr("tools.fit"), Look::Plain, ui.tr("space.fit.tip"))) state.camera.reset();
  drawPlaneList(ui, state, state.memory->ground, row);
  const std::vector<Choice> colours = {{ui.tr("space.winner"), ui.tr("space.winner.tip")},
                                       {ui.tr("space.entropy"), ui.tr("space.entropy.tip")}};
  row.fromRight(segmentsWidth(ui, colours));
  // Segments are lower than the controls beside them.
  ImGui::SetCursorScreenPos({ImGui::GetCursorScreenPos().x, std::round(ImGui::GetCursorScreenPos().y + ui.u(0.375F))});
  if (const auto chosen = segments(ui, "space.colour", colours, state.byEntropy ? 1 : 0))
    state.byEntropy = *chosen == 1;
  if (state.probe && row.room() > buttonWidth(ui, ui.tr("space.back"))) {
    row.fromRight(buttonWidth(ui, ui.tr("space.back")));
    if (button(ui, "space.back", ui.tr("space.back"), Look::Plain, ui.tr("space.back.tip"))) state.probe.reset();
  }
  if (!attn::canMoveKeys(input.document.experiment) && row.room() > buttonWidth(ui, ui.tr("space.editable"))) {
    row.fromRight(buttonWidth(ui, ui.tr("space.editable")));
    if (button(ui, "space.editable", ui.tr("space.editable"), Look::Plain, ui.tr("space.editable.tip")))
      request = EditRequest{ReplaceExperiment{attn::readyExperiment(input.all)}};
  }
  const bool rough = ui.fields->step() > 2 && !(state.drag && state.drag->moved);
  if (!row.hasControls() || rough)
    row.label(rough ? ui.tr("space.rough", {{"count", std::to_string(state.memory->ground.names.size())}})
                    : ui.tr(state.byEntropy ? "space.entropy-hint" : "space.hint"),
              ui.palette->dim);
  return request;
}

}  // namespace lab
