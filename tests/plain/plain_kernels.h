#pragma once

#include <cstddef>
#include <vector>

// The kernels' mathematics once more, number by number in double precision on plain rows: slow, and easy to compare
// with the definitions. They judge what is made fast.

namespace attn::plain {

/// (rows, columns), row by row.
struct Table {
  std::size_t rows = 0, columns = 0;
  std::vector<double> at;
  Table() = default;
  Table(std::size_t r, std::size_t c) : rows(r), columns(c), at(r * c) {}
  Table(std::size_t r, std::size_t c, const std::vector<float>& values)
      : rows(r), columns(c), at(values.begin(), values.end()) {}
  double& operator()(std::size_t r, std::size_t c) { return at[r * columns + c]; }
  double operator()(std::size_t r, std::size_t c) const { return at[r * columns + c]; }
};

/// Which (query, key) may be attended; empty: all.
using Seen = std::vector<bool>;

/// left (n, d) · right (d, m).
Table product(const Table& left, const Table& right);
Table transposed(const Table& values);

/// scale · q·k.
Table scores(const Table& q, const Table& k, double scale);

/// exp(s/τ) / Σ exp(s/τ) over the keys that may be attended, the row maximum subtracted; 0 in a row with none.
Table softmax(const Table& scores, double tau, const Seen& seen = {});

/// The mask `i + m − n − j ≥ 0`.
Seen causal(std::size_t queries, std::size_t keys);

/// −Σ p ln p of one row.
double entropy(const Table& weights, std::size_t row);

/// Σ_a v_a tanh(A_ia + B_ja) of hidden queries A (n, d_a) and hidden keys B (m, d_a).
Table additive(const Table& a, const Table& b, const std::vector<double>& v);

/// The largest of the cells of each of (rows, columns) areas: area r begins at cell ⌊r · cells / areas⌋.
Table maxPooled(const Table& values, std::size_t rows, std::size_t columns);

}  // namespace attn::plain
