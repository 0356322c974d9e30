#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/random.h"
#include "kernels/isa.h"
#include "kernels/thread_pool.h"
#include "plain/plain_kernels.h"

namespace attn::test {

/// Normals of variance 1.
inline std::vector<float> normals(std::size_t count, const std::string& purpose) {
  NormalGenerator generator(1, purpose);
  std::vector<float> out(count);
  for (float& value : out) value = static_cast<float>(generator.next());
  return out;
}

inline plain::Table table(std::size_t rows, std::size_t columns, const std::vector<float>& values) {
  return {rows, columns, values};
}

/// Every entry within `tolerance` of the judge's, NaN never; names the first that is not.
inline testing::AssertionResult near(const std::vector<float>& got, const plain::Table& expected, double tolerance) {
  if (got.size() != expected.at.size())
    return testing::AssertionFailure() << got.size() << " numbers instead of " << expected.at.size();
  for (std::size_t i = 0; i < got.size(); ++i)
    if (!(std::abs(static_cast<double>(got[i]) - expected.at[i]) <= tolerance))
      return testing::AssertionFailure() << "[" << i / expected.columns << ", " << i % expected.columns << "] is "
                                         << got[i] << " instead of " << expected.at[i];
  return testing::AssertionSuccess();
}

inline double largestMagnitude(const plain::Table& values) {
  double largest = 0;
  for (const double value : values.at) largest = std::max(largest, std::abs(value));
  return largest;
}

/// What 32-bit weights may be off from exact ones: rounding of the result, and of the scores.
inline double weightTolerance(double largestScore, double tau) {
  return 2e-6 + largestScore / tau * std::ldexp(1, -23);
}

/// A test that runs once with each vector width this processor has, and leaves the one that was chosen.
class EveryIsa : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { ASSERT_TRUE(kernels::selectIsa(GetParam())); }
  void TearDown() override {
    kernels::selectIsa(before_);
    kernels::setThreads(threads_);
  }

 private:
  std::string before_ = kernels::currentIsa();
  unsigned threads_ = kernels::threads();
};

/// The widths to run through: with ATTENTION_ISA only that one.
inline std::vector<std::string> isas() {
  return std::getenv("ATTENTION_ISA") == nullptr ? kernels::availableIsas()
                                                 : std::vector<std::string>{kernels::currentIsa()};
}

#define ATTENTION_EVERY_ISA(suite) \
  INSTANTIATE_TEST_SUITE_P(Kernels, suite, testing::ValuesIn(attn::test::isas()), [](const auto& i) { return i.param; })

/// Sizes around every multiple of a vector and of a panel, and of the chunk of 128 keys.
inline std::vector<std::size_t> tailLengths() {
  std::vector<std::size_t> out;
  for (std::size_t n = 1; n <= 70; ++n) out.push_back(n);
  for (const std::size_t n : {95, 96, 97, 127, 128, 129, 143, 255, 256, 257, 300}) out.push_back(n);
  return out;
}

}  // namespace attn::test
