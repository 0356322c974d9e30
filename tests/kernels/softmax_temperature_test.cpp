#include "kernels/softmax_temperature.h"

#include <array>
#include <limits>
#include <memory>

#include "kernel_support.h"

namespace attn::test {
namespace {

using kernels::TemperatureProblem;
using plain::Table;

struct Rows {
  std::size_t n, m;
  std::vector<float> scores, maxima, weights;
  std::vector<double> entropy, maximum, distance;

  Rows(std::size_t queries, std::size_t keys, std::vector<float> values)
      : n(queries),
        m(keys),
        scores(std::move(values)),
        maxima(n, NAN),
        weights(n * m, NAN),
        entropy(n, NAN),
        maximum(n, NAN),
        distance(n, NAN) {}
  Rows(std::size_t queries, std::size_t keys) : Rows(queries, keys, normals(queries * keys, "scores")) {}

  TemperatureProblem problem(double tau, const bool* visible = nullptr) {
    kernels::highestScores(scores.data(), visible, n, m, maxima.data());
    TemperatureProblem p;
    p.queries = n, p.keys = m;
    p.scores = scores.data(), p.rowMaxima = maxima.data();
    p.tau = tau;
    p.visible = visible;
    p.weights = weights.data();
    p.entropy = entropy.data(), p.maximum = maximum.data(), p.meanDistance = distance.data();
    return p;
  }
  Table exact(double tau, const plain::Seen& seen = {}) const { return plain::softmax(table(n, m, scores), tau, seen); }

  void judge(double tau, const plain::Seen& seen = {}) const {
    const Table w = exact(tau, seen);
    const double tolerance = weightTolerance(largestMagnitude(table(n, m, scores)), tau);
    EXPECT_TRUE(near(weights, w, tolerance)) << n << " × " << m << " at " << tau;
    for (std::size_t i = 0; i < n; ++i) {
      // ln p is off by the relative error of weights, some 1e-6 + 2^-23 max|s|/τ, at most 80 where the weight counts.
      EXPECT_NEAR(entropy[i], plain::entropy(w, i), 2e-5) << "row " << i << " of " << m << " keys at " << tau;
      double largest = 0, far = 0;
      for (std::size_t j = 0; j < m; ++j) {
        largest = std::max(largest, w(i, j));
        far += w(i, j) * std::abs(static_cast<double>(i) - static_cast<double>(j));
      }
      EXPECT_NEAR(maximum[i], largest, tolerance);
      // The relative error of the weights: below 1e-6, and what the score's rounding makes of it.
      EXPECT_NEAR(distance[i], far, far * 2e-5) << "row " << i << " of " << m << " keys at " << tau;
    }
  }
};

class SoftmaxTemperature : public EveryIsa {};
ATTENTION_EVERY_ISA(SoftmaxTemperature);

TEST_P(SoftmaxTemperature, AgreesWithTheJudgeForEveryNumberOfKeys) {
  for (const std::size_t keys : tailLengths()) {
    Rows rows(3, keys);
    kernels::softmaxAtTemperature(rows.problem(0.7));
    rows.judge(0.7);
  }
}

TEST_P(SoftmaxTemperature, AgreesWithTheJudgeAtAllTemperatures) {
  for (const double tau : {1e-3, 0.01, 0.3, 1.0, 20.0, 1e6}) {
    Rows rows(9, 1025);
    kernels::softmaxAtTemperature(rows.problem(tau));
    rows.judge(tau);
  }
}

TEST_P(SoftmaxTemperature, GivesMaskedKeysNothingAndRowsWithoutKeysZeros) {
  for (const std::size_t keys : tailLengths()) {
    Rows rows(4, keys);
    const auto visible = std::make_unique<bool[]>(4 * keys);
    plain::Seen seen(4 * keys);
    for (std::size_t i = 0; i < seen.size(); ++i) seen[i] = visible[i] = i / keys != 2 && (i * 7) % 5 != 1;
    kernels::softmaxAtTemperature(rows.problem(1, visible.get()));
    rows.judge(1, seen);
    for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i] ? 0.0F : rows.weights[i], 0.0F);
    EXPECT_EQ(rows.maxima[2], -std::numeric_limits<float>::infinity());
  }
}

TEST_P(SoftmaxTemperature, IsTheSameMaskedBeforeAsMaskedAfterAndRenormalized) {
  Rows masked(3, 150), all(3, 150);
  const auto visible = std::make_unique<bool[]>(3 * 150);
  for (std::size_t i = 0; i < 3 * 150; ++i) visible[i] = i % 4 != 1;
  kernels::softmaxAtTemperature(masked.problem(0.8, visible.get()));
  kernels::softmaxAtTemperature(all.problem(0.8));
  for (std::size_t row = 0; row < 3; ++row) {
    double left = 0;
    for (std::size_t i = row * 150; i < (row + 1) * 150; ++i)
      left += visible[i] ? static_cast<double>(all.weights[i]) : 0;
    for (std::size_t i = row * 150; i < (row + 1) * 150; ++i)
      EXPECT_NEAR(static_cast<double>(masked.weights[i]), visible[i] ? static_cast<double>(all.weights[i]) / left : 0,
                  1e-6);
  }
}

TEST_P(SoftmaxTemperature, TakesScoresThatAreMinusInfinityWhereMasked) {
  Rows rows(2, 37);
  for (std::size_t key = 5; key < 37 + 37; ++key) rows.scores[key] = -std::numeric_limits<float>::infinity();
  kernels::softmaxAtTemperature(rows.problem(1));
  const Table w = plain::softmax(table(1, 5, {rows.scores.begin(), rows.scores.begin() + 5}), 1);
  for (std::size_t key = 0; key < 5; ++key) EXPECT_NEAR(static_cast<double>(rows.weights[key]), w(0, key), 1e-6);
  for (std::size_t key = 5; key < 37 + 37; ++key) EXPECT_EQ(rows.weights[key], 0.0F);
  EXPECT_NEAR(rows.entropy[0], plain::entropy(w, 0), 1e-6);
  EXPECT_EQ(rows.entropy[1], 0.0);
}

TEST_P(SoftmaxTemperature, TakesScoresOfThirtyPowersOfTenAndRowsOfAHundredThousandKeys) {
  const std::size_t keys = 100000;
  for (const double tau : {1e-3, 1.0, 1e6}) {
    std::vector<float> scores(3 * keys, 1e30F);  // row 0: all the same
    for (std::size_t key = 0; key < keys; ++key) scores[keys + key] = key % 1000 == 7 ? 1e30F : -1e30F;
    const std::vector<float> random = normals(keys, "long row");
    std::copy(random.begin(), random.end(), scores.begin() + 2 * keys);
    Rows rows(3, keys, scores);
    kernels::softmaxAtTemperature(rows.problem(tau));
    for (std::size_t row = 0; row < 3; ++row) {
      double sum = 0;
      for (std::size_t key = 0; key < keys; ++key) sum += static_cast<double>(rows.weights[row * keys + key]);
      EXPECT_NEAR(sum, 1, 1e-5);
    }
    EXPECT_NEAR(rows.entropy[0], std::log(1e5), 1e-6);
    EXPECT_NEAR(rows.entropy[1], std::log(100), 1e-6);
    EXPECT_EQ(rows.weights[keys], 0.0F);
  }
}

TEST_P(SoftmaxTemperature, DoesNotChangeWhenAConstantIsAddedOrKeysArePermuted) {
  Rows rows(5, 203), shifted(5, 203), turned(5, 203);
  for (std::size_t i = 0; i < rows.scores.size(); ++i) {
    rows.scores[i] = std::round(rows.scores[i] * 64) / 64;  // so that the sum below is exact
    shifted.scores[i] = rows.scores[i] + 1000;
    turned.scores[i / 203 * 203 + (i % 203 + 50) % 203] = rows.scores[i];
  }
  for (Rows* each : {&rows, &shifted, &turned}) kernels::softmaxAtTemperature(each->problem(0.5));
  EXPECT_EQ(shifted.weights, rows.weights);
  for (std::size_t i = 0; i < rows.scores.size(); ++i)  // the sum's 203 roundings fall otherwise
    EXPECT_NEAR(static_cast<double>(turned.weights[i / 203 * 203 + (i % 203 + 50) % 203]),
                static_cast<double>(rows.weights[i]), 1e-6);
}

TEST_P(SoftmaxTemperature, TendsToTheMaximumWhenColdAndToEvenWhenHot) {
  Rows cold(4, 99), hot(4, 99);
  for (std::size_t row = 0; row < 4; ++row) cold.scores[row * 99 + 11] = cold.scores[row * 99 + 55] = 5;  // a tie
  kernels::softmaxAtTemperature(cold.problem(1e-3));
  kernels::softmaxAtTemperature(hot.problem(1e6));
  for (std::size_t i = 0; i < cold.weights.size(); ++i) {
    EXPECT_EQ(cold.weights[i], i % 99 == 11 || i % 99 == 55 ? 0.5F : 0.0F);
    EXPECT_NEAR(static_cast<double>(hot.weights[i]), 1.0 / 99, 1e-7);
  }
}

TEST_P(SoftmaxTemperature, MakesThePictureInTheSamePass) {
  for (const auto& [n, m, height, width] : std::vector<std::array<std::size_t, 4>>{
           {1, 1, 1, 1}, {40, 37, 40, 37}, {41, 70, 13, 20}, {100, 129, 7, 128}, {800, 700, 200, 33}}) {
    Rows rows(n, m);
    std::vector<float> picture(height * width, NAN), alone(height * width, NAN);
    TemperatureProblem p = rows.problem(0.4);
    p.picture = picture.data(), p.pictureRows = height, p.pictureColumns = width;
    kernels::softmaxAtTemperature(p);
    rows.judge(0.4);
    const Table expected = plain::maxPooled(table(n, m, rows.weights), height, width);
    EXPECT_TRUE(near(picture, expected, 0)) << n << " × " << m;
    p.weights = nullptr;
    p.picture = alone.data();
    kernels::softmaxAtTemperature(p);
    EXPECT_EQ(alone, picture);
  }
}

TEST_P(SoftmaxTemperature, GivesTheSameBitsForAnyNumberOfThreads) {
  Rows one(700, 801), three(700, 801);  // written past the caches
  kernels::setThreads(1);
  kernels::softmaxAtTemperature(one.problem(2));
  kernels::setThreads(3);
  kernels::softmaxAtTemperature(three.problem(2));
  EXPECT_EQ(one.weights, three.weights);
  EXPECT_EQ(one.entropy, three.entropy);
  EXPECT_EQ(one.distance, three.distance);
  one.judge(2);
}

}  // namespace
}  // namespace attn::test
