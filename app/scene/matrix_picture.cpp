#include "scene/matrix_picture.h"

#include <array>
#include <cstring>

namespace lab {

namespace {

struct StageName {
  MatrixStage stage;
  const char* name;
};

constexpr std::array<StageName, 9> stageNames = {{
    {MatrixStage::QueryVectors, "query_vectors"},
    {MatrixStage::KeyVectors, "key_vectors"},
    {MatrixStage::Q, "q"},
    {MatrixStage::K, "k"},
    {MatrixStage::V, "v"},
    {MatrixStage::Scores, "scores"},
    {MatrixStage::Mask, "mask"},
    {MatrixStage::Weights, "weights"},
    {MatrixStage::Context, "context"},
}};

std::vector<std::string> countedLabels(attn::Index count) {
  std::vector<std::string> labels(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = std::to_string(i + 1);
  return labels;
}

/// Tokens where there are any, else numbers from 1: the axis says of what.
std::vector<std::string> tokenLabels(const std::shared_ptr<const std::vector<std::string>>& tokens, attn::Index count) {
  if (!tokens || static_cast<attn::Index>(tokens->size()) != count) return countedLabels(count);
  std::vector<std::string> labels;
  labels.reserve(tokens->size());
  for (const std::string& token : *tokens) labels.push_back(visibleText(token));
  return labels;
}

/// The stage's own matrix; of the mask, which is none, null.
attn::MatrixPtr matrixOf(const attn::Trace& trace, MatrixStage stage) {
  switch (stage) {
    case MatrixStage::QueryVectors:
      return trace.xQuery;
    case MatrixStage::KeyVectors:
      return trace.xKey;
    case MatrixStage::Q:
      return trace.q;
    case MatrixStage::K:
      return trace.k;
    case MatrixStage::V:
      return trace.v;
    case MatrixStage::Scores:
      return trace.head().scores;
    case MatrixStage::Mask:
      break;
    case MatrixStage::Weights:
      return trace.head().weights;
    case MatrixStage::Context:
      return trace.head().context;
  }
  return nullptr;
}

attn::MatrixPtr valuesOf(const attn::Trace& trace, MatrixStage stage) {
  if (stage != MatrixStage::Mask) return matrixOf(trace, stage);
  return trace.head().visible ? std::make_shared<const attn::Matrix>(trace.head().visible->cast<float>()) : nullptr;
}

bool betweenTokens(MatrixStage stage) {
  return stage == MatrixStage::Scores || stage == MatrixStage::Mask || stage == MatrixStage::Weights;
}

bool hasKeyRows(MatrixStage stage) {
  return stage == MatrixStage::KeyVectors || stage == MatrixStage::K || stage == MatrixStage::V;
}

}  // namespace

std::string visibleText(const std::string& token) {
  if (token.find_first_of(" \t\r\n") == std::string::npos && !token.empty()) return token;
  if (token.empty()) return "∅";
  const bool blank = token.find_first_not_of(" \t\r\n") == std::string::npos;
  std::string out;
  for (const char c : token) {
    if (c == '\n')
      out += "↵";
    else if (c == '\t')
      out += "⇥";
    else if (c == ' ' && blank)
      out += "␣";
    else if (c != '\r')
      out += c;
  }
  return out.empty() ? "↵" : out;
}

const char* matrixStageName(MatrixStage stage) {
  for (const StageName& row : stageNames)
    if (row.stage == stage) return row.name;
  return nullptr;
}

std::optional<MatrixStage> matrixStageNamed(std::string_view name) {
  for (const StageName& row : stageNames)
    if (row.name == name) return row.stage;
  return std::nullopt;
}

bool sameMatrix(const attn::Trace& a, const attn::Trace& b, MatrixStage stage) {
  return stage == MatrixStage::Mask ? a.head().visible == b.head().visible : matrixOf(a, stage) == matrixOf(b, stage);
}

bool sameNumbers(const attn::Trace& a, const attn::Trace& b, MatrixStage stage) {
  if (sameMatrix(a, b, stage)) return true;
  if (stage == MatrixStage::Mask) {
    const attn::MaskPtr &x = a.head().visible, &y = b.head().visible;
    return x && y && x->rows() == y->rows() && x->cols() == y->cols() && (*x == *y).all();
  }
  const attn::MatrixPtr x = matrixOf(a, stage), y = matrixOf(b, stage);
  return x && y && x->rows() == y->rows() && x->cols() == y->cols() &&
         std::memcmp(x->data(), y->data(), static_cast<std::size_t>(x->size()) * sizeof(float)) == 0;
}

MatrixPicture pictureOf(const attn::Trace& trace, MatrixStage stage) {
  MatrixPicture picture;
  picture.stage = stage;
  picture.values = valuesOf(trace, stage);
  picture.diverging = stage != MatrixStage::Weights && stage != MatrixStage::Mask;
  picture.queryRows = betweenTokens(stage);
  picture.rowAxis = hasKeyRows(stage) ? "axis.key" : "axis.query";
  picture.columnAxis = betweenTokens(stage) ? "axis.key" : "axis.dimension";
  const bool vectors = stage == MatrixStage::QueryVectors || stage == MatrixStage::KeyVectors;
  if (vectors && trace.selfAttention) picture.rowAxis = "axis.token";
  if (!picture.values) return picture;

  // Where the rows of scores are no queries (key_linear) they have names of their own.
  const bool ownRows = trace.rowTokens && (betweenTokens(stage) || stage == MatrixStage::Context);
  const auto& rowTokens = ownRows ? trace.rowTokens : hasKeyRows(stage) ? trace.keyTokens : trace.queryTokens;
  picture.rowLabels = tokenLabels(rowTokens, picture.values->rows());
  picture.columnLabels = betweenTokens(stage) ? tokenLabels(trace.keyTokens, picture.values->cols())
                                              : countedLabels(picture.values->cols());
  if (stage == MatrixStage::Scores || stage == MatrixStage::Weights) picture.visible = trace.head().visible;
  if (stage == MatrixStage::Weights) picture.paintedRows = trace.head().painted;
  if (stage == MatrixStage::Weights) picture.scores = trace.head().scores;
  return picture;
}

}  // namespace lab
