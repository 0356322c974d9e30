#include "scene/number_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace lab::test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(NumberText, WritesAMinusNotAHyphen) {
  EXPECT_EQ(fixedText(-0.5, 2), "−0.50");
  EXPECT_EQ(headlineText(-12.5), "−12.5000");
  EXPECT_EQ(copyText(-0.5), "-0.5") << "what is copied can be read back by other programs";
}

TEST(NumberText, HasNoNegativeZero) {
  EXPECT_EQ(fixedText(-0.0, 2), "0.00");
  EXPECT_EQ(fixedText(-0.004, 2), "0.00");
  EXPECT_EQ(fixedText(-0.4, 0), "0");
  EXPECT_EQ(cellText(-0.001, 2), "0.00");
  EXPECT_EQ(copyText(-0.0), "0");
}

TEST(NumberText, TellsExactlyZeroFromRoundedToZero) {
  EXPECT_EQ(cellText(0, 2), "0");
  EXPECT_EQ(cellText(0.001, 2), "0.00");
  EXPECT_EQ(headlineText(0), "0");
}

TEST(NumberText, KeepsTheLeadingZeroAndTheAskedDecimals) {
  EXPECT_EQ(fixedText(0.25, 3), "0.250");
  EXPECT_EQ(fixedText(1234.5, 1), "1234.5");
  EXPECT_EQ(fixedText(0.996, 2), "1.00");
}

TEST(NumberText, GivesATableTheDecimalsThatTellItsNumbersApart) {
  EXPECT_EQ(tableDecimals(0.57), 3);
  EXPECT_EQ(tableDecimals(12), 3);
  EXPECT_EQ(tableDecimals(0.01), 3);
  EXPECT_EQ(tableDecimals(0.0025), 4);
  EXPECT_EQ(tableDecimals(-0.00025), 5);
  EXPECT_EQ(tableDecimals(1e-12), 6) << "no more: the column would not hold them";
  EXPECT_EQ(tableDecimals(0), 3);
  EXPECT_EQ(tableDecimals(infinity), 3);
  EXPECT_EQ(tableDecimals(0.05, 2), 3);
}

TEST(NumberText, TurnsToPowersOfTenWhereFourDecimalsSayNothing) {
  EXPECT_EQ(headlineText(0.4707), "0.4707");
  EXPECT_EQ(headlineText(0.00005), "0.0001");
  EXPECT_EQ(headlineText(0.000049), "4.9e−5");
  EXPECT_EQ(headlineText(-1.2e-5), "−1.2e−5");
  EXPECT_EQ(headlineText(3e-38), "3.0e−38");
  EXPECT_EQ(headlineText(9999.9), "9999.9000");
  EXPECT_EQ(headlineText(10000), "1.0e4");
  EXPECT_EQ(headlineText(9999.99999), "1.0e4") << "four decimals would round it to 10000.0000";
  EXPECT_EQ(headlineText(-123456), "−1.2e5");
}

TEST(NumberText, WritesPowersOfTenWithAsFewDigitsAsTheyNeed) {
  EXPECT_EQ(shortExponentText(2e-7), "2e−7");
  EXPECT_EQ(shortExponentText(-1.25e6), "−1.25e6");
  EXPECT_EQ(shortExponentText(5e-5), "5e−5");
  EXPECT_EQ(shortExponentText(0), "0");
}

TEST(NumberText, CopiesNineSignificantDigits) {
  EXPECT_EQ(copyText(1.0 / 3), "0.333333333");
  EXPECT_EQ(copyText(123456789.4), "123456789");
  EXPECT_EQ(copyText(2.5e-30), "2.5e-30");
}

TEST(NumberText, ReadsBackAsTheSameFloatAfterCopying) {
  // Nine significant digits identify every 32-bit float (IEEE 754).
  for (const float value : {0.1F, 1.0F / 3, 16777217.0F, 1.17549435e-38F, 3.4028235e38F, -2.7182817F})
    EXPECT_EQ(std::stof(copyText(value)), value);
}

TEST(NumberText, NamesWhatIsNotANumber) {
  EXPECT_EQ(fixedText(NAN, 2), "NaN");
  EXPECT_EQ(cellText(infinity, 2), "∞");
  EXPECT_EQ(headlineText(-infinity), "−∞");
  EXPECT_EQ(copyText(NAN), "NaN");
  EXPECT_EQ(copyText(-infinity), "-inf");
}

TEST(CountText, SetsThousandsApart) {
  EXPECT_EQ(countText(0), "0");
  EXPECT_EQ(countText(999), "999");
  EXPECT_EQ(countText(1000), "1,000");
  EXPECT_EQ(countText(16777216), "16,777,216");
}

}  // namespace
}  // namespace lab::test
