#include "scene/views.h"

#include "attention/catalogue.h"
#include "scene/heads_scene.h"
#include "scene/links_scene.h"

namespace lab {

const std::vector<ViewRow>& viewCatalogue() {
  static const std::vector<ViewRow> rows = {
      {"heatmap",
       {"Heatmap", "热力图"},
       {"One coloured cell for each query (row) and key (column).",
        "每个查询（行）与每个键（列）对应一个着色单元格。"}},
      {"links",
       {"Links", "连线"},
       {"Two lists of tokens and, from each query to each key, a curve as wide as its weight.",
        "两列词元；从每个查询到每个键画一条曲线，权重越大曲线越粗。"},
       linksFigure},
      {"heads",
       {"Heads", "多头"},
       {"Every head as a small heatmap with its measures, and their mean and maximum.",
        "每个头一张小热力图及其度量，另有各头的平均与最大。"},
       headsFigure},
  };
  return rows;
}

const ViewRow& viewNamed(std::string_view name) { return attn::findRow(viewCatalogue(), name, "view"); }

std::optional<Cell> heaviestCell(const attn::Trace& trace) {
  if (!trace.head().measures || trace.head().measures->empty()) return std::nullopt;
  Cell best{0, 0};
  double weight = -1;
  for (std::size_t q = 0; q < trace.head().measures->size(); ++q) {
    const attn::RowMeasures& row = (*trace.head().measures)[q];
    if (row.maximumAt >= 0 && row.maximum > weight) {
      weight = row.maximum;
      best = {static_cast<attn::Index>(q), row.maximumAt};
    }
  }
  return best;
}

}  // namespace lab
