#include "io/csv.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/matrices.h"

using attn::test::errorOf;
using attn::test::matrixOf;
using Labels = std::vector<std::string>;

namespace lab::test {
namespace {

LoadedMatrix csv(std::string_view text) { return parseCsv(text, ',', "x.csv"); }

TEST(ParseCsv, ReadsNumbersAlone) {
  const LoadedMatrix loaded = csv("1,2.5\n-3e-1, +4 \n");
  EXPECT_EQ(*loaded.values, matrixOf({{1, 2.5}, {-0.3, 4}}));
  EXPECT_TRUE(loaded.rowLabels.empty() && loaded.columnLabels.empty());
}

TEST(ParseCsv, ReadsTabsWhereItIsTold) {
  EXPECT_EQ(*parseCsv("1\t2\n3\t4", '\t', "x.tsv").values, matrixOf({{1, 2}, {3, 4}}));
}

TEST(ParseCsv, AcceptsEveryLineEndAndAByteOrderMark) {
  for (const char* text : {"1,2\n3,4", "1,2\r\n3,4\r\n", "1,2\r3,4\r",
                           "\xEF\xBB\xBF"
                           "1,2\n3,4\n\n\n"})
    EXPECT_EQ(*csv(text).values, matrixOf({{1, 2}, {3, 4}})) << text;
}

TEST(ParseCsv, TakesARowAndAColumnThatAreNotNumbersAsLabels) {
  const LoadedMatrix both = csv(",the,cat\nthe,1,2\ncat,3,4\n");
  EXPECT_EQ(*both.values, matrixOf({{1, 2}, {3, 4}}));
  EXPECT_EQ(both.rowLabels, (Labels{"the", "cat"}));
  EXPECT_EQ(both.columnLabels, (Labels{"the", "cat"}));
  const LoadedMatrix top = csv("我,爱\n1,2\n");
  EXPECT_EQ(top.columnLabels, (Labels{"我", "爱"}));
  EXPECT_TRUE(top.rowLabels.empty());
  const LoadedMatrix left = csv("the,1,2\ncat,3,4\n");
  EXPECT_EQ(left.rowLabels, (Labels{"the", "cat"}));
  EXPECT_TRUE(left.columnLabels.empty());
  EXPECT_EQ(*left.values, *both.values);
}

TEST(ParseCsv, TakesTokensThatReadAsNumbersAsLabelsWhereTheCornerIsNone) {
  for (const char* text : {",1991,1992\n7,1,2\n8,3,4\n", "query,1991,1992\n7,1,2\n8,3,4\n"}) {
    const LoadedMatrix loaded = csv(text);
    EXPECT_EQ(*loaded.values, matrixOf({{1, 2}, {3, 4}})) << text;
    EXPECT_EQ(loaded.columnLabels, (Labels{"1991", "1992"}));
    EXPECT_EQ(loaded.rowLabels, (Labels{"7", "8"}));
  }
}

TEST(ParseCsv, NamesTheOneOddCellOfAFirstRowOrColumnOfNumbers) {
  EXPECT_EQ(errorOf([] { csv("1,2x,3\n4,5,6\n7,8,9\n"); }).message, "x.csv, line 1, column 2: '2x' is not a number");
  EXPECT_EQ(errorOf([] { csv("1,2\nx,3\n4,5\n"); }).message, "x.csv, line 2, column 1: 'x' is not a number");
  EXPECT_EQ(errorOf([] { csv("1,x,y\n2,3,4\n"); }).message, "x.csv, line 1, column 2: 'x' is not a number");
  EXPECT_EQ(errorOf([] { csv("1,,3\n4,5,6\n"); }).argument("got"), "");
  EXPECT_EQ(errorOf([] { csv("1x,2,3\n4,5,6\n"); }).message, "x.csv, line 1, column 1: '1x' is not a number");
  EXPECT_EQ(errorOf([] { csv("1x\n2\n3\n"); }).argument("got"), "1x");
}

TEST(ParseCsv, NamesTheOddCellBesideLabelsThatAccountForTheCorner) {
  EXPECT_EQ(errorOf([] { csv("the,1,2x\ncat,3,4\n"); }).message, "x.csv, line 1, column 3: '2x' is not a number");
  EXPECT_EQ(errorOf([] { csv("a,b\n1,2\n3x,4\n"); }).message, "x.csv, line 3, column 1: '3x' is not a number");
}

TEST(ParseCsv, TakesTokensOfBothKindsAsLabelsWhereTheCornerOrQuotesSaySo) {
  for (const char* text : {",In,1992\nIn,1,2\n1992,3,4\n", "query,In,1992\nIn,1,2\n1992,3,4\n",
                           "\"0\",In,\"1992\"\nIn,1,2\n\"1992\",3,4\n"}) {
    const LoadedMatrix loaded = csv(text);
    EXPECT_EQ(*loaded.values, matrixOf({{1, 2}, {3, 4}})) << text;
    EXPECT_EQ(loaded.columnLabels, (Labels{"In", "1992"})) << text;
    EXPECT_EQ(loaded.rowLabels, (Labels{"In", "1992"})) << text;
  }
  EXPECT_EQ(csv("In,\"1992\"\n1,2\n").columnLabels, (Labels{"In", "1992"}));
  EXPECT_EQ(csv("the,In,1992\n1,2,3\n").columnLabels, (Labels{"the", "In", "1992"}));
  EXPECT_EQ(*csv("1st,2nd\n1,2\n").values, matrixOf({{1, 2}}));
  EXPECT_EQ(*csv("0,the,cat\nthe,1,2\ncat,3,4\n").values, matrixOf({{1, 2}, {3, 4}}));
}

TEST(ParseCsv, TakesQuotedNumbersAsLabelsUnlessQuotesAreEverywhere) {
  const LoadedMatrix labelled = csv("\"1991\",\"1992\"\n1,2\n");
  EXPECT_EQ(labelled.columnLabels, (Labels{"1991", "1992"}));
  EXPECT_EQ(*csv("\"1\",\"2\"\n\"3\",\"4\"\n").values, matrixOf({{1, 2}, {3, 4}}));
}

TEST(ParseCsv, ReadsQuotesWithSeparatorsLinesAndQuotesInThem) {
  const LoadedMatrix loaded = csv("\"a,b\",\" c\"\"d \",\"e\nf\"\n1,2,3\n");
  EXPECT_EQ(loaded.columnLabels, (Labels{"a,b", " c\"d ", "e\nf"}));
  EXPECT_EQ(*loaded.values, matrixOf({{1, 2, 3}}));
}

TEST(ParseCsv, ReadsOneRowOneColumnAndOneNumber) {
  EXPECT_EQ(*csv("1,2,3").values, matrixOf({{1, 2, 3}}));
  EXPECT_EQ(*csv("1\n2\n").values, matrixOf({{1}, {2}}));
  EXPECT_EQ(*csv("7").values, matrixOf({{7}}));
  EXPECT_EQ(csv("the,1,2").rowLabels, (Labels{"the"}));
  EXPECT_EQ(csv("the\n1\n2").columnLabels, (Labels{"the"}));
}

TEST(ParseCsv, NamesTheLineThatHasMoreOrFewerValues) {
  EXPECT_EQ(errorOf([] { csv("1,2\n3,4\n5\n"); }).message,
            "x.csv, line 3, has 1 values; expected 2 as in the first line");
  EXPECT_EQ(errorOf([] { csv("\"a\nb\",c\n1,2,3\n"); }).argument("place"), "3");  // a label fills lines 1 and 2
  EXPECT_EQ(errorOf([] { csv("1,2\n\n3,4\n"); }).argument("place"), "2");
}

TEST(ParseCsv, NamesTheLineAndColumnOfWhatIsNotANumber) {
  EXPECT_EQ(errorOf([] { csv("1,2\n3,4\n5,six\n"); }).message, "x.csv, line 3, column 2: 'six' is not a number");
  EXPECT_EQ(errorOf([] { csv("a,b\nc,d\n"); }).id, "csv_not_a_number");
  EXPECT_EQ(errorOf([] { csv("a,b,c\n"); }).id, "csv_not_a_number");
  EXPECT_EQ(errorOf([] { csv("1,2\n3,\n"); }).argument("got"), "");
  EXPECT_EQ(errorOf([] { csv("1,2\n3,0x10\n"); }).argument("got"), "0x10");
}

TEST(ParseCsv, NamesTheIndexOfANumberThatIsNotFinite) {
  EXPECT_EQ(errorOf([] { csv("the,cat\n1,2\nnan,4\n"); }).message, "x.csv[1, 0] is NaN; every number must be finite");
  EXPECT_EQ(errorOf([] { csv("1,2\n3,-Infinity\n"); }).argument("got"), "−∞");
  EXPECT_EQ(errorOf([] { csv("1,2\n3,4e38\n"); }).id, "float_range");
}

TEST(ParseCsv, SaysThatThereAreNoNumbers) {
  EXPECT_EQ(errorOf([] { csv(""); }).id, "file_empty");
  EXPECT_EQ(errorOf([] { csv("\n\n"); }).id, "csv_no_numbers");
  EXPECT_EQ(errorOf([] { csv("\xEF\xBB\xBF"); }).id, "csv_no_numbers");
}

TEST(ParseCsv, NamesAQuoteThatIsNotClosedAndBytesThatAreNotText) {
  EXPECT_EQ(errorOf([] { csv("1,2\n3,\"4\n5,6\n"); }).argument("place"), "2");
  EXPECT_EQ(errorOf([] { csv("\"a\"b,2\n"); }).id, "csv_quote");
  EXPECT_EQ(errorOf([] { csv("a\xff,b\n1,2\n"); }).argument("place"), "1");
}

}  // namespace
}  // namespace lab::test
