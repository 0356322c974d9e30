#include "attention/catalogue.h"

#include <gtest/gtest.h>

#include <set>

#include "pipeline/projections.h"
#include "support/errors.h"
#include "text/embeddings.h"
#include "text/tokenizers.h"

namespace attn::test {
namespace {

void expectTitle(const Title& title, const std::string& of) {
  EXPECT_FALSE(std::string(title.en).empty()) << of;
  EXPECT_FALSE(std::string(title.zh).empty()) << of;
}

// One sentence in each language, the Chinese one in Chinese.
void expectSentence(const Title& title, const std::string& of) {
  expectTitle(title, of);
  EXPECT_EQ(std::string(title.en).back(), '.') << of;
  EXPECT_TRUE(std::string(title.zh).ends_with("。")) << of;
}

void expectBalancedBraces(const std::string& formula, const std::string& of) {
  EXPECT_FALSE(formula.empty()) << of;
  int depth = 0;
  for (const char c : formula) {
    depth += c == '{' ? 1 : c == '}' ? -1 : 0;
    EXPECT_GE(depth, 0) << of;
  }
  EXPECT_EQ(depth, 0) << of;
}

template <class Row>
void expectCompleteRows(const std::vector<Row>& rows) {
  std::set<std::string> names;
  for (const Row& row : rows) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name << " stands twice";
    expectTitle(row.title, row.name);
    expectSentence(row.summary, row.name);
    EXPECT_FALSE(std::string(row.source).empty()) << row.name;
    if constexpr (requires { row.formula; }) expectBalancedBraces(row.formula, row.name);
    EXPECT_EQ(&findRow(rows, row.name, "name"), &row);
  }
}

TEST(Catalogue, HasTitlesSummariesFormulasAndSourcesInEveryRow) {
  expectCompleteRows(scoreCatalogue());
  expectCompleteRows(normalizerCatalogue());
  expectCompleteRows(maskCatalogue());
  expectCompleteRows(positionCatalogue());
  expectCompleteRows(biasCatalogue());
  expectCompleteRows(headSchemeCatalogue());
  expectCompleteRows(tokenizerCatalogue());
  expectCompleteRows(embeddingCatalogue());
  expectCompleteRows(projectionCatalogue());
}

TEST(Catalogue, HoldsTheVariantsThatAreBuilt) {
  const auto names = [](const auto& rows) {
    const std::vector<std::string> list = rowNames(rows);
    return std::set<std::string>(list.begin(), list.end());
  };
  using Names = std::set<std::string>;
  EXPECT_EQ(names(scoreCatalogue()), (Names{"dot", "scaled_dot", "general", "additive", "concat", "mlp", "location",
                                            "cosine", "gaussian", "key_linear"}));
  EXPECT_EQ(names(normalizerCatalogue()),
            (Names{"softmax", "sparsemax", "entmax15", "hardmax", "sigmoid", "ratio", "uniform"}));
  EXPECT_EQ(names(maskCatalogue()), (Names{"causal", "window", "dilated", "global_window", "block", "padding",
                                           "local_m", "local_p", "custom"}));
  EXPECT_EQ(names(positionCatalogue()), (Names{"none", "sinusoidal", "sinusoidal_halves", "learned", "rope"}));
  EXPECT_EQ(names(biasCatalogue()), (Names{"none", "alibi", "relative"}));
  EXPECT_EQ(names(headSchemeCatalogue()), (Names{"mha", "gqa", "mqa"}));
  EXPECT_EQ(names(tokenizerCatalogue()), (Names{"word", "character", "whitespace"}));
  EXPECT_EQ(names(embeddingCatalogue()), (Names{"random", "onehot", "ngram"}));
}

TEST(Catalogue, GivesEveryNumberARangeAroundItsStandard) {
  for (const ScoreRow& row : scoreCatalogue())
    for (const ParameterSpec& spec : row.parameters) {
      if (spec.kind != ParameterKind::Number) continue;
      EXPECT_LT(spec.low, spec.high) << row.name << "." << spec.name;
      EXPECT_LE(spec.low, spec.standard) << row.name << "." << spec.name;
      EXPECT_LE(spec.standard, spec.high) << row.name << "." << spec.name;
      EXPECT_TRUE(!spec.logarithmic || spec.low > 0) << row.name << "." << spec.name;
    }
}

template <class Row>
void expectNamedParameters(const std::vector<Row>& rows) {
  for (const Row& row : rows)
    for (const ParameterSpec& spec : row.parameters) {
      expectTitle(spec.title, spec.name);
      EXPECT_TRUE(std::string(spec.title.en).find(": ") != std::string::npos) << spec.name;
    }
}

TEST(Catalogue, SaysWhatEveryParameterIs) {
  expectNamedParameters(scoreCatalogue());
  expectNamedParameters(maskCatalogue());
  expectNamedParameters(biasCatalogue());
  expectNamedParameters(positionCatalogue());
}

TEST(Catalogue, GivesEveryMaskNumberALowestValueAndAStandardThatHolds) {
  for (const MaskRow& row : maskCatalogue()) {
    for (const MaskArgument& argument : row.arguments) {
      EXPECT_GE(argument.low, 0) << row.name;
      EXPECT_GE(argument.high(6), argument.low) << row.name;
      EXPECT_TRUE(*argument.title.en != '\0' && *argument.title.zh != '\0') << row.name;
    }
    const MaskSpec standard = standardMask(row, 6, 6);
    EXPECT_NO_THROW(combineMasks({standard}, 6, 6)) << row.name;
    const MaskSpec read = parseMask(maskText(standard));
    EXPECT_EQ(read.arguments, standard.arguments) << row.name;
  }
}

TEST(MaskArgument, HasALimitOfItsOwn) {
  const auto high = [](const char* mask, std::size_t argument) {
    return findRow(maskCatalogue(), mask, "mask").arguments.at(argument).high(9);
  };
  EXPECT_EQ(high("padding", 0), 9);
  EXPECT_EQ(high("global_window", 1), 8);
  EXPECT_EQ(high("block", 0), 9);
  EXPECT_EQ(high("window", 0), largestMaskArgument);
  EXPECT_EQ(high("dilated", 1), largestMaskArgument);
}

TEST(Catalogue, NamesTheNearestRowForAnUnknownName) {
  const CaughtError error = errorOf([] { findRow(scoreCatalogue(), "aditive", "score"); });
  EXPECT_EQ(error.id, "unknown_name");
  EXPECT_EQ(error.message, "unknown score 'aditive'; did you mean 'additive'?");
}

}  // namespace
}  // namespace attn::test
