#include "document/custom_mask.h"

#include <gtest/gtest.h>

#include "document/edits.h"
#include "support/matrices.h"

using attn::Experiment;
using attn::Index;
using attn::Mask;
using attn::MaskPtr;
using attn::test::matrixOf;
using attn::test::shared;

namespace lab::test {
namespace {

Mask maskOf(std::initializer_list<std::initializer_list<double>> rows) { return matrixOf(rows).array() != 0; }

MaskPtr sharedMask(std::initializer_list<std::initializer_list<double>> rows) {
  return std::make_shared<const Mask>(maskOf(rows));
}

bool same(const Mask& a, const Mask& b) { return a.rows() == b.rows() && a.cols() == b.cols() && (a == b).all(); }

Experiment sentence(const std::string& text) {
  Experiment experiment;
  experiment.queryText = text;
  return experiment;
}

TEST(PaintLine, LeavesNoGapBetweenTwoPointsOfAFastStroke) {
  Mask mask = Mask::Constant(4, 6, true);
  paintLine(mask, {0, 0}, {2, 5}, false);
  EXPECT_TRUE(same(mask, maskOf({{0, 0, 1, 1, 1, 1}, {1, 1, 0, 0, 1, 1}, {1, 1, 1, 1, 0, 0}, {1, 1, 1, 1, 1, 1}})))
      << mask;
}

TEST(PaintLine, PaintsTheSameCellsInBothDirections) {
  for (Index row = 0; row < 5; ++row)
    for (Index column = 0; column < 5; ++column) {
      Mask there = Mask::Constant(5, 5, true), back = there;
      paintLine(there, {2, 2}, {row, column}, false);
      paintLine(back, {2, 2}, {4 - row, 4 - column}, false);
      // The opposite stroke is this one turned by half a turn.
      EXPECT_TRUE(same(there, back.reverse())) << row << " " << column;
    }
}

TEST(PaintLine, OfOneCellIsThatCell) {
  Mask mask = Mask::Constant(1, 1, true);
  paintLine(mask, {0, 0}, {0, 0}, false);
  EXPECT_FALSE(mask(0, 0));
}

TEST(PaintRectangle, TakesAnyTwoCorners) {
  Mask mask = Mask::Constant(3, 4, true);
  paintRectangle(mask, {2, 1}, {1, 3}, false);
  EXPECT_TRUE(same(mask, maskOf({{1, 1, 1, 1}, {1, 0, 0, 0}, {1, 0, 0, 0}})));
}

TEST(PaintableMask, IsWhatAllMasksLetThrough) {
  Experiment experiment = sentence("a b c");
  experiment.masks = {{"causal", {}}, {"padding", {2}}};
  EXPECT_TRUE(same(paintableMask(experiment, 3, 3), maskOf({{1, 0, 0}, {1, 1, 0}, {1, 1, 0}})));
}

TEST(PaintableMask, StartsOpenWhereTheMasksDoNotFit) {
  Experiment experiment = sentence("a b");
  experiment.masks = {{"custom", {}, sharedMask({{0}})}};
  EXPECT_TRUE(paintableMask(experiment, 2, 2).all());
}

TEST(WithPainted, TakesThePlaceOfAllMasksButThePredictiveOne) {
  Experiment experiment = sentence("a b");
  experiment.masks = {{"causal", {}}, {"local_p", {2}}, {"custom", {}, sharedMask({{1, 1}, {1, 1}})}};
  const MaskPtr painted = sharedMask({{1, 0}, {0, 1}});
  const std::vector<attn::MaskSpec> expected = {{"local_p", {2}}, {"custom", {}, painted}};
  EXPECT_EQ(withPainted(experiment, painted), expected);
}

TEST(ScoreShape, IsThatOfEveryEntry) {
  const attn::MatrixPtr two = shared(attn::Matrix::Zero(2, 4)), three = shared(attn::Matrix::Zero(3, 4));
  using Shape = std::pair<Index, Index>;
  EXPECT_EQ(scoreShape(sentence("a b c")), (Shape{3, 3}));
  EXPECT_EQ(scoreShape(sentence("")), std::nullopt);
  Experiment cross = sentence("a b c");
  cross.crossText = true;
  cross.keyText = "d e";
  EXPECT_EQ(scoreShape(cross), (Shape{3, 2}));
  Experiment vectors;
  vectors.entry = attn::Entry::Vectors;
  vectors.x = two;
  EXPECT_EQ(scoreShape(vectors), (Shape{2, 2}));
  vectors.memory = three;
  EXPECT_EQ(scoreShape(vectors), (Shape{2, 3}));
  Experiment ready;
  ready.entry = attn::Entry::Ready;
  ready.q = two;
  ready.k = three;
  EXPECT_EQ(scoreShape(ready), (Shape{2, 3}));
  Experiment scores;
  scores.entry = attn::Entry::Scores;
  scores.scores = two;
  EXPECT_EQ(scoreShape(scores), (Shape{2, 4}));
  scores.entry = attn::Entry::Weights;
  scores.weights = three;
  EXPECT_EQ(scoreShape(scores), (Shape{3, 4}));
}

TEST(ScoreShape, HasTheRowsOfWWhereTheQueryIsNotRead) {
  Experiment experiment = sentence("a b c");
  experiment.score = "key_linear";
  EXPECT_EQ(scoreShape(experiment), (std::pair<Index, Index>{4, 3}));
  experiment.parameters.matrices["W"] = shared(attn::Matrix::Zero(2, 4));
  EXPECT_EQ(scoreShape(experiment), (std::pair<Index, Index>{2, 3}));
}

TEST(TextEdits, KeepThePartOfAPaintedMaskThatOverlaps) {
  Document document{sentence("a b")};
  document = applied(document, PaintMask{{{"custom", {}, sharedMask({{1, 0}, {0, 1}})}}});
  const Document longer = applied(document, SetQueryText{"a b c"});
  EXPECT_TRUE(same(*longer.experiment.masks[0].custom, maskOf({{1, 0, 1}, {0, 1, 1}, {1, 1, 1}})));
  const Document shorter = applied(document, SetQueryText{"a"});
  EXPECT_TRUE(same(*shorter.experiment.masks[0].custom, maskOf({{1}})));
  const Document letters = applied(longer, SetTokenizer{"character"});
  EXPECT_EQ(letters.experiment.masks[0].custom->rows(), scoreShape(letters.experiment)->first);
}

TEST(TextEdits, LeaveAPaintedMaskAloneWhereTheTextHasNoTokens) {
  Document document{sentence("a b")};
  document = applied(document, PaintMask{{{"custom", {}, sharedMask({{1, 0}, {0, 1}})}}});
  EXPECT_EQ(applied(document, SetQueryText{" "}).experiment.masks, document.experiment.masks);
}

}  // namespace
}  // namespace lab::test
