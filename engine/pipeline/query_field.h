#pragma once

#include <vector>

#include "attention/catalogue.h"
#include "measures/row_measures.h"
#include "pipeline/trace.h"

namespace attn {

/// What any query, not only those of the experiment, would attend to: keys, score, bias, normalizer and temperature
/// of one row of an experiment, with the keys that this row may attend. A bias and the factors of `local_p` are those
/// of the row: they belong to places, not to vectors.
struct QueryField {
  const ScoreRow* score = nullptr;            ///< never null
  const NormalizerRow* normalizer = nullptr;  ///< never null
  double temperature = 1;
  std::vector<Index> keys;      ///< which keys of the experiment: those that are not masked
  Matrix vectors;               ///< (m, d_k), of `keys`
  Parameters parameters;        ///< complete, of one head; of `location` the rows of `keys`
  std::vector<float> added;     ///< (m) bias; empty: none
  std::vector<double> factors;  ///< (m) of `local_p`, after the normalizer; empty: none
  Index row = 0;                ///< which row of W `key_linear` reads
};

/// Whether a head has the vectors that this is made of.
bool hasQueryField(const Trace& head);

/// @param head a trace of one head (see `oneHead`) for which `hasQueryField` holds.  @param row of its scores
QueryField queryField(const Trace& head, Index row);

/// Scores with bias, before τ. @param queries (n, d_q) finite -> (n, m). @throws InputError `not_finite`.
Matrix scoresAt(const QueryField& field, const Matrix& queries);

/// @param scores (n, m) as `scoresAt` gives them -> (n, m).
Matrix weightsAt(const QueryField& field, const Matrix& scores);

/// The same at other temperatures for one query. @param scores (1, m) -> one row for each of `temperatures`.
Matrix weightsOverTemperature(const QueryField& field, const Matrix& scores, const std::vector<double>& temperatures);

/// Everything about one query.
struct FieldReading {
  Matrix scores, weights;      ///< (1, m)
  std::vector<double> scaled;  ///< (m) score / τ, in double, as `scaledScores` gives those of a trace
  Vector context;              ///< (d_v); empty without values
  RowMeasures measures;        ///< of the weights; its keys count within the field
};

/// @param query (d_q)  @param values (all keys of the experiment, d_v) or null. @throws InputError `not_finite`.
FieldReading readField(const QueryField& field, const Vector& query, const Matrix* values);

}  // namespace attn
