#include "scene/arithmetic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "attention/catalogue.h"
#include "pipeline/pipeline.h"
#include "scene/number_names.h"
#include "scene/number_text.h"
#include "support/experiments.h"
#include "support/names.h"
#include "support/tex_value.h"

namespace {

using attn::Index;
using attn::NumberKind;
using attn::NumberPlace;
using lab::test::TexValue;

// What is printed: terms and result, read as a student with a calculator reads them.
struct Printed {
  double value = 0;
  std::string result;
  bool exact = true;
};

Printed read(const std::string& tex) {
  const std::size_t equals = tex.rfind(" = "), near = tex.rfind(" \\approx ");
  const bool exact = near == std::string::npos;
  const std::size_t at = exact ? equals : near;
  const std::size_t start = tex.find("\\accent{", at) + 8;
  return {TexValue::of(tex.substr(0, at)), tex.substr(start, tex.rfind('}') - start), exact};
}

double numberOf(std::string text) {
  for (std::size_t at; (at = text.find("−")) != std::string::npos;) text.replace(at, 3, "-");
  return std::stod(text);
}

// Every number of a trace that has arithmetic: where "=" is printed, the printed line gives the printed result; the
// result is the engine's number. @return how many were read
int checkEveryNumber(const attn::Trace& trace, Index head, int decimals) {
  int checked = 0, exact = 0;
  const double unit = std::pow(10.0, -decimals);
  const auto check = [&](const NumberPlace& place) {
    const lab::ArithmeticLine line = lab::arithmeticOf(trace, head, place, decimals);
    if (line.empty()) return;
    const std::string tex = lab::arithmeticTex(line);
    const Printed printed = read(tex);
    // Scores other than scaled dot are written with 4 decimals everywhere.
    const int places = static_cast<int>(printed.result.size() - printed.result.find('.') - 1);
    if (printed.exact) {
      EXPECT_EQ(lab::fixedText(printed.value, places), printed.result) << tex;
    } else {
      // Rounded factors of a few digits: near, and it says so.
      EXPECT_NEAR(printed.value, numberOf(printed.result), 20 * unit) << tex;
    }
    EXPECT_EQ(lab::fixedText(attn::numberAt(trace, head, place), places), printed.result) << tex;
    ++checked;
    exact += printed.exact ? 1 : 0;
  };
  for (const NumberKind kind : attn::allNumberKinds()) {
    const attn::NumberShape shape = attn::numberShape(trace, head, kind);
    for (Index r = 0; r < shape.rows; ++r)
      for (Index c = 0; c < shape.columns; ++c)
        for (Index query = 0; query < shape.queries; ++query) check({kind, r, c, query});
  }
  // "≈" is for the rare line that no seven decimals make true.
  EXPECT_GE(exact, checked * 95 / 100);
  return checked;
}

attn::Experiment sentence() { return attn::test::textExperiment("the rabbit quickly hopped"); }

class EveryScore : public testing::TestWithParam<std::string> {};

TEST_P(EveryScore, IsPrintedSoThatThePrintedArithmeticGivesThePrintedNumber) {
  attn::Experiment experiment = sentence();
  experiment.score = GetParam();
  const attn::Trace trace = attn::Pipeline().evaluate(experiment);
  EXPECT_GT(checkEveryNumber(trace, 0, 3), 60);
  EXPECT_GT(checkEveryNumber(trace, 0, 4), 60);
}

TEST(Arithmetic, OfHiddenUnitsIsPrintedWithTheirBiases) {
  for (const char* score : {"additive", "mlp"}) {
    attn::Experiment experiment = sentence();
    experiment.score = score;
    const bool additive = experiment.score == "additive";
    experiment.parameters.matrices[additive ? "b" : "b_1"] =
        attn::test::shared(attn::test::matrixOf({{0.5, -1.25, 0.125, 2}}));
    if (!additive) experiment.parameters.numbers["b_2"] = -0.75;
    const attn::Trace trace = attn::Pipeline().evaluate(experiment);
    // 16 pairs of 4 hidden units, 16 scores and 16 weights, 4 rows of 5 vectors of 4.
    EXPECT_EQ(checkEveryNumber(trace, 0, 4), 16 * 4 + 16 + 16 + 4 * 4 * 6);
    const std::string line = lab::arithmeticTex(lab::arithmeticOf(trace, 0, {NumberKind::Hidden, 1, 1, 2}, 4));
    EXPECT_TRUE(line.starts_with("\\tanh(")) << line;
    EXPECT_NE(line.find("(−1.25"), std::string::npos) << line;
  }
}

TEST(Arithmetic, CallsTheNumbersOfTheScoreAsItsFormulaDoes) {
  const auto traceOf = [](const char* score) {
    attn::Experiment experiment = sentence();
    experiment.score = score;
    return attn::Pipeline().evaluate(experiment);
  };
  const lab::Words& words = lab::Words::of(lab::Language::English);
  const attn::Trace additive = traceOf("additive"), concat = traceOf("concat"), mlp = traceOf("mlp");
  EXPECT_EQ(lab::numberTex(additive, 0, {NumberKind::Hidden, 2, 0, 1}), "h_{2,3,1}");
  EXPECT_EQ(lab::numberTex(additive, 0, {NumberKind::HiddenQuery, 1, 0}), "(W_{q} q_{2})_{1}");
  EXPECT_EQ(lab::numberTex(concat, 0, {NumberKind::HiddenKey, 1, 0}), "(W [0; k_{2}])_{1}");
  EXPECT_EQ(lab::numberTex(mlp, 0, {NumberKind::ScoreV, 0, 3}), "(w_{2})_{4}");
  EXPECT_EQ(lab::numberTex(traceOf("gaussian"), 0, {NumberKind::ScoreNumber, 0, 0}), "\\sigma");
  EXPECT_EQ(lab::matrixName(words, mlp, NumberKind::HiddenQuery), "W_1 [q; 0]");
  EXPECT_EQ(lab::spanText(words, concat, 0, {NumberKind::ScoreW, 2, 4, 1, 4}), "row 3 of W");
  EXPECT_EQ(lab::spanText(words, additive, 0, {NumberKind::ScoreV, 0, 0, 1, 4}), "v");
  EXPECT_EQ(lab::placeText(words, additive, {NumberKind::Hidden, 2, 0, 1}), "query rabbit, key quickly, hidden unit 1");
}

TEST(Arithmetic, NamesTokensWithoutTextByTheirNumberAlone) {
  const attn::Matrix x = attn::Matrix::Identity(6, 3);
  const attn::Trace trace = attn::Pipeline().evaluate(attn::test::vectorsExperiment(x));
  const lab::Words &words = lab::Words::of(lab::Language::English), &chinese = lab::Words::of(lab::Language::Chinese);
  EXPECT_EQ(lab::placeText(words, trace, {NumberKind::Weight, 5, 1}), "query 6, key 2");
  EXPECT_EQ(lab::placeText(chinese, trace, {NumberKind::Weight, 5, 1}), "查询 6，键 2");
  EXPECT_EQ(lab::placeText(words, trace, {NumberKind::Q, 5, 1}), "query 6, dimension 2");
  EXPECT_EQ(lab::placeText(words, trace, {NumberKind::K, 0, 0}), "key 1, dimension 1");
  EXPECT_EQ(lab::queryToken(trace, 3), "4");
}

TEST(Arithmetic, NamesTheRowOfAMatrixThatHasOne) {
  const attn::Trace one = attn::Pipeline().evaluate(attn::test::textExperiment("rabbit"));
  const lab::Words& words = lab::Words::of(lab::Language::English);
  const attn::Index columns = attn::numberShape(one, 0, NumberKind::Q).columns;
  ASSERT_EQ(attn::numberShape(one, 0, NumberKind::Q).rows, 1);
  EXPECT_EQ(lab::spanText(words, one, 0, {NumberKind::Q, 0, 0, 1, columns}), "row 1 of Q");
  EXPECT_EQ(lab::spanText(words, one, 0, {NumberKind::K, 0, 0, 1, columns}, true), "column 1 of Kᵀ");
}

// Down to the parameters: every number that the last one is said to come from says itself where it comes from.
TEST_P(EveryScore, IsFollowedDownToTheEmbeddingAndTheParameters) {
  attn::Experiment experiment = sentence();
  experiment.score = GetParam();
  const attn::Trace trace = attn::Pipeline().evaluate(experiment);
  const lab::Words& words = lab::Words::of(lab::Language::English);
  std::set<NumberKind> leaves;
  std::vector<NumberPlace> open = {{NumberKind::Score, 1, 2}};
  while (!open.empty()) {
    const NumberPlace place = open.back();
    open.pop_back();
    const std::vector<attn::NumberSpan> parents = attn::numberParents(trace, 0, place);
    EXPECT_EQ(parents.empty(), lab::arithmeticOf(trace, 0, place, 4).empty()) << static_cast<int>(place.kind);
    EXPECT_FALSE(lab::numberTex(trace, 0, place).empty());
    EXPECT_FALSE(lab::placeText(words, trace, place).empty());
    if (parents.empty()) {
      leaves.insert(place.kind);
      EXPECT_FALSE(lab::originText(words, trace, 0, place).empty());
    }
    for (const attn::NumberSpan& span : parents)
      open.push_back({span.kind, span.row, span.column + span.columns - 1, span.query});
  }
  const bool keysOnly = GetParam() == "key_linear";
  EXPECT_EQ(leaves.contains(NumberKind::XQuery), !keysOnly);
  EXPECT_EQ(leaves.contains(NumberKind::XKey), GetParam() != "location");
  for (const NumberKind kind : attn::allNumberKinds())
    if (attn::scoreParameter(trace, kind) != nullptr && attn::hasNumbers(trace, 0, kind)) {
      EXPECT_TRUE(leaves.contains(kind)) << static_cast<int>(kind);
    }
}

TEST_P(EveryScore, HasAPlaceForTheNumbersOfItsTable) {
  attn::Experiment experiment = sentence();
  experiment.score = GetParam();
  const attn::Trace trace = attn::Pipeline().evaluate(experiment);
  int open = 0;
  for (const attn::DerivationRow& row : attn::explainScore(trace, 0, 1, 2).rows)
    for (std::size_t i = 0; i < row.values.size(); ++i)
      if (const auto place = lab::placeInDerivation(trace, row, {1, 2}, static_cast<Index>(i))) {
        // The same sums of floats in double, in another order.
        EXPECT_NEAR(attn::numberAt(trace, 0, *place), row.values[i], 1e-14) << row.label;
        ++open;
      }
  EXPECT_GE(open, 8);  // the two factors of each dimension at least
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryScore, testing::ValuesIn(attn::rowNames(attn::scoreCatalogue())),
                         attn::test::testName);

class EveryNormalizer : public testing::TestWithParam<std::string> {};

TEST_P(EveryNormalizer, IsPrintedSoThatThePrintedArithmeticGivesThePrintedNumber) {
  // Few keys are written out, many are summed up; τ = 1 is not written.
  for (const char* text : {"the rabbit quickly hopped", "one two three four five six seven eight nine ten"})
    for (const double tau : {1.0, 0.35}) {
      attn::Experiment experiment = attn::test::textExperiment(text);
      experiment.normalizer = GetParam();
      experiment.temperature = tau;
      experiment.masks = {attn::parseMask("causal")};
      const attn::Trace trace = attn::Pipeline().evaluate(experiment);
      EXPECT_GT(checkEveryNumber(trace, 0, 4), 60);
    }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryNormalizer, testing::ValuesIn(attn::rowNames(attn::normalizerCatalogue())),
                         attn::test::testName);

TEST(Arithmetic, HoldsWithPositionsBiasHeadsAndRope) {
  attn::Experiment experiment = sentence();
  experiment.heads = 2;
  experiment.position = "sinusoidal";
  experiment.bias = attn::BiasSpec("alibi");
  EXPECT_GT(checkEveryNumber(attn::Pipeline().evaluate(experiment), 1, 3), 100);
  experiment.position = "rope";
  EXPECT_GT(checkEveryNumber(attn::Pipeline().evaluate(experiment), 1, 3), 100);
  experiment.position = "none";
  experiment.masks = {attn::parseMask("local_p:1")};
  EXPECT_GT(checkEveryNumber(attn::Pipeline().evaluate(experiment), 0, 3), 60);
}

TEST(Arithmetic, OfEntropyAndEffectiveKeysGivesWhatTheEngineMeasured) {
  for (const double tau : {0.2, 1.0, 5.0}) {
    attn::Experiment experiment = sentence();
    experiment.temperature = tau;
    const attn::Trace trace = attn::Pipeline().evaluate(experiment);
    for (Index query = 0; query < 4; ++query) {
      const attn::RowMeasures& row = (*trace.head().measures)[static_cast<std::size_t>(query)];
      const Printed entropy = read(lab::arithmeticTex(lab::entropyArithmetic(trace, 0, query, 3)));
      EXPECT_EQ(entropy.result, lab::fixedText(row.entropy, 3));
      if (entropy.exact) {
        EXPECT_EQ(lab::fixedText(entropy.value, 3), entropy.result);
      }
      const Printed keys = read(lab::arithmeticTex(lab::effectiveKeysArithmetic(trace, 0, query, 3)));
      EXPECT_TRUE(keys.exact);
      EXPECT_EQ(lab::fixedText(keys.value, 3), keys.result);
      EXPECT_EQ(keys.result, lab::fixedText(row.effectiveKeys, 3));
    }
  }
}

TEST(Arithmetic, WritesTheSoftmaxOfTwoWordsAsInTheBook) {
  attn::Experiment experiment;
  experiment.entry = attn::Entry::Scores;
  experiment.scores = attn::test::shared(attn::test::matrixOf({{14, 12}}));
  const attn::Trace trace = attn::Pipeline().evaluate(experiment);
  EXPECT_EQ(lab::arithmeticTex(lab::arithmeticOf(trace, 0, {NumberKind::Weight, 0, 0}, 4)),
            "\\frac{e^{14}}{e^{14} + e^{12}} = \\accent{0.8808}");
}

TEST(Arithmetic, PutsNegativeFactorsAfterTheFirstInParentheses) {
  attn::Experiment experiment =
      attn::test::readyExperiment(attn::test::matrixOf({{-1.5, 0.25}}), attn::test::matrixOf({{-0.5, -2.5}}));
  const attn::Trace trace = attn::Pipeline().evaluate(experiment);
  EXPECT_EQ(lab::arithmeticTex(lab::arithmeticOf(trace, 0, {NumberKind::Dot, 0, 0}, 3)),
            "−1.500 \\cdot (−0.500) \\dim{+} 0.250 \\cdot (−2.500) = \\accent{0.125}");
}

TEST(Arithmetic, LeavesOutTermsInTheMiddle) {
  const lab::ArithmeticLine line{{"1", "2", "3", "4", "5"}, "15", true};
  EXPECT_EQ(lab::arithmeticTex(line, 3), "1 \\dim{+} 2 \\dim{+} \\dots  \\dim{+} 5 = \\accent{15}");
  EXPECT_EQ(lab::arithmeticTex(line), "1 \\dim{+} 2 \\dim{+} 3 \\dim{+} 4 \\dim{+} 5 = \\accent{15}");
}

TEST(Arithmetic, AddsDecimalsUntilTheLineIsTrueAndElseSaysNearly) {
  const auto product = [](const std::vector<double>& n) { return n[0] * n[1]; };
  const auto print = [](const std::vector<std::string>& n) {
    return std::vector<std::string>{n[0] + " \\cdot " + n[1]};
  };
  // 12.346 · 7.655 is 94.509, but the numbers' own product rounds to 94.504.
  const lab::ArithmeticLine line = lab::equation({12.3456, 7.6549}, 12.3456 * 7.6549, 3, product, print);
  EXPECT_TRUE(line.exact);
  EXPECT_EQ(line.terms[0], "12.3456 \\cdot 7.6549");
  EXPECT_FALSE(lab::equation({2.5, 2.5}, 6.3, 3, product, print).exact);
}

TEST(Arithmetic, SaysOfAPaintedWeightThatItIsPainted) {
  attn::Experiment experiment = attn::test::textExperiment("the rabbit hopped");
  const float computed = (*attn::Pipeline().evaluate(experiment).head().weights)(1, 2);
  experiment.painted = {{0, 1, {0.1F, 0.1F, 0.8F}}};
  const attn::Trace trace = attn::Pipeline().evaluate(experiment);
  const NumberPlace painted{NumberKind::Weight, 1, 2}, other{NumberKind::Weight, 0, 2};
  EXPECT_TRUE(attn::numberParents(trace, 0, painted).empty());
  EXPECT_TRUE(lab::arithmeticOf(trace, 0, painted, 4).empty());
  EXPECT_EQ(lab::originText(lab::Words::of(lab::Language::English), trace, 0, painted),
            "painted by hand; computed: " + lab::headlineText(computed));
  EXPECT_FALSE(lab::arithmeticOf(trace, 0, other, 4).empty());
}

TEST(Arithmetic, HasNothingToSayOfWhatIsDrawnGivenOrMasked) {
  attn::Experiment experiment = sentence();
  experiment.masks = {attn::parseMask("causal")};
  const attn::Trace trace = attn::Pipeline().evaluate(experiment);
  for (const NumberPlace place : {NumberPlace{NumberKind::XQuery, 0, 0}, NumberPlace{NumberKind::WQ, 0, 0},
                                  NumberPlace{NumberKind::Masked, 0, 2}, NumberPlace{NumberKind::Weight, 0, 2}})
    EXPECT_TRUE(lab::arithmeticOf(trace, 0, place, 3).empty());
}

}  // namespace
