#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/types.h"

namespace attn {

/// Tokens of both sides in, vectors of both sides out.
struct EmbeddedTokens {
  Matrix query;  ///< (n, d)
  Matrix key;    ///< (m, d)
};

struct EmbeddingRow {
  const char* name;  ///< random | onehot | ngram
  Title title;
  Title summary;
  const char* formula;
  const char* source;
  Index standardWidth;  ///< 0: as wide as there are distinct tokens
  Matrix (*vectors)(const std::vector<std::string>& tokens, const std::vector<std::string>& vocabulary, Index width,
                    std::uint64_t seed);
};

const std::vector<EmbeddingRow>& embeddingCatalogue();

/// @param width 0 takes the embedding's own.
/// @throws InputError `unknown_name`, `out_of_range`, `dim_too_small`.
EmbeddedTokens embedTokens(std::string_view embedding, const std::vector<std::string>& queryTokens,
                           const std::vector<std::string>& keyTokens, Index width, std::uint64_t seed);

}  // namespace attn
