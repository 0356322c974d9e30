#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attention/derivation.h"
#include "attention/masks.h"
#include "attention/parameters.h"
#include "core/types.h"
#include "core/work.h"

// One row per variant. Menus, files, the command line, help and a test over all rows come from here:
// adding a variant is one row and one function. Formulas are in the small subset of TeX that
// app/scene/formula reads.

namespace attn {

struct ScoreRow {
  const char* name;
  Title title;
  Title summary;               ///< one sentence for tooltips and help
  const char* formula;         ///< "s(q, k) = \\frac{q \\cdot k}{\\sqrt{d}}"
  const char* numericFormula;  ///< the right-hand side with `@name` slots: "\\frac{@dot}{\\sqrt{@d}}"
  double (*evaluate)(const std::map<std::string, double>& numbers);  ///< what numericFormula says, in double
  bool sameWidth;                                                    ///< d_q must equal d_k
  std::vector<ParameterSpec> parameters;
  const char* source;
  Matrix (*compute)(const Matrix& queries, const Matrix& keys, const Parameters&, const WorkShare&);
  ScoreDerivation (*explain)(const Vector& query, const Vector& key, const Parameters&, float score);
};

struct NormalizerRow {
  const char* name;
  Title title;
  Title summary;
  const char* formula;
  bool usesTemperature;
  bool exponential;  ///< ln p = s / τ + a constant of the row: see measureSoftmaxRows
  const char* source;
  Matrix (*compute)(const Matrix& scores, const Mask& visible, double tau, const WorkShare&);
  std::vector<WeightStep> (*explain)(std::span<const float> scores, std::span<const bool> visible, double tau);
};

struct MaskRow {
  const char* name;
  Title title;
  Title summary;
  const char* formula;
  std::vector<const char*> arguments;  ///< names of its numbers, in the order they are written
  const char* source;
  Mask (*compute)(Index queries, Index keys, const std::vector<Index>& arguments);
};

struct PositionRow {
  const char* name;
  Title title;
  Title summary;
  const char* formula;
  const char* source;
  Matrix (*table)(Index count, Index width);  ///< null for `none`
};

const std::vector<ScoreRow>& scoreCatalogue();
const std::vector<NormalizerRow>& normalizerCatalogue();
const std::vector<MaskRow>& maskCatalogue();
const std::vector<PositionRow>& positionCatalogue();

/// Scores of finite queries (n, d_q) and keys (m, d_k) with complete parameters -> (n, m), finite.
/// @throws InputError `not_finite` naming Q, K or scores (where floats overflow) and the index; `width`.
Matrix computeScores(const ScoreRow& score, const Matrix& queries, const Matrix& keys, const Parameters& complete,
                     const WorkShare& work);

/// The row with this name. @throws InputError `unknown_name` with the nearest valid name; `what` is the
/// kind of name in the message ("score").
template <class Row>
const Row& findRow(const std::vector<Row>& rows, std::string_view name, const char* what);

/// The parameter with this name. @throws InputError `unknown_parameter` with the nearest, `no_parameters`.
const ParameterSpec& findParameter(const ScoreRow& score, const std::string& name);

/// The parameters of `score`, complete: given ones checked (known, kind, shape, range, finite), missing
/// ones drawn from the seed (purpose `score.parameter`, variance 1 / columns; vectors 1 / length; optional
/// biases left out) or set to their standard number.
/// @throws InputError `unknown_parameter`, `parameter_kind`, `shape`, `out_of_range`, `not_finite`.
Parameters completeParameters(const ScoreRow& score, const Parameters& given, Index queryWidth, Index keyWidth,
                              std::uint64_t seed, const WorkShare& work = WorkShare::none());

/// Whether `completeParameters` draws anything, so that the seed matters.
bool drawsParameters(const ScoreRow& score, const Parameters& given);

}  // namespace attn

#include "attention/catalogue_find.h"
