#include "attention/softmax.h"

#include <cassert>

#include "attention/mask_rows.h"
#include "attention/normalizers.h"
#include "core/matrix_memory.h"
#include "kernels/softmax_temperature.h"

namespace attn {

VisibleMaxima visibleMaxima(const Matrix& scores, const Mask& visible, const WorkShare& work) {
  assert(scores.rows() == visible.rows() && scores.cols() == visible.cols());
  VisibleMaxima out{std::vector<float>(static_cast<std::size_t>(scores.rows())), hidesSome(visible)};
  kernels::highestScores(scores.data(), out.masked ? visible.data() : nullptr, out.highest.size(),
                         static_cast<std::size_t>(scores.cols()), out.highest.data(), kernels::Progress::to(work));
  return out;
}

Matrix softmaxWeights(const Matrix& scores, const Mask& visible, const VisibleMaxima& maxima, double tau,
                      const SoftmaxExtras& extras, const WorkShare& work) {
  const std::size_t rows = maxima.highest.size();
  assert(static_cast<std::size_t>(scores.rows()) == rows);
  Matrix weights = unfilledMatrix(scores.rows(), scores.cols());
  kernels::TemperatureProblem p;
  p.queries = rows, p.keys = static_cast<std::size_t>(scores.cols());
  p.scores = scores.data();
  p.rowMaxima = maxima.highest.data();
  p.tau = tau;
  p.visible = maxima.masked ? visible.data() : nullptr;
  p.weights = weights.data();
  if (SoftmaxStatistics* const statistics = extras.statistics; statistics != nullptr) {
    for (std::vector<double>* each : {&statistics->entropy, &statistics->maximum, &statistics->meanDistance})
      each->resize(rows);
    p.entropy = statistics->entropy.data();
    p.maximum = statistics->maximum.data();
    p.meanDistance = statistics->meanDistance.data();
  }
  if (extras.picture != nullptr) {
    p.picture = extras.picture->data();
    p.pictureRows = static_cast<std::size_t>(extras.picture->rows());
    p.pictureColumns = static_cast<std::size_t>(extras.picture->cols());
  }
  kernels::softmaxAtTemperature(p, kernels::Progress::to(work));
  return weights;
}

Matrix softmaxRows(const Matrix& scores, const Mask& visible, double tau, const WorkShare& work) {
  return softmaxWeights(scores, visible, visibleMaxima(scores, visible, WorkShare::none()), tau, {}, work);
}

void softmaxRow(std::span<const float> scores, std::span<const bool> visible, double tau, std::span<float> weights) {
  const bool* mask = visible.empty() ? nullptr : visible.data();
  float highest = 0;
  kernels::highestScores(scores.data(), mask, 1, scores.size(), &highest);
  kernels::TemperatureProblem p;
  p.queries = 1, p.keys = scores.size();
  p.scores = scores.data();
  p.rowMaxima = &highest;
  p.tau = tau;
  p.visible = mask;
  p.weights = weights.data();
  kernels::softmaxAtTemperature(p);
}

}  // namespace attn
