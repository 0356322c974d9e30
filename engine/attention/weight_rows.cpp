#include "attention/weight_rows.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace attn {
namespace {

const Index lanes = 16;            // floats of the widest vector register
const float lowestExponent = -80;  // e^−80, over up to 16,384 keys, is still a normal float
const float masked = -std::numeric_limits<float>::infinity();

// A bool is one byte that holds 0 or 1, so the C library's search is the fastest test of a row.
bool contains(std::span<const bool> visible, bool value) {
  static_assert(sizeof(bool) == 1);
  return !visible.empty() && std::memchr(visible.data(), value ? 1 : 0, visible.size()) != nullptr;
}

}  // namespace

bool allVisible(std::span<const bool> visible) { return !contains(visible, false); }

SoftmaxScratch::SoftmaxScratch(Index keys)
    : room_(Eigen::ArrayXf::Constant((keys + lanes - 1) / lanes * lanes, masked)),
      floor_(Eigen::ArrayXf::Constant(lanes, lowestExponent).exp().eval()(0)) {}

void SoftmaxScratch::weigh(std::span<const float> scores, std::span<const bool> visible, double tau,
                           std::span<float> weights) {
  const Index keys = static_cast<Index>(scores.size());
  Eigen::Map<Eigen::ArrayXf> out(weights.data(), keys);
  if (allVisible(visible))
    std::copy(scores.begin(), scores.end(), room_.data());
  else
    for (std::size_t key = 0; key < scores.size(); ++key) room_.data()[key] = visible[key] ? scores[key] : masked;
  room_.tail(room_.size() - keys).setConstant(masked);
  const float highest = room_.maxCoeff();
  if (highest == masked) {
    out.setZero();  // no key left
    return;
  }
  const float perTau = static_cast<float>(1.0 / tau);
  // What lies below the lowest exponent becomes exactly 0, without a branch and without subnormal numbers,
  // which are a hundred times slower.
  room_ = ((room_ - highest) * perTau).max(lowestExponent).exp() - floor_;
  out = room_.head(keys) * static_cast<float>(1.0 / wideSum(room_));
}

void ratioRow(std::span<const float> scores, std::span<const bool> visible, std::span<float> weights) {
  const auto seen = [&](std::size_t key) { return visible.empty() || visible[key]; };
  double sum = 0, largest = 0;
  for (std::size_t key = 0; key < scores.size(); ++key) {
    const double score = seen(key) ? static_cast<double>(scores[key]) : 0.0;
    sum += score;
    largest = std::max(largest, std::abs(score));
  }
  const bool defined = sum != 0 && largest / std::abs(sum) <= static_cast<double>(std::numeric_limits<float>::max());
  for (std::size_t key = 0; key < scores.size(); ++key) {
    const double quotient = defined ? static_cast<double>(scores[key]) / sum : std::numeric_limits<double>::quiet_NaN();
    weights[key] = seen(key) ? static_cast<float>(quotient) : 0.0F;
  }
}

void uniformRow(std::span<const bool> visible, std::span<float> weights) {
  const auto count =
      visible.empty() ? static_cast<std::ptrdiff_t>(weights.size()) : std::count(visible.begin(), visible.end(), true);
  const float share = count == 0 ? 0.0F : static_cast<float>(1.0 / static_cast<double>(count));
  for (std::size_t key = 0; key < weights.size(); ++key) weights[key] = visible.empty() || visible[key] ? share : 0.0F;
}

}  // namespace attn
