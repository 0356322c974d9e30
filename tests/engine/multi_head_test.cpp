#include <gtest/gtest.h>

#include "attention/heads.h"
#include "pipeline/pipeline.h"
#include "support/errors.h"
#include "support/experiments.h"
#include "support/golden.h"

namespace attn::test {
namespace {

const char* file = "multi_head.npz";

// PyTorch keeps W_Q, W_K and W_V one under the other, applied as X Wᵀ + b. A column of ones in X and the bias as the
// last row of W say the same without a bias.
Matrix withOnes(const Matrix& x) {
  Matrix out(x.rows(), x.cols() + 1);
  out << x, Matrix::Ones(x.rows(), 1);
  return out;
}

MatrixPtr packedProjection(Index part) {
  const Matrix weight = golden(file, "in_proj_weight").floats(), bias = golden(file, "in_proj_bias").floats();
  Matrix out(17, 16);
  out << weight.middleRows(16 * part, 16).transpose(), bias.middleCols(16 * part, 16);
  return shared(out);
}

Experiment goldenExperiment() {
  Experiment experiment = vectorsExperiment(withOnes(golden(file, "x").floats()));
  experiment.wQ = packedProjection(0);
  experiment.wK = packedProjection(1);
  experiment.wV = packedProjection(2);
  experiment.wO = shared(golden(file, "out_proj_weight").floats().transpose());
  experiment.heads = 4;
  return experiment;
}

void expectGolden(const Experiment& experiment, const std::string& name) {
  const Trace trace = Pipeline().evaluate(experiment);
  const GoldenArray weights = golden(file, name + "_weights");
  const Index cells = trace.queries() * trace.keys();
  ASSERT_EQ(trace.heads.size(), 4U);
  for (Index r = 0; r < 4; ++r) {
    const WideMatrix expected =
        Eigen::Map<const WideMatrix>(weights.values.data() + r * cells, trace.queries(), trace.keys());
    EXPECT_MATRIX_NEAR(*trace.head(r).weights, expected, 2e-6) << name << " head " << r;
  }
  const Matrix output = trace.output->rowwise() + golden(file, "out_proj_bias").floats().row(0);
  // Sums of 16 products near 1 of floats, twice.
  EXPECT_MATRIX_NEAR(output, golden(file, name + "_output").matrix(), 5e-6) << name;
}

TEST(MultiHead, AgreesWithPyTorchOnSelfAttention) { expectGolden(goldenExperiment(), "self"); }

TEST(MultiHead, AgreesWithPyTorchOnCausalAttention) {
  Experiment experiment = goldenExperiment();
  experiment.masks = {{"causal", {}}};
  expectGolden(experiment, "causal");
}

TEST(MultiHead, AgreesWithPyTorchOnCrossAttentionWithPadding) {
  Experiment experiment = goldenExperiment();
  experiment.memory = shared(withOnes(golden(file, "memory").floats()));
  const Mask padded = goldenMask(file, "padding");  // true = padded
  experiment.masks = {{"custom", {}, std::make_shared<const Mask>(!padded.replicate(6, 1))}};
  expectGolden(experiment, "cross");
}

Experiment headsOf(Index heads, Index kvHeads) {
  Experiment experiment = vectorsExperiment(seededNormal(7, 12, "x"));
  experiment.projection = "random";
  experiment.heads = heads;
  experiment.kvHeads = kvHeads;
  return experiment;
}

TEST(Heads, OfOneGroupEachAreMultiHeadAttention) {
  const Trace grouped = Pipeline().evaluate(headsOf(4, 4)), plain = Pipeline().evaluate(headsOf(4, 0));
  EXPECT_EQ(*grouped.output, *plain.output);
  for (Index r = 0; r < 4; ++r) EXPECT_EQ(*grouped.head(r).weights, *plain.head(r).weights);
}

// Sharing is what repeating the shared columns says.
TEST(Heads, ThatShareKeysAndValuesAreThoseWithRepeatedColumns) {
  for (const Index groups : {1, 2}) {
    const Trace shared = Pipeline().evaluate(headsOf(4, groups));
    EXPECT_EQ(shared.k->cols(), 3 * groups);
    EXPECT_EQ(shared.v->cols(), 3 * groups);
    Experiment repeated;
    repeated.entry = Entry::Ready;
    repeated.heads = 4;
    repeated.q = shared.q;
    Matrix k(7, 12), v(7, 12);
    for (Index r = 0; r < 4; ++r) {
      k.middleCols(3 * r, 3) = shared.k->middleCols(3 * (r * groups / 4), 3);
      v.middleCols(3 * r, 3) = shared.v->middleCols(3 * (r * groups / 4), 3);
    }
    repeated.k = test::shared(k);
    repeated.v = test::shared(v);
    const Trace trace = Pipeline().evaluate(repeated);
    for (Index r = 0; r < 4; ++r) EXPECT_EQ(*trace.head(r).weights, *shared.head(r).weights) << groups << " " << r;
    EXPECT_EQ(*trace.context, *shared.context);
  }
}

TEST(Heads, ScaleByTheWidthOfOneHead) {
  const Trace trace = Pipeline().evaluate(headsOf(3, 0));
  const HeadTrace& head = trace.head(1);
  EXPECT_EQ(*head.q, trace.q->middleCols(4, 4));
  const double dot = head.q->row(2).cast<double>().dot(head.k->row(5).cast<double>());
  EXPECT_NEAR((*head.scores)(2, 5), dot / 2, 1e-6);  // √4
}

TEST(Heads, AreJoinedAndMultipliedByADrawnOutputMatrix) {
  const Trace trace = Pipeline().evaluate(headsOf(3, 0));
  ASSERT_EQ(trace.context->cols(), 12);
  EXPECT_EQ(trace.context->middleCols(8, 4), *trace.head(2).context);
  ASSERT_NE(trace.wO, nullptr);
  EXPECT_EQ(*trace.wO, normalMatrix(1, "W_O", 12, 12, 1.0 / 12));
  EXPECT_MATRIX_NEAR(*trace.output, Matrix(*trace.context * *trace.wO), 1e-6);
  EXPECT_EQ(Pipeline().evaluate(headsOf(1, 0)).wO, nullptr);
  Experiment identity = headsOf(3, 0);
  identity.projection = "identity";
  const Trace plain = Pipeline().evaluate(identity);
  EXPECT_EQ(plain.wO, nullptr);
  EXPECT_EQ(plain.output, plain.context);
}

TEST(Heads, DrawKeysAndValuesAsWideAsTheirHeads) {
  const Trace trace = Pipeline().evaluate(headsOf(4, 2));
  const Matrix drawn = normalMatrix(1, "W_K", 12, 6, 1.0 / 12);
  // Sums of twelve products of numbers near 1.
  EXPECT_MATRIX_NEAR(*trace.k, (trace.xKey->cast<double>() * drawn.cast<double>()).eval(), 2e-6);
}

TEST(Heads, ThatDoNotDivideAreRefused) {
  const CaughtError width = errorOf([] { Pipeline().evaluate(headsOf(5, 0)); });
  EXPECT_EQ(width.id, "heads_divide");
  EXPECT_EQ(width.message, "Q has 12 columns, which 5 heads do not divide");
  EXPECT_EQ(errorOf([] { Pipeline().evaluate(headsOf(4, 3)); }).message,
            "kv-heads is 3; expected a divisor of the 4 heads");
  EXPECT_EQ(errorOf([] { Pipeline().evaluate(headsOf(5, 1)); }).argument("input"), "x");
  EXPECT_EQ(errorOf([] { Pipeline().evaluate(headsOf(0, 0)); }).id, "out_of_range");
  EXPECT_EQ(errorOf([] { Pipeline().evaluate(headsOf(4, 8)); }).id, "heads_share");
}

// General's W (3, 3) for each of four heads, one under the other.
TEST(HeadParameters, WithALeadingAxisServeTheirOwnHead) {
  Experiment experiment = headsOf(4, 0);
  experiment.score = "general";
  const Matrix all = seededNormal(12, 3, "W");
  experiment.parameters.matrices["W"] = shared(all);
  experiment.parameters.perHead = {"W"};
  const Trace trace = Pipeline().evaluate(experiment);
  for (Index r = 0; r < 4; ++r) {
    EXPECT_EQ(*trace.head(r).parameters.matrices.at("W"), all.middleRows(3 * r, 3));
    const Matrix expected = *trace.head(r).q * all.middleRows(3 * r, 3) * trace.head(r).k->transpose();
    EXPECT_MATRIX_NEAR(*trace.head(r).scores, expected, 1e-5);  // two products of floats near 10
  }
  experiment.parameters.matrices["W"] = shared(seededNormal(8, 3, "W"));
  EXPECT_EQ(errorOf([&] { Pipeline().evaluate(experiment); }).message, "W is 4 × 2 × 3; expected 4 × 3 × 3");
}

TEST(HeadParameters, ThatAreNumbersOrVectorsNeedNoMark) {
  Experiment experiment = headsOf(2, 0);
  experiment.score = "cosine";
  experiment.parameters.matrices["beta"] = shared(matrixOf({{1, 4}}));
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_EQ(trace.head(0).parameters.numbers.at("beta"), 1.0);
  EXPECT_EQ(trace.head(1).parameters.numbers.at("beta"), 4.0);
  EXPECT_LE(trace.head(0).scores->maxCoeff(), 1.0F);
  EXPECT_GT(trace.head(1).scores->cwiseAbs().maxCoeff(), 1.0F);
  Experiment additive = headsOf(2, 0);
  additive.score = "additive";
  additive.parameters.matrices["v"] = shared(seededNormal(2, 6, "v"));
  const Trace byVector = Pipeline().evaluate(additive);
  EXPECT_EQ(*byVector.head(1).parameters.matrices.at("v"), byVector.parameters.matrices.at("v")->row(1));
}

TEST(Heads, HaveTheirOwnBiasMaskAndMeasures) {
  Experiment experiment = headsOf(2, 0);
  experiment.bias = parseBias("alibi");
  experiment.masks = {{"local_p", {2}}};
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_NE(*trace.head(0).bias, *trace.head(1).bias);
  EXPECT_NE(trace.head(0).visible, trace.head(1).visible);
  EXPECT_EQ(trace.head(0).measures->size(), 7U);
  Experiment causal = headsOf(2, 0);
  causal.masks = {{"causal", {}}};
  const Trace common = Pipeline().evaluate(causal);
  EXPECT_EQ(common.head(0).visible, common.head(1).visible);
}

}  // namespace
}  // namespace attn::test
