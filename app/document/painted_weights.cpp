#include "document/painted_weights.h"

#include <algorithm>

#include "document/custom_mask.h"

namespace lab {

std::vector<attn::PaintedRow> withPaintedRow(const std::vector<attn::PaintedRow>& rows, attn::PaintedRow row) {
  std::vector<attn::PaintedRow> out = withoutPaintedRow(rows, row.head, row.query);
  const auto after = std::find_if(out.begin(), out.end(), [&](const attn::PaintedRow& other) {
    return std::pair(other.head, other.query) > std::pair(row.head, row.query);
  });
  out.insert(after, std::move(row));
  return out;
}

std::vector<attn::PaintedRow> withoutPaintedRow(const std::vector<attn::PaintedRow>& rows, attn::Index head,
                                                attn::Index query) {
  std::vector<attn::PaintedRow> out = rows;
  std::erase_if(out, [&](const attn::PaintedRow& row) { return row.head == head && row.query == query; });
  return out;
}

void fitPaintedRows(attn::Experiment& experiment) {
  if (experiment.painted.empty()) return;
  const auto shape = scoreShape(experiment);
  if (!shape) return;
  std::erase_if(experiment.painted, [&](const attn::PaintedRow& row) {
    return row.head >= experiment.heads || row.query >= shape->first ||
           static_cast<attn::Index>(row.weights.size()) != shape->second;
  });
}

}  // namespace lab
