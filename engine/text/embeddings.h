#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/types.h"
#include "core/work.h"

namespace attn {

using TokenList = std::vector<std::string>;

/// One way to turn tokens into vectors.
struct EmbeddingRow {
  const char* name;  ///< random | onehot | ngram
  Title title;
  Title summary;
  const char* formula;
  const char* source;
  Index standardWidth;  ///< 0: as wide as there are distinct tokens
  bool seeded;          ///< the seed matters
  /// tokens -> (tokens, width); `vocabulary` is the distinct tokens of both sides.
  Matrix (*vectors)(const TokenList& tokens, const TokenList& vocabulary, Index width, std::uint64_t seed,
                    const WorkShare&);
};

const std::vector<EmbeddingRow>& embeddingCatalogue();

/// Numbers a token vector may have.
inline constexpr Index largestWidth = 16384;

/// The distinct tokens by first appearance, keys before queries.
TokenList vocabularyOf(const TokenList& keyTokens, const TokenList& queryTokens);

/// One row a token. @param width 0 takes the embedding's own.
/// @throws InputError `unknown_name`, `out_of_range` (1 … largestWidth), `dim_too_small`.
Matrix embedTokens(std::string_view embedding, const TokenList& tokens, const TokenList& vocabulary, Index width,
                   std::uint64_t seed, const WorkShare& work = WorkShare::none());

}  // namespace attn
