#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scene/drawing.h"
#include "scene/scene_style.h"
#include "scene/temperature_row.h"

namespace lab {

/// The lines under a table of keys: a name and its value.
using TableSums = std::vector<std::pair<std::string, std::string>>;

/// A row in numbers: key, score, score over temperature and weight, the heaviest key first, and sums below.
struct TemperatureTable {
  Rect area;  ///< of what is drawn; empty: nothing
  float rowHeight = 0;
  std::size_t rows = 0;  ///< keys that are listed
  std::size_t more = 0;  ///< and that are not: a line says how many

  bool empty() const { return area.width <= 0; }
  Rect rowRect(std::size_t row) const;
  /// The line under the pointer.
  std::optional<std::size_t> rowAt(Point pointer) const;
};

/// What a table with so many rows and sums takes in height.
float tableHeight(const TemperatureRow& row, const SceneStyle& style, std::size_t rows, std::size_t sums);

/// As many rows as there is room for, at most `most`. @param area its top left and the room it has
TemperatureTable layoutTemperatureTable(const TemperatureRow& row, const SceneStyle& style, Rect area, std::size_t sums,
                                        std::size_t most);

/// What has no room in width is left out: the score first, then what is divided by τ.
void drawTemperatureTable(Drawing& drawing, const TemperatureTable& table, const TemperatureRow& row,
                          const SceneStyle& style, const TemperatureHover& hover, const TableSums& sums);

}  // namespace lab
