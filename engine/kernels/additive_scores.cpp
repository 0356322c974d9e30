#include "kernels/additive_scores.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/additive_block.h"
#include "kernels/isa.h"
#include "kernels/matrix_product.h"
#include "kernels/scratch.h"
#include "kernels/sizes.h"
#include "kernels/thread_pool.h"

namespace attn::kernels {
namespace {

// Hidden units by how their tanh is made, and the bounds of each way.
struct Units {
  std::vector<std::size_t> order;
  UnitCounts counts;
  std::size_t exponential() const { return counts.paired + counts.single; }
};

Units sortUnits(const std::vector<float>& largest) {
  const float forPair = 10.5F, forSingle = 21.0F;
  Units units;
  const auto append = [&](auto&& wanted) {
    const std::size_t before = units.order.size();
    for (std::size_t unit = 0; unit < largest.size(); ++unit)
      if (wanted(largest[unit])) units.order.push_back(unit);
    return units.order.size() - before;
  };
  const std::size_t small = append([&](float a) { return a < forPair; });
  units.counts.paired = small / 2 * 2;
  units.counts.single = small % 2 + append([&](float a) { return a >= forPair && a < forSingle; });
  units.counts.direct = append([&](float a) { return !(a < forSingle); });
  return units;
}

// What is made before the first score.
struct Prepared {
  Units units;
  std::vector<float> factors;
  float constant = 0;
};

// `to` (n, d_a) = Q W_qᵀ + b.
void projectQueries(const AdditiveProblem& p, float* to) {
  MatrixProduct product{p.queries, p.hidden, p.queryWidth, p.q, p.queryStep};
  product.right = p.queryWeights, product.rightStep = p.queryWeightStep, product.rightTransposed = true;
  product.out = to, product.outStep = p.hidden;
  if (p.bias != nullptr) {
    product.accumulate = true;
    for (std::size_t query = 0; query < p.queries; ++query) std::copy_n(p.bias, p.hidden, to + query * p.hidden);
  }
  multiply(product);
}

// `to` (d_a, stride) = W_k Kᵀ; 0 beyond the last key.
void projectKeys(const AdditiveProblem& p, std::size_t stride, float* to) {
  for (std::size_t unit = 0; unit < p.hidden; ++unit) std::fill_n(to + unit * stride + p.keys, stride - p.keys, 0.0F);
  MatrixProduct product{p.hidden, p.keys, p.keyWidth, p.keyWeights, p.keyWeightStep};
  product.right = p.k, product.rightStep = p.keyStep, product.rightTransposed = true;
  product.out = to, product.outStep = stride;
  multiply(product);
}

Prepared prepare(const AdditiveProblem& p, const float* a, const float* b, std::size_t stride) {
  std::vector<float> largest(p.hidden, 0.0F);
  for (std::size_t query = 0; query < p.queries; ++query)
    for (std::size_t unit = 0; unit < p.hidden; ++unit)
      largest[unit] = std::max(largest[unit], std::abs(a[query * p.hidden + unit]));
  for (std::size_t unit = 0; unit < p.hidden; ++unit)
    for (std::size_t key = 0; key < p.keys; ++key)
      largest[unit] = std::max(largest[unit], std::abs(b[unit * stride + key]));
  Prepared out{sortUnits(largest), {}, 0};
  double constant = p.constant;
  for (std::size_t i = 0; i < p.hidden; ++i) {
    out.factors.push_back(p.v[out.units.order[i]]);
    if (i < out.units.exponential()) constant += static_cast<double>(out.factors.back());
  }
  out.constant = static_cast<float>(constant);
  return out;
}

// (panel, unit, panelWidth) of e^2b, or b.
void packKeys(const AdditiveProblem& p, const AdditiveKernels& kernels, const Units& units, const float* b,
              std::size_t stride, float* to) {
  for (std::size_t key = 0; key < stride; key += kernels.panelWidth) {
    float* panel = to + key * p.hidden;
    for (std::size_t i = 0; i < p.hidden; ++i)
      std::copy_n(b + units.order[i] * stride + key, kernels.panelWidth, panel + i * kernels.panelWidth);
    kernels.doubledExponentials(panel, units.exponential() * kernels.panelWidth);
  }
}

// (unit, rows) of e^2a, or a, for the queries from `first` on; 0 where there is none. `to` has room for
// panelWidth more.
void packQueries(const AdditiveProblem& p, const AdditiveKernels& kernels, const Units& units, const float* a,
                 std::size_t first, float* to) {
  const auto write = [&](std::size_t from, std::size_t end) {
    for (std::size_t i = from; i < end; ++i)
      for (std::size_t row = 0; row < kernels.rows; ++row)
        to[i * kernels.rows + row] = first + row < p.queries ? a[(first + row) * p.hidden + units.order[i]] : 0.0F;
  };
  const std::size_t count = units.exponential() * kernels.rows;
  const std::size_t whole = ceilDivide(count, kernels.panelWidth) * kernels.panelWidth;
  write(0, units.exponential());
  std::fill(to + count, to + whole, 0.0F);
  kernels.doubledExponentials(to, whole);
  write(units.exponential(), p.hidden);
}

}  // namespace

void additiveScores(const AdditiveProblem& p, const Progress& progress) {
  if (p.queries == 0 || p.keys == 0) return;
  applyRequestedIsa();
  const AdditiveKernels kernels = additiveKernels();
  const std::size_t stride = ceilDivide(p.keys, kernels.panelWidth) * kernels.panelWidth;
  const Scratch a(p.queries * p.hidden), b(p.hidden * stride), keys(p.hidden * stride);
  projectQueries(p, a.data());
  projectKeys(p, stride, b.data());
  const Prepared prepared = prepare(p, a.data(), b.data(), stride);
  packKeys(p, kernels, prepared.units, b.data(), stride, keys.data());

  // A hidden unit costs about as much as two multiply-adds.
  const double workOfRow = 2 * static_cast<double>(p.keys) * static_cast<double>(p.hidden);
  const bool manyThreads = workOfRow * static_cast<double>(p.queries) > smallWork;
  const double enough = smallWork / 16 / std::max(workOfRow, 1.0) / static_cast<double>(kernels.rows);
  const std::size_t together = kernels.rows * static_cast<std::size_t>(std::clamp(enough, 1.0, 1e6));
  forBlocksIf(manyThreads, ceilDivide(p.queries, together), progress, [&](std::size_t part) {
    const Scratch queries(p.hidden * kernels.rows + kernels.panelWidth);
    const std::size_t end = std::min((part + 1) * together, p.queries);
    for (std::size_t query = part * together; query < end; query += kernels.rows) {
      packQueries(p, kernels, prepared.units, a.data(), query, queries.data());
      AdditiveBlock block{queries.data(), keys.data(), prepared.factors.data(), prepared.units.counts};
      block.rows = std::min(kernels.rows, end - query);
      block.keyCount = p.keys;
      block.constant = prepared.constant;
      block.scores = p.scores + query * p.keys;
      block.scoreStep = p.keys;
      kernels.block(block);
    }
  });
}

}  // namespace attn::kernels
