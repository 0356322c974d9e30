#include "panels/matrix_dialog.h"

#include <algorithm>

#include "attention/catalogue.h"
#include "document/custom_mask.h"
#include "document/matrix_roles.h"
#include "pipeline/experiment_parameters.h"
#include "ui/dialog.h"

namespace lab {
namespace {

std::string shapeOf(const FileArray& array) {
  std::string text;
  for (const std::uint64_t side : array.shape) text += (text.empty() ? "" : " × ") + std::to_string(side);
  return text.empty() ? (array.problem && array.dtype.empty() ? "–" : "1") : text;
}

Choice choiceOf(const Ui& ui, const std::string& role, const attn::Experiment& present) {
  if (role.empty()) return {ui.tr("role.none"), ui.tr("role.none.tip")};
  if (!role.starts_with(parameterRole)) return {ui.tr("role." + role), ui.tr("role." + role + ".tip")};
  const std::string name = role.substr(std::string(parameterRole).size());
  for (const attn::ParameterSpec& spec : attn::parameterSpecs(present))
    if (name == spec.name) return {ui.tr("role.param", {{"name", name}}), ui.title(spec.title)};
  return {name, ""};
}

void check(MatrixDialog& dialog, const attn::Experiment& present, attn::Index textWidth) {
  if (dialog.checkedFor == present && dialog.checkedRoles == dialog.roles) return;
  dialog.checkedFor = present;
  dialog.checkedRoles = dialog.roles;
  dialog.problem.reset();
  try {
    requireFittingRoles(dialog.arrays, dialog.roles, present, textWidth);
  } catch (const attn::InputError& error) {
    dialog.problem = error;
  }
}

struct Columns {
  float name, shape, type, role, gap;
};

Columns columnsOf(const Ui& ui, const MatrixDialog& dialog, float width) {
  Columns c{textSize(ui, ui.tr("matrices.array"), TextSize::Small).width,
            textSize(ui, ui.tr("matrices.shape"), TextSize::Small).width,
            textSize(ui, ui.tr("matrices.type"), TextSize::Small).width, 0, ui.u(2)};
  for (const FileArray& array : dialog.arrays) {
    c.name = std::max(c.name, textSize(ui, array.name, TextSize::Base).width);
    c.shape = std::max(c.shape, textSize(ui, shapeOf(array), TextSize::Base).width);
    c.type = std::max(c.type, textSize(ui, array.dtype, TextSize::Base).width);
  }
  c.role = ui.u(26);
  c.name = std::min(c.name, width - c.shape - c.type - c.role - 3 * c.gap);
  return c;
}

void drawHeading(Ui& ui, const Columns& c, float width) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float y = at.y + ui.u(1.25F);
  const auto put = [&](float x, const char* key, Align align) {
    textMiddle(ui, list, {at.x + x, y}, ui.tr(key), TextSize::Small, ui.palette->dim, align);
  };
  const float roleAt = width - c.role;
  put(0, "matrices.array", Align::Left);
  put(roleAt - c.type - 2 * c.gap, "matrices.shape", Align::Right);
  put(roleAt - c.type - c.gap, "matrices.type", Align::Left);
  put(roleAt, "matrices.role", Align::Left);
  ImGui::Dummy({width, ui.u(2.5F)});
}

void drawArray(Ui& ui, MatrixDialog& dialog, std::size_t i, const Columns& c, float width,
               const std::vector<std::string>& roles, const attn::Experiment& present) {
  const FileArray& array = dialog.arrays[i];
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float y = at.y + ui.u(1.75F), roleAt = width - c.role;
  const Rgba ink = array.problem ? ui.palette->dim : ui.palette->text;
  const std::string name = "matrices." + std::to_string(i);
  textMiddle(ui, list, {at.x, y}, elidedTo(ui, array.name, TextSize::Base, c.name), TextSize::Base, ink);
  textMiddle(ui, list, {at.x + roleAt - c.type - 2 * c.gap, y}, shapeOf(array), TextSize::Base, ink, Align::Right);
  textMiddle(ui, list, {at.x + roleAt - c.type - c.gap, y}, array.dtype, TextSize::Base, ui.palette->dim);
  ImGui::Dummy({roleAt - c.gap, ui.u(3.5F)});
  probe(ui, name, array.name + " " + shapeOf(array) + " " + array.dtype);
  tooltip(ui, array.problem ? ui.words->error(*array.problem) : array.file + ": " + array.name);
  ImGui::SetCursorScreenPos({at.x + roleAt, at.y});
  std::vector<Choice> choices;
  for (const std::string& role : roles) choices.push_back(choiceOf(ui, role, present));
  const auto current = std::find(roles.begin(), roles.end(), dialog.roles[i]) - roles.begin();
  const std::string whyNot = array.problem ? ui.words->error(*array.problem) : std::string();
  if (const auto chosen =
          combo(ui, (name + ".role").c_str(), choices, static_cast<int>(current), c.role, !array.problem, whyNot)) {
    dialog.roles[i] = roles[static_cast<std::size_t>(*chosen)];
    dialog.loadProblem.reset();
  }
  if (array.problem) fieldMessage(ui, "!", whyNot, ui.palette->warn);
}

void drawList(Ui& ui, MatrixDialog& dialog, const attn::Experiment& present) {
  const std::vector<std::string> roles = rolesFor(present);
  const float most = ImGui::GetIO().DisplaySize.y - ui.u(34), row = ImGui::GetFrameHeightWithSpacing();
  float wanted = ui.u(1);
  for (const FileArray& array : dialog.arrays) wanted += row + (array.problem ? ui.u(2.5F) : 0);
  const float width = ImGui::GetContentRegionAvail().x - (wanted > most ? ImGui::GetStyle().ScrollbarSize : 0);
  const Columns c = columnsOf(ui, dialog, width);
  drawHeading(ui, c, width);
  rule(ui);
  ImGui::BeginChild("arrays", {0, std::min(wanted, most)});
  for (std::size_t i = 0; i < dialog.arrays.size(); ++i) drawArray(ui, dialog, i, c, width, roles, present);
  ImGui::EndChild();
}

/// What the roles come to, or why they come to nothing. @return whether they can be shown.
bool drawVerdict(Ui& ui, const MatrixDialog& dialog) {
  const bool none =
      std::all_of(dialog.roles.begin(), dialog.roles.end(), [](const std::string& role) { return role.empty(); });
  const std::optional<attn::InputError>& error = dialog.loadProblem ? dialog.loadProblem : dialog.problem;
  std::string text;
  if (none) {
    text = ui.tr("matrices.none");
    note(ui, text, ui.palette->dim);
  } else if (error) {
    text = ui.words->error(*error);
    fieldMessage(ui, "✗", text, ui.palette->bad);
  } else {
    text = ui.tr("matrices.fit");
    fieldMessage(ui, "✓", text, ui.palette->good);
  }
  probe(ui, "matrices.verdict", text);
  return !none && !error;
}

}  // namespace

void openMatrixDialog(MatrixDialog& dialog, std::string file, std::vector<FileArray> arrays,
                      const attn::Experiment& present, const std::string& preferred) {
  dialog = {};
  dialog.open = true;
  dialog.file = std::move(file);
  dialog.roles = guessedRoles(arrays, present, preferred);
  dialog.arrays = std::move(arrays);
}

attn::Experiment loadedExperiment(const std::vector<FileArray>& arrays, const std::vector<std::string>& roles,
                                  const attn::Experiment& present) {
  std::vector<GivenArray> given;
  for (std::size_t i = 0; i < arrays.size(); ++i)
    if (!roles[i].empty()) given.push_back({roles[i], loadArray(arrays[i])});
  return withArrays(present, given);
}

std::optional<attn::Experiment> drawMatrixDialog(Ui& ui, MatrixDialog& dialog, const attn::Experiment& present,
                                                 attn::Index textWidth) {
  std::optional<attn::Experiment> chosen;
  if (!dialog.open ||
      !beginDialog(ui, "matrices", ui.tr("matrices.heading", {{"file", dialog.file}}), ui.u(96), dialog.open))
    return chosen;
  check(dialog, present, textWidth);
  note(ui, ui.tr("matrices.note"), ui.palette->dim);
  space(ui.u());
  drawList(ui, dialog, present);
  check(dialog, present, textWidth);
  rule(ui);
  space(ui.u());
  const bool ready = drawVerdict(ui, dialog);
  space(ui.u(1.5F));
  alignRight(buttonWidth(ui, ui.tr("dialog.cancel")) + ui.u() + buttonWidth(ui, ui.tr("matrices.show")));
  if (button(ui, "matrices.cancel", ui.tr("dialog.cancel"))) dialog.open = false;
  ImGui::SameLine();
  if (button(ui, "matrices.show", ui.tr("matrices.show"), ready ? Look::Main : Look::Plain, {}, ready)) {
    try {
      chosen = loadedExperiment(dialog.arrays, dialog.roles, present);
      dialog.open = false;
    } catch (const attn::InputError& error) {
      dialog.loadProblem = error;
    }
  }
  if (!dialog.open) {
    dialog.arrays.clear();  // and the bytes of the files
    ImGui::CloseCurrentPopup();
  }
  endDialog();
  return chosen;
}

}  // namespace lab
