#pragma once

#include <optional>
#include <string>

#include "core/types.h"
#include "ui/ui.h"

namespace lab {

/// What a grid of numbers keeps between frames. Keys that mean something else to the window (Tab, Ctrl+V, Ctrl+C)
/// are put here while the grid has the keyboard.
struct NumberGridState {
  enum class Ask { Nothing, Paste, CopyCell, CopyRow, CopyAll };

  attn::Index row = 0, column = 0;  ///< the chosen cell
  bool hasKeyboard = false;         ///< at the end of the last frame
  bool takeKeyboard = false;        ///< set it to give the grid the keyboard
  bool editing = false;
  bool started = false;  ///< the field of the edited cell is there
  bool selectAll = false;
  int edits = 0;      ///< so far: a field of its own for each, or one would go on with the text of the last
  std::string text;   ///< of the edited cell
  std::string error;  ///< in the reader's language; until the next key
  int tab = 0;        ///< cells to the right that Tab asked for
  bool tabHeld = false;
  Ask ask = Ask::Nothing;
};

/// A matrix as a sheet: click or arrows choose a cell, typing, Enter or a double click edits it, Enter and Tab go on
/// to the next, a clipboard of columns and lines is pasted from the chosen cell on. At most 8 rows are seen at once.
/// @return the matrix after an edit.
std::optional<attn::MatrixPtr> drawNumberGrid(Ui& ui, const char* name, const attn::Matrix& values,
                                              NumberGridState& state);

/// The number that was typed into a cell; none unless it is a finite 32-bit float.
std::optional<float> cellNumber(std::string_view text);

/// Numbers from a clipboard as lines of columns: tabs, commas or spaces between them.
/// @throws attn::InputError of `parseCsv`.
attn::Matrix clipboardNumbers(std::string_view text);

}  // namespace lab
