#include "views/space_tools.h"

#include <algorithm>
#include <cmath>

#include "pipeline/ready_experiment.h"
#include "ui/dialog.h"
#include "ui/widgets.h"

namespace lab {
namespace {

std::string planeTitle(const Ui& ui, const PlaneChoice& choice) {
  if (choice.principal) return ui.tr("space.principal");
  return ui.tr("space.dimensions",
               {{"first", std::to_string(choice.first + 1)}, {"second", std::to_string(choice.second + 1)}});
}

std::vector<Choice> colours(const Ui& ui) {
  return {{ui.tr("space.winner"), ui.tr("space.winner.tip")}, {ui.tr("space.entropy"), ui.tr("space.entropy.tip")}};
}

/// The controls, each drawn at the cursor: in the bar, or below each other in the menu.
class SpaceTools {
 public:
  SpaceTools(Ui& ui, const ViewInput& input, ViewState& view)
      : ui_(ui), input_(input), view_(view), state_(view.space), ground_(state_.memory->ground) {}

  enum Part { Colours, Fit, Plane, Editable, Back, Parts };

  bool shown(Part part) const {
    if (part == Plane) return planeChoices(ground_.dimensions).size() > 1;
    if (part == Editable) return !attn::canMoveKeys(input_.document.experiment);
    return part != Back || state_.probe;
  }

  float width(Part part) const {
    switch (part) {
      case Colours:
        return segmentsWidth(ui_, colours(ui_));
      case Plane:
        return ui_.u(24);
      case Fit:
        return buttonWidth(ui_, ui_.tr("tools.fit"));
      case Editable:
        return buttonWidth(ui_, ui_.tr("space.editable"));
      default:
        return buttonWidth(ui_, ui_.tr("space.back"));
    }
  }

  void draw(Part part) {
    switch (part) {
      case Colours:
        if (const auto chosen = segments(ui_, "space.colour", colours(ui_), state_.byEntropy ? 1 : 0))
          state_.byEntropy = *chosen == 1;
        break;
      case Fit:
        if (button(ui_, "fit", ui_.tr("tools.fit"), Look::Plain, ui_.tr("space.fit.tip"))) state_.camera.reset();
        break;
      case Plane:
        planeList();
        break;
      case Editable:
        if (button(ui_, "space.editable", ui_.tr("space.editable"), Look::Plain, ui_.tr("space.editable.tip")))
          request = EditRequest{ReplaceExperiment{attn::readyExperiment(input_.all)}};
        break;
      default:
        if (button(ui_, "space.back", ui_.tr("space.back"), Look::Plain, ui_.tr("space.back.tip")))
          state_.probe.reset();
    }
  }

  std::optional<EditRequest> request;

 private:
  void planeList() {
    const std::vector<PlaneChoice> planes = planeChoices(ground_.dimensions);
    std::vector<Choice> choices;
    for (const PlaneChoice& plane : planes)
      choices.push_back(
          {planeTitle(ui_, plane), ui_.tr(plane.principal ? "space.principal.tip" : "space.dimensions.tip")});
    const auto now = std::find(planes.begin(), planes.end(), ground_.choice) - planes.begin();
    if (const auto chosen = combo(ui_, "space.plane", choices, static_cast<int>(now), width(Plane)))
      state_.plane = planes[static_cast<std::size_t>(*chosen)];
  }

  Ui& ui_;
  const ViewInput& input_;
  ViewState& view_;
  SpaceState& state_;
  const SpaceGround& ground_;
};

/// Which controls stand in the bar: as many as leave room for what else belongs there, the first ones first.
std::array<bool, SpaceTools::Parts> partsInBar(const Ui& ui, const SpaceTools& tools, const ToolRow& row, float room) {
  std::array<bool, SpaceTools::Parts> inBar{};
  room -= ui.u(row.hasControls() ? ToolRow::easyControls : 0);
  for (int i = 0; i < SpaceTools::Parts; ++i) {
    const auto part = static_cast<SpaceTools::Part>(i);
    if (!tools.shown(part)) continue;
    const float width = tools.width(part) + ui.u(ToolRow::gap);
    if (width > room) break;
    room -= width;
    inBar[static_cast<std::size_t>(i)] = true;
  }
  return inBar;
}

void drawMenu(Ui& ui, SpaceTools& tools, const std::array<bool, SpaceTools::Parts>& inBar, ViewState& view,
              bool withExport) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(1.5F), ui.u(1.5F)});
  if (beginMenu(ui, "view-menu")) {
    for (int i = 0; i < SpaceTools::Parts; ++i) {
      const auto part = static_cast<SpaceTools::Part>(i);
      if (tools.shown(part) && !inBar[static_cast<std::size_t>(i)]) tools.draw(part);
    }
    if (withExport && button(ui, "export", ui.tr("tools.export"))) {
      ImGui::CloseCurrentPopup();
      view.wantsExport = true;
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
}

void drawInBar(const Ui& ui, SpaceTools& tools, SpaceTools::Part part, ToolRow& row) {
  row.fromRight(tools.width(part));
  // Segments are lower than the controls beside them.
  if (part == SpaceTools::Colours) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({at.x, std::round(at.y + ui.u(0.375F))});
  }
  tools.draw(part);
}

}  // namespace

std::optional<EditRequest> drawSpaceTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row) {
  SpaceState& state = view.space;
  if (!state.memory || state.memory->ground.lack != SpaceLack::Nothing) return std::nullopt;
  SpaceTools tools(ui, input, view);
  const auto missing = [&](const auto& inBar) {
    for (int i = 0; i < SpaceTools::Parts; ++i)
      if (tools.shown(static_cast<SpaceTools::Part>(i)) && !inBar[static_cast<std::size_t>(i)]) return true;
    return false;
  };
  auto inBar = partsInBar(ui, tools, row, row.room());
  if (row.compact() || missing(inBar)) {
    const float width = buttonWidth(ui, ui.tr("tools.view"));
    inBar = partsInBar(ui, tools, row, row.room() - width - ui.u(ToolRow::gap));
    row.fromRight(width);
    if (button(ui, "view-menu", ui.tr("tools.view"))) openMenu(ui, "view-menu");
    drawMenu(ui, tools, inBar, view, row.compact());
  }
  for (const auto part :
       {SpaceTools::Fit, SpaceTools::Plane, SpaceTools::Colours, SpaceTools::Editable, SpaceTools::Back})
    if (inBar[part]) drawInBar(ui, tools, part, row);
  const bool rough = ui.fields->step() > 2 && !(state.drag && state.drag->moved);
  if (!row.hasControls() || rough)
    row.label(rough ? ui.tr("space.rough", {{"count", std::to_string(state.memory->ground.names.size())}})
                    : ui.tr(state.byEntropy ? "space.entropy-hint" : "space.hint"),
              ui.palette->dim);
  return tools.request;
}

}  // namespace lab
