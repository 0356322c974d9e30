#include "measures/temperature_sweep.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "pipeline/pipeline.h"
#include "pipeline/row_sweep.h"
#include "plain/plain_attention.h"
#include "support/experiments.h"

namespace attn::test {
namespace {

const NormalizerRow& normalizer(const char* name) { return findRow(normalizerCatalogue(), name, "normalizer"); }

// Σ max(z − t, 0)^power = 1 by halving the interval of t: slow, and nothing like the engine's sorting.
std::vector<double> plainThreshold(const std::vector<double>& z, double power) {
  double low = -1e6, high = *std::max_element(z.begin(), z.end());
  for (int i = 0; i < 300; ++i) {
    const double t = (low + high) / 2;
    double sum = 0;
    for (const double x : z) sum += std::pow(std::max(x - t, 0.0), power);
    (sum > 1 ? low : high) = t;
  }
  std::vector<double> out;
  for (const double x : z) out.push_back(std::pow(std::max(x - low, 0.0), power));
  return out;
}

std::vector<double> plainWeights(const std::string& name, std::vector<double> scores, double tau) {
  for (double& s : scores) s /= tau;
  if (name == "sparsemax") return plainThreshold(scores, 1);
  if (name == "entmax15") {
    for (double& s : scores) s /= 2;
    return plainThreshold(scores, 2);
  }
  const double highest = *std::max_element(scores.begin(), scores.end());
  double sum = 0;
  for (double& s : scores) sum += s = std::exp(s - highest);
  for (double& s : scores) s /= sum;
  return scores;
}

double plainEntropy(const std::vector<double>& weights) {
  double sum = 0;
  for (const double p : weights)
    if (p > 0) sum -= p * std::log(p);
  return sum;
}

TEST(TemperatureSweep, AgreesWithAPlainComputationInDouble) {
  const std::vector<float> scores = {0.3F, -1.25F, 2.5F, 2.25F, 0.0F, -4.0F, 1.0F};
  const std::vector<double> wide(scores.begin(), scores.end());
  for (const std::string name : {"softmax", "sparsemax", "entmax15"}) {
    const TemperatureSweep sweep =
        sweepTemperature(normalizer(name.c_str()), scores, {}, logSpacedTemperatures(0.01, 100, 33));
    for (std::size_t step = 0; step < 33; ++step) {
      const std::vector<double> expected = plainWeights(name, wide, sweep.temperatures[step]);
      // Weights are floats of up to 1, a few of their steps of 6e-8 off after exp and division.
      for (std::size_t key = 0; key < scores.size(); ++key)
        EXPECT_NEAR(sweep.weights(static_cast<Index>(step), static_cast<Index>(key)), expected[key], 5e-7)
            << name << " at " << sweep.temperatures[step] << ", key " << key;
      // Σ of seven such errors times |ln p + 1|, which is below 20 where p is above 1e-8.
      EXPECT_NEAR(sweep.entropy[step], plainEntropy(expected), 5e-6) << name << " at " << sweep.temperatures[step];
    }
  }
}

TEST(TemperatureSweep, GoesFromTheLargestScoreToEvenWeights) {
  const std::vector<float> scores = {1, 3, 2};
  const TemperatureSweep sweep =
      sweepTemperature(normalizer("softmax"), scores, {}, logSpacedTemperatures(0.01, 100, 5));
  EXPECT_EQ(sweep.weights(0, 1), 1.0F);
  EXPECT_EQ(sweep.entropy[0], 0.0);
  EXPECT_NEAR(sweep.entropy[4], std::log(3.0), 1e-4);  // at τ = 100 scores differ by 0.02 at most
}

TEST(TemperatureSweep, LeavesMaskedKeysAtZeroAndMultipliesByTheWindow) {
  const std::vector<float> scores = {1, 1, 1};
  const std::array<bool, 3> visible = {true, false, true};
  const TemperatureSweep sweep =
      sweepTemperature(normalizer("softmax"), scores, visible, logSpacedTemperatures(0.1, 10, 3), {0.0, {2}});
  for (Index step = 0; step < 3; ++step) {
    EXPECT_EQ(sweep.weights(step, 1), 0.0F);
    EXPECT_EQ(sweep.weights(step, 0), 0.5F);
    EXPECT_FLOAT_EQ(sweep.weights(step, 2), static_cast<float>(0.5 * std::exp(-4.0 / 2.0)));  // σ = 1, two away
  }
}

TEST(TemperatureSweep, FindsTheNearestStepOnTheLogarithmicScale) {
  const TemperatureSweep sweep{logSpacedTemperatures(0.01, 100, 5), {}, {}};
  EXPECT_EQ(sweep.temperatures.front(), 0.01);
  EXPECT_EQ(sweep.temperatures.back(), 100.0);
  EXPECT_EQ(sweep.stepAt(0.0001), 0);
  EXPECT_EQ(sweep.stepAt(0.3), 1);
  EXPECT_EQ(sweep.stepAt(0.33), 2);
  EXPECT_EQ(sweep.stepAt(1e5), 4);
}

TEST(RowSweep, IsToTheBitTheWeightsOfThePipelineForEveryNormalizer) {
  Pipeline pipeline;
  Experiment experiment = textExperiment("the animal was too tired to cross");
  experiment.heads = 2;
  experiment.dim = 8;
  experiment.bias.name = "alibi";
  experiment.masks = {{"causal", {}}, {"local_p", {3}}};
  for (const NormalizerRow& row : normalizerCatalogue())
    for (const double tau : {0.05, 1.0, 7.0}) {
      experiment.normalizer = row.name;
      experiment.temperature = tau;
      const Trace trace = pipeline.evaluate(experiment);
      for (Index head = 0; head < 2; ++head) {
        const TemperatureSweep sweep = sweepRow(trace, head, 5, row.name, {tau});
        EXPECT_MATRIX_NEAR(sweep.weights, trace.head(head).weights->row(5), 0) << row.name;
        const double entropy = (*trace.head(head).measures)[5].entropy;
        if (std::isnan(entropy))
          EXPECT_TRUE(std::isnan(sweep.entropy[0])) << row.name;
        else
          EXPECT_EQ(sweep.entropy[0], entropy) << row.name;
      }
    }
}

TEST(RowSweep, DividesTheScoresOfARowByTheTemperature) {
  Experiment experiment = readyExperiment(matrixOf({{2, 0}}), matrixOf({{1, 0}, {-3, 0}}));
  experiment.score = "dot";
  experiment.temperature = 0.5;
  EXPECT_EQ(scaledScores(Pipeline().evaluate(experiment), 0, 0), (std::vector<double>{4, -12}));
}

}  // namespace
}  // namespace attn::test
