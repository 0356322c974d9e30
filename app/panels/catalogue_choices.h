#pragma once

#include <string>
#include <vector>

#include "ui/widgets.h"

namespace lab {

/// The rows of a catalogue as a combo's choices: titles and summaries in the reader's language.
template <class Row>
std::vector<Choice> choicesOf(const Ui& ui, const std::vector<Row>& rows) {
  std::vector<Choice> choices;
  for (const Row& row : rows) choices.push_back({ui.title(row.title), ui.title(row.summary)});
  return choices;
}

template <class Row>
int indexOf(const std::vector<Row>& rows, const std::string& name) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].name == name) return static_cast<int>(i);
  return -1;
}

}  // namespace lab
