#include "scene/head_choice.h"

#include <algorithm>

#include "core/input_error.h"
#include "core/matrix_memory.h"
#include "measures/head_summary.h"

namespace lab {
namespace {

using attn::Index;

/// Where any head may attend; the heads' own mask where they share one.
attn::MaskPtr anyVisible(const std::vector<MatrixPicture>& heads) {
  std::vector<attn::MaskPtr> masks;
  bool differ = false;
  for (const MatrixPicture& head : heads) {
    if (!head.visible) return nullptr;
    masks.push_back(head.visible);
    differ = differ || head.visible != masks.front();
  }
  return differ ? std::make_shared<const attn::Mask>(attn::visibleToAny(masks)) : masks.front();
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
  std::vector<attn::MatrixPtr> values;
  for (const MatrixPicture& head : heads) values.push_back(head.values);
  combined.values = attn::shareMatrix(choice.kind == HeadChoice::Kind::Mean ? attn::meanOverHeads(values)
                                                                            : attn::maximumOverHeads(values));
  combined.visible = anyVisible(heads);
  combined.scores = nullptr;  // these weights come from no scores
  return {combined};
}

}  // namespace lab
