#include "pipeline/vector_stage.h"

#include "attention/catalogue.h"
#include "pipeline/experiment_parameters.h"
#include "pipeline/projections.h"
#include "text/embeddings.h"

namespace attn {
namespace {

MatrixPtr share(Matrix values) { return std::make_shared<const Matrix>(std::move(values)); }

void requireNoPosition(const Experiment& e, const PositionRow& position) {
  const bool turns = position.kind == PositionKind::Rotary && e.entry == Entry::Ready;
  if (position.kind != PositionKind::None && !turns) throw InputError("position_ready", {{"got", e.position}});
}

Vectors plainVectors(const Experiment& e, const TokenSides& tokens, const WorkShare& work) {
  if (e.entry == Entry::Vectors) {
    requireGiven("x", e.x);
    if (e.memory) requireGiven("memory", e.memory);
    Vectors given;
    given.query = e.x;
    given.key = e.memory ? e.memory : e.x;
    return given;
  }
  const TokenList vocabulary = vocabularyOf(*tokens.key, *tokens.query);
  Vectors vectors;
  vectors.query = share(embedTokens(e.embedding, *tokens.query, vocabulary, e.dim, e.seed, work));
  vectors.key =
      tokens.self ? vectors.query : share(embedTokens(e.embedding, *tokens.key, vocabulary, e.dim, e.seed, work));
  return vectors;
}

// The rows that are added to `count` vectors; drawn tables of any length begin with the same rows.
MatrixPtr addedRows(const Experiment& e, const PositionRow& position, Index count, Index width) {
  if (position.kind == PositionKind::Table) return share(position.table(count, width));
  return positionTable(e.parameters, count, width, e.seed);
}

}  // namespace

Vectors vectorsOf(const Experiment& e, const TokenSides& tokens, const WorkShare& work) {
  const PositionRow& position = findRow(positionCatalogue(), e.position, "position");
  if (e.entry != Entry::Text && e.entry != Entry::Vectors) {
    requireNoPosition(e, position);
    return {};
  }
  Vectors vectors = plainVectors(e, tokens, work);
  vectors.embeddedQuery = vectors.query;
  vectors.embeddedKey = vectors.key;
  if (position.kind != PositionKind::Table && position.kind != PositionKind::Learned) return vectors;
  MatrixPtr longest;
  const auto added = [&](const MatrixPtr& plain) {
    const MatrixPtr rows = addedRows(e, position, plain->rows(), plain->cols());
    if (!longest || rows->rows() > longest->rows()) longest = rows;
    return share(*plain + rows->topRows(plain->rows()));
  };
  const bool self = vectors.key == vectors.query;
  vectors.query = added(vectors.query);
  vectors.key = self ? vectors.query : added(vectors.key);
  vectors.added = longest;
  if (position.kind == PositionKind::Learned) vectors.positions = longest;
  return vectors;
}

}  // namespace attn
