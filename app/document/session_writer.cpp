#include "document/session_writer.h"

#include "io/experiment_json.h"

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
    case Entry::Scores:
      return "scores";
    case Entry::Weights:
      return "weights";
    case Entry::Text:
      break;
  }
  return "text";
}

/// `text` says self-attention, `query_text` cross-attention; a key text that is not in use is kept all the same.
void writeTexts(JsonWriter& json, const Experiment& experiment) {
  json.textMember(experiment.crossText ? "query_text" : "text", experiment.queryText);
  if (experiment.crossText || !experiment.keyText.empty()) json.textMember("key_text", experiment.keyText);
}

void writePainted(JsonWriter& json, const std::vector<attn::PaintedRow>& rows) {
  if (rows.empty()) return;
  json.key("painted");
  json.beginArray();
  for (const attn::PaintedRow& row : rows) {
    json.beginObject();
    json.key("head");
    json.count(static_cast<std::uint64_t>(row.head));
    json.key("query");
    json.count(static_cast<std::uint64_t>(row.query));
    json.key("weights");
    json.row(Eigen::Map<const attn::Matrix>(row.weights.data(), 1, static_cast<attn::Index>(row.weights.size())), 0);
    json.endObject();
  }
  json.endArray();
}

void writeExperiment(JsonWriter& json, const Experiment& experiment) {
  json.beginObject();
  json.textMember("entry", entryName(experiment.entry));
  writeTexts(json, experiment);
  json.textMember("tokenizer", experiment.tokenizer);
  json.textMember("embedding", experiment.embedding);
  json.key("dim");
  json.count(static_cast<std::uint64_t>(experiment.dim));
  writeMatrices(json, experiment, nullptr);
  if (!experiment.projection.empty()) json.textMember("projection", experiment.projection);
  writeComputation(json, experiment, experiment.parameters);
  writePainted(json, experiment.painted);
  json.endObject();
}

}  // namespace

std::string sessionJson(const Document& document) {
  StringSink sink;
  JsonWriter json(sink);
  json.beginObject();
  json.textMember("format", sessionFormat);
  json.key("version");
  json.count(sessionVersion);
  json.key("experiment");
  writeExperiment(json, document.experiment);
  json.endObject();
  return sink.bytes();
}

}  // namespace lab
