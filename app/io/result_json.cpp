#include "io/result_json.h"

#include "io/experiment_json.h"
#include "pipeline/projections.h"

namespace lab {
namespace {

using attn::Entry;

void writeSettings(JsonWriter& json, const attn::Trace& trace) {
  const attn::Experiment& experiment = trace.experiment;
  json.key("settings");
  json.beginObject();
  if (experiment.entry == Entry::Text) {
    json.textMember(experiment.crossText ? "query_text" : "text", experiment.queryText);
    if (experiment.crossText) json.textMember("key_text", experiment.keyText);
    json.textMember("tokenizer", experiment.tokenizer);
    json.textMember("embedding", experiment.embedding);
    if (trace.xQuery) {
      json.key("dim");
      json.count(static_cast<std::uint64_t>(trace.xQuery->cols()));
    }
  }
  const std::string projection = attn::projectionName(experiment);
  writeMatrices(json, experiment, projection.c_str());
  // Where some have a matrix, what the others are stands in their own place.
  const bool anyGiven = experiment.wQ || experiment.wK || experiment.wV;
  if (!anyGiven) json.textMember("projection", projection);
  attn::Experiment complete = experiment;
  complete.kvHeads = trace.headCounts.keyValue;
  writeComputation(json, complete, trace.parameters);
  json.endObject();
}

void writeTokens(JsonWriter& json, const char* key, const std::shared_ptr<const std::vector<std::string>>& tokens) {
  if (!tokens || tokens->empty()) return;
  json.key(key);
  json.texts(*tokens);
}

}  // namespace

void beginResult(JsonWriter& json, const attn::Trace& trace) {
  json.beginObject();
  json.key("format");
  json.count(1);
  writeTokens(json, "tokens_query", trace.queryTokens);
  writeTokens(json, "tokens_key", trace.keyTokens);
  writeSettings(json, trace);
}

void writeArray(JsonWriter& json, const NamedArray& array) {
  if (array.blocks.empty() || !array.blocks.front()) return;
  json.key(array.name);
  if (array.blocks.size() == 1) return json.matrix(*array.blocks.front());
  json.beginArray();
  for (const attn::MatrixPtr& block : array.blocks) json.matrix(*block);
  json.endArray();
}

}  // namespace lab
