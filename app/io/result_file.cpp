#include "io/result_file.h"

#include <limits>
#include <span>

#include "io/npz.h"
#include "io/result_json.h"

namespace lab {
namespace {

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

}  // namespace

void traceToNpz(const attn::Trace& trace, ByteSink& sink) { writeNpz(arraysOf(trace), sink); }

void traceToJson(const attn::Trace& trace, ByteSink& sink) {
  JsonWriter json(sink);
  beginResult(json, trace);
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
