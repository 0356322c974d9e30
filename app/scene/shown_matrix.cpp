#include "scene/shown_matrix.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "attention/mask_rows.h"
#include "core/matrix_memory.h"
#include "core/row_blocks.h"

namespace lab {
namespace {

constexpr attn::Index kCoarsest = 32;
constexpr float kMasked = std::numeric_limits<float>::infinity();

/// How much a drawn value matters: an undefined one before anything, anything before a masked one, then by magnitude.
float weightOf(float value) {
  const float size = std::abs(value);
  const float defined = value == kMasked ? -1.0F : size;
  return value != value ? std::numeric_limits<float>::infinity() : defined;
}

float stronger(float a, float b) { return weightOf(b) > weightOf(a) ? b : a; }

/// One row from two: each number the strongest of four. Branchless and in two steps, which compilers vectorise.
void halveRow(const float* above, const float* below, attn::Index columns, float* scratch, float* out) {
  for (attn::Index c = 0; c < columns; ++c) scratch[c] = stronger(above[c], below[c]);
  for (attn::Index c = 0; c < columns / 2; ++c) out[c] = stronger(scratch[2 * c], scratch[2 * c + 1]);
  if (columns % 2 == 1) out[columns / 2] = scratch[columns - 1];
}

/// Half as many rows and columns. @param rowAt (row, scratch) gives the finer level's row, in its own memory or in
/// `scratch`.
template <class RowAt>
attn::Matrix halved(attn::Index rows, attn::Index columns, const RowAt& rowAt) {
  constexpr double nanosecondsPerCell = 1;
  attn::Matrix coarse = attn::unfilledMatrix((rows + 1) / 2, (columns + 1) / 2);
  attn::forRowBlocksOnThreads(coarse.rows(), nanosecondsPerCell * 2 * static_cast<double>(columns),
                              attn::WorkShare::none(), [&](attn::Index first, attn::Index count) {
                                std::vector<float> scratch(static_cast<std::size_t>(3 * columns));
                                for (attn::Index r = first; r < first + count; ++r)
                                  halveRow(rowAt(2 * r, scratch.data()),
                                           rowAt(std::min(2 * r + 1, rows - 1), scratch.data() + columns), columns,
                                           scratch.data() + 2 * columns, coarse.row(r).data());
                              });
  return coarse;
}

attn::Matrix halved(const attn::Matrix& finer) {
  return halved(finer.rows(), finer.cols(), [&](attn::Index row, float*) { return finer.row(row).data(); });
}

attn::Matrix halvedMasked(const attn::Matrix& values, const attn::Mask& mask) {
  return halved(values.rows(), values.cols(), [&](attn::Index row, float* scratch) -> const float* {
    const bool* visible = mask.row(row).data();
    const float* from = values.row(row).data();
    for (attn::Index c = 0; c < values.cols(); ++c) scratch[c] = visible[c] ? from[c] : kMasked;
    return scratch;
  });
}

/// The mask, where it hides anything: most hide nothing, and then values are read alone.
const attn::Mask* hidingMask(const MatrixPicture& picture) {
  const attn::Mask* mask = picture.visible.get();
  return mask != nullptr && attn::hidesSome(*mask) ? mask : nullptr;
}

std::vector<attn::Matrix> coarserOf(const attn::Matrix& values, const attn::Mask* mask) {
  std::vector<attn::Matrix> levels;
  if (std::max(values.rows(), values.cols()) <= kCoarsest) return levels;
  levels.push_back(mask != nullptr ? halvedMasked(values, *mask) : halved(values));
  while (std::max(levels.back().rows(), levels.back().cols()) > kCoarsest) levels.push_back(halved(levels.back()));
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
  const attn::Mask* mask = hidingMask(picture);
  const ValueRange range =
      picture.stage == MatrixStage::Mask ? ValueRange{0, 1} : rangeOf(*picture.values, mask, picture.diverging);
  std::vector<attn::Matrix> coarser = coarserOf(*picture.values, mask);
  return std::make_shared<const ShownMatrix>(ShownMatrix{std::move(picture), range, std::move(coarser)});
}

namespace {

/// The weights' first coarser level, where it was made together with them (attn::PictureSize); else null. It knows no
/// mask and no painted row.
attn::MatrixPtr halfMade(const attn::Trace& trace, const MatrixPicture& picture) {
  const attn::HeadTrace& head = trace.head();
  const attn::Matrix& values = *picture.values;
  if (picture.stage != MatrixStage::Weights || !head.picture || head.weights != head.computed) return nullptr;
  const bool half = 2 * head.picture->rows() == values.rows() && 2 * head.picture->cols() == values.cols();
  return half && hidingMask(picture) == nullptr ? head.picture : nullptr;
}

/// As `shownMatrix`, without reading the whole matrix again: softmax weights are finite and not negative, so that the
/// largest of each four say what all of them would.
ShownMatrixPtr shownFromHalf(MatrixPicture picture, const attn::Matrix& half) {
  std::vector<attn::Matrix> coarser;
  coarser.push_back(attn::unfilledMatrix(half.rows(), half.cols()));
  coarser.back() = half;
  while (std::max(coarser.back().rows(), coarser.back().cols()) > kCoarsest) coarser.push_back(halved(coarser.back()));
  const ValueRange range = rangeOf(half, nullptr, picture.diverging);
  return std::make_shared<const ShownMatrix>(ShownMatrix{std::move(picture), range, std::move(coarser)});
}

}  // namespace

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
    const attn::MatrixPtr half = halfMade(trace, picture);
    shown[stage] = half ? shownFromHalf(std::move(picture), *half) : shownMatrix(std::move(picture));
  }
  return shown;
}

}  // namespace lab
