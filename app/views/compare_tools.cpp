#include "views/compare_tools.h"

#include <algorithm>
#include <charconv>

#include "attention/catalogue.h"
#include "core/checks.h"
#include "ui/dialog.h"

namespace lab {
namespace {

constexpr float kSpread = 96;  // in units: what this view's own controls need where all stand in the bar

std::vector<Choice> kinds(const Ui& ui) {
  return {{ui.tr("compare.scores"), ui.tr("compare.scores.tip")},
          {ui.tr("compare.normalizers"), ui.tr("compare.normalizers.tip")},
          {ui.tr("compare.temperatures"), ui.tr("compare.temperatures.tip")}};
}

void drawKinds(Ui& ui, CompareOptions& options, ToolRow& row, bool narrow) {
  const std::vector<Choice> choices = kinds(ui);
  const int current = static_cast<int>(options.by);
  std::optional<int> chosen;
  if (narrow) {
    row.fromLeft(ui.u(17));
    chosen = combo(ui, "compare-by", choices, current, ui.u(17));
  } else {
    const ImVec2 before = ImGui::GetCursorScreenPos();
    row.fromLeft(segmentsWidth(ui, choices));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({at.x, at.y + (ui.u(3.5F) - ui.u(2.75F)) / 2});
    chosen = segments(ui, "compare-by", choices, current);
    ImGui::SetCursorScreenPos(before);
  }
  if (!chosen) return;
  options.by = static_cast<CompareBy>(*chosen);
  options.scroll = 0;
}

// ---- the list of what is compared ----

template <class Row>
void drawChecks(Ui& ui, const std::vector<Row>& rows, std::vector<std::string>& chosen,
                const std::vector<std::string>& standard) {
  for (const Row& row : rows) {
    const auto at = std::find(chosen.begin(), chosen.end(), row.name);
    bool on = at != chosen.end();
    if (checkbox(ui, (std::string("compare.include.") + row.name).c_str(), ui.title(row.title), on)) {
      if (on)
        chosen.emplace_back(row.name);
      else
        chosen.erase(at);
    }
    tooltip(ui, ui.title(row.summary));
  }
  space(ui.u());
  if (button(ui, "compare.all", ui.tr("compare.all"))) chosen = attn::rowNames(rows);
  ImGui::SameLine();
  if (button(ui, "compare.standard", ui.tr("compare.standard"))) chosen = standard;
}

std::optional<double> temperatureOf(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || !(value >= attn::leastTemperature && value <= attn::greatestTemperature)) return std::nullopt;
  return value;
}

void drawTemperatures(Ui& ui, CompareState& state) {
  std::vector<double>& values = state.options.temperatures;
  state.temperatures.resize(values.size());
  std::optional<std::size_t> removed;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string name = "compare.temperature." + std::to_string(i);
    const std::string shown = temperatureKey(values[i]);
    numberField(ui, name.c_str(), state.temperatures[i], shown, ui.u(12), [&](const std::string& text) -> std::string {
      const auto value = temperatureOf(text);
      if (!value) return ui.tr("compare.temperature.error", {{"value", shown}});
      values[i] = *value;
      return {};
    });
    ImGui::SameLine();
    if (button(ui, ("compare.remove." + std::to_string(i)).c_str(), "✕", Look::Flat, ui.tr("compare.remove"),
               values.size() > 1))
      removed = i;
    if (!state.temperatures[i].error.empty()) {
      ImGui::PushTextWrapPos(ui.u(24));
      ImGui::TextUnformatted(("✗ " + state.temperatures[i].error).c_str());
      ImGui::PopTextWrapPos();
    }
  }
  if (removed) {
    values.erase(values.begin() + static_cast<std::ptrdiff_t>(*removed));
    state.temperatures.clear();
  }
  space(ui.u());
  if (button(ui, "compare.add", ui.tr("compare.add"), Look::Plain, {}, values.size() < mostComparedTemperatures))
    values.push_back(std::min(attn::greatestTemperature, 2 * values.back()));
  ImGui::SameLine();
  if (button(ui, "compare.standard", ui.tr("compare.standard"))) {
    values = CompareOptions().temperatures;
    state.temperatures.clear();
  }
}

std::string countText(const Ui& ui, const CompareOptions& options) {
  if (options.by == CompareBy::Temperatures)
    return ui.tr("compare.count-temperatures", {{"count", std::to_string(options.temperatures.size())}});
  const bool scores = options.by == CompareBy::Scores;
  const std::size_t count = scores ? options.scores.size() : options.normalizers.size();
  const std::size_t all = scores ? attn::scoreCatalogue().size() : attn::normalizerCatalogue().size();
  return ui.tr("compare.count", {{"count", std::to_string(count)}, {"all", std::to_string(all)}});
}

void drawList(Ui& ui, CompareState& state, ToolRow& row) {
  const std::string label = countText(ui, state.options) + " ▾";
  row.fromLeft(buttonWidth(ui, label));
  if (button(ui, "compare-list", label, Look::Plain, ui.tr("compare.list.tip"))) openMenu(ui, "compare-list-menu");
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(1.5F), ui.u(1.5F)});
  if (beginMenu(ui, "compare-list-menu")) {
    const CompareOptions standard;
    switch (state.options.by) {
      case CompareBy::Scores:
        drawChecks(ui, attn::scoreCatalogue(), state.options.scores, standard.scores);
        break;
      case CompareBy::Normalizers:
        drawChecks(ui, attn::normalizerCatalogue(), state.options.normalizers, standard.normalizers);
        break;
      case CompareBy::Temperatures:
        drawTemperatures(ui, state);
        break;
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
}

// ---- reference and differences ----

void drawReference(Ui& ui, const ViewInput& input, CompareOptions& options, float width) {
  const std::vector<CompareChoice> choices = compareChoices(input.trace.experiment, options);
  std::vector<Choice> titles;
  for (const CompareChoice& choice : choices)
    titles.push_back(
        {compareColumn(choice, {}, options.by, std::nullopt, *ui.words).title, ui.tr("compare.reference.tip")});
  const int current = choices.empty() ? -1 : static_cast<int>(referenceOf(choices, options));
  if (const auto chosen = combo(ui, "compare-reference", titles, current, width))
    options.referenceKey() = choices[static_cast<std::size_t>(*chosen)].key;
}

/// A dim word left of the control that was placed last.
void wordFromRight(const Ui& ui, ToolRow& row, const std::string& word) {
  const float width = textSize(ui, word, TextSize::Base).width;
  if (row.room() < width + ui.u(54)) return;
  row.fromRight(width);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  textMiddle(ui, ImGui::GetWindowDrawList(), {at.x, at.y + ui.u(1.75F)}, word, TextSize::Base, ui.palette->dim);
}

void drawMenu(Ui& ui, const ViewInput& input, ViewState& view, bool withExport) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.u(1.5F), ui.u(1.5F)});
  if (beginMenu(ui, "view-menu")) {
    ImGui::TextUnformatted(ui.tr("compare.reference-tool").c_str());
    drawReference(ui, input, view.compare.options, ui.u(24));
    checkbox(ui, "compare-differences", ui.tr("compare.differences"), view.compare.options.differences);
    tooltip(ui, ui.tr("compare.differences.tip"));
    checkbox(ui, "whole-range", ui.tr("tools.whole-range"), view.wholeRange);
    tooltip(ui, ui.tr("tools.range.whole.tip"));
    if (withExport && button(ui, "export", ui.tr("tools.export"))) {
      ImGui::CloseCurrentPopup();
      view.wantsExport = true;
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
}

}  // namespace

std::optional<EditRequest> drawCompareTools(Ui& ui, const ViewInput& input, ViewState& view, ToolRow& row) {
  CompareOptions& options = view.compare.options;
  // Where the Experiment panel is folded the bar has the score function and the temperature, too.
  const bool narrow = row.compact() || (row.hasControls() && row.room() < ui.u(kSpread + ToolRow::easyControls));
  if (narrow) {
    row.fromRight(buttonWidth(ui, ui.tr("tools.view")));
    if (button(ui, "view-menu", ui.tr("tools.view"))) openMenu(ui, "view-menu");
    drawMenu(ui, input, view, row.compact());
  } else {
    row.fromRight(buttonWidth(ui, ui.tr("compare.differences")));
    if (button(ui, "compare-differences", ui.tr("compare.differences"), options.differences ? Look::On : Look::Plain,
               ui.tr("compare.differences.tip")))
      options.differences = !options.differences;
    row.fromRight(buttonWidth(ui, ui.tr("tools.whole-range")));
    if (button(ui, "whole-range", ui.tr("tools.whole-range"), view.wholeRange ? Look::On : Look::Plain,
               ui.tr("tools.range.whole.tip"), !options.differences))
      view.wholeRange = !view.wholeRange;
    row.fromRight(ui.u(15));
    drawReference(ui, input, options, ui.u(15));
    wordFromRight(ui, row, ui.tr("compare.reference-tool"));
  }
  drawKinds(ui, options, row, narrow);
  drawList(ui, view.compare, row);
  return std::nullopt;
}

}  // namespace lab
