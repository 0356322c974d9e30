#include "pipeline/vector_stage.h"

#include <algorithm>

#include "attention/catalogue.h"
#include "core/checks.h"
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
  vectors.query = share(embedTokens(e.embedding, *tokens.query, vocabulary, e.dim, e.seed, work.part(0, 2)));
  vectors.key = tokens.self ? vectors.query
                            : share(embedTokens(e.embedding, *tokens.key, vocabulary, e.dim, e.seed, work.part(1, 2)));
  return vectors;
}

// A table with a row for each of `places`; drawn tables of any length begin with the same rows.
MatrixPtr placesOf(const Experiment& e, const PositionRow& position, Index places, Index width) {
  if (position.kind == PositionKind::Table) return share(position.table(places, width));
  return positionTable(e.parameters, places, width, e.seed);
}

// A learned table ends with the sequence it was learned of: what is drawn has no more rows than that.
void requireLearned(const Experiment& e, const PositionRow& position, Index places, Index width) {
  const Index wanted = e.firstPosition + places;
  const bool drawn = position.kind == PositionKind::Learned && !e.parameters.matrices.contains("position");
  if (drawn && e.firstPosition > 0)
    throw InputError(
        "shape",
        {{"input", "position"}, {"got", shapeText(places, width)}, {"expected", "≥ " + shapeText(wanted, width)}});
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
  requireLearned(e, position, std::max(vectors.query->rows(), vectors.key->rows()), vectors.query->cols());
  MatrixPtr longest;
  const auto added = [&](const MatrixPtr& plain) {
    const Index places = e.firstPosition + plain->rows();
    const MatrixPtr rows = placesOf(e, position, places, plain->cols());
    if (!longest || rows->rows() > longest->rows()) longest = rows;
    return share(*plain + rows->middleRows(e.firstPosition, plain->rows()));
  };
  const bool self = vectors.key == vectors.query;
  vectors.query = added(vectors.query);
  vectors.key = self ? vectors.query : added(vectors.key);
  vectors.added = longest;
  if (position.kind == PositionKind::Learned) vectors.positions = longest;
  return vectors;
}

}  // namespace attn
