#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/input_error.h"
#include "io/array_file.h"
#include "pipeline/experiment.h"
#include "ui/ui.h"

namespace lab {

/// A dialog that says which arrays were found in files and asks which of them is what.
struct MatrixDialog {
  bool open = false;
  std::string file;  ///< what was opened, for the heading
  std::vector<FileArray> arrays;
  std::vector<std::string> roles;               ///< of each array: see matrix_roles.h
  std::optional<attn::InputError> problem;      ///< why these roles cannot be shown
  std::optional<attn::InputError> loadProblem;  ///< why the numbers could not be read; until a role changes
  std::optional<attn::Experiment> checkedFor;   ///< what `problem` was found for
  std::vector<std::string> checkedRoles;
};

/// Starts the dialog with a guess. @param preferred the role that the reader asked for; empty: none
void openMatrixDialog(MatrixDialog& dialog, std::string file, std::vector<FileArray> arrays,
                      const attn::Experiment& present, const std::string& preferred);

/// @param textWidth columns of the vectors of a text, 0 where there is none
/// @return the experiment with the arrays in their places, once the reader agrees and the numbers could be read.
std::optional<attn::Experiment> drawMatrixDialog(Ui& ui, MatrixDialog& dialog, const attn::Experiment& present,
                                                 attn::Index textWidth);

/// Reads the numbers of the arrays that have a role. @throws attn::InputError of `loadArray` and `withArrays`.
attn::Experiment loadedExperiment(const std::vector<FileArray>& arrays, const std::vector<std::string>& roles,
                                  const attn::Experiment& present);

}  // namespace lab
