#include "scene/shown_matrix.h"

#include <cmath>
#include <limits>

namespace lab {
namespace {

constexpr attn::Index kCoarsest = 32;
constexpr float kMasked = std::numeric_limits<float>::infinity();

/// Of two drawn values the one that must not get lost: undefined before anything, anything before masked.
float stronger(float a, float b) {
  if (std::isnan(a) || b == kMasked) return a;
  if (std::isnan(b) || a == kMasked) return b;
  return std::abs(b) > std::abs(a) ? b : a;
}

/// Half as many rows and columns. @param at the finer level's values.
template <class At>
attn::Matrix halved(attn::Index rows, attn::Index columns, const At& at) {
  attn::Matrix coarse((rows + 1) / 2, (columns + 1) / 2);
  for (attn::Index r = 0; r < coarse.rows(); ++r) {
    const attn::Index below = std::min(2 * r + 1, rows - 1);
    for (attn::Index c = 0; c < coarse.cols(); ++c) {
      const attn::Index right = std::min(2 * c + 1, columns - 1);
      coarse(r, c) =
          stronger(stronger(at(2 * r, 2 * c), at(2 * r, right)), stronger(at(below, 2 * c), at(below, right)));
    }
  }
  return coarse;
}

std::vector<attn::Matrix> coarserOf(const MatrixPicture& picture) {
  std::vector<attn::Matrix> levels;
  const attn::Matrix& values = *picture.values;
  if (std::max(values.rows(), values.cols()) <= kCoarsest) return levels;
  if (picture.visible)
    levels.push_back(
        halved(values.rows(), values.cols(), [&](attn::Index r, attn::Index c) { return shownValue(picture, r, c); }));
  else
    levels.push_back(halved(values.rows(), values.cols(), [&](attn::Index r, attn::Index c) { return values(r, c); }));
  while (std::max(levels.back().rows(), levels.back().cols()) > kCoarsest) {
    const attn::Matrix& finer = levels.back();
    levels.push_back(halved(finer.rows(), finer.cols(), [&](attn::Index r, attn::Index c) { return finer(r, c); }));
  }
  return levels;
}

/// Whether a stage's whole picture is the same: its matrix, its labels, and for scores and weights what is laid
/// over them.
bool samePicture(const attn::Trace& a, const attn::Trace& b, MatrixStage stage) {
  return sameMatrix(a, b, stage) && a.queryTokens == b.queryTokens && a.keyTokens == b.keyTokens &&
         a.head().visible == b.head().visible && a.head().scores == b.head().scores &&
         a.selfAttention == b.selfAttention;
}

}  // namespace

const std::vector<MatrixStage>& allMatrixStages() {
  static const std::vector<MatrixStage> stages = {
      MatrixStage::QueryVectors, MatrixStage::KeyVectors, MatrixStage::Q,       MatrixStage::K,      MatrixStage::V,
      MatrixStage::Scores,       MatrixStage::Mask,       MatrixStage::Weights, MatrixStage::Context};
  return stages;
}

float shownValue(const MatrixPicture& picture, attn::Index row, attn::Index column) {
  if (picture.visible && !(*picture.visible)(row, column)) return kMasked;
  return (*picture.values)(row, column);
}

ShownMatrixPtr shownMatrix(MatrixPicture picture) {
  const ValueRange range = picture.stage == MatrixStage::Mask
                               ? ValueRange{0, 1}
                               : rangeOf(*picture.values, picture.visible.get(), picture.diverging);
  std::vector<attn::Matrix> coarser = coarserOf(picture);
  return std::make_shared<const ShownMatrix>(ShownMatrix{std::move(picture), range, std::move(coarser)});
}

ShownMatrices shownMatrices(const attn::Trace& trace, const attn::Trace* before, const ShownMatrices& previous) {
  ShownMatrices shown;
  for (const MatrixStage stage : allMatrixStages()) {
    const auto found = previous.find(stage);
    if (before != nullptr && found != previous.end() && samePicture(trace, *before, stage)) {
      shown[stage] = found->second;
      continue;
    }
    MatrixPicture picture = pictureOf(trace, stage);
    if (!picture.values) continue;
    shown[stage] = shownMatrix(std::move(picture));
  }
  return shown;
}

}  // namespace lab
