#include "attention/parameters.h"

#include <gtest/gtest.h>

#include <limits>

#include "attention/catalogue.h"
#include "support/errors.h"
#include "support/matrices.h"

namespace attn::test {
namespace {

const ScoreRow& scoreNamed(const char* name) { return findRow(scoreCatalogue(), name, "score"); }

TEST(CompleteParameters, DrawTheMissingOnesWithTheirPurposeAndVariance) {
  const Parameters got = completeParameters(scoreNamed("additive"), {}, {3, 5}, 9);
  // d_a = d_k = 5; variance 1 / columns.
  EXPECT_EQ(*got.matrices.at("W_q"), normalMatrix(9, "additive.W_q", 5, 3, 1.0 / 3));
  EXPECT_EQ(*got.matrices.at("W_k"), normalMatrix(9, "additive.W_k", 5, 5, 1.0 / 5));
  EXPECT_EQ(*got.matrices.at("v"), normalMatrix(9, "additive.v", 1, 5, 1.0 / 5));
  EXPECT_FALSE(got.matrices.contains("b"));
  EXPECT_EQ(*completeParameters(scoreNamed("general"), {}, {3, 5}, 9).matrices.at("W"),
            normalMatrix(9, "general.W", 3, 5, 1.0 / 5));
}

TEST(CompleteParameters, TakeTheHiddenWidthFromWhatIsGiven) {
  for (const char* name : {"W_q", "W_k", "v", "b"}) {
    Parameters given;
    const bool vector = name == std::string("v") || name == std::string("b");
    given.matrices[name] = shared(vector ? Matrix(Matrix::Ones(1, 7)) : Matrix(Matrix::Ones(7, 4)));
    const Parameters got = completeParameters(scoreNamed("additive"), given, {4, 4}, 1);
    EXPECT_EQ(got.matrices.at("W_q")->rows(), 7) << name;
    EXPECT_EQ(got.matrices.at("v")->cols(), 7) << name;
    EXPECT_EQ(got.matrices.at(name), given.matrices.at(name));
  }
}

TEST(CompleteParameters, TakeStandardNumbersAndCheckGivenOnes) {
  EXPECT_EQ(completeParameters(scoreNamed("gaussian"), {}, {2, 2}, 1).numbers.at("sigma"), 1.0);
  Parameters given;
  given.numbers["sigma"] = 2.5;
  EXPECT_EQ(completeParameters(scoreNamed("gaussian"), given, {2, 2}, 1).numbers.at("sigma"), 2.5);
  for (const double bad :
       {0.0, -1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    given.numbers["sigma"] = bad;
    const CaughtError error = errorOf([&] { completeParameters(scoreNamed("gaussian"), given, {2, 2}, 1); });
    EXPECT_EQ(error.id, "out_of_range");
    EXPECT_EQ(error.argument("input"), "sigma");
    EXPECT_EQ(error.argument("expected"), "(0, ∞)");
  }
}

TEST(CompleteParameters, RefuseUnknownOnesAndSayWhichThereAre) {
  Parameters number, matrix;
  number.numbers["beta"] = 1;
  const CaughtError error = errorOf([&] { completeParameters(scoreNamed("gaussian"), number, {2, 2}, 1); });
  EXPECT_EQ(error.id, "unknown_parameter");
  EXPECT_EQ(error.message, "score 'gaussian' has no parameter 'beta'; did you mean 'sigma'? It has: sigma");
  matrix.matrices["W"] = shared(Matrix::Ones(2, 2));
  EXPECT_EQ(errorOf([&] {
              completeParameters(scoreNamed("additive"), matrix, {2, 2}, 1);
            }).argument("expected"),
            "W_q, W_k, v, b");
}

TEST(CompleteParameters, RefuseANumberForAMatrixAndTheOtherWayRound) {
  Parameters given;
  given.numbers["W"] = 0.5;
  const CaughtError number = errorOf([&] { completeParameters(scoreNamed("general"), given, {3, 2}, 1); });
  EXPECT_EQ(number.id, "parameter_kind");
  EXPECT_EQ(number.argument("expected"), "3 × 2");
  given = {};
  given.matrices["beta"] = shared(Matrix::Ones(2, 2));
  const CaughtError matrix = errorOf([&] { completeParameters(scoreNamed("cosine"), given, {2, 2}, 1); });
  EXPECT_EQ(matrix.id, "parameter_kind");
  EXPECT_EQ(matrix.argument("got"), "2 × 2");
}

TEST(CompleteParameters, AcceptNumbersBeyondTheSliderThatAreDefined) {
  const auto accepted = [](const char* score, const char* name, double value) {
    Parameters given;
    given.numbers[name] = value;
    return completeParameters(scoreNamed(score), given, {2, 2}, 1).numbers.at(name) == value;
  };
  for (const double beta : {-3.0, 0.0, 1e-9, 1e9}) EXPECT_TRUE(accepted("cosine", "beta", beta)) << beta;
  for (const double sigma : {1e-6, 0.009, 101.0, 1e9}) EXPECT_TRUE(accepted("gaussian", "sigma", sigma)) << sigma;
  EXPECT_EQ(errorOf([&] { accepted("cosine", "beta", std::numeric_limits<double>::quiet_NaN()); }).id, "out_of_range");
}

TEST(CompleteParameters, NameTheNearestOfAnUnknownOne) {
  Parameters given;
  given.numbers["sigm"] = 1;
  EXPECT_EQ(errorOf([&] {
              completeParameters(scoreNamed("gaussian"), given, {2, 2}, 1);
            }).argument("nearest"),
            "sigma");
  EXPECT_EQ(errorOf([&] { completeParameters(scoreNamed("dot"), given, {2, 2}, 1); }).id, "no_parameters");
}

TEST(CompleteParameters, CheckShapesAndNumbersOfGivenMatrices) {
  Parameters given;
  given.matrices["W"] = shared(Matrix::Ones(2, 2));
  const CaughtError shape = errorOf([&] { completeParameters(scoreNamed("general"), given, {3, 2}, 1); });
  EXPECT_EQ(shape.id, "shape");
  EXPECT_EQ(shape.message, "W is 2 × 2; expected 3 × 2");
  given.matrices["W"] = shared(matrixOf({{1, 2}, {3, std::numeric_limits<double>::infinity()}}));
  const CaughtError infinite = errorOf([&] { completeParameters(scoreNamed("general"), given, {2, 2}, 1); });
  EXPECT_EQ(infinite.id, "not_finite");
  EXPECT_EQ(infinite.argument("place"), "[1, 1]");
}

TEST(DrawsParameters, IsTrueOnlyWhereTheSeedMatters) {
  EXPECT_FALSE(drawsParameters(scoreNamed("dot").parameters, {}));
  EXPECT_FALSE(drawsParameters(scoreNamed("gaussian").parameters, {}));
  EXPECT_TRUE(drawsParameters(scoreNamed("general").parameters, {}));
  Parameters given;
  given.matrices["W"] = shared(Matrix::Ones(2, 2));
  EXPECT_FALSE(drawsParameters(scoreNamed("general").parameters, given));
}

}  // namespace
}  // namespace attn::test
