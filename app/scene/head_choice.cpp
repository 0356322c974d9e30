#include "scene/head_choice.h"

#include <cmath>

#include "core/input_error.h"

namespace lab {
namespace {

using attn::Index;
using attn::Mask;
using attn::Matrix;

/// In double: the mean of many heads is as good as that of two.
Matrix meanOf(const std::vector<MatrixPicture>& heads) {
  Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> sum = heads[0].values->cast<double>();
  for (std::size_t r = 1; r < heads.size(); ++r) sum += heads[r].values->cast<double>().array();
  return (sum / static_cast<double>(heads.size())).cast<float>();
}

Matrix maximumOf(const std::vector<MatrixPicture>& heads) {
  const auto larger = [](float a, float b) { return std::isnan(a) || a > b ? a : b; };
  Matrix largest = *heads[0].values;
  for (std::size_t r = 1; r < heads.size(); ++r) largest = largest.binaryExpr(*heads[r].values, larger);
  return largest;
}

attn::MaskPtr anyVisible(const std::vector<MatrixPicture>& heads) {
  attn::MaskPtr any = heads[0].visible;
  for (const MatrixPicture& head : heads)
    if (any && head.visible && head.visible != any) any = std::make_shared<const Mask>(*any || *head.visible);
  return any;
}

}  // namespace

std::string headText(const HeadChoice& choice) {
  switch (choice.kind) {
    case HeadChoice::Kind::Mean:
      return "mean";
    case HeadChoice::Kind::Max:
      return "max";
    case HeadChoice::Kind::All:
      return "all";
    case HeadChoice::Kind::One:
      break;
  }
  return std::to_string(choice.head);
}

void requireHead(const attn::Trace& trace, const HeadChoice& choice) {
  const auto heads = static_cast<Index>(trace.heads.size());
  if (choice.kind != HeadChoice::Kind::One || choice.head < std::max<Index>(heads, 1)) return;
  throw attn::InputError("out_of_range", {{"input", "head"},
                                          {"got", std::to_string(choice.head)},
                                          {"expected", "0 … " + std::to_string(heads - 1) + ", mean, max, all"}});
}

std::vector<MatrixPicture> picturesOf(const attn::Trace& trace, MatrixStage stage, const HeadChoice& choice) {
  requireHead(trace, choice);
  if (trace.heads.size() <= 1) return {pictureOf(trace, stage)};
  if (choice.kind == HeadChoice::Kind::One) return {pictureOf(oneHead(trace, choice.head), stage)};
  std::vector<MatrixPicture> heads;
  for (Index r = 0; r < static_cast<Index>(trace.heads.size()); ++r)
    heads.push_back(pictureOf(oneHead(trace, r), stage));
  if (choice.kind == HeadChoice::Kind::All || !heads[0].values) return heads;
  MatrixPicture combined = heads[0];
  combined.values =
      std::make_shared<const Matrix>(choice.kind == HeadChoice::Kind::Mean ? meanOf(heads) : maximumOf(heads));
  combined.visible = anyVisible(heads);
  combined.scores = nullptr;  // these weights come from no scores
  return {combined};
}

}  // namespace lab
