#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <initializer_list>
#include <memory>
#include <vector>

#include "core/random.h"
#include "core/types.h"

namespace attn::test {

using WideMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Normals of variance 1; the purpose keeps matrices of one test apart.
inline Matrix seededNormal(Index rows, Index columns, const char* purpose) {
  return normalMatrix(1, purpose, rows, columns, 1.0);
}

inline Mask allVisible(Index queries, Index keys) { return Mask::Constant(queries, keys, true); }

inline Matrix matrixOf(std::initializer_list<std::initializer_list<double>> rows) {
  Matrix out(static_cast<Index>(rows.size()), static_cast<Index>(rows.begin()->size()));
  Index r = 0;
  for (const auto& row : rows) {
    Index c = 0;
    for (const double value : row) out(r, c++) = static_cast<float>(value);
    ++r;
  }
  return out;
}

inline MatrixPtr shared(Matrix values) { return std::make_shared<const Matrix>(std::move(values)); }

/// Same shape and every entry within `tolerance`; NaN only beside NaN. Names the first entry that is not.
template <class A, class B>
testing::AssertionResult matricesNear(const A& got, const B& expected, double tolerance) {
  if (got.rows() != expected.rows() || got.cols() != expected.cols())
    return testing::AssertionFailure() << got.rows() << " × " << got.cols() << " instead of " << expected.rows()
                                       << " × " << expected.cols();
  for (Index r = 0; r < got.rows(); ++r)
    for (Index c = 0; c < got.cols(); ++c) {
      const double a = static_cast<double>(got(r, c)), b = static_cast<double>(expected(r, c));
      if (std::isnan(a) != std::isnan(b) || std::abs(a - b) > tolerance)
        return testing::AssertionFailure() << "[" << r << ", " << c << "] is " << a << " instead of " << b;
    }
  return testing::AssertionSuccess();
}

}  // namespace attn::test

#define EXPECT_MATRIX_NEAR(got, expected, tolerance) \
  EXPECT_TRUE(attn::test::matricesNear((got), (expected), (tolerance)))
