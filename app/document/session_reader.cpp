#include "document/session_reader.h"

#include <algorithm>
#include <limits>

#include "attention/catalogue.h"
#include "core/checks.h"
#include "core/input_error.h"
#include "document/json_members.h"
#include "document/session_writer.h"
#include "io/json_text.h"
#include "pipeline/experiment_parameters.h"
#include "pipeline/projections.h"
#include "text/embeddings.h"
#include "text/tokenizers.h"

namespace lab {
namespace {

using attn::Entry;
using attn::Experiment;
using attn::InputError;

void requireName(const JsonMember& member, const std::vector<std::string>& valid) {
  const std::string& name = member.text();
  if (std::find(valid.begin(), valid.end(), name) == valid.end())
    throw InputError("member_name", {{"input", member.source()},
                                     {"member", member.name()},
                                     {"got", name},
                                     {"nearest", attn::nearestName(name, valid)}});
}

/// Leaves `name` as it is where there is no such member.
void readName(const JsonMember& experiment, const char* key, const std::vector<std::string>& valid, std::string& name) {
  const auto member = experiment.find(key);
  if (!member) return;
  requireName(*member, valid);
  name = member->text();
}

void readMatrix(const JsonMember& experiment, const char* key, attn::MatrixPtr& values) {
  if (const auto member = experiment.find(key)) values = member->matrix();
}

void readTokens(const JsonMember& experiment, const char* key, std::vector<std::string>& tokens) {
  if (const auto member = experiment.find(key)) tokens = member->texts();
}

void readTexts(const JsonMember& json, Experiment& experiment) {
  if (const auto text = json.find("text")) experiment.queryText = text->text();
  if (const auto text = json.find("query_text")) {
    if (json.find("text")) text->fail("text | query_text");
    experiment.queryText = text->text();
    experiment.crossText = true;
  }
  if (const auto text = json.find("key_text")) experiment.keyText = text->text();
}

void readMatrices(const JsonMember& json, Experiment& experiment) {
  readMatrix(json, "x", experiment.x);
  readMatrix(json, "memory", experiment.memory);
  readMatrix(json, "w_q", experiment.wQ);
  readMatrix(json, "w_k", experiment.wK);
  readMatrix(json, "w_v", experiment.wV);
  readMatrix(json, "w_o", experiment.wO);
  readMatrix(json, "q", experiment.q);
  readMatrix(json, "k", experiment.k);
  readMatrix(json, "v", experiment.v);
  readMatrix(json, "scores", experiment.scores);
  readMatrix(json, "weights", experiment.weights);
  readTokens(json, "query_tokens", experiment.queryTokens);
  readTokens(json, "key_tokens", experiment.keyTokens);
}

void readEntry(const JsonMember& json, Experiment& experiment) {
  std::string name = "text";
  readName(json, "entry", {"text", "vectors", "ready", "scores", "weights"}, name);
  if (name == "vectors") {
    experiment.entry = Entry::Vectors;
    json.at("x");
  } else if (name == "ready") {
    experiment.entry = Entry::Ready;
    json.at("k");
  } else if (name == "scores") {
    experiment.entry = Entry::Scores;
    json.at("scores");
  } else if (name == "weights") {
    experiment.entry = Entry::Weights;
    json.at("weights");
  }
}

attn::Index readHeads(const JsonMember& member) {
  const auto heads = static_cast<attn::Index>(member.count(attn::largestHeadCount));
  if (heads == 0) member.fail("1, 2, … " + std::to_string(attn::largestHeadCount));
  return heads;
}

void readParameter(const JsonMember& member, const attn::ParameterSpec& spec, attn::Parameters& parameters) {
  if (spec.kind != attn::ParameterKind::Number || parameters.perHead.contains(spec.name)) {
    parameters.matrices[spec.name] = member.matrix();
    return;
  }
  const double value = member.number();
  if (!spec.accepts(value)) member.fail(spec.acceptedText());
  parameters.numbers[spec.name] = value;
}

void readParameters(const JsonMember& json, Experiment& experiment) {
  const auto given = json.find("param");
  if (!given) return;
  if (const auto perHead = json.find("param_per_head"))
    for (const JsonMember& name : perHead->items())
      if (given->find(name.text().c_str())) experiment.parameters.perHead.insert(name.text());
  const std::vector<attn::ParameterSpec> specs = attn::parameterSpecs(experiment);
  for (const auto& [name, member] : given->members()) {
    const auto spec = std::find_if(specs.begin(), specs.end(),
                                   [&key = name](const attn::ParameterSpec& known) { return known.name == key; });
    if (spec == specs.end()) {
      const std::vector<std::string> known = attn::rowNames(specs);
      std::string list;
      for (const std::string& each : known) list += (list.empty() ? "" : ", ") + each;
      given->fail(list.empty() ? "{}" : list);
    }
    readParameter(member, *spec, experiment.parameters);
  }
}

/// The one mask that is a matrix: {"custom": [[1, 0], …]}.
std::optional<attn::MaskSpec> readCustomMask(const JsonMember& mask) {
  const auto member = mask.isObject() ? mask.find("custom") : std::nullopt;
  if (!member) return std::nullopt;
  const attn::MatrixPtr values = member->matrix();
  if (!((values->array() == 0) || (values->array() == 1)).all()) member->fail("0, 1");
  return attn::MaskSpec{"custom", {}, std::make_shared<const attn::Mask>(values->array() != 0)};
}

void readBias(const JsonMember& json, Experiment& experiment) {
  const auto bias = json.find("bias");
  if (!bias) return;
  try {
    experiment.bias = attn::parseBias(bias->text());
  } catch (const InputError& error) {
    if (error.id() == "unknown_name") requireName(*bias, attn::rowNames(attn::biasCatalogue()));
    bias->fail(error.arguments().at("expected"));
  }
}

void readMasks(const JsonMember& json, Experiment& experiment) {
  const auto masks = json.find("mask");
  if (!masks) return;
  for (const JsonMember& mask : masks->items()) {
    if (auto custom = readCustomMask(mask)) {
      experiment.masks.push_back(std::move(*custom));
      continue;
    }
    try {
      experiment.masks.push_back(attn::parseMask(mask.text()));
    } catch (const InputError& error) {
      if (error.id() == "mask_arguments") mask.fail(error.arguments().at("expected"));
      if (error.id() != "unknown_name") throw;
      requireName(mask, attn::rowNames(attn::maskCatalogue()));
      throw;
    }
  }
}

/// [{"head": 0, "query": 2, "weights": [0.5, 0.5]}, …]
void readPainted(const JsonMember& json, Experiment& experiment) {
  const auto painted = json.find("painted");
  if (!painted) return;
  for (const JsonMember& item : painted->items()) {
    attn::PaintedRow row;
    row.head = static_cast<attn::Index>(item.at("head").count(attn::largestHeadCount - 1));
    row.query = static_cast<attn::Index>(item.at("query").count(attn::computeTokenLimit - 1));
    const JsonMember weights = item.at("weights");
    const attn::MatrixPtr values = weights.matrix();
    if (values->rows() != 1 || (values->array() < 0).any()) weights.fail("[0 … 1, …]");
    row.weights.assign(values->data(), values->data() + values->size());
    experiment.painted.push_back(std::move(row));
  }
}

Experiment readExperiment(const JsonMember& json) {
  Experiment experiment;
  readEntry(json, experiment);
  readTexts(json, experiment);
  readName(json, "tokenizer", attn::rowNames(attn::tokenizerCatalogue()), experiment.tokenizer);
  readName(json, "embedding", attn::rowNames(attn::embeddingCatalogue()), experiment.embedding);
  if (const auto dim = json.find("dim")) experiment.dim = static_cast<attn::Index>(dim->count(attn::largestWidth));
  readMatrices(json, experiment);
  readName(json, "projection", attn::rowNames(attn::projectionCatalogue()), experiment.projection);
  if (const auto seed = json.find("seed")) experiment.seed = seed->count(std::numeric_limits<std::uint64_t>::max());
  readName(json, "position", attn::rowNames(attn::positionCatalogue()), experiment.position);
  if (const auto heads = json.find("heads")) experiment.heads = readHeads(*heads);
  if (const auto heads = json.find("kv_heads")) experiment.kvHeads = readHeads(*heads);
  readName(json, "score", attn::rowNames(attn::scoreCatalogue()), experiment.score);
  if (experiment.entry == Entry::Ready && attn::findRow(attn::scoreCatalogue(), experiment.score, "score").readsQuery)
    json.at("q");
  readBias(json, experiment);
  readMasks(json, experiment);
  readParameters(json, experiment);
  readName(json, "normalizer", attn::rowNames(attn::normalizerCatalogue()), experiment.normalizer);
  if (const auto tau = json.find("temperature"))
    experiment.temperature = tau->number(attn::leastTemperature, attn::greatestTemperature);
  readPainted(json, experiment);
  return experiment;
}

void requireSession(const nlohmann::json& json, const JsonMember& root) {
  const bool known = json.is_object() && json.contains("format") && json["format"] == sessionFormat;
  if (!known)
    throw InputError("not_a_session",
                     {{"input", root.source()}, {"expected", std::string("\"format\": \"") + sessionFormat + "\""}});
  const std::uint64_t version = root.at("version").count(std::numeric_limits<std::uint64_t>::max());
  if (version > sessionVersion)
    throw InputError(
        "newer_version",
        {{"input", root.source()}, {"got", std::to_string(version)}, {"expected", std::to_string(sessionVersion)}});
  if (version == 0) root.at("version").fail("1");
}

}  // namespace

Document readSession(std::string_view text, const std::string& source) {
  const nlohmann::json json = parseJson(text, source);
  const JsonMember root(json, source, "");
  requireSession(json, root);
  return {readExperiment(root.at("experiment"))};
}

}  // namespace lab
