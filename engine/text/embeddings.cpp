#include "text/embeddings.h"

#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "attention/catalogue_find.h"
#include "core/random.h"

namespace attn {
namespace {

using Wide = Eigen::VectorXd;

// Rows of `vector(token)`, computed once for each distinct token.
template <class VectorOf>
Matrix rowByToken(const TokenList& tokens, Index width, const WorkShare& work, VectorOf&& vector) {
  Matrix out(static_cast<Index>(tokens.size()), width);
  std::unordered_map<std::string_view, Index> firstRow;
  for (Index row = 0; row < out.rows(); ++row) {
    work.progress(static_cast<double>(row) / static_cast<double>(out.rows()));
    const std::string& token = tokens[static_cast<std::size_t>(row)];
    const auto [seen, isNew] = firstRow.emplace(token, row);
    if (isNew)
      out.row(row) = vector(token);
    else
      out.row(row) = out.row(seen->second);
  }
  return out;
}

Matrix randomVectors(const TokenList& tokens, const TokenList&, Index width, std::uint64_t seed,
                     const WorkShare& work) {
  return rowByToken(tokens, width, work,
                    [&](const std::string& token) { return normalMatrix(seed, "token:" + token, 1, width, 1.0); });
}

Matrix onehotVectors(const TokenList& tokens, const TokenList& vocabulary, Index width, std::uint64_t,
                     const WorkShare& work) {
  std::unordered_map<std::string_view, Index> place;
  for (const std::string& token : vocabulary) place.emplace(token, static_cast<Index>(place.size()));
  return rowByToken(tokens, width, work, [&](const std::string& token) {
    Matrix row = Matrix::Zero(1, width);
    row(0, place.at(token)) = 1;
    return row;
  });
}

// Where each code point of well-formed UTF-8 begins, and the end.
std::vector<std::size_t> codePointStarts(std::string_view text) {
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < text.size(); ++at)
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U) starts.push_back(at);
  starts.push_back(text.size());
  return starts;
}

// All 3- to 5-grams of code points of `<token>` except itself, then itself.
TokenList gramsOf(const std::string& token) {
  const std::string word = "<" + token + ">";
  const std::vector<std::size_t> starts = codePointStarts(word);
  const std::size_t length = starts.size() - 1;
  TokenList grams;
  for (std::size_t n = 3; n <= 5 && n < length; ++n)
    for (std::size_t first = 0; first + n <= length; ++first)
      grams.push_back(word.substr(starts[first], starts[first + n] - starts[first]));
  grams.push_back(word);
  return grams;
}

Matrix ngramVectors(const TokenList& tokens, const TokenList&, Index width, std::uint64_t seed, const WorkShare& work) {
  return rowByToken(tokens, width, work, [&](const std::string& token) {
    const TokenList grams = gramsOf(token);
    Wide sum = Wide::Zero(width);
    for (const std::string& gram : grams) {
      work.progress(0);
      NormalGenerator normals(seed, "ngram:" + gram);
      for (double& value : sum) value += normals.next();
    }
    return Matrix((sum / std::sqrt(static_cast<double>(grams.size()))).cast<float>().transpose());
  });
}

}  // namespace

const std::vector<EmbeddingRow>& embeddingCatalogue() {
  static const std::vector<EmbeddingRow> rows = {
      {"random",
       {"random", "随机"},
       {"Each token gets its own random vector: this shows the mechanism, not the meaning.",
        "每个词元得到自己的随机向量：展示机制，而非词义。"},
       "x = z_{\\text{token}}",
       "normals seeded by the token, so that q · k has variance d: Vaswani et al. 2017, section 3.2.1",
       4,
       true,
       randomVectors},
      {"onehot",
       {"one-hot", "独热"},
       {"Each distinct token is a direction of its own: only equal tokens are alike.",
        "每个不同的词元自成一个方向：只有相同的词元才相似。"},
       "x_{c} = 1, \\quad x_{i \\ne c} = 0",
       "one place a token, by first appearance",
       0,
       false,
       onehotVectors},
      {"ngram",
       {"character n-grams", "字符 n 元组"},
       {"Random vectors of a token's parts are added up, so that words spelt alike are alike.",
        "把词元各片段的随机向量相加，使拼写相近的词相似。"},
       "x = \\frac{1}{\\sqrt{n}} \\sum_{g} z_{g}",
       "after Bojanowski et al. 2017, section 3.2",
       16,
       true,
       ngramVectors},
  };
  return rows;
}

TokenList vocabularyOf(const TokenList& keyTokens, const TokenList& queryTokens) {
  TokenList vocabulary;
  std::unordered_set<std::string_view> seen;
  for (const TokenList* side : {&keyTokens, &queryTokens})
    for (const std::string& token : *side)
      if (seen.insert(token).second) vocabulary.push_back(token);
  return vocabulary;
}

Matrix embedTokens(std::string_view embedding, const TokenList& tokens, const TokenList& vocabulary, Index width,
                   std::uint64_t seed, const WorkShare& work) {
  const EmbeddingRow& row = findRow(embeddingCatalogue(), embedding, "embedding");
  if (width < 0 || width > largestWidth) requireRange("dim", static_cast<double>(width), 1, largestWidth);
  const Index distinct = static_cast<Index>(vocabulary.size());
  if (width == 0) width = row.standardWidth == 0 ? distinct : row.standardWidth;
  if (row.standardWidth == 0 && width < distinct)
    throw InputError("dim_too_small",
                     {{"input", "dim"}, {"got", std::to_string(width)}, {"expected", std::to_string(distinct)}});
  return row.vectors(tokens, vocabulary, width, seed, work);
}

}  // namespace attn
