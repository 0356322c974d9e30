#include "plain/plain_kernels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace attn::plain {

Table product(const Table& left, const Table& right) {
  Table out(left.rows, right.columns);
  for (std::size_t i = 0; i < out.rows; ++i)
    for (std::size_t k = 0; k < left.columns; ++k)
      for (std::size_t j = 0; j < out.columns; ++j) out(i, j) += left(i, k) * right(k, j);
  return out;
}

Table transposed(const Table& values) {
  Table out(values.columns, values.rows);
  for (std::size_t i = 0; i < values.rows; ++i)
    for (std::size_t j = 0; j < values.columns; ++j) out(j, i) = values(i, j);
  return out;
}

Table scores(const Table& q, const Table& k, double scale) {
  Table out(q.rows, k.rows);
  for (std::size_t i = 0; i < out.rows; ++i)
    for (std::size_t j = 0; j < out.columns; ++j) {
      double sum = 0;
      for (std::size_t c = 0; c < q.columns; ++c) sum += q(i, c) * k(j, c);
      out(i, j) = scale * sum;
    }
  return out;
}

Table softmax(const Table& scores, double tau, const Seen& seen) {
  Table out(scores.rows, scores.columns);
  for (std::size_t i = 0; i < out.rows; ++i) {
    const auto visible = [&](std::size_t j) { return seen.empty() || seen[i * out.columns + j]; };
    double highest = -std::numeric_limits<double>::infinity(), sum = 0;
    for (std::size_t j = 0; j < out.columns; ++j)
      if (visible(j)) highest = std::max(highest, scores(i, j));
    for (std::size_t j = 0; j < out.columns; ++j) {
      if (visible(j)) out(i, j) = std::exp((scores(i, j) - highest) / tau);
      sum += out(i, j);
    }
    for (std::size_t j = 0; sum > 0 && j < out.columns; ++j) out(i, j) /= sum;
  }
  return out;
}

Seen causal(std::size_t queries, std::size_t keys) {
  Seen out(queries * keys);
  for (std::size_t i = 0; i < queries; ++i)
    for (std::size_t j = 0; j < keys; ++j) out[i * keys + j] = i + keys >= j + queries;
  return out;
}

double entropy(const Table& weights, std::size_t row) {
  double sum = 0;
  for (std::size_t j = 0; j < weights.columns; ++j) {
    const double p = weights(row, j);
    if (p > 0) sum -= p * std::log(p);
  }
  return sum;
}

Table additive(const Table& a, const Table& b, const std::vector<double>& v) {
  Table out(a.rows, b.rows);
  for (std::size_t i = 0; i < out.rows; ++i)
    for (std::size_t j = 0; j < out.columns; ++j)
      for (std::size_t unit = 0; unit < v.size(); ++unit) out(i, j) += v[unit] * std::tanh(a(i, unit) + b(j, unit));
  return out;
}

Table maxPooled(const Table& values, std::size_t rows, std::size_t columns) {
  Table out(rows, columns);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) {
      double highest = -std::numeric_limits<double>::infinity();
      for (std::size_t i = r * values.rows / rows; i < (r + 1) * values.rows / rows; ++i)
        for (std::size_t j = c * values.columns / columns; j < (c + 1) * values.columns / columns; ++j)
          highest = std::max(highest, values(i, j));
      out(r, c) = highest;
    }
  return out;
}

}  // namespace attn::plain
