#pragma once

#include <list>
#include <optional>
#include <string>
#include <vector>

#include "i18n/i18n.h"
#include "measures/comparisons.h"
#include "pipeline/trace.h"
#include "scene/compare_choices.h"
#include "scene/shown_matrix.h"

namespace lab {

/// One column of a comparison with what came of it.
struct CompareColumn {
  std::string key;      ///< of its choice
  std::string title;    ///< "cosine"
  std::string detail;   ///< "β = 4", "seeded"
  std::string formula;  ///< TeX
  std::string summary;  ///< a sentence
  bool own = false;
  std::string error;                              ///< why it has no weights, in the reader's language
  ShownMatrixPtr weights;                         ///< null after an error, and while it is being computed
  attn::MatrixPtr scores;                         ///< null if there are none
  double largestDifference = 0;                   ///< the largest magnitude in `difference`
  std::optional<attn::RowMeasures> row;           ///< of the selected query
  std::optional<attn::RowComparison> comparison;  ///< of that row with the reference's
  ShownMatrixPtr difference;  ///< weights − reference; null unless asked for, and where their shapes differ
};

struct CompareSubject {
  CompareBy by = CompareBy::Scores;
  std::vector<CompareColumn> columns;
  std::size_t reference = 0;  ///< one of the columns, if there are any
  std::optional<Cell> selected;
  bool differences = false;
  bool wholeRange = false;  ///< colours of weights from 0 to 1, not to the largest of all columns
  bool stale = false;

  /// The map and the bars of a column: its weights, or their difference from the reference.
  const ShownMatrixPtr& shown(std::size_t column) const {
    return differences ? columns[column].difference : columns[column].weights;
  }
};

/// What came of a choice; null: nothing.
struct CompareOutcome {
  const attn::Trace* trace = nullptr;
  ShownMatrixPtr weights;
  const attn::InputError* error = nullptr;
};

/// @param selected the row whose measures are shown.
CompareColumn compareColumn(const CompareChoice& choice, const CompareOutcome& outcome, CompareBy by,
                            std::optional<Cell> selected, const Words& words);

/// Remembers differences and comparisons of rows: large ones are computed once, not in every frame.
class CompareMemory {
 public:
  /// Fills `comparison` of every column and, where differences are shown, `difference`. Of large matrices one
  /// difference a call. @return whether another call has more to do.
  bool compare(CompareSubject& subject);

 private:
  struct Difference {
    attn::MatrixPtr weights, reference;
    ShownMatrixPtr picture;
    double largest = 0;
  };
  struct Comparison {
    attn::MatrixPtr weights, reference;
    attn::Index row = 0;
    attn::RowComparison numbers;
  };
  std::list<Difference> differences_;  ///< those of the last call
  std::list<Comparison> comparisons_;
};

}  // namespace lab
