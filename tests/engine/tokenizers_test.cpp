#include "text/tokenizers.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/names.h"

namespace attn::test {
namespace {

using Tokens = std::vector<std::string>;

TEST(WordTokenizer, CutsChineseIntoWords) {
  EXPECT_EQ(tokenize("word", "我爱北京天安门", "text"), (Tokens{"我", "爱", "北京", "天安门"}));
}

TEST(WordTokenizer, KeepsCaseAndApostrophesAndSetsPunctuationApart) {
  EXPECT_EQ(tokenize("word", "The animal didn't cross,  it was\ttired.\n", "text"),
            (Tokens{"The", "animal", "didn't", "cross", ",", "it", "was", "tired", "."}));
  EXPECT_EQ(tokenize("word", "今天天气真好，去公园。", "text").back(), "。");
}

TEST(CharacterTokenizer, GivesCharactersAsPeopleSeeThem) {
  EXPECT_EQ(tokenize("character", "我 爱e\u0301!", "text"), (Tokens{"我", "爱", "é", "!"}));
  EXPECT_EQ(tokenize("character", "👩‍👩‍👧🇨🇳", "text"), (Tokens{"👩‍👩‍👧", "🇨🇳"}));
}

TEST(WhitespaceTokenizer, CutsAtEveryKindOfWhiteSpace) {
  EXPECT_EQ(tokenize("whitespace", "  it's\u3000here,\u00A0now \n", "text"), (Tokens{"it's", "here,", "now"}));
}

class EveryTokenizer : public testing::TestWithParam<std::string> {};

TEST_P(EveryTokenizer, NormalizesToNfcFirst) {
  const Tokens composed = tokenize(GetParam(), "caf\u00E9", "text");
  EXPECT_EQ(tokenize(GetParam(), "cafe\u0301", "text"), composed);
}

TEST_P(EveryTokenizer, SaysThatThereIsNoToken) {
  for (const char* text : {"", " ", "\n\t \u3000"}) {
    const CaughtError error = errorOf([&] { tokenize(GetParam(), text, "text"); });
    EXPECT_EQ(error.id, "no_token");
    EXPECT_EQ(error.argument("input"), "text");
  }
}

TEST_P(EveryTokenizer, GivesOneTokenForOneWord) { EXPECT_EQ(tokenize(GetParam(), "a", "text"), Tokens{"a"}); }

TEST_P(EveryTokenizer, NamesTheByteThatIsNotUtf8) {
  const CaughtError error = errorOf([&] { tokenize(GetParam(), "ab\xFFz", "text"); });
  EXPECT_EQ(error.id, "invalid_utf8");
  EXPECT_EQ(error.argument("place"), "2");
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryTokenizer, testing::Values("word", "character", "whitespace"), testName);

TEST(Tokenize, NamesTheNearestTokenizer) {
  EXPECT_EQ(errorOf([] { tokenize("words", "a", "text"); }).argument("nearest"), "word");
}

TEST(InvalidUtf8, IsFoundInEveryForm) {
  EXPECT_EQ(firstInvalidUtf8("plain 我 𝛼"), std::string_view::npos);
  EXPECT_EQ(firstInvalidUtf8("a\x80"), 1U);             // a lone continuation byte
  EXPECT_EQ(firstInvalidUtf8("\xC0\xAF"), 0U);          // overlong
  EXPECT_EQ(firstInvalidUtf8("我\xE6\x88"), 3U);        // cut short
  EXPECT_EQ(firstInvalidUtf8("\xED\xA0\x80"), 0U);      // a surrogate
  EXPECT_EQ(firstInvalidUtf8("\xF4\x90\x80\x80"), 0U);  // beyond U+10FFFF
}

}  // namespace
}  // namespace attn::test
