#include "plain_eigen.h"

#include <Eigen/Core>
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
