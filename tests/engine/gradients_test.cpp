#include "learning/gradients.h"

#include <gtest/gtest.h>

#include <functional>

#include "attention/catalogue.h"
#include "support/golden.h"
#include "support/names.h"

namespace attn::test {
namespace {

WideMatrix wideNormal(Index rows, Index columns, const char* purpose) {
  return seededNormal(rows, columns, purpose).cast<double>();
}

Mask someVisible(Index n, Index m) {
  Mask visible = allVisible(n, m);
  visible(1, 2) = visible(1, 0) = false;
  visible.row(n - 1).setConstant(false);  // a row without a key
  return visible;
}

Parameters everyParameter(const std::string& score) {
  Parameters given;
  if (score == "additive") given.matrices["b"] = shared(seededNormal(1, 4, "b"));
  if (score == "mlp") given.matrices["b_1"] = shared(seededNormal(1, 4, "b"));
  if (score == "mlp") given.numbers["b_2"] = 0.5;
  if (score == "location") given.matrices["W"] = shared(seededNormal(7, 4, "W"));  // more places than keys
  if (score == "key_linear") {
    given.matrices["b"] = shared(seededNormal(1, 3, "b"));
    given.numbers["tanh"] = 1;
  }
  if (score == "cosine") given.numbers["beta"] = 2.5;
  if (score == "gaussian") given.numbers["sigma"] = 1.5;
  return given;
}

Differentiable<double> exampleOf(const std::string& score) {
  const ScoreRow& row = findRow(scoreCatalogue(), score, "score");
  Differentiable<double> attention;
  attention.score = score;
  attention.tau = 0.7;
  attention.q = wideNormal(3, 4, "q");
  attention.k = wideNormal(5, 4, "k");
  attention.v = wideNormal(5, 2, "v");
  attention.parameters = parametersAs<double>(completeParameters(row, everyParameter(score), {4, 4, 5}, 3));
  attention.visible = someVisible(3, 5);
  return attention;
}

// The loss is Σ context ⊙ dContext, whose gradient by the context is dContext.
double lossOf(const Differentiable<double>& attention, const WideMatrix& dContext) {
  return forward(attention).context.cwiseProduct(dContext).sum();
}

// Central differences in double: errors of h² · third derivative and of 1e-16 · loss / h, both below 1e-8 at h = 1e-5.
const double step = 1e-5, agreement = 1e-7;

void expectDerivative(Differentiable<double>& attention, double& number, double gradient, const WideMatrix& dContext,
                      const std::string& of) {
  const double before = number;
  number = before + step;
  const double above = lossOf(attention, dContext);
  number = before - step;
  const double below = lossOf(attention, dContext);
  number = before;
  EXPECT_NEAR(gradient, (above - below) / (2 * step), agreement * std::max(1.0, std::abs(gradient))) << of;
}

void expectDerivatives(Differentiable<double>& attention, WideMatrix& values, const WideMatrix& gradient,
                       const WideMatrix& dContext, const std::string& of) {
  ASSERT_EQ(gradient.rows(), values.rows()) << of;
  ASSERT_EQ(gradient.cols(), values.cols()) << of;
  for (Index at = 0; at < values.size(); ++at)
    expectDerivative(attention, values.data()[at], gradient.data()[at], dContext, of);
}

void expectEveryDerivative(Differentiable<double> attention) {
  const WideMatrix dContext = wideNormal(3, 2, "dContext");
  const AttentionGradients<double> got = gradients(attention, dContext);
  if (got.queries.size() > 0) expectDerivatives(attention, attention.q, got.queries, dContext, "q");
  expectDerivatives(attention, attention.k, got.keys, dContext, "k");
  expectDerivatives(attention, attention.v, got.values, dContext, "v");
  expectDerivative(attention, attention.tau, got.temperature, dContext, "tau");
  for (auto& [name, values] : attention.parameters.matrices)
    expectDerivatives(attention, values, got.parameters.matrices.at(name), dContext, name);
  for (auto& [name, value] : attention.parameters.numbers)
    if (name != "tanh") expectDerivative(attention, value, got.parameters.numbers.at(name), dContext, name);
}

class EveryScoreGradient : public testing::TestWithParam<std::string> {};

TEST_P(EveryScoreGradient, AgreesWithFiniteDifferencesForEveryInputAndParameter) {
  expectEveryDerivative(exampleOf(GetParam()));
}

// The templated functions are the engine's, up to its floats.
TEST_P(EveryScoreGradient, DifferentiatesTheScoresOfTheEngine) {
  const Differentiable<double> attention = exampleOf(GetParam());
  const ScoreRow& row = findRow(scoreCatalogue(), GetParam(), "score");
  const Parameters complete = completeParameters(row, everyParameter(GetParam()), {4, 4, 5}, 3);
  const Matrix scores =
      computeScores(row, attention.q.cast<float>(), attention.k.cast<float>(), complete, WorkShare::none());
  EXPECT_MATRIX_NEAR(scores, forward(attention).scores, 5e-6);  // floats near 10, a few roundings
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryScoreGradient, testing::ValuesIn(rowNames(scoreCatalogue())), testName);

class EveryNormalizerGradient : public testing::TestWithParam<std::string> {};

TEST_P(EveryNormalizerGradient, AgreesWithFiniteDifferences) {
  Differentiable<double> attention = exampleOf("dot");
  attention.normalizer = GetParam();
  expectEveryDerivative(attention);
}

TEST_P(EveryNormalizerGradient, DifferentiatesTheWeightsOfTheEngine) {
  Differentiable<double> attention = exampleOf("dot");
  attention.normalizer = GetParam();
  const Forward<double> made = forward(attention);
  const NormalizerRow& row = findRow(normalizerCatalogue(), GetParam(), "normalizer");
  const Matrix weights = row.compute(made.scores.cast<float>(), attention.visible, attention.tau, WorkShare::none());
  // Scores below 10 rounded to floats: a part in 1e7 of them moves a weight by as much.
  EXPECT_MATRIX_NEAR(weights, made.weights, 5e-6);
}

TEST_P(EveryNormalizerGradient, IsZeroWhereNothingMoves) {
  Differentiable<double> attention = exampleOf("dot");
  attention.normalizer = GetParam();
  const AttentionGradients<double> got = gradients<double>(attention, wideNormal(3, 2, "dContext"));
  EXPECT_EQ(got.scores(1, 2), 0.0);  // masked
  EXPECT_TRUE((got.scores.row(2).array() == 0).all());
  const bool moves = !(got.scores.array() == 0).all();
  EXPECT_EQ(moves, normalizerDerivative<double>(GetParam()).differentiable);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryNormalizerGradient, testing::ValuesIn(rowNames(normalizerCatalogue())),
                         testName);

Differentiable<double> goldenAttention() {
  Differentiable<double> attention;
  attention.tau = golden("gradients.npz", "tau").number();
  attention.q = golden("gradients.npz", "Q").matrix();
  attention.k = golden("gradients.npz", "K").matrix();
  attention.v = golden("gradients.npz", "V").matrix();
  attention.visible = allVisible(4, 5);
  return attention;
}

// Both sides are in double: some hundred products near 10 differ by 1e-14 at most.
const double wideAgreement = 1e-12;

TEST(Gradients, AgreeWithTheGoldenOnesOfScaledDot) {
  const auto got = gradients<double>(goldenAttention(), golden("gradients.npz", "dContext").matrix());
  EXPECT_MATRIX_NEAR(got.queries, golden("gradients.npz", "dQ").matrix(), wideAgreement);
  EXPECT_MATRIX_NEAR(got.keys, golden("gradients.npz", "dK").matrix(), wideAgreement);
  EXPECT_MATRIX_NEAR(got.values, golden("gradients.npz", "dV").matrix(), wideAgreement);
}

TEST(Gradients, AgreeWithTheGoldenOnesOfAdditiveAttention) {
  Differentiable<double> attention = goldenAttention();
  attention.tau = 1;  // as the file's additive attention was made
  attention.score = "additive";
  attention.parameters.matrices = {{"W_q", golden("gradients.npz", "Wq").matrix()},
                                   {"W_k", golden("gradients.npz", "Wk").matrix()},
                                   {"v", golden("gradients.npz", "v").matrix()}};
  const auto got = gradients<double>(attention, golden("gradients.npz", "dContext").matrix());
  EXPECT_MATRIX_NEAR(got.queries, golden("gradients.npz", "additive_dQ").matrix(), wideAgreement);
  EXPECT_MATRIX_NEAR(got.keys, golden("gradients.npz", "additive_dK").matrix(), wideAgreement);
  EXPECT_MATRIX_NEAR(got.values, golden("gradients.npz", "additive_dV").matrix(), wideAgreement);
  EXPECT_MATRIX_NEAR(got.parameters.matrices.at("W_q"), golden("gradients.npz", "additive_dWq").matrix(),
                     wideAgreement);
  EXPECT_MATRIX_NEAR(got.parameters.matrices.at("W_k"), golden("gradients.npz", "additive_dWk").matrix(),
                     wideAgreement);
  EXPECT_MATRIX_NEAR(got.parameters.matrices.at("v"), golden("gradients.npz", "additive_dv").matrix(), wideAgreement);
}

TEST(Gradients, InFloatsAreThoseInDouble) {
  const Differentiable<double> wide = goldenAttention();
  Differentiable<float> narrow;
  narrow.tau = static_cast<float>(wide.tau);
  narrow.q = wide.q.cast<float>(), narrow.k = wide.k.cast<float>(), narrow.v = wide.v.cast<float>();
  narrow.visible = wide.visible;
  const WideMatrix dContext = golden("gradients.npz", "dContext").matrix();
  // Gradients below 10 after three products in floats: some ten roundings of 5e-7.
  EXPECT_MATRIX_NEAR(gradients<float>(narrow, dContext.cast<float>()).queries, gradients(wide, dContext).queries, 5e-6);
}

TEST(SoftmaxSensitivity, IsTheDerivativeOfTheWeights) {
  const Eigen::VectorXd scores = wideNormal(1, 6, "scores").row(0).transpose();
  const double tau = 0.4;
  const auto& softmax = normalizerDerivative<double>("softmax");
  const Eigen::MatrixXd got = softmaxSensitivity(softmax.weights(scores / tau), tau);
  for (Index i = 0; i < 6; ++i) {
    Eigen::VectorXd above = scores, below = scores;
    above(i) += step;
    below(i) -= step;
    const Eigen::VectorXd expected = (softmax.weights(above / tau) - softmax.weights(below / tau)) / (2 * step);
    for (Index j = 0; j < 6; ++j) EXPECT_NEAR(got(j, i), expected(j), agreement);
    EXPECT_NEAR(got.row(i).sum(), 0.0, 1e-15);  // weights keep their sum: six numbers below 1
  }
}

TEST(SoftmaxSensitivity, VanishesWhereSoftmaxIsSaturated) {
  Eigen::VectorXd weights(3);
  weights << 1, 0, 0;
  EXPECT_EQ(softmaxSensitivity(weights, 1.0).cwiseAbs().maxCoeff(), 0.0);
}

}  // namespace
}  // namespace attn::test
