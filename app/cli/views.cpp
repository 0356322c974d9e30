#include "cli/views.h"

namespace lab {

const std::vector<ViewRow>& viewCatalogue() {
  static const std::vector<ViewRow> rows = {
      {"heatmap",
       {"Heatmap", "热力图"},
       {"One coloured cell for each query (row) and key (column).",
        "每个查询（行）与每个键（列）对应一个着色单元格。"}},
  };
  return rows;
}

}  // namespace lab
