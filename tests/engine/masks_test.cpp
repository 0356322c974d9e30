#include "attention/masks.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/golden.h"

namespace attn::test {
namespace {

bool equal(const Mask& a, const Mask& b) { return a.rows() == b.rows() && a.cols() == b.cols() && (a == b).all(); }

TEST(CausalMask, AgreesWithTheGoldenMask) {
  EXPECT_TRUE(equal(causalMask(5, 7), goldenMask("attention.npz", "mask_causal")));
}

TEST(CausalMask, IsTheDefinitionForAnyShape) {
  for (const auto& [n, m] : {std::pair<Index, Index>{4, 4}, {2, 6}, {6, 2}, {1, 1}}) {
    const Mask mask = causalMask(n, m);
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < m; ++j) EXPECT_EQ(mask(i, j), i + m - n - j >= 0) << n << " " << m << " " << i << " " << j;
  }
}

TEST(CausalMask, LeavesTheFirstRowsEmptyWithMoreQueriesThanKeys) {
  const Mask mask = causalMask(5, 2);
  for (Index i = 0; i < 3; ++i) EXPECT_FALSE(mask.row(i).any());
  EXPECT_TRUE(mask.row(4).all());
}

TEST(PaddingMask, ShowsTheFirstKeysOnly) {
  const Mask mask = paddingMask(2, 4, 3);
  for (Index i = 0; i < 2; ++i)
    for (Index j = 0; j < 4; ++j) EXPECT_EQ(mask(i, j), j < 3);
  EXPECT_FALSE(paddingMask(2, 4, 0).any());
  EXPECT_TRUE(paddingMask(2, 4, 4).all());
}

TEST(PaddingMask, RefusesALengthThatIsNoCountOfKeys) {
  for (const Index length : {-1, 5}) {
    const CaughtError error = errorOf([&] { paddingMask(2, 4, length); });
    EXPECT_EQ(error.id, "out_of_range");
    EXPECT_EQ(error.argument("expected"), "0 … 4");
    EXPECT_EQ(error.argument("got"), std::to_string(length));
  }
}

TEST(WindowMask, AgreesWithTheGoldenMask) {
  EXPECT_TRUE(equal(windowMask(5, 7, 1), goldenMask("attention.npz", "mask_window1")));
}

// Every mask of distances against its definition, for squares and for both kinds of rectangles.
TEST(DistanceMasks, AreTheirDefinitions) {
  const std::vector<std::pair<Index, Index>> shapes = {{6, 6}, {3, 8}, {8, 3}};
  for (const auto& [n, m] : shapes) {
    const Mask window = windowMask(n, m, 2), dilated = dilatedMask(n, m, 2, 3), local = localMonotonicMask(n, m, 1);
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < m; ++j) {
        const Index offset = i + m - n - j;
        EXPECT_EQ(window(i, j), std::abs(offset) <= 2);
        EXPECT_EQ(dilated(i, j), std::abs(offset) <= 6 && offset % 3 == 0);
        EXPECT_EQ(local(i, j), std::abs(i - j) <= 1);
      }
  }
}

TEST(DilatedMask, WithAStepOfOneIsAWindow) { EXPECT_TRUE(equal(dilatedMask(5, 9, 2, 1), windowMask(5, 9, 2))); }

TEST(GlobalWindowMask, ShowsGlobalKeysToAllAndAllKeysToTheirQueries) {
  const std::vector<Index> global = {0, 4};
  const Mask mask = globalWindowMask(4, 6, 1, global);
  for (Index i = 0; i < 4; ++i)
    for (Index j = 0; j < 6; ++j) {
      const bool aligned = i + 6 - 4 == 0 || i + 6 - 4 == 4;  // query 2 stands at key 4; key 0 has no query
      EXPECT_EQ(mask(i, j), std::abs(i + 2 - j) <= 1 || j == 0 || j == 4 || aligned) << i << " " << j;
    }
  EXPECT_EQ(errorOf([] { globalWindowMask(3, 3, 1, std::vector<Index>{3}); }).argument("expected"), "0 … 2");
}

TEST(BlockMask, KeepsEveryTextToItself) {
  const std::vector<Index> lengths = {2, 3, 1};
  const Mask mask = blockMask(6, 6, lengths);
  const std::vector<int> text = {0, 0, 1, 1, 1, 2};
  for (std::size_t i = 0; i < 6; ++i)
    for (std::size_t j = 0; j < 6; ++j)
      EXPECT_EQ(mask(static_cast<Index>(i), static_cast<Index>(j)), text[i] == text[j]);
}

TEST(BlockMask, RefusesLengthsThatDoNotAddUp) {
  EXPECT_EQ(errorOf([] {
              blockMask(5, 5, std::vector<Index>{2, 2});
            }).message,
            "mask block adds up to 4; there are 5 × 5 queries and keys");
  EXPECT_EQ(errorOf([] { blockMask(4, 5, std::vector<Index>{2, 3}); }).id, "blocks");
}

TEST(CustomMask, IsTheGivenOneAndMustFit) {
  const auto given = std::make_shared<const Mask>(causalMask(3, 4));
  EXPECT_TRUE(equal(combineMasks({{"custom", {}, given}}, 3, 4), causalMask(3, 4)));
  const CaughtError shape = errorOf([&] { combineMasks({{"custom", {}, given}}, 4, 4); });
  EXPECT_EQ(shape.message, "mask custom is 3 × 4; expected 4 × 4");
  EXPECT_EQ(errorOf([] { combineMasks({{"custom", {}}}, 4, 4); }).id, "missing_input");
}

TEST(ParseMask, ReadsListsAfterNumbersAndWritesThemBack) {
  EXPECT_EQ(parseMask("global_window:2:0,5"), (MaskSpec{"global_window", {2, 0, 5}}));
  EXPECT_EQ(parseMask("block:4"), (MaskSpec{"block", {4}}));
  for (const char* text : {"window:3", "dilated:2:3", "global_window:2:0,5", "block:2,3,1", "local_m:1", "local_p:2"})
    EXPECT_EQ(maskText(parseMask(text)), text);
  for (const char* text : {"block", "block:", "block:1,", "block:,1", "block:1:2", "global_window:2",
                           "global_window:2,3", "dilated:2", "window:1,2"})
    EXPECT_EQ(errorOf([&] { parseMask(text); }).id, "mask_arguments") << text;
  EXPECT_EQ(errorOf([] { parseMask("dilated:2:0"); }).id, "out_of_range");
}

TEST(CombineMasks, KeepsWhatEveryMaskShows) {
  const Mask both = combineMasks({{"causal", {}}, {"padding", {2}}}, 3, 3);
  EXPECT_TRUE(equal(both, causalMask(3, 3) && paddingMask(3, 3, 2)));
  EXPECT_TRUE(combineMasks({}, 3, 5).all());
  EXPECT_EQ(combineMasks({}, 3, 5).cols(), 5);
}

TEST(ParseMask, ReadsNamesAndNumbersAndWritesThemBack) {
  EXPECT_EQ(parseMask("causal"), (MaskSpec{"causal", {}}));
  EXPECT_EQ(parseMask("padding:3"), (MaskSpec{"padding", {3}}));
  EXPECT_EQ(maskText(parseMask("padding:12")), "padding:12");
  EXPECT_EQ(maskText(parseMask("causal")), "causal");
}

TEST(ParseMask, NamesTheNearestMask) {
  const CaughtError error = errorOf([] { parseMask("casual"); });
  EXPECT_EQ(error.id, "unknown_name");
  EXPECT_EQ(error.message, "unknown mask 'casual'; did you mean 'causal'?");
}

TEST(ParseMask, SaysHowAMaskIsWritten) {
  for (const char* text :
       {"padding", "padding:", "padding:x", "padding:1:2", "padding:3x", "padding:99999999999999999999"}) {
    const CaughtError error = errorOf([&] { parseMask(text); });
    EXPECT_EQ(error.id, "mask_arguments") << text;
    EXPECT_EQ(error.argument("expected"), "padding:L") << text;
    EXPECT_EQ(error.argument("got"), text);
  }
  EXPECT_EQ(errorOf([] { parseMask("causal:1"); }).argument("expected"), "causal");
}

}  // namespace
}  // namespace attn::test
