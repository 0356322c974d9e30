#pragma once

#include <string>
#include <vector>

#include "ui/widgets.h"

namespace lab {

/// What a row of a catalogue does and, where it has one, its source: what a tooltip says of it.
template <class Row>
std::string rowTip(const Ui& ui, const Row& row) {
  std::string tip = ui.title(row.summary);
  if constexpr (requires { row.source; })
    if (row.source != nullptr && *row.source != '\0') tip.append("\n").append(row.source);
  return tip;
}

/// The rows of a catalogue as a combo's choices: titles and tooltips in the reader's language.
template <class Row>
std::vector<Choice> choicesOf(const Ui& ui, const std::vector<Row>& rows) {
  std::vector<Choice> choices;
  for (const Row& row : rows) choices.push_back({ui.title(row.title), rowTip(ui, row)});
  return choices;
}

template <class Row>
int indexOf(const std::vector<Row>& rows, const std::string& name) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].name == name) return static_cast<int>(i);
  return -1;
}

}  // namespace lab
