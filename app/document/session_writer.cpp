#include "document/session_writer.h"

#include "io/json_writer.h"

namespace lab {
namespace {

using attn::Entry;
using attn::Experiment;

const char* entryName(Entry entry) {
  switch (entry) {
    case Entry::Vectors:
      return "vectors";
    case Entry::Ready:
      return "ready";
    case Entry::Text:
      break;
  }
  return "text";
}

void writeText(JsonWriter& json, const char* key, const std::string& value) {
  json.key(key);
  json.text(value);
}

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

/// `text` says self-attention, `query_text` cross-attention; a key text that is not in use is kept all the same.
void writeTexts(JsonWriter& json, const Experiment& experiment) {
  writeText(json, experiment.crossText ? "query_text" : "text", experiment.queryText);
  if (experiment.crossText || !experiment.keyText.empty()) writeText(json, "key_text", experiment.keyText);
}

void writeMatrices(JsonWriter& json, const Experiment& experiment) {
  writeMatrix(json, "x", experiment.x);
  writeMatrix(json, "memory", experiment.memory);
  writeMatrix(json, "w_q", experiment.wQ);
  writeMatrix(json, "w_k", experiment.wK);
  writeMatrix(json, "w_v", experiment.wV);
  writeMatrix(json, "w_o", experiment.wO);
  writeMatrix(json, "q", experiment.q);
  writeMatrix(json, "k", experiment.k);
  writeMatrix(json, "v", experiment.v);
  writeTokens(json, "query_tokens", experiment.queryTokens);
  writeTokens(json, "key_tokens", experiment.keyTokens);
}

void writeParameters(JsonWriter& json, const attn::Parameters& parameters) {
  json.key("param");
  json.beginObject();
  for (const auto& [name, value] : parameters.numbers) {
    json.key(name);
    json.number(value);
  }
  for (const auto& [name, values] : parameters.matrices) writeMatrix(json, name.c_str(), values);
  json.endObject();
}

void writeExperiment(JsonWriter& json, const Experiment& experiment) {
  json.beginObject();
  writeText(json, "entry", entryName(experiment.entry));
  writeTexts(json, experiment);
  writeText(json, "tokenizer", experiment.tokenizer);
  writeText(json, "embedding", experiment.embedding);
  json.key("dim");
  json.count(static_cast<std::uint64_t>(experiment.dim));
  writeMatrices(json, experiment);
  if (!experiment.projection.empty()) writeText(json, "projection", experiment.projection);
  json.key("seed");
  json.count(experiment.seed);
  writeText(json, "position", experiment.position);
  writeText(json, "score", experiment.score);
  writeParameters(json, experiment.parameters);
  json.key("mask");
  json.beginArray();
  for (const attn::MaskSpec& mask : experiment.masks) json.text(attn::maskText(mask));
  json.endArray();
  writeText(json, "normalizer", experiment.normalizer);
  json.key("temperature");
  json.number(experiment.temperature);
  json.endObject();
}

}  // namespace

std::string sessionJson(const Document& document) {
  StringSink sink;
  JsonWriter json(sink);
  json.beginObject();
  writeText(json, "format", sessionFormat);
  json.key("version");
  json.count(sessionVersion);
  json.key("experiment");
  writeExperiment(json, document.experiment);
  json.endObject();
  return sink.bytes();
}

}  // namespace lab
