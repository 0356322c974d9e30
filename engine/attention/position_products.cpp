#include "attention/position_products.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "attention/catalogue.h"
#include "attention/positions.h"

namespace attn {

Matrix positionProducts(const Matrix& table) {
  const Eigen::MatrixXd wide = table.cast<double>();
  return (wide * wide.transpose()).cast<float>();
}

DistanceProducts productsByDistance(const Matrix& products) {
  DistanceProducts out;
  for (Index apart = 0; apart < products.rows(); ++apart) {
    const auto along = products.diagonal(apart).cast<double>();
    out.mean.push_back(along.mean());
    out.low.push_back(along.minCoeff());
    out.high.push_back(along.maxCoeff());
  }
  return out;
}

std::vector<double> rotaryAngles(Index position, Index width) {
  assert(width % 2 == 0);
  std::vector<double> angles;
  for (Index pair = 0; pair < width / 2; ++pair)
    angles.push_back(static_cast<double>(position) * positionFrequency(pair, width));
  return angles;
}

Matrix biasByDistance(const BiasSpec& bias, Index heads, Index reach, const Parameters& parameters) {
  const BiasRow& row = findRow(biasCatalogue(), bias.name, "bias");
  Matrix out = Matrix::Zero(heads, 2 * reach + 1);
  if (row.compute == nullptr) return out;
  for (Index head = 0; head < heads; ++head) {
    const Matrix pairs = row.compute(head, heads, reach + 1, reach + 1, bias, parameters);
    // The last query has every earlier key, the first every later one.
    out.row(head).head(reach + 1) = pairs.row(reach);
    out.row(head).tail(reach + 1) = pairs.row(0);
  }
  return out;
}

LargestDifference largestDifference(const Matrix& a, const Matrix& b) {
  assert(a.rows() == b.rows() && a.cols() == b.cols());
  LargestDifference out;
  for (Index row = 0; row < a.rows(); ++row) {
    for (Index column = 0; column < a.cols(); ++column) {
      const auto left = static_cast<double>(a(row, column));
      const double apart = std::abs(left - static_cast<double>(b(row, column)));
      out.magnitude = std::max(out.magnitude, std::abs(left));
      if (apart > out.value || (std::isnan(apart) && !std::isnan(out.value))) {
        out.value = apart;
        out.row = row;
        out.column = column;
      }
    }
  }
  return out;
}

bool withinRounding(const LargestDifference& difference) {
  return difference.value <= 1e-5 * std::max(1.0, difference.magnitude);
}

}  // namespace attn
