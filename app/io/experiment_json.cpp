#include "io/experiment_json.h"

#include <algorithm>

#include "attention/catalogue.h"
#include "pipeline/experiment_parameters.h"

namespace lab {
namespace {

void writeMatrix(JsonWriter& json, const char* key, const attn::MatrixPtr& values) {
  if (!values) return;
  json.key(key);
  json.matrix(*values);
}

void writeTokens(JsonWriter& json, const char* key, const std::vector<std::string>& tokens) {
  if (tokens.empty()) return;
  json.key(key);
  json.texts(tokens);
}

bool isVector(const std::vector<attn::ParameterSpec>& specs, const std::string& parameter) {
  return std::any_of(specs.begin(), specs.end(), [&](const attn::ParameterSpec& spec) {
    return spec.name == parameter && spec.kind == attn::ParameterKind::Vector;
  });
}

void writeParameters(JsonWriter& json, const attn::Experiment& experiment, const attn::Parameters& parameters) {
  const std::vector<attn::ParameterSpec> specs = attn::parameterSpecs(experiment);
  json.key("param");
  json.beginObject();
  for (const auto& [name, value] : parameters.numbers) {
    json.key(name);
    json.number(value);
  }
  for (const auto& [name, values] : parameters.matrices) {
    if (!values) continue;
    json.key(name);
    if (values->rows() == 1 && isVector(specs, name))
      json.row(*values, 0);
    else
      json.matrix(*values);
  }
  json.endObject();
  if (parameters.perHead.empty()) return;
  json.key("param_per_head");
  json.texts({parameters.perHead.begin(), parameters.perHead.end()});
}

void writeMask(JsonWriter& json, const attn::MaskSpec& mask) {
  if (!mask.custom) return json.text(attn::maskText(mask));
  json.beginObject();
  json.key(mask.name);
  json.matrix(mask.custom->cast<float>());
  json.endObject();
}

}  // namespace

void writeMatrices(JsonWriter& json, const attn::Experiment& experiment, const char* otherwise) {
  writeMatrix(json, "x", experiment.x);
  writeMatrix(json, "memory", experiment.memory);
  const bool anyGiven = experiment.wQ || experiment.wK || experiment.wV;
  for (const auto& [key, values] : {std::pair("w_q", experiment.wQ), {"w_k", experiment.wK}, {"w_v", experiment.wV}}) {
    if (!values && anyGiven && otherwise != nullptr) json.textMember(key, otherwise);
    writeMatrix(json, key, values);
  }
  writeMatrix(json, "w_o", experiment.wO);
  writeMatrix(json, "q", experiment.q);
  writeMatrix(json, "k", experiment.k);
  writeMatrix(json, "v", experiment.v);
  writeMatrix(json, "scores", experiment.scores);
  writeMatrix(json, "weights", experiment.weights);
  writeTokens(json, "query_tokens", experiment.queryTokens);
  writeTokens(json, "key_tokens", experiment.keyTokens);
}

void writeComputation(JsonWriter& json, const attn::Experiment& experiment, const attn::Parameters& parameters) {
  json.key("seed");
  json.count(experiment.seed);
  json.textMember("position", experiment.position);
  json.key("heads");
  json.count(static_cast<std::uint64_t>(experiment.heads));
  if (experiment.kvHeads != 0) {
    json.key("kv_heads");
    json.count(static_cast<std::uint64_t>(experiment.kvHeads));
  }
  json.textMember("score", experiment.score);
  writeParameters(json, experiment, parameters);
  json.textMember("bias", attn::biasText(experiment.bias));
  json.key("mask");
  json.beginArray();
  for (const attn::MaskSpec& mask : experiment.masks) writeMask(json, mask);
  json.endArray();
  json.textMember("normalizer", experiment.normalizer);
  json.key("temperature");
  json.number(experiment.temperature);
}

}  // namespace lab
