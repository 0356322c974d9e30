#include "panels/score_parameters.h"

#include <fmt/format.h>

#include <charconv>

#include "core/checks.h"

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
  const float width = field(ui, ui.title(spec.title));
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

void matrixParameter(Ui& ui, const attn::ParameterSpec& spec, const attn::Experiment& experiment,
                     const attn::Trace* trace) {
  const bool given = experiment.parameters.matrices.contains(spec.name);
  std::string shape = "–";
  if (trace != nullptr) {
    const auto found = trace->parameters.matrices.find(spec.name);
    if (found != trace->parameters.matrices.end() && found->second)
      shape = spec.kind == attn::ParameterKind::Vector ? std::to_string(found->second->size())
                                                       : attn::shapeText(found->second->rows(), found->second->cols());
    else if (spec.optional)
      return;
  }
  note(ui, ui.tr(given ? "parameter.given" : "parameter.drawn", {{"name", ui.title(spec.title)}, {"shape", shape}}),
       ui.palette->dim);
}

}  // namespace

std::optional<EditRequest> drawScoreParameters(Ui& ui, const attn::ScoreRow& row, const attn::Experiment& experiment,
                                               const attn::Trace* trace, std::map<std::string, FieldDraft>& drafts) {
  std::optional<EditRequest> request;
  for (const attn::ParameterSpec& spec : row.parameters) {
    if (spec.kind == attn::ParameterKind::Number) {
      auto next = numberParameter(ui, spec, experiment, drafts[std::string("parameter.") + spec.name]);
      if (!request) request = std::move(next);
    } else {
      matrixParameter(ui, spec, experiment, trace);
    }
  }
  return request;
}

}  // namespace lab
