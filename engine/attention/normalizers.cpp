#include "attention/normalizers.h"

#include <cassert>
#include <cmath>
#include <limits>

#include "attention/softmax.h"
#include "attention/weight_rows.h"
#include "core/matrix_memory.h"
#include "core/row_blocks.h"

namespace attn {
namespace {

std::span<const float> rowOf(const Matrix& values, Index row) {
  return {values.data() + row * values.cols(), static_cast<std::size_t>(values.cols())};
}
std::span<float> rowOf(Matrix& values, Index row) {
  return {values.data() + row * values.cols(), static_cast<std::size_t>(values.cols())};
}
std::span<const bool> rowOf(const Mask& values, Index row) {
  return {values.data() + row * values.cols(), static_cast<std::size_t>(values.cols())};
}

template <class WeighRow>
Matrix byRow(const Matrix& scores, const Mask& visible, double nanosecondsPerKey, const WorkShare& work,
             WeighRow&& weighRow) {
  assert(scores.rows() == visible.rows() && scores.cols() == visible.cols());
  Matrix weights = unfilledMatrix(scores.rows(), scores.cols());
  forRowBlocksOnThreads(scores.rows(), nanosecondsPerKey * static_cast<double>(scores.cols()), work,
                        [&](Index first, Index count) {
                          for (Index row = first; row < first + count; ++row)
                            weighRow(rowOf(scores, row), rowOf(visible, row), rowOf(weights, row));
                        });
  return weights;
}

const double notMade = std::numeric_limits<double>::quiet_NaN();

bool seen(std::span<const bool> visible, std::size_t key) { return visible.empty() || visible[key]; }

WeightStep scoreStep(std::span<const float> scores) { return {"s", {scores.begin(), scores.end()}, false, 0}; }

// `f(key)` for every key that may be attended.
template <class Function>
WeightStep step(const char* label, std::span<const bool> visible, std::size_t keys, bool summed, Function&& f) {
  WeightStep out{label, std::vector<double>(keys, notMade), summed, 0};
  for (std::size_t key = 0; key < keys; ++key) {
    if (!seen(visible, key)) continue;
    out.values[key] = f(key);
    if (summed) out.sum += out.values[key];
  }
  return out;
}

WeightStep weightStep(const std::vector<float>& weights, const char* label = "÷ Σ") {
  WeightStep out{label, {weights.begin(), weights.end()}, true, 0};
  for (const double weight : out.values) out.sum += weight;
  return out;
}

}  // namespace

Matrix sparsemaxRows(const Matrix& scores, const Mask& visible, double tau, const WorkShare& work) {
  return byRow(scores, visible, 10, work,
               [tau](auto row, auto mask, auto weights) { sparsemaxRow(row, mask, tau, weights); });
}

Matrix entmax15Rows(const Matrix& scores, const Mask& visible, double tau, const WorkShare& work) {
  return byRow(scores, visible, 20, work,
               [tau](auto row, auto mask, auto weights) { entmax15Row(row, mask, tau, weights); });
}

Matrix hardmaxRows(const Matrix& scores, const Mask& visible, double, const WorkShare& work) {
  return byRow(scores, visible, 5, work, [](auto row, auto mask, auto weights) { hardmaxRow(row, mask, weights); });
}

Matrix sigmoidRows(const Matrix& scores, const Mask& visible, double tau, const WorkShare& work) {
  return byRow(scores, visible, 10, work,
               [tau](auto row, auto mask, auto weights) { sigmoidRow(row, mask, tau, weights); });
}

Matrix ratioRows(const Matrix& scores, const Mask& visible, double, const WorkShare& work) {
  return byRow(scores, visible, 5, work, [](auto row, auto mask, auto weights) { ratioRow(row, mask, weights); });
}

Matrix uniformRows(const Matrix& scores, const Mask& visible, double, const WorkShare& work) {
  return byRow(scores, visible, 2, work, [](auto, auto mask, auto weights) { uniformRow(mask, weights); });
}

std::vector<WeightStep> explainSoftmax(std::span<const float> scores, std::span<const bool> visible, double tau) {
  const std::size_t keys = scores.size();
  std::vector<float> weights(keys);
  softmaxRow(scores, visible, tau, weights);
  double highest = -std::numeric_limits<double>::infinity();
  for (std::size_t key = 0; key < keys; ++key)
    if (seen(visible, key)) highest = std::max(highest, static_cast<double>(scores[key]));

  const auto scaled = [&](std::size_t key) { return static_cast<double>(scores[key]) / tau; };
  const auto shifted = [&](std::size_t key) { return (static_cast<double>(scores[key]) - highest) / tau; };
  return {scoreStep(scores), step("÷ τ", visible, keys, false, scaled), step("− max", visible, keys, false, shifted),
          step("exp", visible, keys, true, [&](std::size_t key) { return std::exp(shifted(key)); }),
          weightStep(weights)};
}

// The steps that sparsemax and entmax share: what lies above the threshold, in units of `scale`.
std::vector<WeightStep> explainThreshold(std::span<const float> scores, std::span<const bool> visible,
                                         const char* scaleLabel, double scale, const Threshold& threshold,
                                         WeightStep last) {
  const std::size_t keys = scores.size();
  const auto scaled = [&](std::size_t key) { return static_cast<double>(scores[key]) / scale; };
  const auto shifted = [&](std::size_t key) { return (static_cast<double>(scores[key]) - threshold.highest) / scale; };
  const auto above = [&](std::size_t key) { return shifted(key) - threshold.value; };
  return {scoreStep(scores), step(scaleLabel, visible, keys, false, scaled),
          step("− max", visible, keys, false, shifted), step("− t", visible, keys, false, above), std::move(last)};
}

std::vector<WeightStep> explainSparsemax(std::span<const float> scores, std::span<const bool> visible, double tau) {
  std::vector<float> weights(scores.size());
  sparsemaxRow(scores, visible, tau, weights);
  return explainThreshold(scores, visible, "÷ τ", tau, sparsemaxThreshold(scores, visible, tau),
                          weightStep(weights, "max(0, ·)"));
}

std::vector<WeightStep> explainEntmax15(std::span<const float> scores, std::span<const bool> visible, double tau) {
  std::vector<float> weights(scores.size());
  entmax15Row(scores, visible, tau, weights);
  return explainThreshold(scores, visible, "÷ 2τ", 2 * tau, entmax15Threshold(scores, visible, tau),
                          weightStep(weights, "max(0, ·)²"));
}

std::vector<WeightStep> explainHardmax(std::span<const float> scores, std::span<const bool> visible, double) {
  std::vector<float> weights(scores.size());
  hardmaxRow(scores, visible, weights);
  const auto isMaximum = [&](std::size_t key) { return weights[key] > 0 ? 1.0 : 0.0; };
  return {scoreStep(scores), step("= max", visible, scores.size(), true, isMaximum), weightStep(weights)};
}

std::vector<WeightStep> explainSigmoid(std::span<const float> scores, std::span<const bool> visible, double tau) {
  std::vector<float> weights(scores.size());
  sigmoidRow(scores, visible, tau, weights);
  const auto scaled = [&](std::size_t key) { return static_cast<double>(scores[key]) / tau; };
  return {scoreStep(scores), step("÷ τ", visible, scores.size(), false, scaled),
          step("exp(−·)", visible, scores.size(), false, [&](std::size_t key) { return std::exp(-scaled(key)); }),
          weightStep(weights, "1 ÷ (1 + ·)")};
}

std::vector<WeightStep> explainRatio(std::span<const float> scores, std::span<const bool> visible, double) {
  std::vector<float> weights(scores.size());
  ratioRow(scores, visible, weights);
  WeightStep first = scoreStep(scores);
  first.summed = true;
  for (std::size_t key = 0; key < scores.size(); ++key)
    if (seen(visible, key)) first.sum += first.values[key];
  return {first, weightStep(weights)};
}

std::vector<WeightStep> explainUniform(std::span<const float> scores, std::span<const bool> visible, double) {
  std::vector<float> weights(scores.size());
  uniformRow(visible, weights);
  return {scoreStep(scores), step("1", visible, scores.size(), true, [](std::size_t) { return 1.0; }),
          weightStep(weights)};
}

}  // namespace attn
