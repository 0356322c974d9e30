#include "scene/views.h"

#include "attention/catalogue.h"
#include "scene/draw_scene.h"
#include "scene/position_scene.h"

namespace lab {

const std::vector<ViewRow>& viewCatalogue() {
  static const std::vector<ViewRow> rows = {
      {"heatmap",
       {"Heatmap", "热力图"},
       {"One coloured cell for each query (row) and key (column).",
        "每个查询（行）与每个键（列）对应一个着色单元格。"}},
      {"position",
       {"Position", "位置"},
       {"How positions are told, by distance, and what a shift of the whole sequence changes.",
        "位置如何编码、随距离如何变化，以及整个序列平移后什么不变。"},
       positionFigure},
      {"draw",
       {"Draw", "手绘"},
       {"Paint weights by hand: the row sums to 1 again, context and measures follow.",
        "手动绘制权重：该行重新归一化，上下文与度量随之变化。"},
       drawFigure},
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
