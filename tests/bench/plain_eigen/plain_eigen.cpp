#include "plain_eigen.h"

#include <Eigen/Core>
#include <cmath>
#include <limits>

namespace plain_eigen {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using In = Eigen::Map<const Matrix>;
using Out = Eigen::Map<Matrix>;

Eigen::Index index(std::size_t size) { return static_cast<Eigen::Index>(size); }

void softmaxRows(Out weights) {
  weights = (weights.colwise() - weights.rowwise().maxCoeff().eval()).array().exp();
  weights.array().colwise() /= weights.rowwise().sum().eval().array();
}

}  // namespace

void setThreads(int count) { Eigen::setNbThreads(count); }

void attention(const float* q, const float* k, const float* v, std::size_t n, std::size_t d, bool causal,
               float* weights, float* context) {
  const Eigen::Index rows = index(n), width = index(d);
  Out w(weights, rows, rows);
  w.noalias() = In(q, rows, width) * In(k, rows, width).transpose() / std::sqrt(static_cast<float>(d));
  if (causal) w.triangularView<Eigen::StrictlyUpper>().setConstant(-std::numeric_limits<float>::infinity());
  softmaxRows(w);
  Out(context, rows, width).noalias() = w * In(v, rows, width);
}

void softmax(const float* scores, std::size_t n, float tau, float* weights) {
  Out w(weights, index(n), index(n));
  w = In(scores, index(n), index(n)) / tau;
  softmaxRows(w);
}

void sliderFrame(const float* scores, std::size_t n, float tau, float* weights, float* maxima, float* entropies,
                 std::size_t height, std::size_t width, float* picture) {
  softmax(scores, n, tau, weights);
  const In w(weights, index(n), index(n));
  Eigen::Map<Eigen::VectorXf>(maxima, index(n)) = w.rowwise().maxCoeff();
  const float least = std::numeric_limits<float>::min();  // 0 ln 0 is 0
  Eigen::Map<Eigen::VectorXf>(entropies, index(n)) = -(w.array() * w.array().max(least).log()).rowwise().sum();
  for (std::size_t r = 0; r < height; ++r)
    for (std::size_t c = 0; c < width; ++c) {
      const std::size_t top = r * n / height, left = c * n / width;
      const std::size_t rows = (r + 1) * n / height - top, columns = (c + 1) * n / width - left;
      picture[r * width + c] = w.block(index(top), index(left), index(rows), index(columns)).maxCoeff();
    }
}

void additive(const float* q, const float* k, const float* wq, const float* wk, const float* v, std::size_t n,
              std::size_t d, float* scores) {
  const Eigen::Index rows = index(n), width = index(d);
  const Matrix a = In(q, rows, width) * In(wq, width, width).transpose();
  const Matrix b = In(k, rows, width) * In(wk, width, width).transpose();
  const Eigen::Map<const Eigen::VectorXf> factors(v, width);
  Out out(scores, rows, rows);
  for (Eigen::Index i = 0; i < rows; ++i)
    out.row(i) = ((b.rowwise() + a.row(i)).array().tanh().matrix() * factors).transpose();
}

}  // namespace plain_eigen
