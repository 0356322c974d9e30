#include "io/experiment_json.h"

#include "attention/catalogue.h"

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

bool isVector(const std::string& score, const std::string& parameter) {
  for (const attn::ScoreRow& row : attn::scoreCatalogue())
    if (row.name == score)
      for (const attn::ParameterSpec& spec : row.parameters)
        if (spec.name == parameter) return spec.kind == attn::ParameterKind::Vector;
  return false;
}

void writeParameters(JsonWriter& json, const std::string& score, const attn::Parameters& parameters) {
  json.key("param");
  json.beginObject();
  for (const auto& [name, value] : parameters.numbers) {
    json.key(name);
    json.number(value);
  }
  for (const auto& [name, values] : parameters.matrices) {
    if (!values) continue;
    json.key(name);
    if (values->rows() == 1 && isVector(score, name))
      json.row(*values, 0);
    else
      json.matrix(*values);
  }
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
  writeTokens(json, "query_tokens", experiment.queryTokens);
  writeTokens(json, "key_tokens", experiment.keyTokens);
}

void writeComputation(JsonWriter& json, const attn::Experiment& experiment, const attn::Parameters& parameters) {
  json.key("seed");
  json.count(experiment.seed);
  json.textMember("position", experiment.position);
  json.textMember("score", experiment.score);
  writeParameters(json, experiment.score, parameters);
  json.key("mask");
  json.beginArray();
  for (const attn::MaskSpec& mask : experiment.masks) json.text(attn::maskText(mask));
  json.endArray();
  json.textMember("normalizer", experiment.normalizer);
  json.key("temperature");
  json.number(experiment.temperature);
}

}  // namespace lab
