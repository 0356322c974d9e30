#include "scene/colour_map.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <string>

#include "core/input_error.h"
#include "scene/palette.h"

namespace lab::test {
namespace {

attn::Matrix row(std::initializer_list<float> values) {
  attn::Matrix m(1, static_cast<attn::Index>(values.size()));
  attn::Index i = 0;
  for (const float value : values) m(0, i++) = value;
  return m;
}

// The published ends and middles (matplotlib 3.6, colours 0, 128 and 255 of 256).
TEST(ColourMap, HasThePublishedColours) {
  const ColourMapRow& viridis = colourMapNamed("viridis");
  EXPECT_EQ(viridis.table[0], rgb(0x440154));
  EXPECT_EQ(viridis.table[128], rgb(0x21918c));
  EXPECT_EQ(viridis.table[255], rgb(0xfde725));
  const ColourMapRow& magma = colourMapNamed("magma");
  EXPECT_EQ(magma.table[0], rgb(0x000004));
  EXPECT_EQ(magma.table[255], rgb(0xfcfdbf));
  const ColourMapRow& cividis = colourMapNamed("cividis");
  EXPECT_EQ(cividis.table[0], rgb(0x00224e));
  EXPECT_EQ(cividis.table[255], rgb(0xfee838));
}

TEST(ColourMap, GrowsLighterFromLowToHigh) {
  for (const ColourMapRow& map : colourMapCatalogue()) {
    if (map.diverging) continue;
    for (std::size_t i = 8; i < map.table.size(); i += 8)
      EXPECT_GT(contrast(map.table[i], rgb(0)), contrast(map.table[i - 8], rgb(0))) << map.name << " at " << i;
  }
}

TEST(DivergingMap, PassesThroughItsNineStops) {
  const ColourMapRow& map = colourMapNamed("diverging");
  EXPECT_TRUE(map.diverging);
  EXPECT_EQ(map.table[0], rgb(0x053061));
  EXPECT_EQ(map.table[255], rgb(0x7f3b08));
  // 127 and 128 are half a step, 2 % of the way to the next stop, from the neutral f2f2ef.
  for (const std::size_t i : {127U, 128U}) {
    EXPECT_NEAR(map.table[i].r, 0xf2, 3);
    EXPECT_NEAR(map.table[i].g, 0xf2, 3);
    EXPECT_NEAR(map.table[i].b, 0xef, 4);
  }
}

TEST(DivergingMap, DarkensFromTheMiddleToBothEnds) {
  const auto& table = colourMapNamed("diverging").table;
  for (std::size_t i = 1; i < 127; ++i) EXPECT_GE(contrast(table[i], rgb(0)), contrast(table[i - 1], rgb(0)) - 0.01);
  for (std::size_t i = 129; i < 256; ++i) EXPECT_LE(contrast(table[i], rgb(0)), contrast(table[i - 1], rgb(0)) + 0.01);
}

TEST(ColourOf, GivesTheEndsTheMiddleAndTheNearestEndBeyondTheRange) {
  const ColourMapRow& map = colourMapNamed("viridis");
  const ValueRange range{0, 0.9};
  EXPECT_EQ(colourOf(map, range, 0), map.table[0]);
  EXPECT_EQ(colourOf(map, range, 0.45), map.table[128]);
  EXPECT_EQ(colourOf(map, range, 0.9), map.table[255]);
  EXPECT_EQ(colourOf(map, range, -5), map.table[0]);
  EXPECT_EQ(colourOf(map, range, 5), map.table[255]);
  EXPECT_EQ(colourOf(map, range, std::numeric_limits<double>::infinity()), map.table[255]);
}

TEST(ColourOf, GivesNoColourForNan) { EXPECT_EQ(colourOf(colourMapNamed("viridis"), {0, 1}, NAN).a, 0); }

TEST(RangeOf, GoesFromZeroToTheLargestWeight) {
  EXPECT_EQ(rangeOf(row({0.2F, 0.7F, 0.1F}), nullptr, false), (ValueRange{0, 0.7F}));
}

TEST(RangeOf, ReachesDownToANegativeWeight) {
  EXPECT_EQ(rangeOf(row({-0.5F, 1.5F}), nullptr, false), (ValueRange{-0.5, 1.5}));
}

TEST(RangeOf, IsSymmetricForSignedValues) {
  EXPECT_EQ(rangeOf(row({-3, 1}), nullptr, true), (ValueRange{-3, 3}));
  EXPECT_EQ(rangeOf(row({0.5F, 2}), nullptr, true), (ValueRange{-2, 2}));
}

TEST(RangeOf, IgnoresMaskedAndNotFiniteValues) {
  attn::Mask visible(1, 4);
  visible << true, false, true, true;
  const attn::Matrix values = row({0.25F, 100, NAN, std::numeric_limits<float>::infinity()});
  EXPECT_EQ(rangeOf(values, &visible, false), (ValueRange{0, 0.25}));
}

TEST(RangeOf, IsNeverEmpty) {
  const attn::Mask none = attn::Mask::Constant(1, 2, false);
  const ValueRange whole{0, 1}, sided{-1, 1};
  EXPECT_EQ(rangeOf(row({0, 0}), nullptr, false), whole);
  EXPECT_EQ(rangeOf(row({0, 0}), nullptr, true), sided);
  EXPECT_EQ(rangeOf(row({NAN, NAN}), nullptr, false), whole);
  EXPECT_EQ(rangeOf(row({3, 4}), &none, true), sided);
  EXPECT_EQ(rangeOf(row({4, 4}), nullptr, false), (ValueRange{0, 4}));
  EXPECT_EQ(rangeOf(attn::Matrix(), nullptr, false), whole);
}

TEST(RangeFor, IsSymmetricAboutZeroForADivergingMapOnly) {
  const ColourMapRow &diverging = colourMapNamed("diverging"), &viridis = colourMapNamed("viridis");
  EXPECT_EQ(rangeFor(diverging, {0, 0.5}), (ValueRange{-0.5, 0.5}));
  EXPECT_EQ(rangeFor(diverging, {-3, 2}), (ValueRange{-3, 3}));
  EXPECT_EQ(rangeFor(viridis, {0, 0.5}), (ValueRange{0, 0.5}));
}

TEST(RoundTicks, AreThoseOfTheMock) {
  const Ticks english = roundTicks({0, 0.9}), chinese = roundTicks({0, 0.577});
  ASSERT_EQ(english.values.size(), 5U);
  ASSERT_EQ(chinese.values.size(), 6U);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(english.values[i], 0.2 * static_cast<double>(i), 1e-12);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(chinese.values[i], 0.1 * static_cast<double>(i), 1e-12);
  EXPECT_EQ(english.decimals, 1);
}

TEST(RoundTicks, AreFourToSixWithinEveryRangeAndWrittenApart) {
  for (double high = 1e-30; high < 1e38; high *= 1.037)
    for (const ValueRange range : {ValueRange{0, high}, ValueRange{-high, high}, ValueRange{-0.3 * high, high}}) {
      const Ticks ticks = roundTicks(range);
      ASSERT_GE(ticks.values.size(), 4U) << range.low << " … " << range.high;
      ASSERT_LE(ticks.values.size(), 6U) << range.low << " … " << range.high;
      // A tick at the very end may lie a rounding error outside.
      const double slack = 1e-4 * (range.high - range.low);
      EXPECT_GE(ticks.values.front(), range.low - slack);
      EXPECT_LE(ticks.values.back(), range.high + slack);
      std::set<std::string> texts;
      for (const double value : ticks.values) texts.insert(tickText(ticks, value));
      EXPECT_EQ(texts.size(), ticks.values.size())
          << "two ticks read the same from " << range.low << " to " << range.high;
      for (const std::string& text : texts) EXPECT_LE(text.size(), 14U) << text;  // bytes; a minus has three
    }
}

TEST(RoundTicks, IncludeZeroWhereSignedValuesTurn) {
  for (const double high : {0.7, 1.0, 1.5, 1.9, 2.25, 4.13, 7.0, 80.0}) {
    const auto values = roundTicks({-high, high}).values;
    EXPECT_NE(std::find(values.begin(), values.end(), 0.0), values.end()) << high;
  }
}

TEST(ColourMapCatalogue, IsCompleteInBothLanguages) {
  std::set<std::string> names;
  for (const ColourMapRow& map : colourMapCatalogue()) {
    names.insert(map.name);
    for (const char* text : {map.title.en, map.title.zh, map.summary.en, map.summary.zh, map.source})
      EXPECT_STRNE(text, "") << map.name;
  }
  EXPECT_EQ(names, (std::set<std::string>{"viridis", "cividis", "magma", "diverging"}));
}

TEST(ColourMapCatalogue, SuggestsTheNearestName) {
  try {
    colourMapNamed("virids");
    FAIL() << "an unknown map was taken";
  } catch (const attn::InputError& error) {
    EXPECT_EQ(error.arguments().at("nearest"), "viridis");
  }
}

}  // namespace
}  // namespace lab::test
