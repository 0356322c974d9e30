#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attention/biases.h"
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
  /// Of one head's query and key, with one head's parameters; `place` is where the score stands.
  ScoreDerivation (*explain)(const Vector& query, const Vector& key, const Parameters&, float score, ScorePlace place);
  bool readsQuery = true;  ///< false: a row of scores for each row of W (`key_linear`); Q may be absent
};

struct NormalizerRow {
  const char* name;
  Title title;
  Title summary;
  const char* formula;
  bool usesTemperature;
  bool exponential;  ///< softmax, whose row maxima outlive a temperature and whose sums are measures: see softmax.h
  const char* source;
  Matrix (*compute)(const Matrix& scores, const Mask& visible, double tau, const WorkShare&);
  std::vector<WeightStep> (*explain)(std::span<const float> scores, std::span<const bool> visible, double tau);
};

/// The largest value of a mask's number that means something: any; the number of keys; the last key, counted from 0;
/// or, of a list, what adds up to the number of keys.
enum class MaskLimit { Any, Keys, LastKey, SumIsKeys };

/// A number of a mask, written after a colon.
struct MaskArgument {
  const char* name;  ///< "W"; of a list "I,J,…"
  Title title;       ///< what it counts
  Index low;         ///< the smallest that is accepted; the largest is `largestMaskArgument`
  MaskLimit limit = MaskLimit::Any;
  bool list = false;  ///< the last one: one or more numbers between commas

  /// The largest that means something with this many keys.
  Index high(Index keys) const;
};

struct MaskRow {
  const char* name;
  Title title;
  Title summary;
  const char* formula;
  std::vector<MaskArgument> arguments;  ///< in the order they are written
  const char* source;
  /// (n, m); null for `local_p`, whose window is where the queries say: see `combineMasks` and local.h.
  Mask (*compute)(Index queries, Index keys, const MaskSpec&);
  std::vector<ParameterSpec> parameters = {};
  bool needsMatrix = false;  ///< `custom`: the mask itself is given
};

struct BiasRow {
  const char* name;
  Title title;
  Title summary;
  const char* formula;
  const char* usage;  ///< how it is written: "relative[:BUCKETS:MAXDIST[:causal]]"
  const char* source;
  std::vector<ParameterSpec> parameters;
  /// What is added to the scores of head `head` of `heads` -> (n, m); null for `none`.
  Matrix (*compute)(Index head, Index heads, Index queries, Index keys, const BiasSpec&, const Parameters&);
};

/// How query heads share keys and values; for help and menus. Heads are numbers: h and g.
struct HeadSchemeRow {
  const char* name;  ///< mha | gqa | mqa
  Title title;
  Title summary;
  const char* formula;
  const char* source;
};

enum class PositionKind {
  None,
  Table,    ///< a table of sines is added to the vectors
  Learned,  ///< a table that is given or drawn is added to the vectors
  Rotary,   ///< pairs of the columns of Q and K are turned, head by head
};

struct PositionRow {
  const char* name;
  Title title;
  Title summary;
  const char* formula;
  const char* source;
  PositionKind kind;
  Matrix (*table)(Index count, Index width);  ///< of kind Table; else null
  std::vector<ParameterSpec> parameters = {};
};

const std::vector<ScoreRow>& scoreCatalogue();
const std::vector<NormalizerRow>& normalizerCatalogue();
const std::vector<MaskRow>& maskCatalogue();
const std::vector<BiasRow>& biasCatalogue();
const std::vector<HeadSchemeRow>& headSchemeCatalogue();
const std::vector<PositionRow>& positionCatalogue();

/// Scores of finite queries (n, d_q) and keys (m, d_k) of one head with its complete parameters -> (n, m), finite.
/// Where the score does not read queries they may be empty, and n is the number of W's rows.
/// @throws InputError `not_finite` naming Q, K or scores (where floats overflow) and the index; `width`.
Matrix computeScores(const ScoreRow& score, const Matrix& queries, const Matrix& keys, const Parameters& complete,
                     const WorkShare& work);

/// The row with this name. @throws InputError `unknown_name` with the nearest valid name; `what` is the
/// kind of name in the message ("score").
template <class Row>
const Row& findRow(const std::vector<Row>& rows, std::string_view name, const char* what);

/// The parameter of `specs` with this name. @param owner the name of the score.
/// @throws InputError `unknown_parameter` with the nearest, `no_parameters`.
const ParameterSpec& findParameter(const char* owner, const std::vector<ParameterSpec>& specs, const std::string& name);

/// The parameters that `specs` name, complete: given ones checked (kind, shape, range, finite), missing ones drawn
/// from the seed (purpose `owner.parameter`, variance 1 / columns; vectors 1 / length; optional biases left out) or
/// set to their standard number. Others in `given` are left alone: see `requireKnownParameters`.
/// @param owner the name of the score or mask.
/// @throws InputError `parameter_kind`, `shape`, `out_of_range`, `not_finite`.
Parameters completeParameters(const char* owner, const std::vector<ParameterSpec>& specs, const Parameters& given,
                              const ParameterSizes& sizes, std::uint64_t seed,
                              const WorkShare& work = WorkShare::none());

/// The same of a score, where every given parameter must be one of the score's.
/// @throws InputError also `unknown_parameter`, `no_parameters`.
Parameters completeParameters(const ScoreRow& score, const Parameters& given, const ParameterSizes& sizes,
                              std::uint64_t seed, const WorkShare& work = WorkShare::none());

/// @throws InputError `unknown_parameter` for the first of `given` that is not in `specs`.
void requireKnownParameters(const char* score, const std::vector<ParameterSpec>& specs, const Parameters& given);

/// What head `head` of `heads` reads: its block of every parameter with a leading axis, and all the others.
Parameters parametersOfHead(const std::vector<ParameterSpec>& specs, const Parameters& complete, Index head,
                            Index heads);

/// Whether `completeParameters` draws anything, so that the seed matters.
bool drawsParameters(const std::vector<ParameterSpec>& specs, const Parameters& given);

}  // namespace attn

#include "attention/catalogue_find.h"
