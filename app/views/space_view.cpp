#include "views/space_view.h"

#include <algorithm>
#include <cmath>

#include "pipeline/painted_rows.h"
#include "pipeline/ready_experiment.h"
#include "scene/number_text.h"
#include "ui/compat.h"
#include "ui/dialog.h"
#include "ui/drawing_on_imgui.h"
#include "views/space_tip.h"

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
    // Of a query of the experiment its own measures: those of the plane's double weights end in other digits.
    if (!memory->reading.free && !attn::isPainted(trace, 0, row))
      memory->reading.row.measures = (*trace.head().measures)[static_cast<std::size_t>(row)];
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
  // What is held stays in sight.
  const Rect seen = scene.plot.inset(scene.reach);
  const bool mark = drag.hit.part == SpacePart::Query || drag.hit.part == SpacePart::Key;
  const attn::PlanePoint to = scene.planeAt(
      mark ? Point{std::clamp(pointer.x, seen.x, seen.right()), std::clamp(pointer.y, seen.y, seen.bottom())}
           : pointer);
  switch (drag.hit.part) {
    case SpacePart::Query:
      if (drag.moved) state.probe = to;
      return std::nullopt;
    case SpacePart::Temperature: {
      // Where the hand lets go is where it was last seen.
      const double shown = input.document.experiment.temperature, tau = over ? shown : scene.temperatureAt(pointer);
      if (!over && tau == shown) return std::nullopt;
      return EditRequest{SetTemperature{tau}, over};
    }
    case SpacePart::Key:
      if (!drag.moved || !attn::canMoveKeys(input.document.experiment)) return std::nullopt;
      return EditRequest{
          MoveKey{drag.hit.key, input.trace.headCounts.keyValueOf(view.head), movedBy(drag.plane, drag.hit.at, to)},
          over};
    case SpacePart::Context:
    case SpacePart::Plane: {
      if (!drag.moved) return std::nullopt;
      const double unit = scene.window.width() / static_cast<double>(scene.plot.width);
      SpaceCamera camera = drag.camera;
      camera.centre.x -= unit * static_cast<double>(pointer.x - drag.pointer.x);
      camera.centre.y += unit * static_cast<double>(pointer.y - drag.pointer.y);
      state.camera = camera;
      return std::nullopt;
    }
    case SpacePart::Curve:
    case SpacePart::Row:
      break;
  }
  return std::nullopt;
}

bool namesKey(const SpaceHit& hit) {
  return hit.part == SpacePart::Key || hit.part == SpacePart::Row || hit.part == SpacePart::Curve;
}

/// A press and a release in one place: keys are selected, the query goes where the plane was clicked.
void clicked(ViewState& view, const SpaceHit& hit) {
  if (hit.part == SpacePart::Plane) view.space.probe = hit.at;
  if (namesKey(hit)) view.selected = Cell{view.selected ? view.selected->row : 0, hit.key};
}

/// What the hand would do here.
void showCursor(const SpaceHit& hit, bool movable, const SpaceState& state) {
  if (hit.part == SpacePart::Query || (hit.part == SpacePart::Key && movable))
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
  else if (namesKey(hit))
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  else if (hit.chart && hit.chart->marker && state.memory->ground.field->field.normalizer->usesTemperature)
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
}

std::optional<EditRequest> readPointer(Ui& ui, const ViewInput& input, ViewState& view, const SpaceScene& scene,
                                       const SpaceCamera& camera) {
  SpaceState& state = view.space;
  const Point pointer = compat::point(ImGui::GetIO().MousePos);
  const auto hit = ImGui::IsItemHovered() && !ui.still ? scene.hit(pointer) : std::nullopt;
  if (hit && namesKey(*hit) && !state.drag) view.pointed.key = hit->key;
  if (state.drag && state.drag->hit.part == SpacePart::Key) view.pointed.key = state.drag->hit.key;
  if (hit && hit->part == SpacePart::Query && view.selected && !state.probe) view.pointed.query = view.selected->row;
  if (hit && !state.drag) showCursor(*hit, attn::canMoveKeys(input.document.experiment), state);
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
    if (scene.plot.contains(pointer)) state.camera = camera;
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
  for (std::size_t place = 0; place < std::min<std::size_t>(32, scene.table.rows); ++place)
    ui.probe->note("space.row." + std::to_string(scene.row.keys[place].key), scene.table.rowRect(place),
                   fixedText(scene.row.keys[place].weight, 3));
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
  look.tau = input.document.experiment.temperature;
  look.pointedKey = view.pointed.key;
  look.pointedQuery = view.selected && view.pointed.query == view.selected->row;
  if (view.selected) look.selectedKey = view.selected->column;
  SceneStyle style = sceneStyle(ui);
  style.colourMap = view.colourMap;
  ImGui::InvisibleButton("space", size);
  SpaceScene scene = spaceScene(memory.ground, memory.reading, look, style);
  const std::optional<EditRequest> request = readPointer(ui, input, view, scene, look.camera);
  const bool free = ImGui::IsItemHovered() && !ImGui::IsMouseDown(0) && !ui.still;
  const auto hit = free ? scene.hit(compat::point(ImGui::GetIO().MousePos)) : std::nullopt;
  if (hit && hit->chart && !hit->chart->marker) look.step = hit->chart->step;
  if (view.pointed.key != look.pointedKey || look.step) {
    look.pointedKey = view.pointed.key;
    scene = spaceScene(memory.ground, memory.reading, look, style);
  }
  drawOnImGui(ui, ImGui::GetWindowDrawList(), scene.drawing);
  noteForTests(ui, scene, memory);
  if (hit) drawSpaceTip(ui, input, memory.ground, memory.reading, scene, *hit);
  return request;
}

}  // namespace lab
