#include "attention/biases.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "attention/catalogue.h"
#include "core/checks.h"

namespace attn {
namespace {

std::vector<std::string_view> partsOf(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(':', at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

[[noreturn]] void refuse(std::string_view text, const BiasRow& row) {
  throw InputError("bias_arguments", {{"got", std::string(text)}, {"expected", row.usage}});
}

Index wholeNumber(std::string_view part, std::string_view text, const BiasRow& row) {
  Index value = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
  if (error != std::errc() || end != part.data() + part.size()) refuse(text, row);
  return value;
}

std::vector<double> slopesOfPowerOfTwo(Index heads) {
  std::vector<double> slopes;
  for (Index r = 0; r < heads; ++r)
    slopes.push_back(std::exp2(-8.0 * static_cast<double>(r + 1) / static_cast<double>(heads)));
  return slopes;
}

}  // namespace

BiasSpec parseBias(std::string_view text) {
  const std::vector<std::string_view> parts = partsOf(text);
  const BiasRow& row = findRow(biasCatalogue(), parts[0], "bias");
  BiasSpec bias;
  bias.name = row.name;
  if (parts.size() == 1) return bias;
  if (bias.name != "relative" || parts.size() == 2 || parts.size() > 4) refuse(text, row);
  bias.buckets = wholeNumber(parts[1], text, row);
  bias.maxDistance = wholeNumber(parts[2], text, row);
  bias.causal = parts.size() == 4;
  if (bias.causal && parts[3] != "causal") refuse(text, row);
  requireBias(bias);
  return bias;
}

std::string biasText(const BiasSpec& bias) {
  if (bias.name != "relative") return bias.name;
  return bias.name + ":" + std::to_string(bias.buckets) + ":" + std::to_string(bias.maxDistance) +
         (bias.causal ? ":causal" : "");
}

void requireBias(const BiasSpec& bias) {
  if (bias.name != "relative") return;
  const Index fewest = bias.causal ? 2 : 4;
  requireRange("BUCKETS", static_cast<double>(bias.buckets), static_cast<double>(fewest),
               static_cast<double>(largestBuckets));
  const Index exact = (bias.causal ? bias.buckets : bias.buckets / 2) / 2;
  requireRange("MAXDIST", static_cast<double>(bias.maxDistance), static_cast<double>(exact + 1), 1e6);
}

std::vector<double> alibiSlopes(Index heads) {
  const Index below = static_cast<Index>(std::bit_floor(static_cast<std::size_t>(heads)));
  std::vector<double> slopes = slopesOfPowerOfTwo(below);
  const std::vector<double> between = slopesOfPowerOfTwo(2 * below);
  for (std::size_t at = 0; static_cast<Index>(slopes.size()) < heads; at += 2) slopes.push_back(between[at]);
  return slopes;
}

Matrix alibiBias(Index queries, Index keys, double slope) {
  Matrix bias(queries, keys);
  for (Index i = 0; i < queries; ++i)
    for (Index j = 0; j < keys; ++j)
      bias(i, j) = static_cast<float>(-slope * static_cast<double>(std::abs(i + keys - queries - j)));
  return bias;
}

Index relativeBucket(Index relative, Index buckets, Index maxDistance, bool causal) {
  const Index count = causal ? buckets : buckets / 2;
  const Index start = !causal && relative > 0 ? count : 0;
  const Index distance = causal ? std::max<Index>(-relative, 0) : std::abs(relative);
  const Index exact = count / 2;
  if (distance < exact) return start + distance;
  const double ratio = std::log(static_cast<double>(distance) / static_cast<double>(exact)) /
                       std::log(static_cast<double>(maxDistance) / static_cast<double>(exact));
  const auto wide = static_cast<Index>(std::floor(ratio * static_cast<double>(count - exact)));
  return start + std::min(count - 1, exact + wide);
}

Matrix relativeBias(Index head, Index queries, Index keys, const BiasSpec& bias, const Matrix& table) {
  // One number for each distance; a row of the matrix is a stretch of them.
  Eigen::VectorXf byDistance(queries + keys - 1);
  for (Index at = 0; at < byDistance.size(); ++at)
    byDistance(at) = table(head, relativeBucket(at - (keys - 1), bias.buckets, bias.maxDistance, bias.causal));
  Matrix out(queries, keys);
  for (Index i = 0; i < queries; ++i)
    for (Index j = 0; j < keys; ++j) out(i, j) = byDistance(j - i + queries - 1);
  return out;
}

}  // namespace attn
