#include "io/result_file.h"

#include <limits>
#include <span>

#include "attention/catalogue.h"
#include "io/json_writer.h"
#include "io/npz.h"
#include "pipeline/projections.h"

namespace lab {
namespace {

using attn::Entry;

std::vector<NamedMatrix> arraysOf(const attn::Trace& trace) {
  return {{"X_query", trace.xQuery},
          {"X_key", trace.xKey},
          {"Q", trace.q},
          {"K", trace.k},
          {"V", trace.v},
          {"scores", trace.scores},
          {"weights", trace.weights},
          {"context", trace.context},
          {"output", trace.output}};
}

void writeText(JsonWriter& json, const char* key, const std::string& value) {
  json.key(key);
  json.text(value);
}

bool isVector(const std::string& score, const std::string& parameter) {
  for (const attn::ScoreRow& row : attn::scoreCatalogue())
    if (row.name == score)
      for (const attn::ParameterSpec& spec : row.parameters)
        if (spec.name == parameter) return spec.kind == attn::ParameterKind::Vector;
  return false;
}

void writeParameters(JsonWriter& json, const attn::Trace& trace) {
  json.key("param");
  json.beginObject();
  for (const auto& [name, value] : trace.parameters.numbers) {
    json.key(name);
    json.number(value);
  }
  for (const auto& [name, values] : trace.parameters.matrices) {
    json.key(name);
    if (values->rows() == 1 && isVector(trace.experiment.score, name))
      json.row(*values, 0);
    else
      json.matrix(*values);
  }
  json.endObject();
}

void writeSettings(JsonWriter& json, const attn::Trace& trace) {
  const attn::Experiment& experiment = trace.experiment;
  json.key("settings");
  json.beginObject();
  if (experiment.entry == Entry::Text) {
    writeText(json, experiment.crossText ? "query_text" : "text", experiment.queryText);
    if (experiment.crossText) writeText(json, "key_text", experiment.keyText);
    writeText(json, "tokenizer", experiment.tokenizer);
    writeText(json, "embedding", experiment.embedding);
    if (trace.xQuery) {
      json.key("dim");
      json.count(static_cast<std::uint64_t>(trace.xQuery->cols()));
    }
  }
  writeText(json, "projection", attn::projectionName(experiment));
  json.key("seed");
  json.count(experiment.seed);
  writeText(json, "position", experiment.position);
  writeText(json, "score", experiment.score);
  writeParameters(json, trace);
  json.key("mask");
  json.beginArray();
  for (const attn::MaskSpec& mask : experiment.masks) json.text(attn::maskText(mask));
  json.endArray();
  writeText(json, "normalizer", experiment.normalizer);
  json.key("temperature");
  json.number(experiment.temperature);
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
  for (const NamedMatrix& array : arraysOf(trace)) {
    if (!array.values) continue;
    json.key(array.name);
    json.matrix(*array.values);
  }
  if (trace.measures && trace.weights) {
    json.key("measures");
    json.beginArray();
    json.beginArray();  // the one head
    const attn::Matrix& weights = *trace.weights;
    for (attn::Index q = 0; q < weights.rows(); ++q)
      writeRowMeasures(json, (*trace.measures)[static_cast<std::size_t>(q)],
                       {weights.data() + q * weights.cols(), static_cast<std::size_t>(weights.cols())});
    json.endArray();
    json.endArray();
  }
  json.endObject();
}

}  // namespace lab
