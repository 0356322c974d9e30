#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/types.h"

namespace attn {

/// One way to cut text. Text is normalized to NFC first.
struct TokenizerRow {
  const char* name;  ///< word | character | whitespace
  Title title;
  Title summary;
  const char* source;
  std::vector<std::string> (*split)(std::string_view nfc);
};

const std::vector<TokenizerRow>& tokenizerCatalogue();

/// Cuts `text`. @param input its name in messages ("text").
/// @throws InputError `invalid_utf8` with the byte, `no_token`, `unknown_name`.
std::vector<std::string> tokenize(std::string_view tokenizer, std::string_view text, std::string_view input);

/// `text` in NFC. @throws InputError `invalid_utf8`.
std::string toNfc(std::string_view text, std::string_view input);

/// The byte of the first ill-formed UTF-8 sequence, or npos.
std::size_t firstInvalidUtf8(std::string_view text);

}  // namespace attn
