#include "pipeline/numbers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "attention/catalogue.h"
#include "learning/hidden_layer_gradients.h"
#include "pipeline/pipeline.h"
#include "support/experiments.h"

namespace attn::test {
namespace {

using enum NumberKind;

// Every score function with all of its parameters, between different queries and keys.
std::vector<Experiment> scoredExperiments() {
  std::vector<Experiment> all;
  for (const ScoreRow& row : scoreCatalogue()) {
    Experiment experiment = textExperiment("the rabbit quickly hopped");
    experiment.crossText = true;
    experiment.keyText = "a hare was fast today";
    experiment.score = row.name;
    experiment.heads = 2;
    experiment.dim = 6;
    if (experiment.score == "additive") experiment.parameters.matrices["b"] = shared(seededNormal(1, 3, "b"));
    if (experiment.score == "mlp") {
      experiment.parameters.matrices["b_1"] = shared(seededNormal(1, 3, "b"));
      experiment.parameters.numbers["b_2"] = 0.5;
    }
    if (experiment.score == "key_linear") experiment.parameters.matrices["b"] = shared(seededNormal(1, 4, "b"));
    all.push_back(experiment);
  }
  return all;
}

// Every part of a computation that numbers can come from, in a few experiments.
std::vector<Experiment> experiments() {
  std::vector<Experiment> all;
  Experiment plain = textExperiment("the rabbit quickly hopped");
  all.push_back(plain);
  Experiment full = plain;
  full.position = "sinusoidal";
  full.heads = 2;
  full.bias = BiasSpec("alibi");
  full.masks = {parseMask("causal")};
  all.push_back(full);
  Experiment turned = plain;
  turned.position = "rope";
  turned.heads = 4, turned.kvHeads = 2;
  turned.dim = 8;
  turned.score = "cosine";
  all.push_back(turned);
  Experiment cross = plain;
  cross.crossText = true;
  cross.keyText = "a hare was fast";
  cross.score = "additive";
  all.push_back(cross);
  Experiment identity = vectorsExperiment(seededNormal(3, 4, "x"));
  identity.score = "location";
  all.push_back(identity);
  Experiment identityHeads = vectorsExperiment(seededNormal(3, 4, "x"));
  identityHeads.heads = 2;
  identityHeads.projection = "identity";
  all.push_back(identityHeads);
  for (const char* shorter : {"a hare", "a hare was fast and far away"}) {
    Experiment placed = plain;
    placed.crossText = true;
    placed.keyText = shorter;
    placed.position = "sinusoidal";
    placed.heads = 2;
    placed.dim = 4;
    all.push_back(placed);
  }
  Experiment own = plain;
  own.score = "key_linear";
  all.push_back(own);
  for (const Experiment& scored : scoredExperiments()) all.push_back(scored);
  Experiment scores;
  scores.entry = Entry::Scores;
  scores.scores = shared(seededNormal(3, 4, "scores"));
  scores.v = shared(seededNormal(4, 2, "v"));
  all.push_back(scores);
  Experiment weights;
  weights.entry = Entry::Weights;
  weights.weights = shared(matrixOf({{0.25, 0.75}, {1, 0}}));
  all.push_back(weights);
  return all;
}

template <class Visit>
void forEveryNumber(const Trace& trace, Index head, Visit&& visit) {
  for (const NumberKind kind : allNumberKinds()) {
    const NumberShape shape = numberShape(trace, head, kind);
    for (Index r = 0; r < shape.rows; ++r)
      for (Index c = 0; c < shape.columns; ++c)
        for (Index query = 0; query < shape.queries; ++query) visit(NumberPlace{kind, r, c, query});
  }
}

TEST(Numbers, StayWithinTheMatricesTheyComeFromAndLeadTo) {
  for (const Experiment& experiment : experiments()) {
    const Trace trace = Pipeline().evaluate(experiment);
    const Index head = static_cast<Index>(trace.heads.size()) - 1;
    forEveryNumber(trace, head, [&](const NumberPlace& place) {
      std::vector<NumberSpan> both = numberParents(trace, head, place);
      for (const NumberSpan& child : numberChildren(trace, head, place)) both.push_back(child);
      for (const NumberSpan& span : both) {
        const NumberShape shape = numberShape(trace, head, span.kind);
        EXPECT_GE(span.row, 0);
        EXPECT_GT(span.rows * span.columns, 0);
        EXPECT_LE(span.row + span.rows, shape.rows) << static_cast<int>(span.kind);
        EXPECT_LE(span.column + span.columns, shape.columns) << static_cast<int>(span.kind);
        EXPECT_LE(span.query + span.queries, shape.queries) << static_cast<int>(span.kind);
      }
    });
  }
}

TEST(Numbers, AreAmongTheChildrenOfTheirParents) {
  for (const Experiment& experiment : experiments()) {
    const Trace trace = Pipeline().evaluate(experiment);
    forEveryNumber(trace, 0, [&](const NumberPlace& place) {
      for (const NumberSpan& span : numberParents(trace, 0, place)) {
        const std::vector<NumberSpan> children =
            numberChildren(trace, 0, {span.kind, span.row, span.column, span.query});
        EXPECT_TRUE(std::any_of(children.begin(), children.end(),
                                [&](const NumberSpan& child) { return child.contains(place); }))
            << static_cast<int>(span.kind) << " → " << static_cast<int>(place.kind) << " " << experiment.score;
      }
    });
  }
}

// The numbers that a number comes from, however many steps back.
using Cell = std::tuple<NumberKind, Index, Index, Index>;
using Cells = std::set<Cell>;

Cell cellOf(const NumberPlace& place) { return {place.kind, place.row, place.column, place.query}; }

const Cells& ancestorsOf(const Trace& trace, Index head, const NumberPlace& place, std::map<Cell, Cells>& known) {
  const auto [entry, isNew] = known.try_emplace(cellOf(place));
  Cells& cells = entry->second;
  if (!isNew) return cells;
  for (const NumberSpan& span : numberParents(trace, head, place))
    for (Index r = span.row; r < span.row + span.rows; ++r)
      for (Index c = span.column; c < span.column + span.columns; ++c) {
        const NumberPlace parent{span.kind, r, c, span.query};
        cells.insert(cellOf(parent));
        cells.merge(Cells(ancestorsOf(trace, head, parent, known)));
      }
  return cells;
}

// In self-attention X stands for queries and keys: it is the same matrix under two names.
bool isAncestor(const Trace& trace, const Cells& ancestors, const NumberPlace& place) {
  if (ancestors.contains(cellOf(place))) return true;
  const bool x = place.kind == XQuery || place.kind == XKey;
  return x && trace.xQuery == trace.xKey &&
         ancestors.contains({place.kind == XQuery ? XKey : XQuery, place.row, place.column, 0});
}

TEST(Numbers, AreAmongTheAncestorsOfTheirChildren) {
  for (Experiment experiment : experiments()) {
    if (experiment.entry == Entry::Text && experiment.dim == 0) experiment.dim = 4;
    const Trace trace = Pipeline().evaluate(experiment);
    const Index head = static_cast<Index>(trace.heads.size()) - 1;
    std::map<Cell, Cells> known;
    forEveryNumber(trace, head, [&](const NumberPlace& place) {
      for (const NumberSpan& span : numberChildren(trace, head, place))
        for (const NumberPlace& child : {NumberPlace{span.kind, span.row, span.column, span.query},
                                         NumberPlace{span.kind, span.row + span.rows - 1,
                                                     span.column + span.columns - 1, span.query + span.queries - 1}})
          EXPECT_TRUE(isAncestor(trace, ancestorsOf(trace, head, child, known), place))
              << static_cast<int>(place.kind) << " → " << static_cast<int>(child.kind) << " " << experiment.score;
    });
  }
}

// Of every product of matrices the pipeline's number is the sum over the row and the column it is said to come from.
TEST(Numbers, AreTheSumsOfTheirParentsWhereTheyAreProducts) {
  int checked = 0;
  for (const Experiment& experiment : experiments()) {
    const Trace trace = Pipeline().evaluate(experiment);
    for (Index head = 0; head < static_cast<Index>(trace.heads.size()); ++head)
      forEveryNumber(trace, head, [&](const NumberPlace& place) {
        const std::vector<NumberSpan> parents = numberParents(trace, head, place);
        const bool product = place.kind == V || place.kind == PlainQ || place.kind == Context || place.kind == Output;
        if (!product || parents.size() != 2) return;
        const Matrix a = numberBlock(trace, head, parents[0]), b = numberBlock(trace, head, parents[1]);
        double sum = 0;
        for (Index i = 0; i < a.size(); ++i) sum += static_cast<double>(a.data()[i]) * static_cast<double>(b.data()[i]);
        // A handful of float products of numbers near 1.
        EXPECT_NEAR(numberAt(trace, head, place), sum, 2e-6);
        ++checked;
      });
  }
  EXPECT_GT(checked, 100);
}

TEST(Numbers, OfVectorsAreEmbeddingPlusPosition) {
  const Trace trace = Pipeline().evaluate(experiments()[1]);
  ASSERT_TRUE(hasNumbers(trace, 0, Position));
  for (Index i = 0; i < 4; ++i) {
    const double sum = numberAt(trace, 0, {EmbeddedQuery, i, 1}) + numberAt(trace, 0, {Position, i, 1});
    EXPECT_EQ(numberAt(trace, 0, {XQuery, i, 1}), static_cast<double>(static_cast<float>(sum)));
  }
  // The cosine of place 1 in the first pair of columns.
  EXPECT_NEAR(numberAt(trace, 0, {Position, 1, 1}), std::cos(1.0), 1e-7);
}

TEST(Numbers, OfRopeAreTurnedPairsOfThoseBefore) {
  const Trace trace = Pipeline().evaluate(experiments()[2]);
  const std::vector<NumberSpan> parents = numberParents(trace, 3, {K, 2, 1});
  ASSERT_EQ(parents.size(), 1U);
  EXPECT_EQ(parents[0], (NumberSpan{PlainK, 2, 0, 1, 2}));
  const double a = numberAt(trace, 3, {PlainK, 2, 0}), b = numberAt(trace, 3, {PlainK, 2, 1});
  // Pairs are turned by the place itself in the first pair: 2 radians.
  EXPECT_NEAR(numberAt(trace, 3, {K, 2, 1}), a * std::sin(2.0) + b * std::cos(2.0), 1e-6);
}

bool isParameter(NumberKind kind) { return kind >= ScoreW && kind <= ScoreNumber; }

TEST(Numbers, HaveAPlaceForEveryParameterOfEveryScore) {
  for (const Experiment& experiment : scoredExperiments()) {
    const Trace trace = Pipeline().evaluate(experiment);
    std::set<std::string> named;
    for (const NumberKind kind : allNumberKinds()) {
      if (!isParameter(kind) || !hasNumbers(trace, 1, kind)) continue;
      named.insert(scoreParameter(trace, kind));
      EXPECT_TRUE(numberParents(trace, 1, {kind, 0, 0}).empty());
    }
    for (const ParameterSpec& spec : findRow(scoreCatalogue(), experiment.score, "score").parameters) {
      const bool choice = spec.whole;  // whether tanh is taken is no number of the arithmetic
      EXPECT_EQ(named.contains(spec.name), !choice) << experiment.score << " " << spec.name;
    }
  }
}

// A factor for each number of the other, or a number that is added: how every score but those of distance and angle is
// made of what it is said to come from.
TEST(Numbers, OfScoresAreSumsOfProductsOfTheirParents) {
  int checked = 0;
  for (const Experiment& experiment : scoredExperiments()) {
    if (experiment.score == "scaled_dot" || experiment.score == "cosine" || experiment.score == "gaussian") continue;
    const Trace trace = Pipeline().evaluate(experiment);
    forEveryNumber(trace, 1, [&](const NumberPlace& place) {
      if (place.kind != Score && place.kind != MappedKey && place.kind != HiddenQuery && place.kind != HiddenKey)
        return;
      const std::vector<NumberSpan> parents = numberParents(trace, 1, place);
      ASSERT_GE(parents.size(), 2U);
      const Matrix a = numberBlock(trace, 1, parents[0]), b = numberBlock(trace, 1, parents[1]);
      ASSERT_EQ(a.size(), b.size());
      double sum = 0;
      for (Index i = 0; i < a.size(); ++i) sum += static_cast<double>(a.data()[i]) * static_cast<double>(b.data()[i]);
      if (parents.size() > 2) sum += numberAt(trace, 1, {parents[2].kind, parents[2].row, parents[2].column});
      // The engine's scores are float sums of a handful of products near 1.
      EXPECT_NEAR(numberAt(trace, 1, place), sum, 5e-6) << experiment.score << " " << static_cast<int>(place.kind);
      ++checked;
    });
  }
  EXPECT_GT(checked, 200);
}

ParametersOf<double> wideParameters(const Trace& trace, Index head) {
  return parametersAs<double>(trace.head(head).parameters);
}

// The layer of the gradients, which finite differences have judged.
TEST(Numbers, OfTheHiddenLayerAreThoseOfTheGradients) {
  for (const Experiment& experiment : scoredExperiments()) {
    const bool additive = experiment.score == "additive", concat = experiment.score == "concat";
    if (!additive && !concat && experiment.score != "mlp") continue;
    const Trace trace = Pipeline().evaluate(experiment);
    for (Index head = 0; head < 2; ++head) {
      const WideMatrix q = trace.head(head).q->cast<double>(), k = trace.head(head).k->cast<double>();
      const ParametersOf<double> p = wideParameters(trace, head);
      const HiddenLayer<double> layer = additive ? additiveLayer(q, k, p)
                                        : concat ? joinedLayer(q, k, p.matrices.at("W"))
                                                 : mlpLayer(q, k, p);
      ASSERT_EQ(numberShape(trace, head, Hidden), (NumberShape{5, 3, 4}));
      forEveryNumber(trace, head, [&](const NumberPlace& place) {
        if (place.kind != Hidden) return;
        const double inner = layer.fromQueries(place.query, place.column) + layer.fromKeys(place.row, place.column);
        // The same sums in double, in another order.
        EXPECT_NEAR(numberAt(trace, head, place), std::tanh(inner), 1e-14);
      });
    }
  }
}

TEST(Numbers, OfABlockAreThoseOfItsPlaces) {
  std::vector<Experiment> all = scoredExperiments();
  for (const Experiment& masked : experiments()) all.push_back(masked);
  std::set<NumberKind> judged;
  for (const Experiment& experiment : all) {
    const Trace trace = Pipeline().evaluate(experiment);
    const Index head = static_cast<Index>(trace.heads.size()) - 1;
    for (const NumberKind kind : allNumberKinds()) {
      const NumberShape shape = numberShape(trace, head, kind);
      if (shape.rows == 0) continue;
      judged.insert(kind);
      const Index query = shape.queries - 1, row = shape.rows > 1 ? 1 : 0, column = shape.columns > 1 ? 1 : 0;
      const Matrix block =
          numberBlock(trace, head, {kind, row, column, shape.rows - row, shape.columns - column, query, 1});
      for (Index r = 0; r < block.rows(); ++r)
        for (Index c = 0; c < block.cols(); ++c) {
          // What a mask hides keeps its score in a block: whoever draws it knows the mask.
          const bool hidden = kind == Masked && !(*trace.head(head).visible)(r + row, c + column);
          const NumberPlace place{hidden ? Biased : kind, r + row, c + column, query};
          EXPECT_EQ(block(r, c), static_cast<float>(numberAt(trace, head, place)))
              << experiment.score << " " << static_cast<int>(kind);
        }
    }
  }
  for (const NumberKind kind : {ScoreBias, ScoreV, ScoreNumber, Masked, Bias, Biased, Hidden, MappedKey})
    EXPECT_TRUE(judged.contains(kind)) << static_cast<int>(kind);
}

TEST(Numbers, OfMaskedKeysAreMinusInfinity) {
  const Trace trace = Pipeline().evaluate(experiments()[1]);
  EXPECT_EQ(numberAt(trace, 1, {Masked, 0, 3}), -INFINITY);
  EXPECT_EQ(numberAt(trace, 1, {Masked, 3, 0}), numberAt(trace, 1, {Biased, 3, 0}));
}

TEST(Numbers, ExistOnlyWhereTheComputationHasThem) {
  const Trace weights = Pipeline().evaluate(experiments().back());
  for (const NumberKind kind : allNumberKinds()) EXPECT_EQ(hasNumbers(weights, 0, kind), kind == Weight);
  const Trace plain = Pipeline().evaluate(experiments().front());
  for (const NumberKind kind : {Position, PlainQ, Bias, Biased, Masked, Joined, WO, Output})
    EXPECT_FALSE(hasNumbers(plain, 0, kind)) << static_cast<int>(kind);
}

}  // namespace
}  // namespace attn::test
