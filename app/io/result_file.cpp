#include "io/result_file.h"

#include <limits>
#include <span>

#include "io/experiment_json.h"
#include "io/npz.h"
#include "pipeline/projections.h"

namespace lab {
namespace {

using attn::Entry;

/// A matrix of every head.
std::vector<attn::MatrixPtr> ofHeads(const attn::Trace& trace, attn::MatrixPtr attn::HeadTrace::*member) {
  std::vector<attn::MatrixPtr> all;
  for (const attn::HeadTrace& head : trace.heads) all.push_back(head.*member);
  return all;
}

std::vector<NamedArray> arraysOf(const attn::Trace& trace) {
  return {{"X_query", trace.xQuery},
          {"X_key", trace.xKey},
          {"Q", trace.q},
          {"K", trace.k},
          {"V", trace.v},
          {"scores", ofHeads(trace, &attn::HeadTrace::scores)},
          {"weights", ofHeads(trace, &attn::HeadTrace::weights)},
          {"context", ofHeads(trace, &attn::HeadTrace::context)},
          {"output", trace.output}};
}

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

/// One query. The numbers of a row that is NaN are null.
void writeRowMeasures(JsonWriter& json, const attn::RowMeasures& row, std::span<const float> weights) {
  const auto write = [&](const char* key, double value) {
    json.key(key);
    json.number(row.undefined ? std::numeric_limits<double>::quiet_NaN() : value);
  };
  json.beginObject();
  write("entropy", row.entropy);
  write("effective_keys", row.effectiveKeys);
  write("maximum", row.maximum);
  write("gini", attn::gini(weights));
  write("mean_distance", row.meanDistance);
  write("diagonal_mass", row.diagonalMass);
  json.key("empty");
  json.boolean(row.empty);
  json.endObject();
}

void writeMeasures(JsonWriter& json, const attn::HeadTrace& head) {
  const attn::Matrix& weights = *head.weights;
  json.beginArray();
  for (attn::Index q = 0; q < weights.rows(); ++q)
    writeRowMeasures(json, (*head.measures)[static_cast<std::size_t>(q)],
                     {weights.data() + q * weights.cols(), static_cast<std::size_t>(weights.cols())});
  json.endArray();
}

void writeArray(JsonWriter& json, const NamedArray& array) {
  if (array.blocks.empty() || !array.blocks.front()) return;
  json.key(array.name);
  if (array.blocks.size() == 1) return json.matrix(*array.blocks.front());
  json.beginArray();
  for (const attn::MatrixPtr& block : array.blocks) json.matrix(*block);
  json.endArray();
}

void writeTokens(JsonWriter& json, const char* key, const std::shared_ptr<const std::vector<std::string>>& tokens) {
  if (!tokens || tokens->empty()) return;
  json.key(key);
  json.texts(*tokens);
}

}  // namespace

void traceToNpz(const attn::Trace& trace, ByteSink& sink) { writeNpz(arraysOf(trace), sink); }

void traceToJson(const attn::Trace& trace, ByteSink& sink) {
  JsonWriter json(sink);
  json.beginObject();
  json.key("format");
  json.count(1);
  writeTokens(json, "tokens_query", trace.queryTokens);
  writeTokens(json, "tokens_key", trace.keyTokens);
  writeSettings(json, trace);
  for (const NamedArray& array : arraysOf(trace)) writeArray(json, array);
  if (trace.head().measures && trace.head().weights) {
    json.key("measures");
    json.beginArray();
    for (const attn::HeadTrace& head : trace.heads) writeMeasures(json, head);
    json.endArray();
  }
  json.endObject();
}

}  // namespace lab
