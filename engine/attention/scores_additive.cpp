#include <algorithm>
#include <cmath>

#include "attention/scores.h"
#include "core/products.h"
#include "core/row_blocks.h"

namespace attn {
namespace {

// Up to here e^{2a} e^{2b} fits into a float.
const float largestForExponentials = 21.0F;

// What is known of the keys before the first query: b = W_k k, by hidden unit.
struct HiddenKeys {
  Matrix values;               // (d_a, m)
  Matrix exponentials;         // (d_a, m): e^{2b}; read only where `moderate`
  std::vector<bool> moderate;  // per hidden unit: every |b| allows exponentials
};

HiddenKeys hiddenKeys(const Matrix& keys, const Matrix& weight, const WorkShare& work) {
  HiddenKeys hidden;
  hidden.values = productTransposed(weight, keys, work);
  hidden.exponentials.resize(hidden.values.rows(), hidden.values.cols());
  hidden.moderate.resize(static_cast<std::size_t>(weight.rows()));
  for (Index unit = 0; unit < weight.rows(); ++unit) {
    const auto row = hidden.values.row(unit).array();
    hidden.moderate[static_cast<std::size_t>(unit)] = row.abs().maxCoeff() < largestForExponentials;
    hidden.exponentials.row(unit) = (2.0F * row).min(2.0F * largestForExponentials).exp();
  }
  return hidden;
}

// Adds Σ over hidden units of v tanh(a + b) for one query's `a` to the scores of some keys.
// tanh(a + b) = 1 − 2 / (e^{2a} e^{2b} + 1): the exponentials are there already, so that the inner loop has
// one division and no tanh.
template <class Scores>
void addHiddenUnits(Scores scores, Index firstKey, const Eigen::VectorXf& a, const Eigen::VectorXf& exponentials,
                    const HiddenKeys& keys, const Matrix& v) {
  double constant = 0;
  for (Index unit = 0; unit < a.size(); ++unit) {
    const float factor = v(0, unit);
    if (std::abs(a(unit)) < largestForExponentials && keys.moderate[static_cast<std::size_t>(unit)]) {
      const auto b = keys.exponentials.row(unit).segment(firstKey, scores.size()).array();
      scores -= (2.0F * factor) / (exponentials(unit) * b + 1.0F);
      constant += static_cast<double>(factor);
    } else {
      const auto b = keys.values.row(unit).segment(firstKey, scores.size()).array();
      scores += factor * (a(unit) + b).tanh();
    }
  }
  scores += static_cast<float>(constant);
}

// What the hidden layer reads, before the tanh: a = W_q q + b by query, and b = W_k k by key.
Matrix hiddenLayerScores(const Matrix& hiddenQueries, const Matrix& keys, const Matrix& keyWeight, const Matrix& v,
                         const WorkShare& work) {
  const HiddenKeys hidden = hiddenKeys(keys, keyWeight, work);
  const Index tile = 512;  // keys whose partial sums stay in the first-level cache
  Matrix scores = Matrix::Zero(hiddenQueries.rows(), keys.rows());
  const double nanosecondsPerRow = 1.5 * static_cast<double>(hidden.values.size());
  forRowBlocks(hiddenQueries.rows(), nanosecondsPerRow, work, [&](Index first, Index count) {
    for (Index query = first; query < first + count; ++query) {
      const Eigen::VectorXf a = hiddenQueries.row(query).transpose();
      const Eigen::VectorXf exponentials = (2.0F * a.array()).min(2.0F * largestForExponentials).exp().matrix();
      for (Index key = 0; key < keys.rows(); key += tile)
        addHiddenUnits(scores.row(query).segment(key, std::min(tile, keys.rows() - key)).array(), key, a, exponentials,
                       hidden, v);
    }
  });
  return scores;
}

void addBias(Matrix& hidden, const Parameters& parameters, const char* name) {
  if (const auto bias = parameters.matrices.find(name); bias != parameters.matrices.end())
    hidden.rowwise() += bias->second->row(0);
}

// W [q; k] = W_left q + W_right k, so that one layer over both is two layers that are added.
Matrix joinedLayerScores(const Matrix& queries, const Matrix& keys, const Matrix& weight, const Matrix& v,
                         const Parameters& parameters, const char* biasName, const WorkShare& work) {
  Matrix hiddenQueries = productTransposed(queries, weight.leftCols(queries.cols()), work);
  if (biasName != nullptr) addBias(hiddenQueries, parameters, biasName);
  return hiddenLayerScores(hiddenQueries, keys, weight.rightCols(keys.cols()), v, work);
}

}  // namespace

Matrix additiveScores(const Matrix& queries, const Matrix& keys, const Parameters& parameters, const WorkShare& work) {
  Matrix hiddenQueries = productTransposed(queries, *parameters.matrices.at("W_q"), work);
  addBias(hiddenQueries, parameters, "b");
  return hiddenLayerScores(hiddenQueries, keys, *parameters.matrices.at("W_k"), *parameters.matrices.at("v"), work);
}

Matrix concatScores(const Matrix& queries, const Matrix& keys, const Parameters& parameters, const WorkShare& work) {
  return joinedLayerScores(queries, keys, *parameters.matrices.at("W"), *parameters.matrices.at("v"), parameters,
                           nullptr, work);
}

Matrix mlpScores(const Matrix& queries, const Matrix& keys, const Parameters& parameters, const WorkShare& work) {
  Matrix scores = joinedLayerScores(queries, keys, *parameters.matrices.at("W_1"), *parameters.matrices.at("w_2"),
                                    parameters, "b_1", work);
  scores.array() += static_cast<float>(parameters.numbers.at("b_2"));
  return scores;
}

}  // namespace attn
