#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ui/widgets.h"

namespace lab {

/// A table of small type: names at the left, numbers at the right of their columns, so that points line up.
struct TableRow {
  enum class Kind { Plain, Header, Selected, Sum } kind = Kind::Plain;
  std::string prefix;  ///< dim, before the name: "q", "k"
  std::string name;
  std::vector<std::string> cells;
  std::optional<double> bar;  ///< 0 … 1, drawn behind the last column
  bool dim = false;
  bool lit = false;               ///< what it is of is pointed at, here or in a view
  bool opens = false;             ///< its numbers can be clicked one by one
  std::optional<int> accentCell;  ///< the cell that is the result
  std::string tip;                ///< what the row says, for those who wonder
};

struct TableColumns {
  float name = 0;             ///< width of the names' column in pixels
  int numbers = 0;            ///< columns that share the rest evenly, unless `widths` says otherwise
  std::vector<float> widths;  ///< one a column of numbers, in pixels
  float last = 0;             ///< width of one more number's column behind the others; 0: none
  float bar = 0;              ///< width of the bars' column; 0: none
};

/// The index of a row, and of one of its cells where the row opens.
struct TableResult {
  std::optional<int> clicked, hovered;
  int cell = 0;
};

/// @param selectable rows can be chosen by pointer and keyboard
/// @param probeName tests read the rows as `probeName.0`, `probeName.1`, … and which are lit as `probeName.0.lit`,
/// cells of a row that opens as `probeName.0.cell.0`
TableResult drawTable(Ui& ui, const char* probeName, const TableColumns& columns, const std::vector<TableRow>& rows,
                      bool selectable = false);

}  // namespace lab
