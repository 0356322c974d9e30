#include "kernels/fused_attention.h"

#include <limits>
#include <memory>

#include "core/work.h"
#include "kernel_support.h"
#include "kernels/softmax_temperature.h"

namespace attn::test {
namespace {

using kernels::AttentionProblem;
using plain::Table;

// One head's worth of inputs and results, side by side with the judge's.
struct Case {
  std::size_t n, m, d, dv;
  std::vector<float> q, k, v, scores, weights, maxima, context;

  Case(std::size_t queries, std::size_t keys, std::size_t width, std::size_t valueWidth)
      : n(queries),
        m(keys),
        d(width),
        dv(valueWidth),
        q(normals(n * d, "q")),
        k(normals(m * d, "k")),
        v(normals(m * dv, "v")),
        scores(n * m, NAN),
        weights(n * m, NAN),
        maxima(n, NAN),
        context(n * dv, NAN) {}

  AttentionProblem problem() {
    AttentionProblem p;
    p.queries = n, p.keys = m, p.width = d, p.valueWidth = dv;
    p.q = q.data(), p.queryStep = d;
    p.k = k.data(), p.keyStep = d;
    p.v = v.data(), p.valueStep = dv;
    p.scale = scale();
    p.weights = weights.data();
    p.context = context.data(), p.contextStep = dv;
    return p;
  }
  float scale() const { return static_cast<float>(1 / std::sqrt(static_cast<double>(d))); }
  Table exactScores() const { return plain::scores(table(n, d, q), table(m, d, k), static_cast<double>(scale())); }

  // Compares weights and context with those of the judge.
  void judge(double tau, const plain::Seen& seen = {}) const {
    const Table s = exactScores(), w = plain::softmax(s, tau, seen);
    const double tolerance = weightTolerance(largestMagnitude(s), tau);
    EXPECT_TRUE(near(weights, w, tolerance)) << n << " × " << m << ", d " << d;
    // Σ |w − w'| |v| with |v| < 5; the relative error of weights is about 2^-23 max|s|/τ + 1e-6.
    EXPECT_TRUE(near(context, plain::product(w, table(m, dv, v)), 5 * tolerance)) << n << " × " << m << ", d " << d;
  }

  void expectZeroWhereMasked(const plain::Seen& seen) const {
    for (std::size_t i = 0; i < weights.size(); ++i) EXPECT_EQ(seen[i] ? 0.0F : weights[i], 0.0F);
  }
};

class FusedAttention : public EveryIsa {};
ATTENTION_EVERY_ISA(FusedAttention);

TEST_P(FusedAttention, AgreesWithTheJudgeForEveryNumberOfKeys) {
  for (const std::size_t keys : tailLengths()) {
    Case c(5, keys, 8, 8);
    kernels::attend(c.problem());
    c.judge(1);
  }
}

TEST_P(FusedAttention, AgreesWithTheJudgeForEveryNumberOfQueries) {
  for (std::size_t queries = 1; queries <= 75; ++queries) {
    Case c(queries, 33, 8, 8);
    kernels::attend(c.problem());
    c.judge(1);
  }
}

TEST_P(FusedAttention, AgreesWithTheJudgeForEveryWidth) {
  for (std::size_t width = 1; width <= 130; ++width) {
    Case c(7, 40, width, 131 - width);
    kernels::attend(c.problem());
    c.judge(1);
  }
}

TEST_P(FusedAttention, AgreesWithTheJudgeAtAllTemperaturesAndWidth128) {
  for (const double tau : {1e-3, 0.1, 1.0, 30.0, 1e6}) {
    Case c(50, 1000, 128, 64);
    AttentionProblem p = c.problem();
    p.tau = tau;
    kernels::attend(p);
    c.judge(tau);
  }
}

TEST_P(FusedAttention, SkipsWhatTheCausalMaskHides) {
  for (const std::size_t queries : {1, 2, 24, 25, 60, 130})
    for (const std::size_t keys : {1, 3, 32, 33, 100, 129}) {
      Case c(queries, keys, 8, 8);
      AttentionProblem p = c.problem();
      p.causal = true;
      p.rowMaxima = c.maxima.data();
      kernels::attend(p);
      const plain::Seen seen = plain::causal(queries, keys);
      c.judge(1, seen);
      c.expectZeroWhereMasked(seen);
      if (queries > keys) {
        EXPECT_EQ(c.maxima[0], -std::numeric_limits<float>::infinity());  // a row with no key left
        EXPECT_EQ(c.context[0], 0.0F);
      }
    }
}

TEST_P(FusedAttention, HonoursAMaskTogetherWithTheCausalOne) {
  for (const bool causal : {false, true})
    for (const std::size_t keys : tailLengths()) {
      Case c(30, keys, 8, 8);
      const std::vector<float> coin = normals(30 * keys, "mask");
      const auto visible = std::make_unique<bool[]>(30 * keys);
      plain::Seen seen = causal ? plain::causal(30, keys) : plain::Seen(30 * keys, true);
      for (std::size_t i = 0; i < seen.size(); ++i) {
        visible[i] = coin[i] > 0.3F && i / keys != 3;  // row 3 sees nothing
        seen[i] = seen[i] && visible[i];
      }
      AttentionProblem p = c.problem();
      p.causal = causal;
      p.visible = visible.get();
      p.scores = c.scores.data();
      kernels::attend(p);
      c.judge(1, seen);
      c.expectZeroWhereMasked(seen);
      // Unmasked; 8 products of some 3 each.
      EXPECT_TRUE(near(c.scores, c.exactScores(), 8 * 3 * std::ldexp(1, -23)));
    }
}

TEST_P(FusedAttention, GivesTheSameContextWithoutWeightsAndTheSameWeightsWithoutContext) {
  Case all(60, 200, 16, 24), some(60, 200, 16, 24);
  kernels::attend(all.problem());
  AttentionProblem p = some.problem();
  p.weights = nullptr;
  kernels::attend(p);
  EXPECT_EQ(some.context, all.context);
  p = some.problem();
  p.context = nullptr;
  p.v = nullptr;
  kernels::attend(p);
  EXPECT_EQ(some.weights, all.weights);
}

TEST_P(FusedAttention, SharesKeyHeadsAndReadsHeadsThatLieSideBySide) {
  const std::size_t n = 40, m = 50, d = 12, dv = 20, heads = 4, keyHeads = 2;
  const std::vector<float> q = normals(n * heads * d, "q"), k = normals(m * keyHeads * d, "k"),
                           v = normals(m * keyHeads * dv, "v");
  std::vector<float> weights(heads * n * m, NAN), context(n * heads * dv, NAN);
  AttentionProblem p;
  p.queries = n, p.keys = m, p.width = d, p.valueWidth = dv, p.heads = heads, p.keyHeads = keyHeads;
  p.q = q.data(), p.queryStep = heads * d, p.queryHead = d;
  p.k = k.data(), p.keyStep = keyHeads * d, p.keyHead = d;
  p.v = v.data(), p.valueStep = keyHeads * dv, p.valueHead = dv;
  p.weights = weights.data();
  p.context = context.data(), p.contextStep = heads * dv, p.contextHead = dv;
  kernels::attend(p);
  const auto part = [](const std::vector<float>& from, std::size_t rows, std::size_t step, std::size_t at,
                       std::size_t width) {
    Table out(rows, width);
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < width; ++j) out(i, j) = static_cast<double>(from[i * step + at + j]);
    return out;
  };
  for (std::size_t head = 0; head < heads; ++head) {
    const std::size_t shared = head / 2;
    const Table s = plain::scores(part(q, n, heads * d, head * d, d), part(k, m, keyHeads * d, shared * d, d), 1);
    const Table w = plain::softmax(s, 1);
    const double tolerance = weightTolerance(largestMagnitude(s), 1);
    const auto first = weights.begin() + static_cast<std::ptrdiff_t>(head * n * m);
    EXPECT_TRUE(near({first, first + static_cast<std::ptrdiff_t>(n * m)}, w, tolerance)) << head;
    const Table c = plain::product(w, part(v, m, keyHeads * dv, shared * dv, dv));
    const Table got = part(context, n, heads * dv, head * dv, dv);
    for (std::size_t i = 0; i < c.at.size(); ++i) EXPECT_NEAR(got.at[i], c.at[i], 5 * tolerance);
  }
}

TEST_P(FusedAttention, GivesTheSameBitsForAnyNumberOfThreads) {
  for (const bool causal : {false, true}) {
    Case one(300, 310, 64, 64), four(300, 310, 64, 64);
    AttentionProblem p = one.problem(), r = four.problem();
    p.causal = r.causal = causal;
    kernels::setThreads(1);
    kernels::attend(p);
    kernels::setThreads(4);
    kernels::attend(r);
    EXPECT_EQ(one.weights, four.weights);
    EXPECT_EQ(one.context, four.context);
  }
}

TEST_P(FusedAttention, IsTheSameWhereLargeMatricesAreWrittenPastTheCaches) {
  // 750 × 701 floats are streamed, and rows begin at every distance from a whole vector; 24 rows are not.
  Case large(750, 701, 8, 8), small(24, 701, 8, 8);
  std::copy_n(large.q.begin(), small.q.size(), small.q.begin());
  small.k = large.k;
  small.v = large.v;
  kernels::attend(large.problem());
  kernels::attend(small.problem());
  EXPECT_TRUE(std::equal(small.weights.begin(), small.weights.end(), large.weights.begin()));
  large.judge(1);
}

TEST_P(FusedAttention, TakesScoresOfThirtyPowersOfTenAndRowsOfAHundredThousandKeys) {
  Case c(2, 100000, 2, 1);
  for (std::size_t key = 0; key < c.m; ++key) {
    c.k[2 * key] = 0;  // row 0: all the same; row 1: ±1e30
    c.k[2 * key + 1] = key % 1000 == 7 ? 1e15F : -1e15F;
    c.v[key] = 1;
  }
  c.q = {1, 0, 0, 1e15F};
  AttentionProblem p = c.problem();
  p.scale = 1;
  p.tau = 1e-3;
  kernels::attend(p);
  for (const std::size_t row : {0, 1}) {
    double sum = 0;
    for (std::size_t key = 0; key < c.m; ++key) sum += static_cast<double>(c.weights[row * c.m + key]);
    EXPECT_NEAR(sum, 1, 1e-5);
    EXPECT_NEAR(static_cast<double>(c.context[row]), 1, 1e-5);
  }
  EXPECT_NEAR(static_cast<double>(c.weights[0]), 1e-5, 1e-11);
  EXPECT_NEAR(static_cast<double>(c.weights[c.m + 7]), 0.01, 1e-8);
  EXPECT_EQ(c.weights[c.m], 0.0F);
}

TEST_P(FusedAttention, StopsWhenItsResultIsNoLongerWanted) {
  struct Sink {
    int* reports;
    int last;
    void progress(double fraction) const {
      EXPECT_GE(fraction, 0);
      EXPECT_LE(fraction, 1);
      if (++*reports == last) throw 42;
    }
  };
  for (const unsigned threads : {1U, 3U}) {
    kernels::setThreads(threads);
    Case c(600, 300, 64, 64);
    int reports = 0;
    const Sink sink{&reports, threads == 1 ? 2 : 1};  // the calling thread of several may get one block only
    EXPECT_THROW(kernels::attend(c.problem(), kernels::Progress::to(sink)), int);
    EXPECT_EQ(reports, sink.last);
  }
}

TEST_P(FusedAttention, GivesTheWeightsOfItsScoresToTheBit) {
  for (const std::size_t keys : tailLengths()) {
    Case fused(30, keys, 8, 8), again(30, keys, 8, 8);
    AttentionProblem p = fused.problem();
    p.scores = fused.scores.data();
    p.rowMaxima = fused.maxima.data();
    p.tau = 0.3;
    kernels::attend(p);
    kernels::TemperatureProblem softmax;
    softmax.queries = 30, softmax.keys = keys;
    softmax.scores = fused.scores.data(), softmax.rowMaxima = fused.maxima.data();
    softmax.tau = 0.3;
    softmax.weights = again.weights.data();
    kernels::softmaxAtTemperature(softmax);
    EXPECT_EQ(again.weights, fused.weights) << keys;
  }
}

TEST_P(FusedAttention, IsCancelledThroughTheEnginesWork) {
  Case c(600, 300, 64, 64);
  Work work;
  const WorkShare share(&work, 0.5, 1);
  kernels::attend(c.problem(), kernels::Progress::to(share));
  EXPECT_GE(work.fraction(), 0.5);
  c.judge(1);
  work.cancel();
  EXPECT_THROW(kernels::attend(c.problem(), kernels::Progress::to(share)), Cancelled);
}

}  // namespace
}  // namespace attn::test
