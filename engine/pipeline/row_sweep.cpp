#include "pipeline/row_sweep.h"

#include <cassert>

#include "attention/catalogue.h"
#include "pipeline/head_stages.h"

namespace attn {

TemperatureSweep sweepRow(const Trace& trace, Index head, Index query, const std::string& normalizer,
                          std::vector<double> temperatures) {
  const HeadTrace& of = trace.head(head);
  assert(of.biased && of.visible && query < of.biased->rows());
  const auto keys = static_cast<std::size_t>(of.biased->cols());
  PredictedWindow window;
  if (of.centres) window = {(*of.centres)[static_cast<std::size_t>(query)], predictiveReaches(trace.experiment)};
  return sweepTemperature(findRow(normalizerCatalogue(), normalizer, "normalizer"),
                          {of.biased->row(query).data(), keys}, {of.visible->row(query).data(), keys},
                          std::move(temperatures), window);
}

std::vector<double> scaledScores(const Trace& trace, Index head, Index query) {
  const HeadTrace& of = trace.head(head);
  assert(of.biased && query < of.biased->rows());
  std::vector<double> out;
  for (const float score : of.biased->row(query))
    out.push_back(static_cast<double>(score) / trace.experiment.temperature);
  return out;
}

}  // namespace attn
