#include "targets.h"

#include <cstdio>
#include <cstdlib>

#include "core/input_error.h"
#include "document/document_file.h"
#include "io/csv.h"
#include "io/matrix_file.h"
#include "io/npy.h"
#include "io/npz.h"
#include "text/tokenizers.h"

namespace lab::fuzz {
namespace {

void promise(bool kept, const char* what) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

/// Runs one reader; null where it refuses its input.
template <class Read>
auto readOrRefused(Read&& read) -> std::optional<decltype(read())> {
  try {
    return read();
  } catch (const attn::InputError& error) {
    promise(*error.what() != '\0', "an error says something");
    return std::nullopt;
  }
}

void requireGood(const attn::Matrix& values) {
  promise(values.rows() > 0 && values.cols() > 0, "a matrix is not empty");
  promise(values.allFinite(), "every number is finite");
}

void requireGoodBlocks(const std::optional<MatrixBlocks>& array) {
  if (!array) return;
  requireGood(array->values);
  promise(array->blocks == 0 || array->values.rows() % array->blocks == 0, "matrices of an array are of one size");
}

void requireText(const std::vector<std::string>& texts) {
  for (const std::string& text : texts)
    promise(attn::firstInvalidUtf8(text) == std::string_view::npos, "a label is valid UTF-8");
}

}  // namespace

void npy(std::string_view bytes) {
  if (const auto values = readOrRefused([&] { return parseNpy(bytes, "x"); })) requireGood(*values);
  requireGoodBlocks(readOrRefused([&] { return parseNpyBlocks(bytes, "x"); }));
}

void npz(std::string_view bytes) {
  for (const std::optional<std::string>& name : {std::optional<std::string>{}, std::optional<std::string>{"a"}}) {
    if (const auto values = readOrRefused([&] { return parseNpz(bytes, name, "x"); })) requireGood(*values);
    requireGoodBlocks(readOrRefused([&] { return parseNpzBlocks(bytes, name, "x"); }));
  }
}

void csv(std::string_view bytes) {
  for (const char separator : {',', '\t'}) {
    const auto loaded = readOrRefused([&] { return parseCsv(bytes, separator, "x"); });
    if (!loaded) continue;
    requireGood(*loaded->values);
    requireText(loaded->rowLabels);
    requireText(loaded->columnLabels);
    const auto fits = [](const std::vector<std::string>& labels, attn::Index count) {
      return labels.empty() || static_cast<attn::Index>(labels.size()) == count;
    };
    promise(fits(loaded->rowLabels, loaded->values->rows()), "one label a row");
    promise(fits(loaded->columnLabels, loaded->values->cols()), "one label a column");
  }
}

void text(std::string_view bytes) {
  if (const auto tokens = readOrRefused([&] { return parseTokens(bytes, "x"); })) {
    promise(!tokens->empty(), "there is a token");
    requireText(*tokens);
  }
  for (const attn::TokenizerRow& row : attn::tokenizerCatalogue()) {
    const auto tokens = readOrRefused([&] { return attn::tokenize(row.name, bytes, "x"); });
    if (!tokens) continue;
    promise(!tokens->empty(), "there is a token");
    requireText(*tokens);
    for (const std::string& token : *tokens) promise(!token.empty(), "no token is empty");
  }
}

void session(std::string_view bytes) {
  const auto document = readOrRefused([&] { return documentFromJson(bytes, "x"); });
  if (!document) return;
  const std::string saved = documentToJson(*document);
  const auto again = readOrRefused([&] { return documentFromJson(saved, "x"); });
  promise(again.has_value(), "what was read can be saved and read");
  promise(documentToJson(*again) == saved, "a saved document reads back as the same");
}

}  // namespace lab::fuzz
