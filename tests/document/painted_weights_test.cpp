#include "document/painted_weights.h"

#include <gtest/gtest.h>

#include "document/document_file.h"
#include "document/edits.h"
#include "document/session_reader.h"
#include "document/session_writer.h"
#include "support/errors.h"
#include "support/matrices.h"

namespace lab::test {
namespace {

Document paintedSentence() {
  Document document;
  document.experiment.queryText = "the cat sat";
  document.experiment.heads = 2;
  document.experiment.painted = {{0, 2, {0.25F, 0.5F, 0.25F}}, {1, 0, {0.1F, 0.9F, 0}}};
  return document;
}

TEST(PaintedWeights, HaveOneRowAHeadAndQueryInOrder) {
  std::vector<attn::PaintedRow> rows = withPaintedRow({}, {0, 1, {1, 0}});
  rows = withPaintedRow(rows, {1, 0, {0, 1}});
  rows = withPaintedRow(rows, {0, 0, {0.5F, 0.5F}});
  rows = withPaintedRow(rows, {0, 1, {0, 1}});
  EXPECT_EQ(rows, (std::vector<attn::PaintedRow>{{0, 0, {0.5F, 0.5F}}, {0, 1, {0, 1}}, {1, 0, {0, 1}}}));
  EXPECT_EQ(withoutPaintedRow(rows, 0, 1).size(), 2U);
}

TEST(PaintedWeights, StayWhileThereAreAsManyTokens) {
  const Document other = applied(paintedSentence(), SetQueryText{"the dog sat"});
  EXPECT_EQ(other.experiment.painted, paintedSentence().experiment.painted);
  const Document colder = applied(paintedSentence(), SetTemperature{0.25});
  EXPECT_EQ(colder.experiment.painted, paintedSentence().experiment.painted);
}

TEST(PaintedWeights, GoWithTheirTokensAndHeads) {
  EXPECT_TRUE(applied(paintedSentence(), SetQueryText{"the cat sat down"}).experiment.painted.empty());
  const Document one = applied(paintedSentence(), SetHeads{1, 1});
  ASSERT_EQ(one.experiment.painted.size(), 1U);
  EXPECT_EQ(one.experiment.painted[0].head, 0);
}

TEST(PaintedWeights, OfMatricesGoWhenATextIsTyped) {
  Document document;
  document.experiment.entry = attn::Entry::Weights;
  document.experiment.weights = attn::test::shared(attn::test::matrixOf({{0.5, 0.5}, {1, 0}}));
  document.experiment.painted = {{0, 0, {0.1F, 0.9F}}};
  EXPECT_TRUE(applied(document, SetQueryText{"a b"}).experiment.painted.empty());
}

TEST(PaintedWeights, AreSavedAndReadBack) {
  EXPECT_EQ(readSession(sessionJson(paintedSentence()), "file"), paintedSentence());
}

TEST(PaintedWeights, OfAFileMustBeNumbersFromZero) {
  std::string text = sessionJson(paintedSentence());
  text.replace(text.find("0.25"), 4, "-0.5");
  EXPECT_EQ(attn::test::errorOf([&] { readSession(text, "file"); }).id, "member");
}

}  // namespace
}  // namespace lab::test
