#include "document/edits.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "support/errors.h"
#include "support/experiments.h"
#include "support/matrices.h"

using attn::Entry;
using attn::Experiment;
using attn::test::matrixOf;
using attn::test::shared;

namespace lab::test {
namespace {

Experiment sentence() {
  Experiment experiment;
  experiment.queryText = "the cat";
  return experiment;
}

const std::vector<Edit>& everyKindOfEdit() {
  static const std::vector<Edit> edits = {SetQueryText{"a b"},
                                          SetKeyText{"c d"},
                                          SetCrossText{true},
                                          SetTokenizer{"character"},
                                          SetEmbedding{"onehot"},
                                          SetDimension{8},
                                          SetSeed{7},
                                          SetPosition{"sinusoidal"},
                                          SetProjection{"identity"},
                                          SetScore{"gaussian"},
                                          SetNumberParameter{"sigma", 2},
                                          SetMatrixParameter{"W", shared(matrixOf({{1}}))},
                                          SetHeads{2, 1},
                                          SetBias{attn::BiasSpec("alibi")},
                                          PaintMask{{{"causal", {}}}},
                                          SetMasks{{{"padding", {3}}}},
                                          PaintWeights{{{0, 0, {0.5F, 0.5F}}}},
                                          ResetWeights{{{0, 1, {0.5F, 0.5F}}}},
                                          SetNormalizer{"ratio"},
                                          SetTemperature{0.5},
                                          MoveKey{1, 0, attn::Vector::Ones(1)},
                                          ReplaceExperiment{sentence()},
                                          OpenMatrices{sentence()}};
  return edits;
}

TEST(Edits, AreAllTriedHereAndEachHasALabelOfItsOwn) {
  ASSERT_EQ(everyKindOfEdit().size(), std::variant_size_v<Edit>);
  std::set<std::string_view> labels;
  for (const Edit& edit : everyKindOfEdit()) labels.insert(editLabel(edit));
  EXPECT_EQ(labels.size(), std::variant_size_v<Edit>);
}

TEST(Edits, EachChangeTheDocumentOnce) {
  for (const Edit& edit : everyKindOfEdit()) {
    if (std::holds_alternative<MoveKey>(edit)) continue;  // by a way and not to a place: twice is twice as far
    const Document once = applied({}, edit);
    EXPECT_FALSE(once == Document{}) << editLabel(edit);
    EXPECT_EQ(applied(once, edit), once) << editLabel(edit);
  }
}

TEST(Edits, MoveAKeyByItsWayWhereItsVectorIsTheExperimentsOwn) {
  const Document points{attn::test::vectorsExperiment(matrixOf({{1}, {2}, {3}}))};
  const Document once = applied(points, MoveKey{1, 0, attn::Vector::Ones(1)});
  EXPECT_EQ(*once.experiment.x, matrixOf({{1}, {3}, {3}}));
  EXPECT_EQ(*applied(once, MoveKey{1, 0, -attn::Vector::Ones(1)}).experiment.x, *points.experiment.x);
  const Document text{sentence()};
  EXPECT_EQ(applied(text, MoveKey{1, 0, attn::Vector::Ones(1)}), text);
  // What was taken when the vectors were more, wider or of more heads.
  for (const MoveKey& stale : {MoveKey{99, 0, attn::Vector::Ones(1)}, MoveKey{-1, 0, attn::Vector::Ones(1)},
                               MoveKey{0, 9, attn::Vector::Ones(1)}, MoveKey{0, 0, attn::Vector::Ones(9)}})
    EXPECT_EQ(applied(points, stale), points);
}

TEST(Edits, OfTheTextDropNamesThatWereGivenForOtherTokens) {
  for (const Edit& edit : std::vector<Edit>{SetQueryText{"a b c"}, SetTokenizer{"character"}, SetCrossText{true}}) {
    Document document{sentence()};
    document.experiment.queryTokens = document.experiment.keyTokens = {"one", "two"};
    const Experiment after = applied(document, edit).experiment;
    EXPECT_TRUE(after.queryTokens.empty() && after.keyTokens.empty()) << editLabel(edit);
  }
}

TEST(Edits, SetWhatTheySayAndKeepTheRest) {
  Document document;
  for (std::size_t i = 0; i + 2 < everyKindOfEdit().size(); ++i) document = applied(document, everyKindOfEdit()[i]);
  Experiment expected;
  expected.queryText = "a b";
  expected.keyText = "c d";
  expected.crossText = true;
  expected.tokenizer = "character";
  expected.embedding = "onehot";
  expected.dim = 8;
  expected.seed = 7;
  expected.position = "sinusoidal";
  expected.projection = "identity";
  expected.score = "gaussian";
  expected.parameters.numbers["sigma"] = 2;
  expected.heads = 2;
  expected.kvHeads = 1;
  expected.bias = attn::BiasSpec("alibi");
  expected.masks = {{"padding", {3}}};
  expected.normalizer = "ratio";
  expected.temperature = 0.5;
  expected.painted = {{0, 1, {0.5F, 0.5F}}};
  EXPECT_EQ(document.experiment, expected);
}

TEST(SetMatrixParameter, GivesAMatrixAndTakesItBack) {
  Document document{sentence()};
  document.experiment.score = "general";
  const attn::MatrixPtr matrix = shared(matrixOf({{1, 2}, {3, 4}}));
  const Document given = applied(document, SetMatrixParameter{"W", matrix, true});
  EXPECT_EQ(given.experiment.parameters.matrices.at("W"), matrix);
  EXPECT_TRUE(given.experiment.parameters.perHead.contains("W"));
  EXPECT_EQ(applied(given, SetMatrixParameter{"W", nullptr}), document);
}

TEST(SetNumberParameter, TakesThePlaceOfANumberForEachHead) {
  Document document{sentence()};
  document.experiment.score = "gaussian";
  document.experiment.parameters.matrices["sigma"] = shared(matrixOf({{1}, {2}}));
  document.experiment.parameters.perHead.insert("sigma");
  const attn::Parameters after = applied(document, SetNumberParameter{"sigma", 3}).experiment.parameters;
  EXPECT_TRUE(after.matrices.empty() && after.perHead.empty());
  EXPECT_EQ(after.numbers.at("sigma"), 3);
}

TEST(SetScore, DropsMatricesOfTheOldFunctionThatHaveTheSameName) {
  Document document{sentence()};
  document.experiment.score = "general";
  document.experiment.bias = attn::BiasSpec("relative");
  document.experiment.parameters.matrices["W"] = shared(matrixOf({{1}}));
  document.experiment.parameters.matrices["relative"] = shared(matrixOf({{1}}));
  const attn::Parameters after = applied(document, SetScore{"concat"}).experiment.parameters;
  EXPECT_FALSE(after.matrices.contains("W"));
  EXPECT_TRUE(after.matrices.contains("relative"));
}

TEST(SetBias, DropsTheTableThatNothingReadsAnyMore) {
  Document document{sentence()};
  document.experiment.bias = attn::BiasSpec("relative");
  document.experiment.parameters.matrices["relative"] = shared(matrixOf({{1}}));
  EXPECT_TRUE(applied(document, SetBias{attn::BiasSpec("alibi")}).experiment.parameters.matrices.empty());
}

TEST(SetScore, DropsParametersThatTheNewFunctionDoesNotHave) {
  Document document;
  document.experiment.score = "gaussian";
  document.experiment.parameters.numbers["sigma"] = 2;
  EXPECT_EQ(applied(document, SetScore{"gaussian"}), document);
  EXPECT_TRUE(applied(document, SetScore{"dot"}).experiment.parameters.numbers.empty());
  EXPECT_EQ(attn::test::errorOf([&] { applied(document, SetScore{"gausian"}); }).argument("nearest"), "gaussian");
}

TEST(TextEdits, PutTextInThePlaceOfMatrices) {
  Document document;
  Experiment& matrices = document.experiment;
  matrices.entry = Entry::Ready;
  matrices.q = matrices.k = matrices.v = matrices.wO = shared(matrixOf({{1, 2}, {3, 4}}));
  matrices.queryTokens = matrices.keyTokens = {"a", "b"};
  matrices.score = "general";
  matrices.parameters.matrices["W"] = matrices.q;
  matrices.projection = "identity";
  matrices.temperature = 3;
  Experiment expected;
  expected.queryText = "the cat";
  expected.score = "general";
  expected.temperature = 3;
  EXPECT_EQ(applied(document, SetQueryText{"the cat"}).experiment, expected);
  EXPECT_EQ(applied(document, SetKeyText{"the cat"}).experiment.entry, Entry::Text);
  EXPECT_EQ(applied(document, SetTemperature{2}).experiment.entry, Entry::Ready);
}

TEST(TextEdits, KeepTheSettingsOfATextExperiment) {
  Document document;
  document.experiment.projection = "identity";
  document.experiment.score = "general";
  document.experiment.parameters.matrices["W"] = shared(matrixOf({{1}}));
  const Experiment after = applied(document, SetQueryText{"the cat"}).experiment;
  EXPECT_EQ(after.projection, "identity");
  EXPECT_EQ(after.parameters, document.experiment.parameters);
}

}  // namespace
}  // namespace lab::test
