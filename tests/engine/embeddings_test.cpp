#include "text/embeddings.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/golden.h"

namespace attn::test {
namespace {

Matrix embed(const char* name, const TokenList& tokens, Index width, std::uint64_t seed = 7) {
  return embedTokens(name, tokens, vocabularyOf(tokens, {}), width, seed);
}

TEST(Embeddings, AgreeWithTheGoldenVectors) {
  // Half a unit in the last place of a float below 4 is 2.4e-7.
  for (const std::string token : {"cat", "天安门"}) {
    EXPECT_MATRIX_NEAR(embed("random", {token}, 8), golden("generator.npz", "token_" + token + "_8").matrix(), 2.4e-7);
    EXPECT_MATRIX_NEAR(embed("ngram", {token}, 8), golden("generator.npz", "ngram_" + token + "_8").matrix(), 2.4e-7);
  }
}

TEST(Embeddings, GiveEqualTokensEqualVectors) {
  for (const EmbeddingRow& row : embeddingCatalogue()) {
    const Matrix x = embed(row.name, {"a", "b", "a"}, 0);
    EXPECT_EQ(x.row(0), x.row(2)) << row.name;
    EXPECT_NE(x.row(0), x.row(1)) << row.name;
  }
}

TEST(Embeddings, HaveTheirOwnWidths) {
  EXPECT_EQ(embed("random", {"a", "b", "a"}, 0).cols(), 4);
  EXPECT_EQ(embed("ngram", {"a", "b", "a"}, 0).cols(), 16);
  EXPECT_EQ(embed("onehot", {"a", "b", "a"}, 0).cols(), 2);
  EXPECT_EQ(embed("onehot", {"a", "b", "a"}, 5).cols(), 5);
}

TEST(OnehotEmbedding, CountsByFirstAppearanceOverKeysThenQueries) {
  const TokenList keys = {"k", "both"}, queries = {"q", "both", "k"};
  const TokenList vocabulary = vocabularyOf(keys, queries);
  EXPECT_EQ(vocabulary, (TokenList{"k", "both", "q"}));
  EXPECT_MATRIX_NEAR(embedTokens("onehot", queries, vocabulary, 0, 1), matrixOf({{0, 0, 1}, {0, 1, 0}, {1, 0, 0}}), 0);
}

TEST(OnehotEmbedding, RefusesAWidthBelowTheNumberOfTokens) {
  const CaughtError error = errorOf([] { embed("onehot", {"a", "b", "c"}, 2); });
  EXPECT_EQ(error.id, "dim_too_small");
  EXPECT_EQ(error.argument("expected"), "3");
}

TEST(NgramEmbedding, BringsWordsThatShareLettersCloser) {
  const Matrix x = embed("ngram", {"attention", "attentive", "banana"}, 256);
  const auto cosine = [&](Index a, Index b) { return x.row(a).dot(x.row(b)) / (x.row(a).norm() * x.row(b).norm()); };
  EXPECT_GT(cosine(0, 1), cosine(0, 2) + 0.2F);
}

TEST(Embeddings, RefuseWidthsOutOfRange) {
  for (const Index width : {Index{-1}, largestWidth + 1}) {
    const CaughtError error = errorOf([&] { embed("random", {"a"}, width); });
    EXPECT_EQ(error.id, "out_of_range");
    EXPECT_EQ(error.argument("input"), "dim");
  }
  EXPECT_EQ(errorOf([] { embed("glove", {"a"}, 0); }).id, "unknown_name");
}

}  // namespace
}  // namespace attn::test
