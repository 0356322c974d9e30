#pragma once

#include <Eigen/Core>
#include <map>
#include <string>

#include "attention/parameters.h"
#include "core/types.h"

namespace attn {

// Learning is templated on the scalar: floats as everywhere, doubles where a gradient is checked by finite differences.

template <class Scalar>
using MatrixOf = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The parameters of a score function by name; a vector is a matrix of one row.
template <class Scalar>
struct ParametersOf {
  std::map<std::string, Scalar> numbers;
  std::map<std::string, MatrixOf<Scalar>> matrices;
};

/// Those of one head.
template <class Scalar>
ParametersOf<Scalar> parametersAs(const Parameters& parameters) {
  ParametersOf<Scalar> out;
  for (const auto& [name, value] : parameters.numbers) out.numbers[name] = static_cast<Scalar>(value);
  for (const auto& [name, values] : parameters.matrices) out.matrices[name] = values->template cast<Scalar>();
  return out;
}

}  // namespace attn
