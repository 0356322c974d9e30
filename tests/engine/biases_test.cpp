#include "attention/biases.h"

#include <gtest/gtest.h>

#include "pipeline/pipeline.h"
#include "support/errors.h"
#include "support/experiments.h"
#include "support/golden.h"

namespace attn::test {
namespace {

TEST(AlibiSlopes, AgreeWithTheGoldenOnes) {
  for (const Index heads : {8, 12}) {
    const WideMatrix expected = golden("positions.npz", "alibi_slopes_" + std::to_string(heads)).matrix();
    const std::vector<double> slopes = alibiSlopes(heads);
    ASSERT_EQ(static_cast<Index>(slopes.size()), heads);
    for (Index r = 0; r < heads; ++r) EXPECT_DOUBLE_EQ(slopes[static_cast<std::size_t>(r)], expected(0, r));
  }
}

TEST(AlibiSlopes, AreTheWorkedExamples) {
  const std::vector<double> eight = alibiSlopes(8), twelve = alibiSlopes(12);
  EXPECT_EQ(eight.front(), 0.5);
  EXPECT_EQ(eight.back(), 1.0 / 256);
  const std::vector<double> added = {0.7071, 0.3536, 0.1768, 0.0884};
  for (std::size_t at = 0; at < 4; ++at) EXPECT_NEAR(twelve[8 + at], added[at], 0.5e-4);
  EXPECT_EQ(alibiSlopes(1), (std::vector<double>{1.0 / 256}));
}

TEST(AlibiBias, AgreesWithTheGoldenBias) {
  const WideMatrix expected = golden("positions.npz", "alibi_6x6").matrix();
  const double slope = -expected(0, 1);
  const std::vector<double> slopes = alibiSlopes(8);
  EXPECT_NE(std::find(slopes.begin(), slopes.end(), slope), slopes.end());
  EXPECT_MATRIX_NEAR(alibiBias(6, 6, slope), expected, 1e-7);  // a rounding of a number up to 2.5
}

TEST(AlibiBias, AlignsQueriesAndKeysAtTheirEnds) {
  EXPECT_MATRIX_NEAR(alibiBias(2, 4, 0.5), matrixOf({{-1, -0.5, 0, -0.5}, {-1.5, -1, -0.5, 0}}), 0.0);
}

TEST(RelativeBucket, IsTheWorkedExample) {
  const std::vector<std::pair<Index, Index>> both = {{-1, 1},   {-7, 7},    {-8, 8}, {-12, 9}, {-16, 10}, {-32, 12},
                                                     {-64, 14}, {-128, 15}, {1, 17}, {8, 24},  {128, 31}, {0, 0}};
  for (const auto& [relative, bucket] : both) EXPECT_EQ(relativeBucket(relative, 32, 128, false), bucket) << relative;
  for (const auto& [relative, bucket] :
       std::vector<std::pair<Index, Index>>{{-16, 16}, {-32, 21}, {-64, 26}, {-128, 31}, {5, 0}})
    EXPECT_EQ(relativeBucket(relative, 32, 128, true), bucket) << relative;
}

TEST(RelativeBucket, IsAlwaysOneOfTheBuckets) {
  for (const Index buckets : {4, 5, 7, 32, 33})
    for (Index relative = -5000; relative <= 5000; relative += 7) {
      const Index bucket = relativeBucket(relative, buckets, 40, false);
      EXPECT_GE(bucket, 0);
      EXPECT_LT(bucket, buckets);
    }
}

TEST(RelativeBias, ReadsItsTableByBucketForEveryPair) {
  const BiasSpec bias = parseBias("relative:8:6");
  const Matrix table = seededNormal(2, 8, "table");
  const Matrix got = relativeBias(1, 3, 5, bias, table);
  for (Index i = 0; i < 3; ++i)
    for (Index j = 0; j < 5; ++j)
      EXPECT_EQ(got(i, j), table(1, relativeBucket(j - (i + 5 - 3), 8, 6, false))) << i << " " << j;
}

TEST(ParseBias, ReadsAndWritesEveryForm) {
  for (const char* text : {"none", "alibi", "relative:32:128", "relative:8:20:causal"})
    EXPECT_EQ(biasText(parseBias(text)), text);
  EXPECT_EQ(parseBias("relative"), parseBias("relative:32:128"));
}

TEST(ParseBias, RefusesWhatIsNotWrittenSo) {
  EXPECT_EQ(errorOf([] { parseBias("albi"); }).argument("nearest"), "alibi");
  for (const char* text : {"alibi:1", "relative:3", "relative:8:20:both", "relative:x:20", "relative:8:20:causal:1",
                           "relative:", "none:"}) {
    const CaughtError error = errorOf([&] { parseBias(text); });
    EXPECT_EQ(error.id, "bias_arguments") << text;
    EXPECT_EQ(error.argument("got"), text);
  }
  EXPECT_EQ(errorOf([] { parseBias("relative:3:20"); }).argument("expected"), "4 … 4096");
  EXPECT_EQ(errorOf([] { parseBias("relative:32:8"); }).argument("input"), "MAXDIST");
}

TEST(Bias, IsAddedToTheScoresBeforeTheTemperatureAndKeepsThemAsTheyWere) {
  Experiment experiment = readyExperiment(seededNormal(4, 3, "q"), seededNormal(6, 3, "k"));
  const Trace plain = Pipeline().evaluate(experiment);
  experiment.bias = parseBias("alibi");
  experiment.temperature = 0.5;
  const Trace trace = Pipeline().evaluate(experiment);
  EXPECT_EQ(*trace.head().scores, *plain.head().scores);
  EXPECT_EQ(*trace.head().biased, Matrix(*trace.head().scores + alibiBias(4, 6, 1.0 / 256)));
  const WideMatrix logits = trace.head().biased->cast<double>() / 0.5;
  for (Index i = 0; i < 4; ++i) {
    const Eigen::ArrayXd exponentials = logits.row(i).transpose().array().exp();
    EXPECT_MATRIX_NEAR(trace.head().weights->row(i).transpose(), (exponentials / exponentials.sum()).matrix(), 2e-6);
  }
}

TEST(Bias, OfARelativeTableIsGivenOrDrawn) {
  Experiment experiment = readyExperiment(seededNormal(4, 4, "q"), seededNormal(4, 4, "k"));
  experiment.heads = 2;
  experiment.bias = parseBias("relative:8:16");
  EXPECT_EQ(*Pipeline().evaluate(experiment).parameters.matrices.at("relative"),
            normalMatrix(1, "relative", 2, 8, 1.0));
  experiment.parameters.matrices["relative"] = shared(Matrix::Zero(2, 8));
  const Trace zero = Pipeline().evaluate(experiment);
  EXPECT_EQ(*zero.head(1).biased, *zero.head(1).scores);
  experiment.parameters.matrices["relative"] = shared(Matrix::Zero(2, 7));
  EXPECT_EQ(errorOf([&] { Pipeline().evaluate(experiment); }).message, "relative is 2 × 7; expected 2 × 8");
  experiment.bias = {};
  EXPECT_EQ(errorOf([&] { Pipeline().evaluate(experiment); }).id, "no_parameters");
}

}  // namespace
}  // namespace attn::test
