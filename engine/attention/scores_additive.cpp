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

}  // namespace

Matrix additiveScores(const Matrix& queries, const Matrix& keys, const Parameters& parameters, const WorkShare& work) {
  const Matrix& v = *parameters.matrices.at("v");
  Matrix hiddenQueries = productTransposed(queries, *parameters.matrices.at("W_q"), work);
  if (const auto bias = parameters.matrices.find("b"); bias != parameters.matrices.end())
    hiddenQueries.rowwise() += bias->second->row(0);
  const HiddenKeys hidden = hiddenKeys(keys, *parameters.matrices.at("W_k"), work);

  const Index tile = 512;  // keys whose partial sums stay in the first-level cache
  Matrix scores = Matrix::Zero(queries.rows(), keys.rows());
  const double nanosecondsPerRow = 1.5 * static_cast<double>(hidden.values.size());
  forRowBlocks(queries.rows(), nanosecondsPerRow, work, [&](Index first, Index count) {
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

}  // namespace attn
