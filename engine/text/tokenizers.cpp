#include "text/tokenizers.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <cassert>
#include <memory>
#include <utility>

#include "attention/catalogue_find.h"

namespace attn {
namespace {

// The code point at byte `at`, which moves past it; negative where the bytes are ill-formed.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // within ICU's macro
UChar32 nextCodePoint(std::string_view text, std::size_t& at) {
  UChar32 character = 0;
  U8_NEXT(text.data(), at, text.size(), character);
  return character;
}
#pragma GCC diagnostic pop

// Calls `visit(code point, first byte, end byte)`.
template <class Visit>
void forEachCodePoint(std::string_view text, Visit&& visit) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const UChar32 character = nextCodePoint(text, at);
    visit(character, start, at);
  }
}

bool isWhiteSpace(std::string_view piece) {
  bool white = true;
  forEachCodePoint(
      piece, [&](UChar32 character, std::size_t, std::size_t) { white = white && u_isUWhiteSpace(character) != 0; });
  return white;
}

// Pieces between the boundaries of `breaks`, without those of white space alone.
std::vector<std::string> splitAt(icu::BreakIterator* (*make)(const icu::Locale&, UErrorCode&), std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaks(make(icu::Locale::getRoot(), status));
  const std::unique_ptr<UText, decltype(&utext_close)> view(
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status), &utext_close);
  assert(U_SUCCESS(status) && "ICU is installed without its data");
  breaks->setText(view.get(), status);
  assert(U_SUCCESS(status));
  std::vector<std::string> tokens;
  std::int32_t start = breaks->first();
  for (std::int32_t end = breaks->next(); end != icu::BreakIterator::DONE; start = end, end = breaks->next()) {
    const std::string_view piece = text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start));
    if (!isWhiteSpace(piece)) tokens.emplace_back(piece);
  }
  return tokens;
}

std::vector<std::string> splitWords(std::string_view text) {
  return splitAt(icu::BreakIterator::createWordInstance, text);
}

std::vector<std::string> splitCharacters(std::string_view text) {
  return splitAt(icu::BreakIterator::createCharacterInstance, text);
}

std::vector<std::string> splitAtWhiteSpace(std::string_view text) {
  std::vector<std::string> tokens;
  std::string token;
  const auto finish = [&] {
    if (!token.empty()) tokens.push_back(std::exchange(token, {}));
  };
  forEachCodePoint(text, [&](UChar32 character, std::size_t start, std::size_t end) {
    if (u_isUWhiteSpace(character) != 0)
      finish();
    else
      token.append(text.substr(start, end - start));
  });
  finish();
  return tokens;
}

}  // namespace

const std::vector<TokenizerRow>& tokenizerCatalogue() {
  static const std::vector<TokenizerRow> rows = {
      {"word",
       {"words", "词"},
       {"Cuts at word boundaries, Chinese by dictionary; punctuation stands alone.",
        "在词的边界处切分，中文按词典；标点单独成词。"},
       "Unicode Standard Annex 29, word boundaries (ICU)",
       splitWords},
      {"character",
       {"characters", "字符"},
       {"One token for each character as people see it.", "每个肉眼可见的字符为一个词元。"},
       "Unicode Standard Annex 29, extended grapheme clusters (ICU)",
       splitCharacters},
      {"whitespace",
       {"white space", "空白"},
       {"Cuts only where there is white space.", "只在空白处切分。"},
       "Unicode property White_Space",
       splitAtWhiteSpace},
  };
  return rows;
}

std::size_t firstInvalidUtf8(std::string_view text) {
  std::size_t invalid = std::string_view::npos;
  forEachCodePoint(text, [&](UChar32 character, std::size_t start, std::size_t) {
    if (character < 0 && invalid == std::string_view::npos) invalid = start;
  });
  return invalid;
}

std::string toNfc(std::string_view text, std::string_view input) {
  const std::size_t invalid = firstInvalidUtf8(text);
  if (invalid != std::string_view::npos)
    throw InputError("invalid_utf8", {{"input", std::string(input)}, {"place", std::to_string(invalid)}});
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  assert(U_SUCCESS(status) && "ICU is installed without its data");
  std::string normalized;
  icu::StringByteSink<std::string> sink(&normalized);
  nfc->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr, status);
  assert(U_SUCCESS(status));
  return normalized;
}

std::vector<std::string> tokenize(std::string_view tokenizer, std::string_view text, std::string_view input) {
  const TokenizerRow& row = findRow(tokenizerCatalogue(), tokenizer, "tokenizer");
  std::vector<std::string> tokens = row.split(toNfc(text, input));
  if (tokens.empty()) throw InputError("no_token", {{"input", std::string(input)}});
  return tokens;
}

}  // namespace attn
