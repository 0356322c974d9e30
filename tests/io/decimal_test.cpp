#include "io/decimal.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "core/random.h"

namespace lab::test {
namespace {

TEST(NumberFromText, ReadsDecimalsAndTheWordsForWhatIsNotFinite) {
  EXPECT_EQ(numberFromText("0.5"), 0.5);
  EXPECT_EQ(numberFromText(" \t-1e3 "), -1000.0);
  EXPECT_EQ(numberFromText("+2"), 2.0);
  EXPECT_EQ(numberFromText("inf"), HUGE_VAL);
  EXPECT_EQ(numberFromText("-Infinity"), -HUGE_VAL);
  EXPECT_TRUE(std::isnan(numberFromText("NaN").value()));
}

TEST(NumberFromText, RefusesEverythingElse) {
  for (const char* text : {"", " ", "+", "-", "+-1", "++1", "1,5", "1 2", "0x10", "1e", "one", "−1", "."})
    EXPECT_EQ(numberFromText(text), std::nullopt) << text;
}

TEST(NumberFromText, GivesInfinityOrZeroForWhatADoubleDoesNotHold) {
  EXPECT_EQ(numberFromText("1e400"), HUGE_VAL);
  EXPECT_EQ(numberFromText("-1e99999999999999999999"), -HUGE_VAL);
  EXPECT_EQ(numberFromText("1e-400"), 0.0);
  EXPECT_EQ(numberFromText("1e-99999999999999999999"), 0.0);
  EXPECT_EQ(numberFromText("0." + std::string(400, '0') + "1"), 0.0);
  EXPECT_EQ(numberFromText("1" + std::string(400, '0') + ".5"), HUGE_VAL);
}

TEST(ShortestText, ReadsBackAsTheSameFloat) {
  EXPECT_EQ(shortestText(0.1F), "0.1");
  EXPECT_EQ(shortestText(1.0F), "1");
  EXPECT_EQ(shortestText(std::numeric_limits<float>::max()), "3.4028235e+38");
  std::uint32_t bits = 1;
  for (int i = 0; i < 100000; ++i) {
    bits = bits * 1664525U + 1013904223U;  // walks through all bit patterns
    const float value = std::bit_cast<float>(bits);
    if (!std::isfinite(value)) continue;
    ASSERT_EQ(static_cast<float>(std::strtod(shortestText(value).c_str(), nullptr)), value) << bits;
  }
}

TEST(ShortestText, ReadsBackAsTheSameFloatWhereRoundingTwiceGivesItsNeighbour) {
  const float value = std::bit_cast<float>(0x15ae43fdU);  // the only one; "7.038531e-26" is too short for it
  for (const float each : {value, -value})
    EXPECT_EQ(static_cast<float>(std::strtod(shortestText(each).c_str(), nullptr)), each);
}

TEST(ShortestText, ReadsBackAsTheSameDouble) {
  attn::NormalGenerator normals(1, "doubles");
  for (int i = 0; i < 10000; ++i) {
    const double value = normals.next() * std::pow(10.0, i % 600 - 300);
    ASSERT_EQ(numberFromText(shortestText(value)), value);
  }
}

}  // namespace
}  // namespace lab::test
