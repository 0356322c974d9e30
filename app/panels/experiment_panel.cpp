#include "panels/experiment_panel.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "attention/catalogue.h"
#include "core/checks.h"
#include "document/custom_mask.h"
#include "panels/catalogue_choices.h"
#include "panels/mask_fields.h"
#include "panels/parameter_fields.h"
#include "panels/temperature_field.h"
#include "scene/number_text.h"
#include "text/embeddings.h"
#include "text/tokenizers.h"

namespace lab {
namespace {

using Request = std::optional<EditRequest>;

/// The first of two requests that is there: a panel hands back at most one a frame.
void keep(Request& request, Request next) {
  if (!request) request = std::move(next);
}

template <class Row, class MakeEdit>
Request catalogueCombo(Ui& ui, const char* name, std::string_view label, const std::vector<Row>& rows,
                       const std::string& current, MakeEdit&& makeEdit) {
  const float width = field(ui, label);
  const auto chosen = combo(ui, name, choicesOf(ui, rows), indexOf(rows, current), width);
  if (!chosen) return std::nullopt;
  return EditRequest{makeEdit(rows[static_cast<std::size_t>(*chosen)].name), true};
}

/// A whole number of at least `low`; "" is 0 where that is allowed.
template <class Number>
std::optional<Number> wholeNumber(const std::string& text, Number low) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < low) return std::nullopt;
  return value;
}

// ---- text ----

Request sentenceField(Ui& ui, const char* name, TextAreaState& state, const std::string& text, auto&& makeEdit) {
  const TextAreaResult result = textArea(ui, name, state, text, ImGui::GetContentRegionAvail().x, 1, 6);
  if (result.left) return EditRequest{makeEdit(result.text), true};
  if (result.changed) return EditRequest{makeEdit(result.text), false};
  return std::nullopt;
}

Request tokenizerField(Ui& ui, const attn::Experiment& experiment, const attn::Trace* trace) {
  const auto& rows = attn::tokenizerCatalogue();
  std::vector<Choice> choices = choicesOf(ui, rows);
  const int current = indexOf(rows, experiment.tokenizer);
  if (trace != nullptr && trace->queryTokens && current >= 0) {
    std::string count = std::to_string(trace->queryTokens->size());
    const bool cross = !trace->selfAttention && trace->keyTokens;
    if (cross) count += "+" + std::to_string(trace->keyTokens->size());
    Choice& shown = choices[static_cast<std::size_t>(current)];
    shown.label =
        ui.tr(cross ? "experiment.counted-both" : "experiment.counted", {{"name", shown.label}, {"count", count}});
  }
  const float width = field(ui, ui.tr("experiment.split"), ui.tr("experiment.split.tip"));
  const auto chosen = combo(ui, "tokenizer", choices, current, width);
  if (!chosen) return std::nullopt;
  return EditRequest{SetTokenizer{rows[static_cast<std::size_t>(*chosen)].name}, true};
}

Request textSection(Ui& ui, const attn::Experiment& experiment, const attn::Trace* trace, ExperimentPanelState& state) {
  Request request;
  section(ui, ui.tr(experiment.crossText ? "experiment.query-text" : "experiment.text"), true);
  keep(request, sentenceField(ui, "query-text", state.query, experiment.queryText,
                              [](std::string t) { return SetQueryText{std::move(t)}; }));
  const float width = field(ui, ui.tr("experiment.keys"), ui.tr("experiment.keys.tip"));
  const std::vector<Choice> sources = {{ui.tr("experiment.same-text"), ui.tr("experiment.same-text.tip")},
                                       {ui.tr("experiment.other-text"), ui.tr("experiment.other-text.tip")}};
  if (const auto chosen = combo(ui, "key-source", sources, experiment.crossText ? 1 : 0, width))
    keep(request, EditRequest{SetCrossText{*chosen == 1}, true});
  if (experiment.crossText) {
    note(ui, ui.tr("experiment.key-text"), ui.palette->dim);
    keep(request, sentenceField(ui, "key-text", state.key, experiment.keyText,
                                [](std::string t) { return SetKeyText{std::move(t)}; }));
  }
  keep(request, tokenizerField(ui, experiment, trace));
  return request;
}

/// The matrices that were given, each with its shape; a projection can be taken away again.
Request matrixRows(Ui& ui, const attn::Experiment& experiment) {
  using attn::Experiment;
  Request request;
  constexpr std::pair<const char*, attn::MatrixPtr Experiment::*> matrices[] = {{"X", &Experiment::x},
                                                                                {"memory", &Experiment::memory},
                                                                                {"Q", &Experiment::q},
                                                                                {"K", &Experiment::k},
                                                                                {"V", &Experiment::v},
                                                                                {"scores", &Experiment::scores},
                                                                                {"weights", &Experiment::weights},
                                                                                {"W_Q", &Experiment::wQ},
                                                                                {"W_K", &Experiment::wK},
                                                                                {"W_V", &Experiment::wV},
                                                                                {"W_O", &Experiment::wO}};
  for (const auto& [name, member] : matrices) {
    const attn::MatrixPtr& matrix = experiment.*member;
    if (!matrix) continue;
    const bool projection = std::string_view(name).starts_with("W_");
    float width = field(ui, name);
    const float side = ui.u(3.5F);
    const float left = ImGui::GetCursorPosX();
    if (projection) width -= side + ui.u(0.5F);
    const std::string shape = attn::shapeText(matrix->rows(), matrix->cols());
    ImGui::SetCursorPosX(left + width - textSize(ui, shape, TextSize::Base).width);
    ImGui::TextUnformatted(shape.c_str());
    probe(ui, std::string("given.") + name, shape);
    if (!projection) continue;
    ImGui::SameLine();
    ImGui::SetCursorPosX(left + width + ui.u(0.5F));
    if (button(ui, (std::string("remove.") + name).c_str(), "×", Look::Flat, ui.tr("experiment.remove-matrix.tip"),
               true, side)) {
      Experiment without = experiment;
      without.*member = nullptr;
      request = EditRequest{ReplaceExperiment{std::move(without)}, true};
    }
  }
  return request;
}

Request matrixSection(Ui& ui, const attn::Experiment& experiment) {
  section(ui, ui.tr("experiment.matrices"), true);
  Request request = matrixRows(ui, experiment);
  if (button(ui, "type-text", ui.tr("experiment.type-text"), Look::Plain, ui.tr("experiment.type-text.tip")))
    return EditRequest{ReplaceExperiment{attn::Experiment{}}, true};
  return request;
}

// ---- heads ----

Request headField(Ui& ui, const char* name, const char* label, attn::Index shown, ExperimentPanelState& state,
                  auto&& makeEdit) {
  Request request;
  const float width = field(ui, ui.tr(label), ui.tr(std::string(label) + ".tip"));
  numberField(ui, name, state.fields[name], std::to_string(shown), width, [&](const std::string& text) -> std::string {
    const auto value = wholeNumber<attn::Index>(text, 1);
    if (!value || *value > 64) return ui.tr("experiment.heads.error", {{"value", std::to_string(shown)}});
    request = EditRequest{makeEdit(*value), true};
    return {};
  });
  if (!state.fields[name].error.empty()) fieldMessage(ui, "✗", state.fields[name].error, ui.palette->bad);
  return request;
}

Request headFields(Ui& ui, const attn::Experiment& experiment, ExperimentPanelState& state) {
  // Another number of query heads shares no keys to begin with: any g that divided the old one may not divide it.
  Request request = headField(ui, "heads", "experiment.heads", experiment.heads, state, [](attn::Index h) {
    return SetHeads{h, 0};
  });
  if (experiment.heads > 1)
    keep(request, headField(ui, "kv-heads", "experiment.kv-heads", attn::headCounts(experiment).keyValue, state,
                            [&](attn::Index g) {
                              return SetHeads{experiment.heads, g};
                            }));
  return request;
}

// ---- vectors ----

/// Scores or weights were given: there are no vectors, and no function that compares them.
bool startsAfterVectors(const attn::Experiment& experiment) {
  return experiment.entry == attn::Entry::Scores || experiment.entry == attn::Entry::Weights;
}

Request dimensionField(Ui& ui, const attn::Experiment& experiment, const attn::Trace* trace,
                       ExperimentPanelState& state) {
  Request request;
  const attn::Index own = attn::findRow(attn::embeddingCatalogue(), experiment.embedding, "embedding").standardWidth;
  const attn::Index shown = trace != nullptr && trace->xQuery ? trace->xQuery->cols()
                            : experiment.dim > 0              ? experiment.dim
                                                              : own;
  const float width = field(ui, ui.tr("experiment.dimension"), ui.tr("experiment.dimension.tip"));
  numberField(ui, "dim", state.fields["dim"], std::to_string(shown), width,
              [&](const std::string& text) -> std::string {
                const auto value = wholeNumber<attn::Index>(text, 1);
                if (!value || *value > 4096)
                  return ui.tr("experiment.dimension.error", {{"value", std::to_string(shown)}});
                request = EditRequest{SetDimension{*value}, true};
                return {};
              });
  if (!state.fields["dim"].error.empty()) fieldMessage(ui, "✗", state.fields["dim"].error, ui.palette->bad);
  return request;
}

Request seedField(Ui& ui, const attn::Experiment& experiment, ExperimentPanelState& state) {
  Request request;
  const float width = field(ui, ui.tr("experiment.seed"), ui.tr("experiment.seed.tip"));
  const float diceWidth = ui.u(3.5F);
  numberField(ui, "seed", state.fields["seed"], std::to_string(experiment.seed), width - diceWidth - ui.u(0.5F),
              [&](const std::string& text) -> std::string {
                const auto value = wholeNumber<std::uint64_t>(text, 0);
                if (!value) return ui.tr("experiment.seed.error", {{"value", std::to_string(experiment.seed)}});
                request = EditRequest{SetSeed{*value}, true};
                return {};
              });
  ImGui::SameLine(0, ui.u(0.5F));
  if (button(ui, "next-seed", "+", Look::Plain, ui.tr("experiment.next-seed.tip"), true, diceWidth))
    keep(request, EditRequest{SetSeed{experiment.seed + 1}, true});
  if (!state.fields["seed"].error.empty()) fieldMessage(ui, "✗", state.fields["seed"].error, ui.palette->bad);
  return request;
}

Request vectorSection(Ui& ui, const attn::Experiment& experiment, const attn::Trace* trace,
                      ExperimentPanelState& state) {
  Request request;
  if (startsAfterVectors(experiment)) return request;
  section(ui, ui.tr("experiment.vectors"));
  if (experiment.entry == attn::Entry::Text) {
    keep(request, catalogueCombo(ui, "embedding", ui.tr("experiment.embedding"), attn::embeddingCatalogue(),
                                 experiment.embedding, [](const char* name) { return SetEmbedding{name}; }));
    keep(request, dimensionField(ui, experiment, trace, state));
  }
  keep(request, seedField(ui, experiment, state));
  if (experiment.entry != attn::Entry::Ready) {
    keep(request, catalogueCombo(ui, "position", ui.tr("experiment.position"), attn::positionCatalogue(),
                                 experiment.position, [](const char* name) { return SetPosition{name}; }));
    const attn::PositionRow& position = attn::findRow(attn::positionCatalogue(), experiment.position, "position");
    keep(request, drawParameters(ui, position.parameters, experiment, trace, state));
    if (experiment.entry == attn::Entry::Text) keep(request, matrixRows(ui, experiment));
    const float width = field(ui, ui.tr("experiment.projection"), ui.tr("experiment.projection.tip"));
    const std::vector<Choice> projections = {
        {ui.tr("experiment.projection.random"), ui.tr("experiment.projection.random.tip")},
        {ui.tr("experiment.projection.identity"), ui.tr("experiment.projection.identity.tip")}};
    if (const auto chosen = combo(ui, "projection", projections, experiment.projection == "identity" ? 1 : 0, width))
      keep(request, EditRequest{SetProjection{*chosen == 1 ? "identity" : "random"}, true});
  }
  keep(request, headFields(ui, experiment, state));
  return request;
}

// ---- scores and mask ----

/// Those of `local_p`, once however often it is there.
Request predictiveParameters(Ui& ui, const attn::Experiment& experiment, const attn::Trace* trace,
                             ExperimentPanelState& state) {
  for (const attn::MaskSpec& mask : experiment.masks) {
    const attn::MaskRow& row = attn::findRow(attn::maskCatalogue(), mask.name, "mask");
    if (!row.parameters.empty()) return drawParameters(ui, row.parameters, experiment, trace, state);
  }
  return std::nullopt;
}

Request scoreFunction(Ui& ui, const attn::Experiment& experiment, const attn::Trace* trace,
                      ExperimentPanelState& state) {
  Request request;
  keep(request, catalogueCombo(ui, "score", ui.tr("experiment.function"), attn::scoreCatalogue(), experiment.score,
                               [](const char* name) { return SetScore{name}; }));
  const attn::ScoreRow& row = attn::findRow(attn::scoreCatalogue(), experiment.score, "score");
  formulaBox(ui, "score-formula", row.formula);
  keep(request, drawParameters(ui, row.parameters, experiment, trace, state));
  return request;
}

Request biasAndMasks(Ui& ui, const attn::Experiment& experiment, const attn::Trace* trace,
                     ExperimentPanelState& state) {
  Request request;
  const float biasWidth = field(ui, ui.tr("experiment.bias"), ui.tr("experiment.bias.tip"));
  const auto& biases = attn::biasCatalogue();
  if (const auto chosen = combo(ui, "bias", choicesOf(ui, biases), indexOf(biases, experiment.bias.name), biasWidth))
    keep(request, EditRequest{SetBias{attn::BiasSpec(biases[static_cast<std::size_t>(*chosen)].name)}, true});
  const attn::BiasRow& bias = attn::findRow(biases, experiment.bias.name, "bias");
  keep(request, drawParameters(ui, bias.parameters, experiment, trace, state));
  // Also while the computation fails for another reason.
  const auto [queries, keys] = trace != nullptr
                                   ? std::pair{trace->queries(), trace->keys()}
                                   : scoreShape(experiment).value_or(std::pair<attn::Index, attn::Index>{});
  keep(request, drawMaskFields(ui, experiment, queries, keys, state));
  keep(request, predictiveParameters(ui, experiment, trace, state));
  return request;
}

Request scoreSection(Ui& ui, const attn::Experiment& experiment, const attn::Trace* trace,
                     ExperimentPanelState& state) {
  Request request;
  if (experiment.entry == attn::Entry::Weights) return request;  // nothing is applied to them
  section(ui, ui.tr("experiment.scores"));
  if (!startsAfterVectors(experiment)) keep(request, scoreFunction(ui, experiment, trace, state));
  keep(request, biasAndMasks(ui, experiment, trace, state));
  return request;
}

Request weightSection(Ui& ui, const attn::Experiment& experiment, ExperimentPanelState& state) {
  Request request;
  if (experiment.entry == attn::Entry::Weights) return request;
  section(ui, ui.tr("experiment.weights"));
  keep(request, catalogueCombo(ui, "normalizer", ui.tr("experiment.normalizer"), attn::normalizerCatalogue(),
                               experiment.normalizer, [](const char* name) { return SetNormalizer{name}; }));
  const attn::NormalizerRow& row = attn::findRow(attn::normalizerCatalogue(), experiment.normalizer, "normalizer");
  formulaBox(ui, "normalizer-formula", row.formula);
  keep(request, drawTemperatureField(ui, experiment, state.fields["temperature"]));
  return request;
}

}  // namespace

void ExperimentPanelState::forgetDrafts() {
  query = key = {};
  fields.clear();
  for (auto& [name, sheet] : sheets) sheet.grid.editing = false;
}

NumberGridState* ExperimentPanelState::focusedGrid() {
  for (auto& [name, sheet] : sheets)
    if (sheet.open && sheet.grid.hasKeyboard) return &sheet.grid;
  return nullptr;
}

std::optional<EditRequest> drawExperimentPanel(Ui& ui, const Document& document, const attn::Trace* trace,
                                               ExperimentPanelState& state) {
  const attn::Experiment& experiment = document.experiment;
  Request request;
  keep(request, experiment.entry == attn::Entry::Text ? textSection(ui, experiment, trace, state)
                                                      : matrixSection(ui, experiment));
  keep(request, vectorSection(ui, experiment, trace, state));
  keep(request, scoreSection(ui, experiment, trace, state));
  keep(request, weightSection(ui, experiment, state));
  space(ui.u(1.5F));
  if (experiment.entry == attn::Entry::Weights) note(ui, ui.tr("role.weights.tip"), ui.palette->dim);
  if (experiment.entry == attn::Entry::Text && experiment.embedding == "random")
    note(ui, ui.tr("experiment.random-note"), ui.palette->dim);
  space(ui.u(1.5F));
  return request;
}

std::optional<EditRequest> drawTemperatureTool(Ui& ui, const Document& document, ExperimentPanelState& state,
                                               float width) {
  if (document.experiment.entry == attn::Entry::Weights) return std::nullopt;
  return drawCompactTemperature(ui, document.experiment, state.fields["temperature-tool"], width);
}

std::optional<EditRequest> drawScoreTool(Ui& ui, const Document& document, float width) {
  if (startsAfterVectors(document.experiment)) return std::nullopt;
  const auto& rows = attn::scoreCatalogue();
  const auto chosen = combo(ui, "score-tool", choicesOf(ui, rows), indexOf(rows, document.experiment.score), width);
  if (!chosen) return std::nullopt;
  return EditRequest{SetScore{rows[static_cast<std::size_t>(*chosen)].name}, true};
}

}  // namespace lab
