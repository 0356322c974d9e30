#pragma once

#include <memory>
#include <string>
#include <vector>

#include "pipeline/experiment.h"

namespace attn {

using Tokens = std::shared_ptr<const std::vector<std::string>>;

/// The tokens of both sides: of text, or the labels of rows that were given. One list serves both sides of
/// self-attention.
struct TokenSides {
  Tokens query, key;
  bool self = true;
  Tokens queryLabels, keyLabels;  ///< what the axes show: names that were given, else the tokens
};

/// All that tokens depend on.
struct TokensKey {
  Entry entry;
  std::string tokenizer, queryText, keyText;
  bool crossText;
  std::vector<std::string> queryLabels, keyLabels;
  bool self;
  Index queries, keys;  ///< rows of the given matrices
  bool operator==(const TokensKey&) const = default;
};

/// @throws InputError `missing_input` where the matrices of the entry are not there.
TokensKey tokensKey(const Experiment& experiment);

/// @throws InputError of `tokenize`; `too_many_tokens`; `labels` unless there is one label for each row, or none.
TokenSides tokenSides(const TokensKey& key, Index tokenLimit);

}  // namespace attn
