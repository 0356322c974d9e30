#pragma once

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "core/types.h"

namespace attn {

/// The numbers and matrices a score function reads, by the names of math-reference (`sigma`, `W_q`).
/// A vector parameter (`v`) is a matrix of one row.
struct Parameters {
  std::map<std::string, double> numbers;
  std::map<std::string, MatrixPtr> matrices;
  bool operator==(const Parameters&) const = default;
};

enum class ParameterKind { Number, Vector, Matrix };

/// How long a side of a parameter is: d_q, d_k or d_a (the hidden width, d_k unless a given parameter says).
enum class Side { One, QueryWidth, KeyWidth, HiddenWidth };

/// One parameter of a score function.
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
  bool positive = false;  ///< of a number: accepted above 0 only; else any finite one is

  bool accepts(double value) const { return std::isfinite(value) && (!positive || value > 0); }
  /// The accepted numbers as an interval: "(0, ∞)".
  const char* acceptedText() const { return positive ? "(0, ∞)" : "(−∞, ∞)"; }
};

}  // namespace attn
