#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/types.h"

namespace attn {

/// The numbers and matrices a score function reads, by the names of math-reference (`sigma`, `W_q`).
/// A vector parameter (`v`) is a matrix of one row.
///
/// One serves all heads unless it is named in `perHead`: then it had a leading axis of length h, and is kept as
/// h blocks of rows, one under the other: a matrix is (h · rows, columns), a vector (h, length), a number (h, 1).
struct Parameters {
  std::map<std::string, double> numbers;
  std::map<std::string, MatrixPtr> matrices;
  std::set<std::string> perHead;
  bool operator==(const Parameters&) const = default;
};

/// r, the rows of scores of `key_linear`, where W is drawn.
inline constexpr Index drawnScoreRows = 4;

enum class ParameterKind { Number, Vector, Matrix };

/// How long a side of a parameter is. Of one head: d_q, d_k, d_q + d_k. HiddenWidth is d_a: d_k unless a given
/// parameter says. KeyCapacity is m_max: m unless a given parameter is longer. ScoreRows is r: 4 unless given.
/// Heads is h, Buckets those of the relative bias; TableRows and VectorWidth are those of a position table.
enum class Side {
  One,
  QueryWidth,
  KeyWidth,
  BothWidths,
  HiddenWidth,
  KeyCapacity,
  ScoreRows,
  Heads,
  Buckets,
  TableRows,
  VectorWidth
};

/// One parameter of a score function, a mask, a bias or a position.
struct ParameterSpec {
  const char* name;
  Title title;
  ParameterKind kind;
  Side rows = Side::One;  ///< of a matrix or vector; a vector has rows = One
  Side columns = Side::One;
  double standard = 0;  ///< of a number
  double low = 0;       ///< of a number: the slider's ends; what is typed may lie beyond them
  double high = 0;
  bool logarithmic = false;
  bool optional = false;  ///< may be left out (an absent bias is no bias)
  bool whole = false;     ///< of a number: without a fraction; from 0 to 1 a choice
  bool positive = false;  ///< of a number: accepted above 0 only; else any finite one is, of a choice its two ends

  bool accepts(double value) const;
  /// The accepted numbers as an interval or a list: "(0, ∞)", "0, 1".
  std::string acceptedText() const;
};

/// The sizes that parameters are checked against and drawn for.
struct ParameterSizes {
  Index queryWidth = 0, keyWidth = 0;  ///< of one head
  Index keys = 1;                      ///< m
  Index heads = 1;                     ///< h
};

}  // namespace attn
