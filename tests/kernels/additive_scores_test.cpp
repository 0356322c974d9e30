#include "kernels/additive_scores.h"

#include "kernel_support.h"

namespace attn::test {
namespace {

using kernels::AdditiveProblem;
using plain::Table;

struct Case {
  std::size_t n, m, d, hidden;
  std::vector<float> q, k, wq, wk, v, bias, scores;

  // `spread`: about how large W_q q and W_k k become.
  Case(std::size_t queries, std::size_t keys, std::size_t width, std::size_t units, double spread = 1)
      : n(queries),
        m(keys),
        d(width),
        hidden(units),
        q(normals(n * d, "q")),
        k(normals(m * d, "k")),
        wq(normals(hidden * d, "wq")),
        wk(normals(hidden * d, "wk")),
        v(normals(hidden, "v")),
        scores(n * m, NAN) {
    const float scale = static_cast<float>(spread / std::sqrt(static_cast<double>(d)));
    for (float& w : wq) w *= scale;
    for (float& w : wk) w *= scale;
  }

  AdditiveProblem problem() {
    AdditiveProblem p;
    p.queries = n, p.keys = m, p.hidden = hidden;
    p.queryWidth = p.keyWidth = p.queryStep = p.keyStep = p.queryWeightStep = p.keyWeightStep = d;
    p.q = q.data(), p.k = k.data(), p.queryWeights = wq.data(), p.keyWeights = wk.data();
    p.v = v.data(), p.bias = bias.empty() ? nullptr : bias.data();
    p.scores = scores.data();
    return p;
  }
  Table exact() const {
    Table a = plain::product(table(n, d, q), plain::transposed(table(hidden, d, wq)));
    for (std::size_t i = 0; i < a.at.size() && !bias.empty(); ++i) a.at[i] += static_cast<double>(bias[i % hidden]);
    return plain::additive(a, plain::product(table(m, d, k), plain::transposed(table(hidden, d, wk))),
                           {v.begin(), v.end()});
  }
  double sumOfFactors() const {
    double sum = 0;
    for (const float factor : v) sum += std::abs(static_cast<double>(factor));
    return sum;
  }
};

class AdditiveScores : public EveryIsa {};
ATTENTION_EVERY_ISA(AdditiveScores);

// What the weights may be off, 2e-6 + 2^-23 Σ|v| / τ, allows that much to a score at τ = 1: softmax turns an error of
// ε in the scores into at most ε/2 in a weight.
double tolerance(const Case& c) { return 4e-6 + 2 * std::ldexp(1, -23) * c.sumOfFactors(); }

TEST_P(AdditiveScores, AgreeWithTheJudgeForEveryNumberOfKeys) {
  for (const std::size_t keys : tailLengths()) {
    Case c(5, keys, 6, 7);
    kernels::additiveScores(c.problem());
    EXPECT_TRUE(near(c.scores, c.exact(), tolerance(c))) << keys;
  }
}

TEST_P(AdditiveScores, AgreeWithTheJudgeForEveryNumberOfHiddenUnitsAndQueries) {
  for (std::size_t size = 1; size <= 40; ++size) {
    Case c(size, 35, 6, size);
    kernels::additiveScores(c.problem());
    EXPECT_TRUE(near(c.scores, c.exact(), tolerance(c))) << size;
  }
}

TEST_P(AdditiveScores, AgreeWithTheJudgeInEveryRangeOfExponentials) {
  // From all units in pairs to all direct, with every mixture between.
  for (const double spread : {0.01, 1.0, 3.0, 4.0, 6.0, 8.0, 12.0, 100.0}) {
    Case c(20, 50, 16, 33, spread);
    c.bias = normals(33, "bias");
    kernels::additiveScores(c.problem());
    // The arguments of tanh carry the rounding of a sum of 16 products of spread² / 16 … each.
    EXPECT_TRUE(near(c.scores, c.exact(), tolerance(c) + 2e-7 * spread * c.sumOfFactors())) << spread;
  }
}

TEST_P(AdditiveScores, SaturateWithoutOverflow) {
  Case c(3, 40, 1, 4);
  c.wq = {1e30F, -1e30F, 10.4F, 20.9F};
  c.wk = {1e30F, 1e30F, 10.4F, 20.9F};
  c.q = {1, -1, 0.5F};
  for (std::size_t key = 0; key < c.m; ++key) c.k[key] = key % 2 == 0 ? 1 : -0.75F;
  kernels::additiveScores(c.problem());
  EXPECT_TRUE(near(c.scores, c.exact(), 1e-5));
}

TEST_P(AdditiveScores, KeepTheWeightsWithinTheirBoundAtWidth128) {
  Case c(40, 1024, 128, 128);
  kernels::additiveScores(c.problem());
  const Table got = plain::softmax(table(c.n, c.m, c.scores), 1), expected = plain::softmax(c.exact(), 1);
  for (std::size_t i = 0; i < got.at.size(); ++i)
    ASSERT_NEAR(got.at[i], expected.at[i], weightTolerance(c.sumOfFactors(), 1));
}

TEST_P(AdditiveScores, AddTheConstant) {
  Case plain(4, 9, 3, 5), raised(4, 9, 3, 5);
  kernels::additiveScores(plain.problem());
  AdditiveProblem p = raised.problem();
  p.constant = 2;
  kernels::additiveScores(p);
  for (std::size_t i = 0; i < plain.scores.size(); ++i)
    EXPECT_NEAR(static_cast<double>(raised.scores[i]), static_cast<double>(plain.scores[i]) + 2, 2e-6);
}

TEST_P(AdditiveScores, ReadTheWeightsOfConcatAsColumnsOfOneMatrix) {
  Case c(9, 21, 5, 11), concat(9, 21, 5, 11);
  std::vector<float> both(11 * 10);  // [W_q W_k]
  for (std::size_t unit = 0; unit < 11; ++unit)
    for (std::size_t i = 0; i < 5; ++i) {
      both[unit * 10 + i] = c.wq[unit * 5 + i];
      both[unit * 10 + 5 + i] = c.wk[unit * 5 + i];
    }
  kernels::additiveScores(c.problem());
  AdditiveProblem p = concat.problem();
  p.queryWeights = both.data(), p.keyWeights = both.data() + 5;
  p.queryWeightStep = p.keyWeightStep = 10;
  kernels::additiveScores(p);
  EXPECT_EQ(concat.scores, c.scores);
}

TEST_P(AdditiveScores, GiveTheSameBitsForAnyNumberOfThreads) {
  Case one(190, 201, 16, 64), three(190, 201, 16, 64);
  kernels::setThreads(1);
  kernels::additiveScores(one.problem());
  kernels::setThreads(3);
  kernels::additiveScores(three.problem());
  EXPECT_EQ(one.scores, three.scores);
}

}  // namespace
}  // namespace attn::test
