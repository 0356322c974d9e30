#include "pipeline/painted_rows.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <span>

namespace attn {
namespace {

std::span<const bool> visibleRow(const Mask& visible, Index query) {
  return {visible.data() + query * visible.cols(), static_cast<std::size_t>(visible.cols())};
}

std::vector<double> contextRow(const Matrix& weights, const Matrix& values, Index query) {
  std::vector<double> out(static_cast<std::size_t>(values.cols()), 0.0);
  for (Index key = 0; key < values.rows(); ++key) {
    const auto weight = static_cast<double>(weights(query, key));
    if (weight == 0) continue;
    for (Index column = 0; column < values.cols(); ++column)
      out[static_cast<std::size_t>(column)] += weight * static_cast<double>(values(key, column));
  }
  return out;
}

}  // namespace

PaintedWeights paintedOf(const Trace& trace) {
  PaintedWeights out;
  for (std::size_t r = 0; r < trace.heads.size(); ++r) {
    const HeadTrace& head = trace.heads[r];
    std::vector<Index> rows;
    Matrix painted;
    for (const PaintedRow& row : trace.experiment.painted) {
      if (row.head != static_cast<Index>(r) || row.query < 0 || row.query >= head.weights->rows()) continue;
      const std::vector<float> weights = maskedRow(row.weights, visibleRow(*head.visible, row.query));
      if (weights.empty()) continue;
      if (rows.empty()) painted = *head.weights;
      std::copy(weights.begin(), weights.end(), painted.data() + row.query * painted.cols());
      rows.push_back(row.query);
    }
    out.heads.push_back(rows.empty() ? head.weights : std::make_shared<const Matrix>(std::move(painted)));
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    out.rows.push_back(std::move(rows));
  }
  return out;
}

bool isPainted(const Trace& trace, Index head, Index query) {
  const std::vector<Index>& rows = trace.head(head).painted;
  return std::binary_search(rows.begin(), rows.end(), query);
}

PaintedEffect paintedEffect(const Trace& trace, Index head, Index query) {
  const HeadTrace& own = trace.head(head);
  const bool painted = isPainted(trace, head, query);
  PaintedEffect out;
  out.painted = (*own.measures)[static_cast<std::size_t>(query)];
  out.computed = painted ? measureRow(*own.computed, *own.visible, query) : out.painted;
  if (!own.v) return out;
  for (Index column = 0; column < own.v->cols(); ++column)
    out.contextPainted.push_back(static_cast<double>((*own.context)(query, column)));
  out.contextComputed = painted ? contextRow(*own.computed, *own.v, query) : out.contextPainted;
  for (std::size_t at = 0; at < out.contextPainted.size(); ++at) {
    out.difference.push_back(out.contextPainted[at] - out.contextComputed[at]);
    out.distance += out.difference[at] * out.difference[at];
  }
  out.distance = std::sqrt(out.distance);
  return out;
}

}  // namespace attn
