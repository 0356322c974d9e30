#include "pipeline/token_stage.h"

#include <utility>

#include "attention/catalogue.h"
#include "core/checks.h"
#include "text/tokenizers.h"

namespace attn {
namespace {

void requireWithin(const char* name, Index count, Index limit) {
  if (count > limit)
    throw InputError("too_many_tokens",
                     {{"input", name}, {"got", std::to_string(count)}, {"expected", std::to_string(limit)}});
}

Tokens share(std::vector<std::string> tokens) {
  return std::make_shared<const std::vector<std::string>>(std::move(tokens));
}

Tokens tokensOfText(const TokensKey& key, const std::string& text, const char* name, Index limit) {
  Tokens tokens = share(tokenize(key.tokenizer, text, name));
  requireWithin(name, static_cast<Index>(tokens->size()), limit);
  return tokens;
}

Tokens labels(const char* name, const std::vector<std::string>& given, const char* rowsName, Index rows, Index limit) {
  requireWithin(rowsName, rows, limit);
  if (!given.empty() && static_cast<Index>(given.size()) != rows)
    throw InputError("labels", {{"input", name},
                                {"got", std::to_string(given.size())},
                                {"expected", std::to_string(rows)},
                                {"other", rowsName}});
  return share(given);
}

Tokens labelsOrTokens(const char* name, const std::vector<std::string>& given, const char* textName,
                      const Tokens& tokens, Index limit) {
  return given.empty() ? tokens : labels(name, given, textName, static_cast<Index>(tokens->size()), limit);
}

Index rowsOf(const char* name, const MatrixPtr& matrix) {
  if (!matrix) throw InputError("missing_input", {{"input", name}});
  return matrix->rows();
}

// The options whose rows (of scores: columns) are the queries and keys, in messages.
std::pair<const char*, const char*> sourceNames(const TokensKey& key) {
  switch (key.entry) {
    case Entry::Ready:
      return {"q", "k"};
    case Entry::Scores:
      return {"scores", "scores"};
    case Entry::Weights:
      return {"weights", "weights"};
    case Entry::Vectors:
    case Entry::Text:
      break;
  }
  return {"x", key.self ? "x" : "memory"};
}

}  // namespace

TokensKey tokensKey(const Experiment& e) {
  TokensKey key{e.entry, "", "", "", false, e.queryTokens, e.keyTokens, true, 0, 0};
  if (e.entry == Entry::Text) {
    key.tokenizer = e.tokenizer;
    key.queryText = e.queryText;
    key.crossText = e.crossText;
    if (e.crossText) key.keyText = e.keyText;
    key.self = !e.crossText;
    return key;
  }
  key.self = e.entry == Entry::Vectors && !e.memory;
  switch (e.entry) {
    case Entry::Ready:
      // Scores of keys alone need no queries; their rows are named by the score.
      if (e.q || findRow(scoreCatalogue(), e.score, "score").readsQuery)
        key.queries = rowsOf("q", e.q);
      else
        key.queryLabels.clear();
      key.keys = rowsOf("k", e.k);
      break;
    case Entry::Scores:
    case Entry::Weights: {
      const char* name = e.entry == Entry::Scores ? "scores" : "weights";
      const MatrixPtr& given = e.entry == Entry::Scores ? e.scores : e.weights;
      key.queries = rowsOf(name, given);
      key.keys = given->cols();
      break;
    }
    case Entry::Vectors:
    case Entry::Text:
      key.queries = rowsOf("x", e.x);
      key.keys = e.memory ? e.memory->rows() : key.queries;
      break;
  }
  return key;
}

TokenSides tokenSides(const TokensKey& key, Index limit) {
  TokenSides sides;
  sides.self = key.self;
  if (key.entry == Entry::Text) {
    const char* const queryName = key.crossText ? "query-text" : "text";
    const char* const keyName = key.crossText ? "key-text" : "text";
    sides.query = tokensOfText(key, key.queryText, queryName, limit);
    sides.key = key.crossText ? tokensOfText(key, key.keyText, keyName, limit) : sides.query;
    sides.queryLabels = labelsOrTokens("query-tokens", key.queryLabels, queryName, sides.query, limit);
    sides.keyLabels = key.self && key.keyLabels.empty()
                          ? sides.queryLabels
                          : labelsOrTokens("key-tokens", key.keyLabels, keyName, sides.key, limit);
    return sides;
  }
  const auto [queryName, keyName] = sourceNames(key);
  sides.query = labels("query-tokens", key.queryLabels, queryName, key.queries, limit);
  sides.key =
      key.self && key.keyLabels.empty() ? sides.query : labels("key-tokens", key.keyLabels, keyName, key.keys, limit);
  sides.queryLabels = sides.query;
  sides.keyLabels = sides.key;
  return sides;
}

}  // namespace attn
