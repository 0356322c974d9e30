#include "panels/parameter_fields.h"

#include <fmt/format.h>

#include <charconv>

#include "core/checks.h"
#include "document/matrix_roles.h"
#include "ui/dialog.h"

namespace lab {
namespace {

double valueOf(const attn::Experiment& experiment, const attn::ParameterSpec& spec) {
  const auto given = experiment.parameters.numbers.find(spec.name);
  return given == experiment.parameters.numbers.end() ? spec.standard : given->second;
}

std::optional<EditRequest> numberParameter(Ui& ui, const attn::ParameterSpec& spec, const attn::Experiment& experiment,
                                           FieldDraft& draft) {
  std::optional<EditRequest> request;
  const double value = valueOf(experiment, spec);
  const std::string name = std::string("parameter.") + spec.name;
  const float width = field(ui, ui.title(spec.title), std::string(ui.title(spec.title)) + "\n" + spec.acceptedText());
  numberField(ui, name.c_str(), draft, fmt::format("{}", value), width, [&](const std::string& text) -> std::string {
    double typed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), typed);
    if (error != std::errc() || end != text.data() + text.size() || !spec.accepts(typed))
      return ui.tr(spec.positive ? "parameter.error.positive" : "parameter.error.finite",
                   {{"value", fmt::format("{}", value)}});
    request = EditRequest{SetNumberParameter{spec.name, typed}, true};
    return {};
  });
  if (!draft.error.empty()) fieldMessage(ui, "✗", draft.error, ui.palette->bad);
  const std::string sliderName = name + "-slider";
  const float sliderWidth = ImGui::GetContentRegionAvail().x;
  const SliderResult moved =
      spec.logarithmic
          ? logSlider(ui, sliderName.c_str(), value, spec.low, spec.high, spec.standard, sliderWidth, false, true)
          : linearSlider(ui, sliderName.c_str(), value, spec.low, spec.high, spec.standard, sliderWidth, true);
  tooltip(ui, ui.tr("parameter.slider.tip"));
  if (moved.value || moved.released) {
    draft.error.clear();
    request = EditRequest{SetNumberParameter{spec.name, moved.value.value_or(value)}, moved.released};
  }
  return request;
}

/// A number that is 0 or 1.
std::optional<EditRequest> choiceParameter(Ui& ui, const attn::ParameterSpec& spec,
                                           const attn::Experiment& experiment) {
  bool on = valueOf(experiment, spec) == spec.high;
  const std::string name = std::string("parameter.") + spec.name;
  const std::string label = elidedTo(ui, ui.title(spec.title), TextSize::Base,
                                     ImGui::GetContentRegionAvail().x - ImGui::GetFrameHeight() - ui.u(2));
  const bool changed = checkbox(ui, name.c_str(), label, on);
  tooltip(ui, ui.title(spec.title));
  if (!changed) return std::nullopt;
  return EditRequest{SetNumberParameter{spec.name, on ? spec.high : spec.low}, true};
}

/// The matrix in use: given, or as the last result drew it. Null where there is none.
attn::MatrixPtr matrixInUse(const attn::ParameterSpec& spec, const attn::Experiment& experiment,
                            const attn::Trace* trace) {
  if (const auto given = experiment.parameters.matrices.find(spec.name); given != experiment.parameters.matrices.end())
    return given->second;
  if (trace == nullptr) return nullptr;
  const auto found = trace->parameters.matrices.find(spec.name);
  return found == trace->parameters.matrices.end() ? nullptr : found->second;
}

std::string shapeOf(const attn::ParameterSpec& spec, const attn::Matrix& matrix) {
  return spec.kind == attn::ParameterKind::Vector && matrix.rows() == 1 ? std::to_string(matrix.cols())
                                                                        : attn::shapeText(matrix.rows(), matrix.cols());
}

/// The heading that unfolds a sheet: name at the left, shape and origin at the right.
void sheetHeading(Ui& ui, const std::string& name, const std::string& title, const std::string& result,
                  MatrixSheetState& sheet) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = ui.u(3);
  if (ImGui::InvisibleButton(name.c_str(), {width, height})) {
    sheet.open = !sheet.open;
    sheet.grid.takeKeyboard = sheet.open && compat::keyboardFocusVisible();
  }
  const Rect rect = compat::itemRect();
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (ImGui::IsItemHovered()) compat::fill(list, rect, ui.palette->hover, ImGui::GetStyle().FrameRounding);
  focusRing(ui);
  probe(ui, name, result);
  tooltip(ui, title + "\n" + result + "\n" + ui.tr("sheet.tip"));
  const float resultWidth = textSize(ui, result, TextSize::Small).width;
  const std::string shown = elidedTo(ui, title, TextSize::Base, width - resultWidth - ui.u(3));
  textMiddle(ui, list, {at.x, rect.centre().y}, sheet.open ? "▾" : "▸", TextSize::Base, ui.palette->dim);
  textMiddle(ui, list, {at.x + ui.u(1.75F), rect.centre().y}, shown, TextSize::Base, ui.palette->text);
  textMiddle(ui, list, {rect.right(), rect.centre().y}, result, TextSize::Small, ui.palette->dim, Align::Right);
}

/// Zeros for an optional vector that is not there: as long as another parameter says its side is.
attn::MatrixPtr zerosFor(const attn::ParameterSpec& spec, const std::vector<attn::ParameterSpec>& specs,
                         const attn::Experiment& experiment, const attn::Trace* trace) {
  for (const attn::ParameterSpec& other : specs) {
    if (other.rows != spec.columns && other.columns != spec.columns) continue;
    const attn::MatrixPtr matrix = matrixInUse(other, experiment, trace);
    if (!matrix) continue;
    const bool perHead = trace != nullptr && trace->parameters.perHead.contains(other.name);
    const attn::Index length =
        other.rows == spec.columns ? matrix->rows() / (perHead ? experiment.heads : 1) : matrix->cols();
    return std::make_shared<const attn::Matrix>(attn::Matrix::Zero(1, length));
  }
  return nullptr;
}

/// A row of buttons that goes on in the next line where the panel is too narrow.
class ButtonRow {
 public:
  explicit ButtonRow(Ui& ui)
      : ui_(ui), font_(ui, TextSize::Small), right_(ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x) {}
  bool add(const std::string& name, const char* label, bool enabled = true) {
    const std::string& text = ui_.tr(label);
    const float width = textSize(ui_, text, TextSize::Small).width + ui_.u(3);
    if (!first_ && last_ + ui_.u() + width <= right_ + 1) ImGui::SameLine(0, ui_.u());
    first_ = false;
    const bool clicked = button(ui_, name.c_str(), text, Look::Plain, ui_.tr(std::string(label) + ".tip"), enabled);
    last_ = compat::itemRect().right();
    return clicked;
  }

 private:
  Ui& ui_;
  FontScope font_;
  float right_, last_ = 0;
  bool first_ = true;
};

std::optional<EditRequest> sheetButtons(Ui& ui, const attn::ParameterSpec& spec,
                                        const std::vector<attn::ParameterSpec>& specs,
                                        const attn::Experiment& experiment, const attn::Trace* trace,
                                        ExperimentPanelState& state) {
  std::optional<EditRequest> request;
  const std::string name = std::string("sheet.") + spec.name;
  const attn::MatrixPtr matrix = matrixInUse(spec, experiment, trace);
  const bool given = experiment.parameters.matrices.contains(spec.name);
  ButtonRow row(ui);
  if (!matrix && spec.optional && row.add(name + ".zeros", "sheet.zeros"))
    if (auto zeros = zerosFor(spec, specs, experiment, trace))
      request = EditRequest{SetMatrixParameter{spec.name, std::move(zeros)}, true};
  if (spec.optional && matrix && row.add(name + ".remove", "sheet.remove"))
    request = EditRequest{SetMatrixParameter{spec.name, nullptr}, true};
  if (!spec.optional && row.add(name + ".seed", "sheet.seed", given))
    request = EditRequest{SetMatrixParameter{spec.name, nullptr}, true};
  if (matrix && spec.kind == attn::ParameterKind::Matrix && matrix->rows() == matrix->cols() &&
      row.add(name + ".identity", "sheet.identity"))
    request = EditRequest{SetMatrixParameter{spec.name, std::make_shared<const attn::Matrix>(
                                                            attn::Matrix::Identity(matrix->rows(), matrix->cols()))},
                          true};
  if (row.add(name + ".load", "sheet.load")) state.load = std::string(parameterRole) + spec.name;
  return request;
}

std::optional<EditRequest> matrixParameter(Ui& ui, const attn::ParameterSpec& spec,
                                           const std::vector<attn::ParameterSpec>& specs,
                                           const attn::Experiment& experiment, const attn::Trace* trace,
                                           ExperimentPanelState& state) {
  std::optional<EditRequest> request;
  const std::string name = std::string("sheet.") + spec.name;
  MatrixSheetState& sheet = state.sheets[spec.name];
  const attn::MatrixPtr matrix = matrixInUse(spec, experiment, trace);
  const bool given = experiment.parameters.matrices.contains(spec.name);
  const std::string origin = !matrix ? ui.tr(spec.optional ? "sheet.absent" : "sheet.unknown")
                             : given ? ui.tr("sheet.given", {{"shape", shapeOf(spec, *matrix)}})
                                     : ui.tr("sheet.drawn", {{"shape", shapeOf(spec, *matrix)}});
  sheetHeading(ui, name, ui.title(spec.title), origin, sheet);
  if (!sheet.open) {
    sheet.grid.hasKeyboard = false;
    return request;
  }
  if (matrix)
    if (auto changed = drawNumberGrid(ui, (name + ".cell").c_str(), *matrix, sheet.grid)) {
      const auto& all = given || trace == nullptr ? experiment.parameters.perHead : trace->parameters.perHead;
      request = EditRequest{SetMatrixParameter{spec.name, std::move(*changed), all.contains(spec.name)}, true};
    }
  auto next = sheetButtons(ui, spec, specs, experiment, trace, state);
  space(ui.u(0.5F));
  return request ? std::move(request) : std::move(next);
}

}  // namespace

std::optional<EditRequest> drawParameters(Ui& ui, const std::vector<attn::ParameterSpec>& specs,
                                          const attn::Experiment& experiment, const attn::Trace* trace,
                                          ExperimentPanelState& state) {
  std::optional<EditRequest> request;
  for (const attn::ParameterSpec& spec : specs) {
    const bool choice = spec.kind == attn::ParameterKind::Number && spec.whole && spec.high - spec.low == 1;
    auto next = choice ? choiceParameter(ui, spec, experiment)
                : spec.kind == attn::ParameterKind::Number
                    ? numberParameter(ui, spec, experiment, state.fields[std::string("parameter.") + spec.name])
                    : matrixParameter(ui, spec, specs, experiment, trace, state);
    if (!request) request = std::move(next);
  }
  return request;
}

}  // namespace lab
