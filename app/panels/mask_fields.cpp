#include "panels/mask_fields.h"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "attention/catalogue.h"
#include "core/checks.h"
#include "document/custom_mask.h"
#include "panels/catalogue_choices.h"
#include "ui/dialog.h"

namespace lab {
namespace {

using attn::Index;
using Request = std::optional<EditRequest>;

bool masked(const attn::Experiment& experiment, const char* name) {
  return std::any_of(experiment.masks.begin(), experiment.masks.end(),
                     [&](const attn::MaskSpec& mask) { return mask.name == name; });
}

std::string maskSummary(const Ui& ui, const attn::Experiment& experiment) {
  if (experiment.masks.empty()) return ui.tr("mask.none");
  std::string summary;
  for (const attn::MaskSpec& mask : experiment.masks) {
    if (!summary.empty()) summary += " + ";
    summary += ui.title(attn::findRow(attn::maskCatalogue(), mask.name, "mask").title);
  }
  return summary;
}

/// The masks with `row` switched on or off. One of the reader's own starts as what all masks let through now and
/// takes their place; any other hides something, so that it shows.
Edit toggled(const attn::Experiment& experiment, const attn::MaskRow& row, Index queries, Index keys) {
  if (row.needsMatrix && !masked(experiment, row.name))
    return PaintMask{
        withPainted(experiment, std::make_shared<const attn::Mask>(paintableMask(experiment, queries, keys)))};
  std::vector<attn::MaskSpec> masks = experiment.masks;
  if (masked(experiment, row.name))
    std::erase_if(masks, [&](const attn::MaskSpec& mask) { return mask.name == row.name; });
  else
    masks.push_back(attn::standardMask(row, queries, keys));
  return SetMasks{std::move(masks)};
}

Request maskCombo(Ui& ui, const attn::Experiment& experiment, Index queries, Index keys, ExperimentPanelState& state) {
  Request request;
  const float width = field(ui, ui.tr("experiment.mask"), ui.tr("experiment.mask.tip"));
  ImGui::SetNextItemWidth(width);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(), ui.u()});
  const std::string summary = maskSummary(ui, experiment);
  const bool open = ImGui::BeginCombo("###mask", elidedTo(ui, summary, TextSize::Base, width - ui.u(3.5F)).c_str(),
                                      ImGuiComboFlags_NoArrowButton | ImGuiComboFlags_HeightLargest);
  if (open) {
    ImGui::PushStyleVar(ImGuiStyleVar_SelectableTextAlign, {0, 0.5F});
    if (ImGui::Selectable(ui.tr("mask.none").c_str(), experiment.masks.empty(), 0, {0, ui.u(3)}))
      request = EditRequest{SetMasks{{}}, true};
    ImGui::PopStyleVar();
    probe(ui, "mask.none", "");
    for (const attn::MaskRow& row : attn::maskCatalogue()) {
      bool on = masked(experiment, row.name);
      if (row.needsMatrix && (queries == 0 || keys == 0)) continue;  // nothing to paint on
      if (checkbox(ui, (std::string("mask.") + row.name).c_str(), ui.title(row.title), on)) {
        request = EditRequest{toggled(experiment, row, queries, keys), true};
        // The list stands in the way of the brush.
        if (row.needsMatrix && on) {
          state.startPainting = true;
          ImGui::CloseCurrentPopup();
        }
      }
      tooltip(ui, rowTip(ui, row));
    }
    ImGui::EndCombo();
  }
  ImGui::PopStyleVar();
  comboArrow(ui, true);
  probe(ui, "mask", summary);
  if (!open) tooltip(ui, summary);
  return request;
}

/// "0, 5" as numbers; none where something else stands there.
std::optional<std::vector<Index>> numbersIn(std::string_view text) {
  std::vector<Index> numbers;
  const auto isBreak = [](char c) { return c == ',' || c == ' ' || c == ';'; };
  for (std::size_t at = 0; at < text.size();) {
    if (isBreak(text[at])) {
      ++at;
      continue;
    }
    Index number = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), number);
    if (error != std::errc()) return std::nullopt;
    at = static_cast<std::size_t>(end - text.data());
    if (at < text.size() && !isBreak(text[at])) return std::nullopt;
    numbers.push_back(number);
  }
  return numbers;
}

std::string listText(const std::vector<Index>& numbers) {
  std::string text;
  for (const Index number : numbers) text += (text.empty() ? "" : ", ") + std::to_string(number);
  return text;
}

/// Why these numbers are refused; empty: they are not.
std::string problemOf(const Ui& ui, const attn::MaskArgument& argument, const std::vector<Index>& numbers, Index keys,
                      const std::string& shown) {
  const Index high = argument.high(keys);
  const bool inRange = !numbers.empty() && std::all_of(numbers.begin(), numbers.end(), [&](Index number) {
    return number >= argument.low && number <= high;
  });
  if (!inRange || (!argument.list && numbers.size() != 1))
    return ui.tr(argument.list ? "mask.list.error" : "mask.argument.error",
                 {{"low", std::to_string(argument.low)}, {"high", std::to_string(high)}, {"value", shown}});
  const Index sum = std::accumulate(numbers.begin(), numbers.end(), Index{0});
  if (argument.limit == attn::MaskLimit::SumIsKeys && sum != keys)
    return ui.tr("mask.sum.error", {{"sum", std::to_string(sum)}, {"keys", std::to_string(keys)}, {"value", shown}});
  return {};
}

/// One number of a mask, or its list.
Request argumentField(Ui& ui, const attn::Experiment& experiment, std::size_t maskAt, std::size_t argumentAt,
                      Index keys, ExperimentPanelState& state) {
  Request request;
  const attn::MaskSpec& mask = experiment.masks[maskAt];
  const attn::MaskRow& row = attn::findRow(attn::maskCatalogue(), mask.name, "mask");
  const attn::MaskArgument& argument = row.arguments[argumentAt];
  const auto from = mask.arguments.begin() + static_cast<std::ptrdiff_t>(argumentAt);
  const std::vector<Index> numbers(from, argument.list ? mask.arguments.end() : from + 1);
  const std::string name = "mask." + mask.name + ".argument." + std::to_string(argumentAt), shown = listText(numbers);
  const attn::Title& title = argument.title;
  const bool open = argument.limit == attn::MaskLimit::Any;
  const std::string range =
      open ? "≥ " + std::to_string(argument.low)
           : attn::rangeText(static_cast<double>(argument.low), static_cast<double>(argument.high(keys)));
  const std::string tip =
      ui.tr("mask.argument.tip", {{"mask", ui.title(row.title)}, {"what", ui.title(title)}, {"range", range}});
  const float width = field(ui, ui.title(title), tip);
  numberField(ui, name.c_str(), state.fields[name], shown, width, [&](const std::string& text) -> std::string {
    const auto typed = numbersIn(text);
    const std::string problem = problemOf(ui, argument, typed.value_or(std::vector<Index>{}), keys, shown);
    if (!problem.empty()) return problem;
    SetMasks edit{experiment.masks};
    std::vector<Index>& all = edit.masks[maskAt].arguments;
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(argumentAt),
              argument.list ? all.end() : all.begin() + static_cast<std::ptrdiff_t>(argumentAt) + 1);
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(argumentAt), typed->begin(), typed->end());
    request = EditRequest{std::move(edit), true};
    return {};
  });
  if (!state.fields[name].error.empty()) fieldMessage(ui, "✗", state.fields[name].error, ui.palette->bad);
  return request;
}

void ownMaskButtons(Ui& ui, ExperimentPanelState& state) {
  const std::pair<const char*, const char*> buttons[] = {{"paint-mask", state.painting ? "mask.done" : "mask.paint"},
                                                         {"open-mask", "mask.load"}};
  bool first = true;
  for (const auto& [action, label] : buttons) {
    if (!first) ImGui::SameLine(0, ui.u());
    first = false;
    const Look look = state.painting && std::string_view(action) == "paint-mask" ? Look::On : Look::Plain;
    if (button(ui, (std::string("own.") + action).c_str(), ui.tr(label), look, ui.tr(std::string(label) + ".tip")))
      state.action = action;
  }
}

}  // namespace

std::optional<EditRequest> drawMaskFields(Ui& ui, const attn::Experiment& experiment, Index queries, Index keys,
                                          ExperimentPanelState& state) {
  Request request = maskCombo(ui, experiment, queries, keys, state);
  for (std::size_t i = 0; i < experiment.masks.size(); ++i) {
    const attn::MaskRow& row = attn::findRow(attn::maskCatalogue(), experiment.masks[i].name, "mask");
    for (std::size_t a = 0; a < row.arguments.size(); ++a) {
      Request next = argumentField(ui, experiment, i, a, keys, state);
      if (!request) request = std::move(next);
    }
  }
  if (hasCustomMask(experiment)) ownMaskButtons(ui, state);
  return request;
}

}  // namespace lab
