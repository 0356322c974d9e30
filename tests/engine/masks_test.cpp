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
