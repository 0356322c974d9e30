#include "attention/scores.h"

#include <algorithm>
#include <cmath>

#include "core/matrix_memory.h"
#include "core/products.h"
#include "core/row_blocks.h"

namespace attn {
namespace {

// Graves, Wayne & Danihelka 2014 leave a zero vector open; math-reference: norms are at least ε = 1e-8.
const double smallestNorm = 1e-8;

// Norms in double: squares of numbers up to 1e30 do not fit into a float.
Matrix unitRows(const Matrix& rows) {
  Matrix unit(rows.rows(), rows.cols());
  for (Index row = 0; row < rows.rows(); ++row) {
    const Eigen::VectorXd wide = rows.row(row).transpose().cast<double>();
    unit.row(row) = (wide / std::max(wide.norm(), smallestNorm)).cast<float>().transpose();
  }
  return unit;
}

}  // namespace

Matrix dotScores(const Matrix& queries, const Matrix& keys, const Parameters&, const WorkShare& work) {
  return productTransposed(queries, keys, work);
}

Matrix scaledDotScores(const Matrix& queries, const Matrix& keys, const Parameters&, const WorkShare& work) {
  const double scale = 1.0 / std::sqrt(static_cast<double>(queries.cols()));
  return productTransposed(queries, keys, work, static_cast<float>(scale));
}

Matrix generalScores(const Matrix& queries, const Matrix& keys, const Parameters& parameters, const WorkShare& work) {
  const Matrix mapped = product(queries, *parameters.matrices.at("W"), work);
  return productTransposed(mapped, keys, work);
}

Matrix cosineScores(const Matrix& queries, const Matrix& keys, const Parameters& parameters, const WorkShare& work) {
  const float beta = static_cast<float>(parameters.numbers.at("beta"));
  return productTransposed(unitRows(queries), unitRows(keys), work, beta);
}

Matrix locationScores(const Matrix& queries, const Matrix& keys, const Parameters& parameters, const WorkShare& work) {
  return productTransposed(queries, parameters.matrices.at("W")->topRows(keys.rows()), work);
}

Matrix keyLinearScores(const Matrix&, const Matrix& keys, const Parameters& parameters, const WorkShare& work) {
  Matrix scores = productTransposed(*parameters.matrices.at("W"), keys, work);
  if (const auto bias = parameters.matrices.find("b"); bias != parameters.matrices.end())
    scores.colwise() += bias->second->row(0).transpose();
  if (parameters.numbers.at("tanh") != 0) scores = scores.array().tanh().matrix().eval();
  return scores;
}

// Differences are squared directly: ‖q‖² + ‖k‖² − 2 q·k would lose the small distances that matter most.
Matrix gaussianScores(const Matrix& queries, const Matrix& keys, const Parameters& parameters, const WorkShare& work) {
  const double sigma = parameters.numbers.at("sigma");
  const float scale = static_cast<float>(-1.0 / (2.0 * sigma * sigma));
  const Matrix byDimension = keys.transpose();  // (d, m): the inner loop runs along the keys
  const Index tile = 512;                       // keys whose partial sums stay in the first-level cache
  Matrix scores = unfilledMatrix(queries.rows(), keys.rows());
  const double nanosecondsPerRow = 0.8 * static_cast<double>(keys.size());
  forRowBlocksOnThreads(queries.rows(), nanosecondsPerRow, work, [&](Index first, Index count) {
    for (Index key = 0; key < keys.rows(); key += tile) {
      const Index width = std::min(tile, keys.rows() - key);
      for (Index query = first; query < first + count; ++query) {
        auto sums = scores.row(query).segment(key, width).array();
        sums.setZero();
        for (Index d = 0; d < queries.cols(); ++d)
          sums += (byDimension.row(d).segment(key, width).array() - queries(query, d)).square();
        sums *= scale;
      }
    }
  });
  return scores;
}

}  // namespace attn
