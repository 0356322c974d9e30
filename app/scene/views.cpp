#include "scene/views.h"

#include "attention/catalogue.h"
#include "scene/compare_figure.h"
#include "scene/draw_scene.h"
#include "scene/heads_scene.h"
#include "scene/links_scene.h"
#include "scene/position_scene.h"
#include "scene/space_scene.h"
#include "scene/steps_scene.h"
#include "scene/temperature_scene.h"

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
      {"steps",
       {"Steps", "步骤"},
       {"The whole computation as matrices on one canvas, each number with those it comes from.",
        "整个计算过程的各个矩阵同在一张图上，每个数都能看到来自哪些数。"},
       stepsFigure},
      {"compare",
       {"Compare", "对比"},
       {"Score functions, normalizers or temperatures side by side on the same input.",
        "同一输入上并排比较得分函数、归一化或温度。"},
       compareFigure},
      {"temperature",
       {"Temperature", "温度"},
       {"The weights of one query at every temperature, as curves.", "一个查询在各个温度下的权重曲线。"},
       temperatureFigure},
      {"space",
       {"Space", "空间"},
       {"A plane of queries: each point is coloured by the key that it would attend to most.",
        "查询的平面：每一点按它最关注的键着色。"},
       spaceFigure},
      {"heads",
       {"Heads", "多头"},
       {"Every head as a small heatmap with its measures, and their mean and maximum.",
        "每个头一张小热力图及其度量，另有各头的平均与最大。"},
       headsFigure},
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
