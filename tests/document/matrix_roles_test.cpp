#include "document/matrix_roles.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/matrices.h"

using attn::Entry;
using attn::Experiment;
using attn::test::CaughtError;
using attn::test::errorOf;
using attn::test::matrixOf;
using attn::test::shared;

namespace lab::test {
namespace {

using Roles = std::vector<std::string>;

FileArray array(const std::string& name, std::vector<std::uint64_t> shape, const std::string& dtype = "float32") {
  FileArray out;
  out.name = name;
  out.file = "file.npz";
  out.dtype = dtype;
  out.shape = std::move(shape);
  return out;
}

Experiment sentence(const std::string& text = "a b c") {
  Experiment experiment;
  experiment.queryText = text;
  return experiment;
}

CaughtError refusal(const std::vector<FileArray>& arrays, const Roles& roles, const Experiment& present) {
  return errorOf([&] { requireFittingRoles(arrays, roles, present, 4); });
}

TEST(GuessedRoles, FollowTheNamesThatPeopleUse) {
  EXPECT_EQ(guessedRoles({array("query", {3, 4}), array("keys", {5, 4}), array("layer.0.Value", {5, 4})}, {}),
            (Roles{"q", "k", "v"}));
  EXPECT_EQ(guessedRoles({array("x", {3, 4}), array("W_q", {4, 4}), array("w-k", {4, 4})}, {}),
            (Roles{"x", "w_q", "w_k"}));
  EXPECT_EQ(guessedRoles({array("attention_weights", {3, 3}), array("attn_mask", {3, 3}, "bool")}, {}),
            (Roles{"weights", "mask"}));
}

TEST(GuessedRoles, OfAResultTakeOneEntryAndNoMore) {
  const std::vector<FileArray> result = {array("X_query", {3, 4}), array("Q", {3, 4}),      array("K", {3, 4}),
                                         array("V", {3, 4}),       array("scores", {3, 3}), array("weights", {3, 3}),
                                         array("context", {3, 4})};
  EXPECT_EQ(guessedRoles(result, {}), (Roles{"", "q", "k", "v", "", "", ""}));
  EXPECT_EQ(guessedRoles({array("x", {3, 4}), array("X", {3, 4})}, {}), (Roles{"x", ""}));
}

TEST(GuessedRoles, OfASingleArrayGoByTypeAndShape) {
  EXPECT_EQ(guessedRoles({array("data", {3, 3}, "bool")}, sentence()), (Roles{"mask"}));
  EXPECT_EQ(guessedRoles({array("data", {7, 2})}, sentence()), (Roles{"x"}));
  FileArray table = array("data", {2, 2}, "text");
  table.text = LoadedMatrix{shared(matrixOf({{0.25, 0.75}, {0.5, 0.5}})), {}, {}};
  EXPECT_EQ(guessedRoles({table}, {}), (Roles{"weights"}));
}

TEST(GuessedRoles, KnowTheParametersOfTheScore) {
  Experiment additive = sentence();
  additive.score = "additive";
  EXPECT_EQ(guessedRoles({array("b", {4})}, additive), (Roles{"param:b"}));
  EXPECT_EQ(guessedRoles({array("q", {3, 4}), array("k", {3, 4}), array("W_q", {4, 4})}, additive),
            (Roles{"q", "k", "param:W_q"}));
}

TEST(GuessedRoles, GiveTheWantedRoleToTheBestNamedArray) {
  EXPECT_EQ(guessedRoles({array("a", {3, 3}), array("mask", {3, 3})}, sentence(), "mask"), (Roles{"", "mask"}));
  EXPECT_EQ(guessedRoles({array("a", {3, 3}), array("b", {3, 3})}, sentence(), "mask"), (Roles{"mask", ""}));
}

TEST(GuessedRoles, LeaveOutWhatIsNoMatrix) {
  FileArray cube = array("q", {2, 3, 4});
  cube.problem = attn::InputError("too_many_dimensions", {{"input", "q"}, {"got", "3"}, {"shape", "(2, 3, 4)"}});
  EXPECT_EQ(guessedRoles({cube}, {}), (Roles{""}));
}

TEST(FittingRoles, AcceptEveryEntry) {
  const Experiment present = sentence();
  EXPECT_NO_THROW(requireFittingRoles({array("x", {5, 8})}, {"x"}, present, 4));
  EXPECT_NO_THROW(
      requireFittingRoles({array("q", {2, 8}), array("k", {5, 8}), array("v", {5, 3})}, {"q", "k", "v"}, present, 4));
  EXPECT_NO_THROW(requireFittingRoles({array("s", {2, 5}), array("v", {5, 3})}, {"scores", "v"}, present, 4));
  EXPECT_NO_THROW(requireFittingRoles({array("a", {2, 5})}, {"weights"}, present, 4));
  EXPECT_NO_THROW(requireFittingRoles({array("m", {3, 3})}, {"mask"}, present, 4));
  EXPECT_NO_THROW(requireFittingRoles({array("w", {4, 6}), array("u", {4, 6})}, {"w_q", "w_k"}, present, 4));
}

TEST(FittingRoles, SayWhichMatricesDoNotGoTogether) {
  const Experiment present = sentence();
  const CaughtError mixed = refusal({array("x", {5, 8}), array("q", {5, 8})}, {"x", "q"}, present);
  EXPECT_EQ(mixed.id, "options_exclude");
  EXPECT_EQ(mixed.argument("input") + mixed.argument("other"), "QX");
  EXPECT_EQ(refusal({array("a", {5, 8}), array("b", {5, 8})}, {"q", "q"}, present).id, "array_twice");
  EXPECT_EQ(refusal({array("a", {5, 8})}, {"q"}, present).id, "option_needs");
  EXPECT_EQ(refusal({array("a", {5, 8})}, {"v"}, present).id, "option_needs");
  EXPECT_EQ(refusal({array("a", {5, 8})}, {"memory"}, present).id, "option_needs");
  EXPECT_EQ(refusal({array("a", {5, 5}), array("m", {5, 5})}, {"weights", "mask"}, present).id, "options_exclude");
}

TEST(FittingRoles, SayWhichShapesDoNotFit) {
  const Experiment present = sentence();
  const CaughtError width = refusal({array("q", {2, 8}), array("k", {5, 6})}, {"q", "k"}, present);
  EXPECT_EQ(width.id, "width");
  EXPECT_EQ(width.argument("got") + " for " + width.argument("expected"), "6 for 8");
  EXPECT_EQ(refusal({array("q", {2, 8}), array("k", {5, 8}), array("v", {4, 8})}, {"q", "k", "v"}, present).id, "rows");
  EXPECT_EQ(refusal({array("x", {5, 8}), array("w", {6, 8})}, {"x", "w_q"}, present).id, "product");
  EXPECT_EQ(refusal({array("w", {6, 8})}, {"w_q"}, present).id, "product");
  EXPECT_EQ(refusal({array("m", {3, 4})}, {"mask"}, present).id, "shape");
  EXPECT_EQ(refusal({array("x", {5000, 2})}, {"x"}, present).id, "too_many_tokens");
  Experiment general = present;
  general.score = "general";
  EXPECT_EQ(refusal({array("W", {3, 4})}, {"param:W"}, general).id, "shape");
  Experiment heads = present;
  heads.heads = 3;
  EXPECT_EQ(refusal({array("x", {5, 8})}, {"x"}, heads).id, "heads_divide");
  EXPECT_EQ(refusal({array("q", {2, 6}), array("k", {5, 6}), array("v", {5, 4})}, {"q", "k", "v"}, heads).id,
            "heads_divide");
}

TEST(FittingRoles, LetAScoreCompareDifferentWidths) {
  Experiment general = sentence();
  general.score = "general";
  EXPECT_NO_THROW(requireFittingRoles({array("q", {2, 8}), array("k", {5, 6})}, {"q", "k"}, general, 4));
}

TEST(FittingRoles, AskForVectorsWhereThereIsNoText) {
  EXPECT_EQ(refusal({array("w", {4, 4})}, {"w_q"}, sentence("")).id, "option_needs");
}

GivenArray given(const std::string& role, attn::Matrix values) { return {role, {shared(std::move(values)), {}, {}}}; }

TEST(WithArrays, StartsAnewWhereTheEntryIsAnother) {
  Experiment present = sentence();
  present.position = "sinusoidal";
  present.temperature = 0.5;
  present.masks = {{"padding", {3}}, {"causal", {}}};
  present.heads = 2;
  const Experiment after = withArrays(present, {given("scores", matrixOf({{1, 2}, {3, 4}}))});
  EXPECT_EQ(after.entry, Entry::Scores);
  EXPECT_EQ(after.position, "none");
  EXPECT_EQ(after.heads, 1);
  EXPECT_EQ(after.temperature, 0.5);
  EXPECT_TRUE(after.queryText.empty());
  // Three keys of padding mean nothing for two.
  EXPECT_EQ(after.masks, (std::vector<attn::MaskSpec>{{"causal", {}}}));
}

TEST(WithArrays, PutsPartsIntoWhatIsThere) {
  Experiment general = sentence();
  general.score = "general";
  const Experiment after = withArrays(general, {given("param:W", matrixOf({{1, 0}, {0, 1}})),
                                                given("mask", matrixOf({{1, 0, 1}, {1, 1, 1}, {0, 1, 1}}))});
  EXPECT_EQ(after.queryText, "a b c");
  EXPECT_EQ(after.parameters.matrices.at("W")->rows(), 2);
  ASSERT_EQ(after.masks.size(), 1U);
  EXPECT_FALSE((*after.masks[0].custom)(0, 1));
}

TEST(WithArrays, TurnsAColumnIntoAVector) {
  Experiment additive = sentence();
  additive.score = "additive";
  const Experiment after = withArrays(additive, {given("param:v", matrixOf({{1}, {2}, {3}}))});
  EXPECT_MATRIX_NEAR(*after.parameters.matrices.at("v"), matrixOf({{1, 2, 3}}), 0);
}

TEST(WithArrays, RefusesAMaskOfOtherNumbers) {
  const CaughtError error = errorOf([] { withArrays(sentence("a"), {given("mask", matrixOf({{0.5}}))}); });
  EXPECT_EQ(error.id, "out_of_range");
  EXPECT_EQ(error.argument("got"), "0.5");
}

TEST(WithArrays, TakesTheNamesOfRowsAndColumns) {
  const Experiment after = withArrays({}, {{"weights", {shared(matrixOf({{0.5, 0.5}})), {"q"}, {"k1", "k2"}}}});
  EXPECT_EQ(after.queryTokens, (std::vector<std::string>{"q"}));
  EXPECT_EQ(after.keyTokens, (std::vector<std::string>{"k1", "k2"}));
}

TEST(RequireFittingRoles, RefuseTooLargeArraysBeforeTakingMemory) {
  constexpr std::uint64_t huge = 1ULL << 40;
  for (const char* role : {"x", "scores", "weights", "mask", "q"})
    EXPECT_EQ(refusal({array("a", {huge, 4})}, {role}, sentence()).id, "too_many_tokens") << role;
  for (const char* role : {"scores", "weights", "mask"})
    EXPECT_EQ(refusal({array("a", {4, huge})}, {role}, sentence()).id, "too_many_tokens") << role;
  for (const char* role : {"x", "k", "w_q", "w_o"})
    EXPECT_EQ(refusal({array("a", {4, huge})}, {role}, sentence()).id, "too_many_numbers") << role;
  EXPECT_EQ(refusal({array("a", {huge, huge / 2})}, {"param:W"}, sentence()).id, "too_many_numbers");
}

TEST(RequireFittingRoles, SayWhatIsWrongWithAnArray) {
  FileArray cut = array("q", {3, 4});
  cut.problem = attn::InputError("array_size", {{"input", "q"}, {"got", "3"}, {"expected", "3 × 4 × 4"}});
  EXPECT_EQ(refusal({cut}, {"q"}, sentence()).id, "array_size");
}

}  // namespace
}  // namespace lab::test
